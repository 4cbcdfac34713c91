import { xor } from './checksum.ts';
import { Framer, lengthFraming } from './framer.ts';

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

/** The body of each frame. */
export const samFraming = lengthFraming<Uint8Array>({
  start: PREAMBLE,
  lengthAt: PREAMBLE.length,
  least: SAM_FRAME_LIMITS.minLength,
  most: SAM_FRAME_LIMITS.maxLength,
  intact: (bytes, from, to) => xor(bytes, from + PREAMBLE.length, to) === 0,
  frame(bytes) {
    const body = bytes.slice(HEADER_BYTES, -1);
    bytes.fill(0);
    return body;
  },
});

export class SamFrameDecoder extends Framer<Uint8Array> {
  constructor() {
    super(samFraming);
  }
}

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
