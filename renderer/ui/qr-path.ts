import { create } from 'qrcode';

/** The dark modules of a QR code (ISO/IEC 18004, correction level M) as one SVG path; a module is one unit. */
export function qrPath(content: string): { readonly side: number; readonly path: string } {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const side = modules.size;
  let path = '';
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < side && modules.get(y, x + 1)) x++;
      path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`;
    }
  }
  return { side, path };
}
