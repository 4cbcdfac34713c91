/**
 * Frames of the SAM_V / SAM_A security module (GA/T 467), both directions:
 * `AA AA AA 96 69 | length, 2 bytes, big-endian | body | check byte`.
 * The length counts body and check byte; the check byte is the XOR of length and body.
 */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const HEADER_BYTES = PREAMBLE.length + 2;

export const SAM_FRAME_LIMITS = {
  /** Shortest length word: two bytes of command and the check byte. */
  minLength: 3,
  /** Longest length word: the reply with text, photo and two fingerprints. */
  maxLength: 0x090a,
} as const;

/** Puts preamble, length and check byte around a body of 2 to 2,313 bytes. */
export function encodeSamFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length < SAM_FRAME_LIMITS.minLength || length > SAM_FRAME_LIMITS.maxLength) {
    throw new RangeError(`a SAM frame cannot hold ${body.length} bytes`);
  }
  const frame = new Uint8Array(HEADER_BYTES + length);
  frame.set(PREAMBLE);
  frame[5] = length >> 8;
  frame[6] = length & 0xff;
  frame.set(body, HEADER_BYTES);
  frame[frame.length - 1] = xor(frame, 5, frame.length - 1);
  return frame;
}

export type SamDecoderEvent =
  | { readonly kind: 'frame'; readonly body: Uint8Array }
  /** A preamble was seen, but what followed is no frame: damaged on the line, or noise that looks like a preamble. */
  | { readonly kind: 'bad-checksum' }
  | { readonly kind: 'bad-length' };

/**
 * Takes bytes in any chunking and gives back the frames in them. After anything wrong it looks for the next preamble
 * from the byte behind the last one's start, so a damaged frame never swallows the good one behind it. It holds at
 * most one frame, and overwrites what it has given out: the bytes are a person's.
 */
export class SamFrameDecoder {
  #held = new Uint8Array(0);

  /** Bytes that wait for the rest of their frame. */
  get held(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): SamDecoderEvent[] {
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    this.#held.fill(0);
    const events: SamDecoderEvent[] = [];
    let at = 0;
    for (;;) {
      at = preambleFrom(bytes, at);
      if (bytes.length - at < HEADER_BYTES) break;
      const length = ((bytes[at + 5] as number) << 8) | (bytes[at + 6] as number);
      if (length < SAM_FRAME_LIMITS.minLength || length > SAM_FRAME_LIMITS.maxLength) {
        events.push({ kind: 'bad-length' });
        at += 1;
        continue;
      }
      const end = at + HEADER_BYTES + length;
      if (end > bytes.length) break;
      if (xor(bytes, at + 5, end) !== 0) {
        events.push({ kind: 'bad-checksum' });
        at += 1;
        continue;
      }
      events.push({ kind: 'frame', body: bytes.slice(at + HEADER_BYTES, end - 1) });
      at = end;
    }
    this.#held = bytes.slice(at);
    bytes.fill(0);
    return events;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#held.fill(0);
    this.#held = new Uint8Array(0);
  }
}

/** Index of the next preamble, or of the tail that may be the beginning of one, or the end. */
function preambleFrom(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    let same = 0;
    while (same < PREAMBLE.length && at + same < bytes.length && bytes[at + same] === PREAMBLE[same]) same++;
    if (same === PREAMBLE.length || at + same === bytes.length) return at;
  }
  return bytes.length;
}

function xor(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= bytes[i] as number;
  return sum;
}
