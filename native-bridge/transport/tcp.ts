import { connect } from 'node:net';
import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import { TRANSPORT_LIMITS } from './deadlines.ts';
import type { Transport, TransportFailure } from './port.ts';
import { streamEnd } from './stream-end.ts';

/** Opens `tcp://host:port`: a serial device server, or a device with its own network socket. */
export function openTcp(address: string, clock: Clock): Promise<Result<Transport, TransportFailure>> {
  const target = parseTcpAddress(address);
  if (typeof target === 'string') {
    return Promise.resolve(err({ kind: 'bad-address', detail: `${address}: ${target}` }));
  }
  return new Promise((resolve) => {
    const socket = connect({ ...target, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
    const settle = (result: Result<Transport, TransportFailure>) => {
      clock.clearTimeout(deadline);
      socket.off('connect', connected);
      socket.off('error', failed);
      resolve(result);
    };
    const connected = () => settle(ok(streamEnd(address, socket, clock)));
    const failed = (cause: NodeJS.ErrnoException) => {
      // A late error of a socket that is given up must not end the process.
      socket.on('error', () => undefined);
      socket.destroy();
      const kind = cause.code === 'EACCES' || cause.code === 'EPERM' ? 'not-permitted' : 'not-found';
      settle(err({ kind, detail: cause.code ?? cause.message }));
    };
    const deadline = clock.setTimeout(
      () => failed(new Error('no connection in time')),
      TRANSPORT_LIMITS.connectDeadlineMs,
    );
    socket.once('connect', connected);
    socket.once('error', failed);
  });
}

/** Host and port, or what is wrong. */
export function parseTcpAddress(address: string): { host: string; port: number } | string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return 'not an address';
  }
  if (url.protocol !== 'tcp:') return 'the scheme is not tcp:';
  if (url.hostname === '' || url.port === '') return 'host and port are needed';
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '')
    return 'nothing may follow the port';
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}
