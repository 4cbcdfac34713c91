import QRCode from 'qrcode';
import { err, ok, type Result, unreachable } from '../../../electron/core/index.ts';
import { CMD } from './protocol.ts';
import { encodeText, unprintable, wrap } from './text.ts';
import { RECEIPT_TIMING } from './timing.ts';
import type {
  Align,
  Bitmap,
  PrinterProfile,
  Rasterise,
  Receipt,
  ReceiptFailure,
  ReceiptPart,
  TextLine,
} from './types.ts';

/** Why a receipt cannot be made for a printer. Nothing was sent. */
export type EncodeFailure = ReceiptFailure & { readonly kind: 'unprintable' | 'too-wide' };

type Part<Kind extends ReceiptPart['kind']> = Extract<ReceiptPart, { kind: Kind }>;

const ALIGN: Record<Align, number> = { left: 0, centre: 1, right: 2 };
const QR_LEVEL = { L: 0x30, M: 0x31, Q: 0x32, H: 0x33 } as const;
/** Function B numbers of GS k. */
const BARCODE = { ean13: 0x43, code39: 0x45, code128: 0x49 } as const;
/** White modules around a QR code, ISO/IEC 18004. */
const QUIET_MODULES = 4;
/** Bands of an image are no higher: printers hold a band before they print it. */
const BAND_ROWS = 24;
const DOTS_A_COLUMN = 12;

export function columns(profile: PrinterProfile, width = 1): number {
  return Math.floor(profile.dots / (DOTS_A_COLUMN * width));
}

/**
 * A receipt as ESC/POS in steps of whole commands, for a printer that was just initialised. A step has at most half of
 * `profile.windowBytes` bytes, and 256 unless one command is longer. Ends with a cut.
 */
export async function encodeReceipt(
  receipt: Receipt,
  profile: PrinterProfile,
  rasterise: Rasterise | null,
): Promise<Result<readonly Uint8Array[], EncodeFailure>> {
  const drawn = await draw(receipt, profile, rasterise);
  if (!drawn) return err(failure('unprintable', 'characters'));
  const paper = new Paper(profile, drawn);
  for (const part of receipt) {
    const failed = paper.put(part);
    if (failed) return err(failed);
  }
  if (receipt.at(-1)?.kind !== 'cut') paper.cut('partial');
  return ok(paper.steps());
}

/** The lines that hold characters which the printer lacks, drawn, in their order; null when there is nobody to draw them. */
async function draw(
  receipt: Receipt,
  profile: PrinterProfile,
  rasterise: Rasterise | null,
): Promise<Bitmap[] | null> {
  const drawn: Bitmap[] = [];
  for (const part of receipt) {
    if (part.kind !== 'text') continue;
    const size = sizeOf(part);
    const room = columns(profile, size.width);
    for (const text of wrap(part.text, room)) {
      if (unprintable(text, profile.charset).length === 0) continue;
      if (!rasterise) return null;
      drawn.push(await rasterise({ ...part, text, size, columns: room, maxWidth: profile.dots }));
    }
  }
  return drawn;
}

function sizeOf(part: TextLine): { width: number; height: number } {
  return { width: clamp(part.size?.width ?? 1, 1, 8), height: clamp(part.size?.height ?? 1, 1, 8) };
}

/** Feed to the cutter and cut: what separates a torso from the next receipt. */
export function cutCommand(mode: 'full' | 'partial'): Uint8Array {
  return Uint8Array.of(0x1d, 0x56, mode === 'full' ? 0x41 : 0x42, 0x00);
}

class Paper {
  readonly #profile: PrinterProfile;
  /** Lines that must be drawn, in their order. */
  readonly #drawn: Bitmap[];
  readonly #stepBytes: number;
  readonly #commands: Uint8Array[] = [];
  #align: Align = 'left';
  #bold = false;
  #size = 0;

  constructor(profile: PrinterProfile, drawn: Bitmap[]) {
    this.#profile = profile;
    this.#drawn = drawn;
    this.#stepBytes = Math.min(RECEIPT_TIMING.chunkBytes, profile.windowBytes >> 1);
  }

