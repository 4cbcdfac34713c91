import { sum } from '../../codec/checksum.ts';
import { beginsWith, type Framing } from '../../codec/framer.ts';

/**
 * Frames of Kerong's lock boards: `02 … 03 SUM`, where SUM is the low byte of the sum of all bytes before it, 02 and 03
 * included. The length is not in the frame: it follows from the command.
 */
const STX = 0x02;
const ETX = 0x03;

/** A frame around what stands between 02 and 03. */
export function krFrame(inner: Uint8Array): Uint8Array {
  const frame = new Uint8Array(inner.length + 3);
  frame[0] = STX;
  frame.set(inner, 1);
  frame[frame.length - 2] = ETX;
  frame[frame.length - 1] = sum(frame) & 0xff;
  return frame;
}

/** What stands between 02 and 03 of a whole frame. */
export function krInner(frame: Uint8Array): Uint8Array {
  return frame.slice(1, -2);
}

/** Frames whose command stands at `commandAt`; `lengths` says how many bytes the frame of each command has. */
export function krFraming(commandAt: number, lengths: Readonly<Record<number, number>>): Framing<Uint8Array> {
  return {
    maxBytes: Math.max(...Object.values(lengths)),
    look(bytes, at) {
      if (beginsWith(bytes, at, [STX]) === 'no') return 'noise';
      const command = bytes[at + commandAt];
      if (command === undefined) return 'more';
      const length = lengths[command];
      if (length === undefined) return 'noise';
      const end = at + length;
      if (end > bytes.length) return 'more';
      if (bytes[end - 2] !== ETX) return 'bad-end';
      if ((sum(bytes, at, end - 1) & 0xff) !== bytes[end - 1]) return 'bad-checksum';
      return { kind: 'frame', frame: bytes.slice(at, end), bytes: length };
    },
  };
}
