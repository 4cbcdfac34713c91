import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

/** A way to the host. `closed` settles when it is gone, however that came about. */
export interface Link {
  readonly rpc: ClientLink<ClientContext>;
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a link or rejects; an aborted signal gives up. */
export type OpenLink = (signal: AbortSignal) => Promise<Link>;

/** The audience decides which path of the host is called; the host checks the token that belongs to it. */
export type PageAudience = 'citizen' | 'dock';

declare global {
  interface Window {
    /** Put there by the Electron shell's preload; absent in the browser shell. */
    readonly tongban?: { connect(): void };
  }
}

/** Kept in step with the shell's channel names. */
const PORT_MESSAGE = 'tongban:port';
const SUBPROTOCOL = 'tongban';

/** The token from an address's fragment (`#token=…`), or null. It stays in the fragment so that a reload finds it. */
export function tokenOf(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token');
}

/** The way that this page has: a MessagePort under Electron, else a WebSocket to the server that the page came from. */
export function openLinkFor(audience: PageAudience): OpenLink {
  return (signal) => (window.tongban ? connectMessagePort(signal) : connectWebSocket(audience, signal));
}

/** The token travels as a sub-protocol: an address would stand in histories and logs. */
export function connectWebSocket(audience: PageAudience, signal: AbortSignal): Promise<Link> {
  const token = tokenOf(window.location.hash);
  if (!token) return Promise.reject(new Error('the address carries no token'));
  const socket = new WebSocket(`ws://${window.location.host}/rpc/${audience}`, [SUBPROTOCOL, token]);
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((done) => {
      socket.addEventListener('close', () => {
        done();
        reject(new Error('the host did not take the link'));
      });
    });
    signal.addEventListener('abort', () => socket.close(), { once: true });
    socket.addEventListener('open', () =>
      resolve({ rpc: new SocketLink({ websocket: socket }), closed, close: () => socket.close() }),
    );
  });
}

/** Asks the preload for a port; it comes as a message to this window because the bridge cannot carry ports. */
export function connectMessagePort(signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      window.removeEventListener('message', take);
      reject(new Error('given up'));
    };
    const take = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== PORT_MESSAGE || !port) return;
      window.removeEventListener('message', take);
      signal.removeEventListener('abort', stop);
      const closed = new Promise<void>((done) => port.addEventListener('close', () => done()));
      const rpc = new PortLink({ port });
      port.start();
      resolve({ rpc, closed, close: () => port.close() });
    };
    window.addEventListener('message', take);
    signal.addEventListener('abort', stop, { once: true });
    window.tongban?.connect();
  });
}
