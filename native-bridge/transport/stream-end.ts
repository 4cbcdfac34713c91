import type { Duplex } from 'node:stream';
import { type Clock, err } from '../../electron/core/index.ts';
import { writeInTime } from './deadlines.ts';
import type { Transport, TransportFailure } from './port.ts';

/** A transport over any open byte stream of Node: a socket, or a terminal that a test holds. */
export function streamEnd(address: string, stream: Duplex, clock: Clock): Transport {
  let receive: (chunk: Uint8Array) => void = () => undefined;
  let closed: TransportFailure | null = null;
  let onClose: ((failure: TransportFailure) => void) | null = null;
  const end = (detail: string) => {
    if (closed) return;
    closed = { kind: 'closed', detail };
    onClose?.(closed);
  };
  stream.on('data', (chunk: Uint8Array) => receive(chunk));
  stream.on('error', (cause) => end(cause.message));
  stream.on('end', () => stream.destroy());
  stream.on('close', () => end('the line was closed'));
  return {
    address,
    async write(bytes) {
      if (closed) return err(closed);
      return writeInTime(clock, (done) => void stream.write(bytes, done));
    },
    onData: (fn) => {
      receive = fn;
    },
    onClose: (fn) => {
      onClose = fn;
      if (closed) fn(closed);
    },
    close: () =>
      new Promise((resolve) => {
        if (closed || stream.closed) return resolve();
        stream.once('close', () => resolve());
        stream.destroy();
      }),
  };
}
