import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseProgress, Submission } from '../../../electron/regions/index.ts';

/** What stands in the books under one idempotency key. */
export interface Booked {
  /** What the citizen wanted, by the number that the test gave it: twice the same act is one too many. */
  readonly act: number;
  /** How often it arrived. */
  arrivals: number;
  looks: number;
}

/** Now and then the backend fails in the ways that real ones do; one in so many submissions. */
const CUT_AFTER_COMMIT = 5;
const UNAVAILABLE = 7;
/** A case is finished at this look. */
const FINISHED_AT_LOOK = 3;

/**
 * A region's backend over HTTP on loopback. It keeps books by idempotency key and counts effects. `step` hears of every
 * moment at which the kiosk could be killed.
 */
export class KillBackend {
  readonly books = new Map<string, Booked>();
  /** Keys that were taken back: nothing comes to life under them any more. */
  readonly closed = new Set<string>();
  /** Submissions whose answer was cut off after they had been booked. */
  cuts = 0;
  readonly #step: (name: string) => void;
  readonly #server: Server;
  #submissions = 0;

  constructor(step: (name: string) => void) {
    this.#step = step;
    this.#server = createServer((request, response) => {
      // The kiosk may be killed in the middle of what it sends, or before it hears the answer.
      request.on('error', () => {});
      response.on('error', () => {});
      void this.#answer(request, response);
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // cut off in the middle: nothing was asked
    }
    const [, key = '', what = ''] = /^\/cases\/([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'GET') {
      const known = this.books.get(key);
      if (!known) return void reply(404, {});
      known.looks++;
      return void reply(200, progressOf(key, known));
    }
    if (what === 'withdrawal') {
      const known = this.books.get(key);
      const tooLate = known !== undefined && progressOf(key, known).state !== 'received';
      if (!tooLate) {
        this.books.delete(key);
        this.closed.add(key);
      }
      this.#step('backend:closed');
      return void reply(200, { outcome: tooLate ? 'too-late' : 'withdrawn' });
    }
    this.#submissions++;
    this.#step('backend:arrived');
    if (this.#submissions % UNAVAILABLE === 0) return void reply(503, {});
    if (this.closed.has(key)) return void reply(409, {});
    const { form } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Submission;
    const booked = this.books.get(key) ?? { act: Number(form.act), arrivals: 0, looks: 0 };
    booked.arrivals++;
    this.books.set(key, booked);
    this.#step('backend:committed');
    if (this.#submissions % CUT_AFTER_COMMIT === 0) {
      this.cuts++;
      response.destroy();
      return;
    }
    reply(200, progressOf(key, booked));
    this.#step('backend:answered');
  }
}

function progressOf(key: string, { looks }: Booked): CaseProgress {
  const finished = looks >= FINISHED_AT_LOOK;
  return {
    caseNumber: `R-${key.slice(-6)}`,
    state: finished ? 'finished' : 'received',
    acceptedAt: finished ? 5 : null,
    finishedAt: finished ? 6 : null,
    resultReady: finished,
  };
}
