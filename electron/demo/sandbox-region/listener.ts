import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer as bytes. `cut` breaks the connection instead. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly cut?: boolean;
}

export interface Heard {
  readonly method: string;
  readonly path: string;
  /** As it stood in the request line, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Bytes. */
const LONGEST_BODY = 30 * 1024 * 1024;

/** A listener on 127.0.0.1 that can really be closed, and opened again on the same port. */
export class Listener {
  readonly #answer: (heard: Heard) => Promise<Reply>;
  #server: Server | null = null;
  #port: number;

  constructor(port: number, answer: (heard: Heard) => Promise<Reply>) {
    this.#port = port;
    this.#answer = answer;
  }

  get port(): number {
    return this.#port;
  }

  get open(): boolean {
    return this.#server !== null;
  }

  /** Rejects when the port is taken. */
  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Refuses new connections and breaks the present ones. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string') headers[name] = value;
    const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox.invalid');
    const query = search.slice(1);
    const reply: Reply =
      body === null
        ? { status: 413 }
        : await this.#answer({ method: request.method ?? 'GET', path: pathname, query, headers, body });
    if (reply.cut) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body?.length ?? 0) });
    response.end(reply.body);
  }
}

/** Null when it is too long; the rest is then read and thrown away. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size <= LONGEST_BODY) parts.push(part as Buffer);
  }
  return size <= LONGEST_BODY ? Buffer.concat(parts) : null;
}
