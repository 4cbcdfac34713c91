import { type Clock, err, ok, sleep } from '../../electron/core/index.ts';
import type { OpenTransport, Transport, TransportFailure } from './port.ts';

/**
 * What happens to one chunk. `garble` turns one bit of its byte `at`; `cut` passes on its first `keep` bytes only;
 * `stall` lets nothing more pass in either direction, on a line that stays open; `close` closes the line instead of
 * passing the chunk on.
 */
export type Mishap =
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'garble'; readonly at: number }
  | { readonly kind: 'fragment'; readonly size: number }
  | { readonly kind: 'prepend'; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly keep: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'close' };

/** One line of the script: the `nth` chunk (from 1) in that direction, counted over the life of the script. */
export interface FaultStep {
  readonly direction: 'in' | 'out';
  readonly nth: number;
  readonly mishap: Mishap;
}

/** Lets a script of mishaps loose on every line that `open` gives. For tests only. */
export function faultyOpen(open: OpenTransport, script: readonly FaultStep[], clock: Clock): OpenTransport {
  const counts = { in: 0, out: 0 };
  const next = (direction: 'in' | 'out'): Mishap | null => {
    const nth = ++counts[direction];
    return script.find((step) => step.direction === direction && step.nth === nth)?.mishap ?? null;
  };
  return async (address) => {
    const opened = await open(address);
    return opened.ok ? ok(faulty(opened.value, next, clock)) : opened;
  };
}

function faulty(
  inner: Transport,
  script: (direction: 'in' | 'out') => Mishap | null,
  clock: Clock,
): Transport {
  let stalled = false;
  const next = (direction: 'in' | 'out') => {
    const mishap = script(direction);
    if (mishap?.kind === 'stall') stalled = true;
    return stalled || mishap?.kind === 'stall' ? ({ kind: 'drop' } as const) : mishap;
  };
  return {
    address: inner.address,
    async write(bytes) {
      const pieces = await suffer(bytes, next('out'), inner, clock);
      if (pieces === null) return err<TransportFailure>({ kind: 'closed', detail: 'cut by the script' });
      for (const piece of pieces) {
        const written = await inner.write(piece);
        if (!written.ok) return written;
      }
      return ok();
    },
    onData: (receive) => {
      // A delayed chunk holds up those behind it: a line never changes the order of its bytes.
      let before = Promise.resolve();
      let waiting = 0;
      inner.onData((chunk) => {
        const mishap = next('in');
        if (mishap === null && waiting === 0) return receive(chunk);
        waiting++;
        const earlier = before;
        before = (async () => {
          const pieces = await suffer(chunk, mishap, inner, clock);
          await earlier;
          for (const piece of pieces ?? []) receive(piece);
          waiting--;
        })();
      });
    },
    onClose: (closed) => inner.onClose(closed),
    close: () => inner.close(),
  };
}

/** The pieces that come out of the mishap; null when the line was cut. */
async function suffer(
  bytes: Uint8Array,
  mishap: Exclude<Mishap, { kind: 'stall' }> | null,
  inner: Transport,
  clock: Clock,
) {
  switch (mishap?.kind) {
    case undefined:
      return [bytes];
    case 'drop':
      return [];
    case 'delay':
      await sleep(clock, mishap.ms);
      return [bytes];
    case 'garble': {
      const copy = bytes.slice();
      const at = Math.min(mishap.at, copy.length - 1);
      copy[at] = (copy[at] as number) ^ 0x04;
      return [copy];
    }
    case 'fragment': {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += mishap.size) pieces.push(bytes.slice(at, at + mishap.size));
      return pieces;
    }
    case 'prepend':
      return [mishap.bytes, bytes];
    case 'cut':
      return [bytes.slice(0, mishap.keep)];
    case 'close':
      await inner.close();
      return null;
  }
}
