import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/index.ts';
import { readBody } from './body.ts';
import { Rate } from './rate.ts';
import { type Errand, type Ticket, Tickets, TRIES } from './tickets.ts';
import type { FileRefusal, PhoneAsk, PhoneHeard, PhoneOffer, PhonePageDeps } from './types.ts';

/** The page that a citizen's phone opens (手机上传). It knows one ticket at a time and nothing else of this machine. */
export interface PhonePage {
  /** Listens; the error names what is wrong with address, port or files. */
  start(): Promise<Result<void, { readonly message: string }>>;
  /** Opens the page for one file and says what is heard of it. Returns how to close it. */
  open(ask: PhoneAsk, heard: (heard: PhoneHeard) => void): () => void;
  /** Opens the page for a phone to fetch one file. */
  offer(offer: PhoneOffer, heard: (heard: PhoneHeard) => void): () => void;
  stop(): Promise<void>;
}

/** Sockets, bytes of headers and milliseconds that phones may take. */
const LIMITS = { connections: 16, headerBytes: 8_192, headersMs: 10_000, requestMs: 120_000 } as const;

const FILES = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/phone.js', 'phone.js', 'text/javascript; charset=utf-8'],
  ['/phone.css', 'phone.css', 'text/css; charset=utf-8'],
] as const;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

const METHODS: Readonly<Record<string, string>> = { '/ticket': 'GET', '/file': 'PUT', '/result': 'GET' };

