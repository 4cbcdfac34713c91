import { type Clock, err, ok } from '../../electron/core/index.ts';
import type { Transport, TransportFailure } from './port.ts';

/** Bits that one byte takes on a line: start, eight data, stop. A parity bit would be one more. */
const BITS_A_BYTE = 10;
/** A byte's time is far below what a timer can keep, so several go out together. */
const PIECE_BYTES = 16;
/** Times since 1970 in floating point are this exact. */
const ROUNDING_MS = 0.01;

/**
 * Lets what is written leave as slowly as on a real serial line of `baud` bits a second, which a pseudo-terminal, a
 * socket and memory do not do by themselves. The rate is kept over the whole: late pieces do not add up. For emulators.
 */
export function paced(inner: Transport, baud: number, clock: Clock): Transport {
  const msPerByte = (BITS_A_BYTE * 1_000) / baud;
  let closed: TransportFailure | null = null;
  let free = Number.NEGATIVE_INFINITY;
  let queue: { readonly due: number; readonly bytes: Uint8Array }[] = [];
  let timer: unknown = null;
  const send = () => {
    timer = null;
    const now = clock.now();
    while (queue[0] && queue[0].due <= now + 2 * ROUNDING_MS) {
      void inner.write((queue.shift() as (typeof queue)[number]).bytes);
    }
    if (queue[0]) timer = clock.setTimeout(send, Math.max(0, queue[0].due - now - ROUNDING_MS));
  };
  const end = (failure: TransportFailure) => {
    closed = failure;
    queue = [];
    clock.clearTimeout(timer);
  };
  inner.onClose(end);
  return {
    address: inner.address,
    async write(bytes) {
      if (closed) return err(closed);
      free = Math.max(free, clock.now());
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const piece = bytes.slice(at, at + PIECE_BYTES);
        free += piece.length * msPerByte;
        queue.push({ due: free, bytes: piece });
      }
      if (timer === null && queue[0])
        timer = clock.setTimeout(send, Math.max(0, queue[0].due - clock.now() - ROUNDING_MS));
      return ok();
    },
    onData: (receive) => inner.onData(receive),
    onClose: (fn) =>
      inner.onClose((failure) => {
        end(failure);
        fn(failure);
      }),
    close: () => inner.close(),
  };
}
