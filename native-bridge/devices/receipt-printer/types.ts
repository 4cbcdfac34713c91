import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';

export type Align = 'left' | 'centre' | 'right';

/** One colour, 1 = black. Rows from top to bottom, each of `ceil(width / 8)` bytes, the leftmost dot in the highest bit. */
export interface Bitmap {
  /** Dots. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  readonly bits: Uint8Array;
}

export interface TextLine {
  readonly kind: 'text';
  /** Wrapped at the paper's columns; a line feed begins a new line. */
  readonly text: string;
  readonly align?: Align;
  readonly bold?: boolean;
  /** Magnification, 1 to 8. Default 1 × 1. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** CODE128 takes printable ASCII; CODE39 `0-9 A-Z space $%*+-./`; EAN13 12 or 13 digits. */
export type BarcodeSystem = 'code128' | 'code39' | 'ean13';

/** One thing on a receipt, from top to bottom. */
export type ReceiptPart =
  | TextLine
  /** Empty lines, 1 to 255. */
  | { readonly kind: 'feed'; readonly lines: number }
  | {
      readonly kind: 'qr';
      /** In UTF-8 in the code. */
      readonly data: string;
      /** Dots of a module, 1 to 16; less when the code would be wider than the paper. Default 6. */
      readonly moduleDots?: number;
      /** Error correction. Default M. */
      readonly level?: 'L' | 'M' | 'Q' | 'H';
      readonly align?: Align;
    }
  | {
      readonly kind: 'barcode';
      readonly system: BarcodeSystem;
      readonly data: string;
      /** Dots, 1 to 255. Default 80. */
      readonly height?: number;
      /** Dots of a module, 2 to 6. Default 2. */
      readonly moduleDots?: number;
      /** Whether the data stand under the bars in readable form. Default true. */
      readonly text?: boolean;
      readonly align?: Align;
    }
  | { readonly kind: 'image'; readonly bitmap: Bitmap; readonly align?: Align }
  /** Feeds to the cutter and cuts. Default partial: the receipt hangs on by a point. */
  | { readonly kind: 'cut'; readonly mode?: 'full' | 'partial' };

/** A receipt as data. One that does not end with a cut is cut all the same. */
export type Receipt = readonly ReceiptPart[];

/** What one make of printer can do. */
export interface PrinterProfile {
  /** Width of the print head: 384 dots on 58 mm paper, 576 on 80 mm, at 203 dpi. A column of font A is 12 dots. */
  readonly dots: 384 | 576;
  /** The characters in its ROM. `gb18030`: also Han characters of four bytes. */
  readonly charset: 'gb2312' | 'gbk' | 'gb18030';
  /** Whether it draws QR codes itself (GS ( k). Without, they are sent as images. */
  readonly qr: boolean;
  /**
   * Bytes that may be under way without an answer, at least 256; the printer's receive buffer must be twice as large,
   * for printers without a wire for "busy".
   */
  readonly windowBytes: number;
  /**
   * How the printer says that its buffer is full. `none`: it is never let become full. `xonxoff`: also by XOFF and XON,
   * which the driver itself obeys: leave `flow=none` in the address, for the system's own handling would hold back
   * status questions too. `line`: by CTS, which the system obeys: `flow=rtscts`.
   */
  readonly flow: 'none' | 'xonxoff' | 'line';
  /** Whether it knows the real-time command that empties its buffers (DLE DC4 8). */
  readonly clearsBuffer: boolean;
}

export const PAPER_58MM: PrinterProfile = {
  dots: 384,
  charset: 'gbk',
  qr: false,
  windowBytes: 1_024,
  flow: 'none',
  clearsBuffer: false,
};

export const PAPER_80MM: PrinterProfile = {
  dots: 576,
  charset: 'gb18030',
  qr: true,
  windowBytes: 1_024,
  flow: 'none',
  clearsBuffer: true,
};

export interface PrinterStatus {
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly coverOpen: boolean;
  /** `overheated` passes by itself; `recoverable` and `cutter` after their cause is removed; `unrecoverable` never. */
  readonly error: 'cutter' | 'overheated' | 'recoverable' | 'unrecoverable' | null;
  /** It does not print now, for one of these reasons or for another, such as its feed button being held. */
  readonly offline: boolean;
}

export interface PrinterIdentity {
  /** As the printer says; null when it does not. */
  readonly maker: string | null;
  readonly model: string | null;
}

/** The printer has answered, in its turn behind the receipt, that it has paper and no error: all of it is printed. */
export interface PrintedProof {
  /** Milliseconds since 1970. */
  readonly provedAt: number;
  /** How the paper stood then: `near-end` is the moment to call somebody. */
  readonly paper: 'ok' | 'near-end';
}

export interface ReceiptFailure {
  readonly kind:
    | 'device-lost' /** it stopped answering or its line closed */
    | 'cancelled'
    | 'paper-out'
    | 'cover-open'
    | 'cutter-error'
    | 'overheated'
    | 'printer-error'
    | 'offline' /** it says that it cannot print, and not why */
    | 'no-proof' /** it answers, but not that the receipt was printed */
    | 'unprintable' /** characters that this printer lacks, or data that its codes cannot carry */
    | 'too-wide' /** an image or a code that does not fit on the paper */;
  /**
   * What stands on paper. `nothing`: surely nothing of this receipt, it may be printed again. `part`: surely some, surely
   * not all. `unknown`: none, some or all of it; never print it again unasked.
   */
  readonly printed: 'nothing' | 'part' | 'unknown';
  /** For the technician: never a character of the receipt. */
  readonly code: string;
}

export interface ReceiptPrinter {
  readonly presence: Watchable<Presence>;
  /** Null until it has said so. */
  readonly status: Watchable<PrinterStatus | null>;
  readonly identity: Watchable<PrinterIdentity | null>;
  /** The characters of this text that are not in the printer's set, each once, in order. */
  unprintable(text: string): readonly string[];
  /**
   * Prints one receipt and waits for the proof. When the signal aborts, what was begun is cut off and the answer is
   * `cancelled`. A failure other than `nothing` leaves a strip that is cut off before the next receipt.
   */
  print(receipt: Receipt, signal?: AbortSignal): Promise<Result<PrintedProof, ReceiptFailure>>;
  start(): void;
  stop(): Promise<void>;
}

/** Draws one line of text at the given magnification, not wider than `maxWidth` dots: for characters that a printer lacks. */
export type Rasterise = (
  line: TextLine & { readonly columns: number; readonly maxWidth: number },
) => Promise<Bitmap> | Bitmap;