  put(part: ReceiptPart): EncodeFailure | null {
    switch (part.kind) {
      case 'text':
        return this.#text(part);
      case 'feed':
        this.#add(0x1b, 0x64, clamp(part.lines, 1, 255));
        return null;
      case 'qr':
        return this.#qr(part);
      case 'barcode':
        return this.#barcode(part);
      case 'image':
        return this.#image(part.bitmap, part.align);
      case 'cut':
        this.cut(part.mode ?? 'partial');
        return null;
      default:
        return unreachable(part);
    }
  }

  cut(mode: 'full' | 'partial'): void {
    this.#commands.push(cutCommand(mode));
  }

  /** The commands, joined to steps. */
  steps(): Uint8Array[] {
    const steps: Uint8Array[] = [];
    let open: Uint8Array[] = [];
    let bytes = 0;
    const close = () => {
      if (open.length > 0) steps.push(joined(open));
      open = [];
      bytes = 0;
    };
    for (const command of this.#commands) {
      if (bytes + command.length > this.#stepBytes) close();
      open.push(command);
      bytes += command.length;
    }
    close();
    return steps;
  }

  #text(part: TextLine): EncodeFailure | null {
    const { width, height } = sizeOf(part);
    for (const text of wrap(part.text, columns(this.#profile, width))) {
      if (unprintable(text, this.#profile.charset).length > 0) {
        const failed = this.#image(this.#drawn.shift() as Bitmap, part.align);
        if (failed) return failed;
        continue;
      }
      this.#style(part.align ?? 'left', part.bold ?? false, ((width - 1) << 4) | (height - 1));
      this.#line(text);
    }
    return null;
  }

  #line(text: string): void {
    const bytes = encodeText(text);
    const chinese = bytes.length !== text.length || bytes.some((byte) => byte > 0x7f);
    this.#commands.push(
      chinese
        ? joined([
            Uint8Array.from(CMD.chineseOn),
            bytes,
            Uint8Array.from(CMD.chineseOff),
            Uint8Array.of(0x0a),
          ])
        : joined([bytes, Uint8Array.of(0x0a)]),
    );
  }

  #qr(part: Part<'qr'>): EncodeFailure | null {
    const data = new TextEncoder().encode(part.data);
    const level = part.level ?? 'M';
    let modules: QRCode.BitMatrix;
    try {
      modules = QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: level }).modules;
    } catch {
      return failure('unprintable', 'qr-too-long');
    }
    // A printer says nothing and prints nothing when its own code is wider than the paper. Even the largest code has
    // two dots for a module on 58 mm.
    const fits = Math.floor(this.#profile.dots / (modules.size + 2 * QUIET_MODULES));
    const dots = Math.min(clamp(part.moduleDots ?? 6, 1, 16), fits);
    const store = joined([Uint8Array.of(0x31, 0x50, 0x30), data]);
    if (!this.#profile.qr || store.length + 5 > this.#profile.windowBytes >> 1) {
      return this.#image(qrBitmap(modules, dots), part.align);
    }
    this.#style(part.align ?? 'left', false, 0);
    this.#counted([0x31, 0x41, 0x32, 0x00]);
    this.#counted([0x31, 0x43, dots]);
    this.#counted([0x31, 0x45, QR_LEVEL[level]]);
    this.#counted(store);
    this.#counted([0x31, 0x51, 0x30]);
    return null;
  }

  /** GS ( k. */
  #counted(data: ArrayLike<number>): void {
    this.#commands.push(
      joined([Uint8Array.of(0x1d, 0x28, 0x6b, data.length & 0xff, data.length >> 8), Uint8Array.from(data)]),
    );
  }

  #barcode(part: Part<'barcode'>): EncodeFailure | null {
    const bars = barcodeData(part);
    if (!bars) return failure('unprintable', part.system);
    const dots = clamp(part.moduleDots ?? 2, 2, 6);
    if (bars.modules * dots > this.#profile.dots) return failure('too-wide', part.system);
    this.#style(part.align ?? 'left', false, 0);
    this.#add(0x1d, 0x68, clamp(part.height ?? 80, 1, 255));
    this.#add(0x1d, 0x77, dots);
    this.#add(0x1d, 0x48, (part.text ?? true) ? 2 : 0);
    this.#add(0x1d, 0x6b, BARCODE[part.system], bars.data.length, ...bars.data);
    return null;
  }

  /** GS v 0, in bands. */
  #image(bitmap: Bitmap, align: Align = 'left'): EncodeFailure | null {
    const { width, height, bits } = bitmap;
    const rowBytes = Math.ceil(width / 8);
    if (width < 1 || height < 1 || bits.length !== rowBytes * height) return failure('unprintable', 'bitmap');
    if (width > this.#profile.dots) return failure('too-wide', 'bitmap');
    this.#style(align, false, 0);
    const rows = clamp(Math.floor(((this.#profile.windowBytes >> 1) - 8) / rowBytes), 1, BAND_ROWS);
    // Dots beyond the width would be printed too.
    const lastMask = 0xff << (rowBytes * 8 - width);
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      const band = bits.slice(top * rowBytes, (top + count) * rowBytes);
      for (let at = rowBytes - 1; at < band.length; at += rowBytes)
        band[at] = (band[at] as number) & lastMask;
      const head = Uint8Array.of(0x1d, 0x76, 0x30, 0, rowBytes, 0, count, 0);
      this.#commands.push(joined([head, band]));
    }
    return null;
  }

  /** Sets what differs from what is set. */
  #style(align: Align, bold: boolean, size: number): void {
    if (align !== this.#align) this.#add(0x1b, 0x61, ALIGN[align]);
    if (bold !== this.#bold) this.#add(0x1b, 0x45, bold ? 1 : 0);
    if (size !== this.#size) this.#add(0x1d, 0x21, size);
    this.#align = align;
    this.#bold = bold;
    this.#size = size;
  }

  #add(...bytes: number[]): void {
    this.#commands.push(Uint8Array.from(bytes));
  }
}

/** The data of GS k function B and how many modules wide they are, with quiet zones; null when they cannot be such a code. */
function barcodeData({ system, data }: Part<'barcode'>): { data: number[]; modules: number } | null {
  const ascii = [...data].map((char) => char.charCodeAt(0));
  switch (system) {
    case 'code128': {
      if (!/^[ -~]{1,80}$/.test(data)) return null;
      // Code set B; a brace is written twice.
      const written = [0x7b, 0x42, ...ascii.flatMap((code) => (code === 0x7b ? [code, code] : [code]))];
      return { data: written, modules: 11 * (ascii.length + 2) + 13 + 20 };
    }
    case 'code39':
      // Six narrow and three wide elements of three modules, and a gap; start and stop come on top.
      return /^[0-9A-Z $%*+\-./]{1,80}$/.test(data)
        ? { data: ascii, modules: 16 * (ascii.length + 2) + 20 }
        : null;
    case 'ean13':
      return isEan13(data) ? { data: ascii, modules: 95 + 18 } : null;
  }
}

/** 12 digits, or 13 with the right check digit (GS1 General Specifications 7.9). */
function isEan13(data: string): boolean {
  if (/^\d{12}$/.test(data)) return true;
  if (!/^\d{13}$/.test(data)) return false;
  const total = [...data].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return total % 10 === 0;
}

function qrBitmap(modules: QRCode.BitMatrix, dots: number): Bitmap {
  const width = (modules.size + 2 * QUIET_MODULES) * dots;
  const rowBytes = Math.ceil(width / 8);
  const bits = new Uint8Array(rowBytes * width);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const row = Math.floor(y / dots) - QUIET_MODULES;
      const column = Math.floor(x / dots) - QUIET_MODULES;
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      const at = y * rowBytes + (x >> 3);
      if (inside && modules.get(row, column)) bits[at] = (bits[at] as number) | (0x80 >> (x & 7));
    }
  }
  return { width, height: width, bits };
}

function failure(kind: EncodeFailure['kind'], code: string): EncodeFailure {
  return { kind, printed: 'nothing', code };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.trunc(value)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