export function createPhonePage(deps: PhonePageDeps): PhonePage {
  const { clock } = deps;
  const tickets = new Tickets(clock, deps.random);
  const rate = new Rate(clock);
  const files = new Map<string, { readonly bytes: Buffer; readonly type: string }>();
  let server: Server | null = null;
  let host = '';

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const from = request.socket.remoteAddress ?? '';
    const turnAway = (status: number, why: string) => {
      deps.onTurnedAway(why);
      // What is still on its way is not read.
      response.setHeader('Connection', 'close');
      json(response, status, { ok: false, why });
    };
    if (!rate.admits(from)) return turnAway(429, 'rate');
    // Another name for this address would be somebody else's page (DNS rebinding).
    if (request.headers.host !== host) return turnAway(421, 'host');
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `${deps.tls ? 'https' : 'http'}://${host}`)
      return turnAway(403, 'origin');
    const file = files.get(request.url ?? '');
    if (file) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return turnAway(405, 'method');
      response.writeHead(200, { ...HEADERS, 'Content-Type': file.type, 'Content-Length': file.bytes.length });
      return response.end(request.method === 'HEAD' ? undefined : file.bytes);
    }
    const method = METHODS[request.url ?? ''];
    if (method === undefined) return turnAway(404, 'path');
    if (request.method !== method) return turnAway(405, 'method');
    const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '') ?? [];
    const ticket = token === undefined ? null : tickets.of(token);
    if (!ticket) {
      rate.wrongToken(from);
      return turnAway(401, 'token');
    }
    const { ask, endsAt } = ticket;
    if (request.url === '/ticket') {
      const { errand, name, language } = ask;
      const more =
        errand === 'send' ? { room: ask.room, ...(ask.list && { list: true }) } : { fileName: ask.fileName };
      return json(response, 200, { ok: true, errand, name, language, endsAt, ...more });
    }
    if ((request.url === '/file') !== (ask.errand === 'send')) return turnAway(403, 'errand');
    if (ask.errand === 'fetch') return give(ticket, ask, response);
    if (ticket.busy) return turnAway(409, 'busy');
    ticket.busy = true;
    void take(ticket, ask, request, response)
      .catch(() => turnAway(500, 'internal'))
      .finally(() => {
        ticket.busy = false;
      });
    return undefined;
  };

  /** Used up once the last byte is handed over; a fetch that is cut off may begin anew. */
  function give(ticket: Ticket, offer: PhoneOffer, response: ServerResponse): void {
    ticket.tries++;
    if (ticket.tries > TRIES) {
      json(response, 401, { ok: false, why: 'token' });
      tickets.end(ticket, { kind: 'closed', why: 'over' });
      return;
    }
    response.on('finish', () => tickets.end(ticket, { kind: 'taken' }));
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': offer.mediaType,
      'Content-Length': offer.bytes.length,
      'Content-Disposition': `attachment; filename="${offer.fileName}"`,
    });
    response.end(offer.bytes);
  }

  async function take(
    ticket: Ticket,
    { list, room }: PhoneAsk,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request, room, clock);
    if (!body.ok && body.error !== 'too-large') {
      deps.onTurnedAway(body.error);
      request.destroy();
      return;
    }
    if (list && body.ok) {
      if (!tickets.isOpen(ticket)) return json(response, 401, { ok: false, why: 'token' });
      tickets.end(ticket, { kind: 'list', bytes: body.value });
      return json(response, 200, { ok: true });
    }
    const scanned = body.ok ? await deps.scan(body.value) : err<FileRefusal>('too-large');
    if (!tickets.isOpen(ticket)) return json(response, 401, { ok: false, why: 'token' });
    if (body.ok && scanned.ok) {
      const bytes = body.value;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      tickets.end(ticket, { kind: 'file', file: { bytes, sha256, ...scanned.value } });
      return json(response, 200, { ok: true });
    }
    const why = scanned.ok ? 'too-large' : scanned.error;
    deps.onTurnedAway(why);
    if (!body.ok) response.setHeader('Connection', 'close');
    json(response, 422, { ok: false, why });
    ticket.tries++;
    if (ticket.tries >= TRIES) return tickets.end(ticket, { kind: 'closed', why: 'over' });
    return ticket.heard({ kind: 'refused', why });
  }

  function opened(ask: Errand, heard: Ticket['heard']): () => void {
    if (!server) {
      heard({ kind: 'closed', why: 'unavailable' });
      return () => undefined;
    }
    const { token, ticket } = tickets.open(ask, heard);
    // Behind #, so that it stands in no request line, no log and no referrer.
    heard({ kind: 'open', url: `${deps.tls ? 'https' : 'http'}://${host}/#${token}`, endsAt: ticket.endsAt });
    return () => tickets.end(ticket, null);
  }

  return {
    async start() {
      try {
        for (const [path, name, type] of FILES)
          files.set(path, { bytes: readFileSync(join(deps.pagesDir, name)), type });
        const options = { maxHeaderSize: LIMITS.headerBytes };
        const made = deps.tls
          ? createHttps({ ...options, key: deps.tls.key, cert: deps.tls.certificates }, answer)
          : createHttp(options, answer);
        made.maxConnections = LIMITS.connections;
        made.headersTimeout = LIMITS.headersMs;
        made.requestTimeout = LIMITS.requestMs;
        await new Promise<void>((resolve, reject) => {
          made.once('error', reject);
          made.listen(deps.port, deps.address, resolve);
        });
        made.on('error', () => deps.onTurnedAway('socket'));
        const { port } = made.address() as AddressInfo;
        host = `${isIPv6(deps.address) ? `[${deps.address}]` : deps.address}${isDefault(port, deps) ? '' : `:${port}`}`;
        server = made;
        return ok();
      } catch (error) {
        return err({ message: `the page for phones cannot be served: ${(error as Error).message}` });
      }
    },

    open: (ask, heard) => opened({ errand: 'send', ...ask }, heard),
    offer: (offer, heard) => opened({ errand: 'fetch', ...offer }, heard),

    async stop() {
      const open = server;
      server = null;
      if (!open) return;
      open.closeAllConnections();
      await new Promise<void>((resolve) => open.close(() => resolve()));
    },
  };
}

/** The port that browsers leave out of `Host`. */
const isDefault = (port: number, { tls }: PhonePageDeps) => port === (tls ? 443 : 80);

function json(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
