import type { Framing, Look } from '../../codec/framer.ts';
import type { PrinterStatus } from './types.ts';

export const XON = 0x11;
export const XOFF = 0x13;
/** First bytes of blocks, which end with 00. GS I for maker and model is answered by the last. */
const BLOCK_STARTS: readonly number[] = [0x35, 0x37, 0x3b, 0x3d, 0x5f];
const TEXT_START = 0x5f;
/** Longest block: 80 characters with both ends, and some to spare. */
const BLOCK_MOST = 96;

/** Commands of ESC/POS that are always the same bytes (Epson's command reference; names as there). */
export const CMD = {
  /** ESC @ */
  initialise: [0x1b, 0x40],
  /** FS &, FS . : two-byte characters on and off. Which is on at power-up differs between makers. */
  chineseOn: [0x1c, 0x26],
  chineseOff: [0x1c, 0x2e],
  /** GS a: automatic status back for every cause. */
  statusBack: [0x1d, 0x61, 0xff],
  /** GS r 1: paper status, answered in turn with the print data. */
  paperStatus: [0x1d, 0x72, 0x01],
  /** GS I: maker and model. */
  maker: [0x1d, 0x49, 0x42],
  model: [0x1d, 0x49, 0x43],
  /** DLE ENQ 2: recover from an error and throw away what the buffers hold. */
  recoverAndClear: [0x10, 0x05, 0x02],
  /** DLE DC4 8: empty the buffers now. */
  clearBuffers: [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08],
} as const satisfies Record<string, readonly number[]>;

/** DLE EOT n: the printer, why it is offline, its errors, its paper. Answered at once, even with a full buffer. */
export const REAL_TIME = { printer: 1, offlineCause: 2, errorCause: 3, paper: 4 } as const;
export type RealTimeQuestion = keyof typeof REAL_TIME;

export function realTimeQuestion(question: RealTimeQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, REAL_TIME[question]);
}

/** What a printer says. */
export type PrinterFrame =
  /** Answer to DLE EOT n. It does not say to which. */
  | { readonly kind: 'realTime'; readonly byte: number }
  /** Automatic status back: four bytes, unasked. */
  | { readonly kind: 'statusBack'; readonly status: PrinterStatus }
  /** Answer to GS r 1, in turn with the print data. */
  | { readonly kind: 'paperStatus'; readonly paper: PrinterStatus['paper'] }
  /** Answer to GS I. */
  | { readonly kind: 'text'; readonly text: string }
  /** Another block, such as the answer to DLE DC4 8. */
  | { readonly kind: 'block' }
  | { readonly kind: 'flow'; readonly go: boolean }
  /** Bytes that can be none of these: something was lost or damaged, and what follows may be the rest of it. */
  | { readonly kind: 'broken' };

/**
 * Answers carry no length and no sum: they are told apart by the bits that are fixed in their first byte, and in the
 * three that follow it in a status back.
 */
export const printerFraming: Framing<PrinterFrame> = {
  maxBytes: BLOCK_MOST,
  look(bytes, at) {
    const first = bytes[at] as number;
    if (first === XON || first === XOFF)
      return { kind: 'frame', frame: { kind: 'flow', go: first === XON }, bytes: 1 };
    if ((first & 0x93) === 0x12) return { kind: 'frame', frame: { kind: 'realTime', byte: first }, bytes: 1 };
    if ((first & 0x93) === 0x10) {
      const tail = bytes.subarray(at + 1, at + 4);
      const wrong = tail.findIndex((byte) => (byte & 0x90) !== 0);
      // The bytes before the wrong one go with it: each alone would look like an answer to GS r.
      if (wrong >= 0) return { kind: 'frame', frame: { kind: 'broken' }, bytes: 1 + wrong };
      if (tail.length < 3) return 'more';
      const status = statusOf(first, tail[0] as number, tail[1] as number);
      return { kind: 'frame', frame: { kind: 'statusBack', status }, bytes: 4 };
    }
    if (BLOCK_STARTS.includes(first)) return lookBlock(bytes, at);
    if ((first & 0x90) === 0)
      return { kind: 'frame', frame: { kind: 'paperStatus', paper: paperOf(first) }, bytes: 1 };
    return { kind: 'frame', frame: { kind: 'broken' }, bytes: 1 };
  },
};

function lookBlock(bytes: Uint8Array, at: number): Look<PrinterFrame> {
  const end = bytes.indexOf(0x00, at);
  const body = bytes.subarray(at + 1, end < 0 ? at + BLOCK_MOST : end);
  const wrong = body.findIndex((byte) => byte < 0x20 || byte > 0x7e);
  if (wrong >= 0) return { kind: 'frame', frame: { kind: 'broken' }, bytes: 1 + wrong };
  if (body.length >= BLOCK_MOST - 1)
    return { kind: 'frame', frame: { kind: 'broken' }, bytes: 1 + body.length };
  if (end < 0) return 'more';
  const frame: PrinterFrame =
    bytes[at] === TEXT_START ? { kind: 'text', text: String.fromCharCode(...body) } : { kind: 'block' };
  return { kind: 'frame', frame, bytes: end + 1 - at };
}

function paperOf(sensor: number): PrinterStatus['paper'] {
  return (sensor & 0x0c) !== 0 ? 'out' : (sensor & 0x03) !== 0 ? 'near-end' : 'ok';
}

/** Bits 2, 3, 5 and 6 mean the same in the second byte of a status back and in the answer to DLE EOT 3. */
function errorOf(bits: number): PrinterStatus['error'] {
  if (bits & 0x20) return 'unrecoverable';
  if (bits & 0x08) return 'cutter';
  if (bits & 0x04) return 'recoverable';
  return bits & 0x40 ? 'overheated' : null;
}

function statusOf(first: number, second: number, third: number): PrinterStatus {
  return {
    paper: paperOf(third),
    coverOpen: (first & 0x20) !== 0,
    error: errorOf(second),
    offline: (first & 0x08) !== 0,
  };
}

/** The status in the answers to DLE EOT 1 to 4. */
export function realTimeStatus(answers: Readonly<Record<RealTimeQuestion, number>>): PrinterStatus {
  const { printer, offlineCause, errorCause, paper } = answers;
  const sensor = (paper & 0x60) !== 0 ? 'out' : (paper & 0x0c) !== 0 ? 'near-end' : 'ok';
  const error = errorOf(errorCause);
  return {
    paper: (offlineCause & 0x20) !== 0 ? 'out' : sensor,
    coverOpen: (offlineCause & 0x04) !== 0,
    // An error that is gone by the time its cause is asked for is one that can be recovered from.
    error: error ?? ((offlineCause & 0x40) !== 0 ? 'recoverable' : null),
    offline: (printer & 0x08) !== 0,
  };
}

/** Why it cannot print, the likeliest thing to put right first; null when it can. */
export type Hindrance =
  | 'cover-open'
  | 'paper-out'
  | 'cutter-error'
  | 'overheated'
  | 'printer-error'
  | 'offline';

export function hindrance(status: PrinterStatus): Hindrance | null {
  // With the cover open the sensors see no paper either.
  if (status.coverOpen) return 'cover-open';
  if (status.paper === 'out') return 'paper-out';
  switch (status.error) {
    case 'cutter':
      return 'cutter-error';
    case 'overheated':
      return 'overheated';
    case 'recoverable':
    case 'unrecoverable':
      return 'printer-error';
    case null:
      return status.offline ? 'offline' : null;
  }
}
