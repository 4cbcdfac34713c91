import { realpathSync } from 'node:fs';
import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Audience } from '../contract/index.ts';
import { type Clock, err, ok, type Result } from '../core/index.ts';
import { isWellFormedFrame } from '../lockdown/index.ts';
import type { Log } from '../logging/index.ts';
import { decideLink, isOwnHost, SUBPROTOCOL, type Tokens } from './link-guard.ts';
import type { StartFailure } from './protocol.ts';
import { finish, serveFile } from './static-files.ts';

export interface KioskServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface KioskServerOptions {
  readonly port: number;
  readonly rendererDir: string | null;
  readonly tokens: Tokens;
  readonly audiences: readonly Audience[];
  readonly router: AnyRouter;
  /** Paths of the pages that may use the camera; left out: none. */
  readonly cameraPages?: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Bytes, counts and milliseconds that one client may take. */
export const SERVER_LIMITS = {
  /** Largest message from a screen. The largest honest one is a form of a few kilobytes. */
  maxMessage: 256 * 1024,
  /** Links at once, of all audiences. A page that reloads may overlap with its former self. */
  maxLinks: 8,
  maxConnections: 64,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  /** A link that does not answer a ping within this time is closed. */
  heartbeat: 15_000,
} as const;

/** HTTP for the pages and WebSocket for the links, on 127.0.0.1 only. Fails in one line when the port is taken. */
export async function startKioskServer(
  options: KioskServerOptions,
): Promise<Result<KioskServer, StartFailure>> {
  const { log, clock } = options;
  let root: string | null = null;
  if (options.rendererDir !== null) {
    try {
      root = realpathSync(options.rendererDir);
    } catch {
      return err({
        message: `the pages are not built (${options.rendererDir} is missing): run "npm run build"`,
      });
    }
  }
  const site = {
    root,
    withDock: options.audiences.includes('dock'),
    cameraPages: options.cameraPages ?? [],
  };
  const http = createServer((request, response) => {
    if (!isOwnHost(request.headers.host, portOf(http))) return finish(response, 421, 'misdirected request');
    void serveFile(request, response, site);
  });
  http.maxConnections = SERVER_LIMITS.maxConnections;
  http.headersTimeout = SERVER_LIMITS.headersTimeout;
  http.requestTimeout = SERVER_LIMITS.requestTimeout;

  const handler = new RPCHandler(options.router);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: SERVER_LIMITS.maxMessage,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const alive = new WeakSet<WebSocket>();

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const decision = decideLink(request, {
      port: portOf(http),
      tokens: options.tokens,
      audiences: options.audiences,
    });
    if (!decision.ok) {
      log('link.refused', { reason: decision.reason });
      return refuse(socket, decision.status);
    }
    if (sockets.clients.size >= SERVER_LIMITS.maxLinks) {
      log('link.refused', { reason: 'too-many' });
      return refuse(socket, 503);
    }
    const { audience } = decision;
    sockets.handleUpgrade(request, socket, head, (link) => {
      alive.add(link);
      link.on('pong', () => alive.add(link));
      // ws closes the link by itself after an oversize or malformed frame; without a listener the error would end the host.
      link.on('error', () => log('link.refused', { reason: 'malformed' }));
      link.on('close', (code) => log('link.closed', { audience, code }));
      log('link.opened', { audience });
      void handler.upgrade(
        guarded(link, () => {
          log('link.refused', { reason: 'malformed' });
          link.close(1007);
        }),
        { context: { audience } },
      );
    });
  });

  let heartbeat = clock.setTimeout(beat, SERVER_LIMITS.heartbeat);
  function beat() {
    for (const link of sockets.clients) {
      if (!alive.has(link)) link.terminate();
      alive.delete(link);
      link.ping();
    }
    heartbeat = clock.setTimeout(beat, SERVER_LIMITS.heartbeat);
  }

  const listening = await listen(http, options.port);
  if (!listening.ok) {
    clock.clearTimeout(heartbeat);
    return listening;
  }
  return ok({
    port: portOf(http),
    async close() {
      clock.clearTimeout(heartbeat);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const link of sockets.clients) link.close(1001);
      http.closeAllConnections();
      // A page that does not answer the closing handshake must not hold up the end.
      for (const link of sockets.clients) link.terminate();
      await closed;
    },
  });
}

function portOf(http: Server): number {
  return (http.address() as AddressInfo | null)?.port ?? 0;
}

type LinkEnd = Pick<WebSocket, 'addEventListener' | 'send'>;

/** The link as the RPC handler sees it: malformed messages do not come through. */
function guarded(link: WebSocket, onMalformed: () => void): LinkEnd {
  const addEventListener = (type: string, listener: (event: never) => void) => {
    if (type !== 'message') return link.addEventListener(type as 'close', listener as () => void);
    link.addEventListener('message', (event) => {
      if (isWellFormedFrame(event.data)) (listener as (event: unknown) => void)(event);
      else onMalformed();
    });
  };
  return { addEventListener: addEventListener as LinkEnd['addEventListener'], send: link.send.bind(link) };
}

function refuse(socket: Duplex, status: number): void {
  // Ended and destroyed: the other side may never close its half, and nobody but us holds this socket any more.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listen(http: Server, port: number): Promise<Result<void, StartFailure>> {
  return new Promise((resolve) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const message =
        error.code === 'EADDRINUSE'
          ? `port ${port} on 127.0.0.1 is in use: stop the other program or choose another with --port`
          : error.code === 'EACCES'
            ? `port ${port} needs rights that this user has not: choose one above 1023 with --port`
            : `port ${port} on 127.0.0.1 cannot be opened (${error.code ?? error.name})`;
      resolve(err({ message }));
    });
    http.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(ok()));
  });
}
