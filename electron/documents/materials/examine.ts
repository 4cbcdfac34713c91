import { err, MATERIAL_LIMITS, ok, type Result } from '../../core/index.ts';
import { examineResult } from '../results/index.ts';

/**
 * Why a citizen's file is not taken: `kind` neither JPEG, PNG nor PDF (HEIC of a phone among them) · `too-large` in bytes,
 * pages or picture points · `broken` not whole, or needs a password · `unsafe` a PDF that would do something by itself.
 */
export type MaterialProblem = 'kind' | 'too-large' | 'broken' | 'unsafe';

export interface ExaminedMaterial {
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly pages: number;
}

/** Looks a citizen's file over before anybody else does. A site may put a virus scanner in its place or behind it. */
export interface MaterialScanner {
  scan(bytes: Uint8Array): Promise<Result<ExaminedMaterial, MaterialProblem>>;
}

/** Picture points; a phone's largest camera has some 200 million, a page at 600 dpi 35 million. */
const PICTURE_POINTS = 60_000_000;

/** The scanner of the house: by content, never by what a file calls itself. Never throws and writes nothing. */
export const materialScanner: MaterialScanner = {
  async scan(bytes) {
    if (bytes.length > MATERIAL_LIMITS.fileBytes) return err('too-large');
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.subarray(0, 3).equals(JPEG)) return picture('image/jpeg', jpegSize(view));
    if (view.subarray(0, 8).equals(PNG)) return picture('image/png', pngSize(view));
    return view.toString('latin1', 0, 5) === '%PDF-' ? pdf(bytes) : err('kind');
  },
};

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function pdf(bytes: Uint8Array): Promise<Result<ExaminedMaterial, MaterialProblem>> {
  const examined = await examineResult(bytes, null);
  if (!examined.ok) {
    const { code } = examined.error;
    return err(code === 'too-large' || code === 'too-many-pages' || code === 'bomb' ? 'too-large' : 'broken');
  }
  const { active, pages } = examined.value;
  if (active.length > 0) return err('unsafe');
  return pages > MATERIAL_LIMITS.pages ? err('too-large') : ok({ mediaType: 'application/pdf', pages });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function picture(
  mediaType: 'image/jpeg' | 'image/png',
  size: Size | null,
): Result<ExaminedMaterial, MaterialProblem> {
  if (!size || size.width === 0 || size.height === 0) return err('broken');
  return size.width * size.height > PICTURE_POINTS ? err('too-large') : ok({ mediaType, pages: 1 });
}

/** Width and height of a whole JPEG (ITU-T T.81 annex B), or null. */
export function jpegSize(bytes: Buffer): Size | null {
  let size: Size | null = null;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Of what follows the first scan only the end is looked for.
    if (marker === 0xda) return size && bytes.lastIndexOf(END_OF_IMAGE) > at ? size : null;
    const length = bytes.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 9 <= bytes.length)
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + length;
  }
  return null;
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** Width and height of a whole PNG (ISO/IEC 15948), or null. */
function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const end = bytes.lastIndexOf('IEND', undefined, 'latin1');
  // Its name and its checksum.
  if (end < 0 || end + 8 > bytes.length) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
