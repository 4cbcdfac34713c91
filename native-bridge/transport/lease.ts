import { err, ok } from '../../electron/core/index.ts';
import type { OpenTransport } from './port.ts';

/**
 * Makes each line a lease: while one part of this program holds an address, a second open is `busy`. A serial port is
 * locked by the operating system too, also against other programs; a TCP address is not, so this is what keeps two
 * drivers from talking into each other there.
 */
export function leased(open: OpenTransport): OpenTransport {
  const held = new Set<string>();
  return async (address) => {
    const key = lineOf(address);
    if (held.has(key))
      return err({ kind: 'busy', detail: `${key} is in use by another device of this machine` });
    held.add(key);
    const opened = await open(address).catch((cause) => {
      held.delete(key);
      throw cause;
    });
    if (!opened.ok) {
      held.delete(key);
      return opened;
    }
    const inner = opened.value;
    let listener: Parameters<typeof inner.onClose>[0] = () => undefined;
    let closed: Parameters<typeof listener>[0] | null = null;
    inner.onClose((failure) => {
      held.delete(key);
      closed = failure;
      listener(failure);
    });
    return ok({
      address: inner.address,
      write: (bytes) => inner.write(bytes),
      onData: (receive) => inner.onData(receive),
      onClose: (fn) => {
        listener = fn;
        if (closed) fn(closed);
      },
      close: () => inner.close(),
    });
  };
}

/** The line itself: the same port at another speed is the same line. */
function lineOf(address: string): string {
  return address.split('?')[0] as string;
}
