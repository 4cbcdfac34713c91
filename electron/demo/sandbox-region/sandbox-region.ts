import { createHash } from 'node:crypto';
import type { BackendMode } from '../../contract/index.ts';
import { type Clock, sleep } from '../../core/index.ts';
import { Accounts, type OauthAnswer } from './accounts.ts';
import { type BookedCase, Books } from './books.ts';
import { type Heard, Listener, type Reply } from './listener.ts';
import { type CaseDelays, Office, type SandboxCase } from './office.ts';
import { fingerprint, judge, personCheckSchema, STATE_CODES } from './protocol.ts';

export interface SandboxRegionOptions {
  /** Region code that it plays, e.g. `120000`. */
  readonly region: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The region's register. */
  readonly people: readonly { readonly name: string; readonly number: string }[];
  /** Implementation codes by matter code. */
  readonly taskCodes: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** The result document of a case; tried again when it fails. */
  readonly makeResult: (one: SandboxCase) => Promise<Uint8Array>;
  /** Where the books are kept; without it they live in memory. */
  readonly stateFile?: string | undefined;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
  /** Milliseconds. */
  readonly delays?: Partial<SandboxDelays> | undefined;
}

export interface SandboxDelays extends CaseDelays {
  /** Until the answer, in mode `slow`. What was asked is done at once. */
  readonly slowMs: number;
  readonly tokenLifeMs: number;
}

export const SANDBOX_DELAYS: SandboxDelays = {
  acceptedAfterMs: 3_000,
  finishedAfterMs: 5_000,
  slowMs: 8_000,
  tokenLifeMs: 300_000,
};

/** A line of the region's books, for the dock. A doubled case shows as two lines with one receipt number. */
export interface ReceivedCase {
  readonly caseNumber: string;
  readonly receiptNumber: string;
  /** How often the same submission arrived: 1, and 1 more for every repetition. */
  readonly copies: number;
}

export interface SandboxRegion {
  readonly region: string;
  readonly endpoint: string;
  readonly tokenEndpoint: string;
  readonly mode: BackendMode;
  setMode(mode: BackendMode): Promise<void>;
  /** Newest first. */
  cases(): ReceivedCase[];
  /** Calls `fn` after each change of the books or the mode. Returns how to stop. */
  onChange(fn: () => void): () => void;
  stop(): Promise<void>;
  /** The next `count` submissions are booked, then the line is cut without an answer. */
  cutAfterCommit(count: number): void;
  /** The next `count` answers about cases are not what the protocol says. */
  wrongSchema(count: number): void;
  /** Every token given so far is refused. */
  expireTokens(): void;
  /** The next `count` requests are answered 429. */
  tooMany(retryAfterSeconds: number, count?: number): void;
  /** The next `count` cases are refused instead of accepted. */
  refuseNext(count: number): void;
}

/** Starts a region's backend on 127.0.0.1. Throws when the port is taken or the books cannot be read. */
export async function startSandboxRegion(options: SandboxRegionOptions): Promise<SandboxRegion> {
  const region = new Sandbox(options);
  await region.start();
  return region;
}

const BASE = '/tongban';
const TOKEN = '/oauth2/token';

class Sandbox implements SandboxRegion {
  readonly region: string;
  readonly #options: SandboxRegionOptions;
  readonly #delays: SandboxDelays;
  readonly #books: Books;
  readonly #office: Office;
  readonly #accounts: Accounts;
  readonly #listener: Listener;
  readonly #watchers = new Set<() => void>();
  #mode: BackendMode = 'on';
  #turning: Promise<void> = Promise.resolve();
  /** Ends the waits of mode `slow`. */
  #hurry = new AbortController();
  #cuts = 0;
  #wrong = 0;
  #tooMany = { count: 0, retryAfterSeconds: 0 };

  constructor(options: SandboxRegionOptions) {
    const { clock, makeResult, clientId, clientSecret } = options;
    this.region = options.region;
    this.#options = options;
    this.#delays = { ...SANDBOX_DELAYS, ...options.delays };
    this.#books = new Books(options.stateFile ?? null);
    this.#office = new Office({
      books: this.#books,
      clock,
      delays: this.#delays,
      makeResult,
      changed: () => this.#changed(),
    });
    this.#accounts = new Accounts({ clientId, clientSecret, clock, tokenLifeMs: this.#delays.tokenLifeMs });
    this.#listener = new Listener(options.port ?? 0, (heard) => this.#answer(heard));
  }

  async start(): Promise<void> {
    try {
      await this.#listener.start();
    } catch (error) {
      this.#office.close();
      throw error;
    }
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#listener.port}${BASE}`;
  }

  get tokenEndpoint(): string {
    return `http://127.0.0.1:${this.#listener.port}${TOKEN}`;
  }

  get mode(): BackendMode {
    return this.#mode;
  }

  setMode(mode: BackendMode): Promise<void> {
    this.#turning = this.#turning
      .catch(() => {})
      .then(async () => {
        if (mode === 'off') await this.#listener.stop();
        else await this.#listener.start();
        this.#mode = mode;
        this.#hurry.abort();
        this.#hurry = new AbortController();
        this.#changed();
      });
    return this.#turning;
  }

  cases(): ReceivedCase[] {
    return this.#books
      .all()
      .map(({ caseNumber, receiptNumber, copies }) => ({ caseNumber, receiptNumber, copies }))
      .reverse();
  }

  onChange(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  async stop(): Promise<void> {
    await this.#turning.catch(() => {});
    this.#office.close();
    this.#hurry.abort();
    await this.#listener.stop();
    this.#watchers.clear();
  }

  cutAfterCommit(count: number): void {
    this.#cuts = count;
  }

  wrongSchema(count: number): void {
    this.#wrong = count;
  }

  expireTokens(): void {
    this.#accounts.expire();
  }

  tooMany(retryAfterSeconds: number, count = 1): void {
    this.#tooMany = { count, retryAfterSeconds };
  }

  refuseNext(count: number): void {
    this.#office.refuseNext(count);
  }

  #changed(): void {
    for (const fn of [...this.#watchers]) fn();
  }

  async #answer(heard: Heard): Promise<Reply> {
    if (this.#mode === 'refusing') return problem(503, 'UNAVAILABLE');
    if (heard.path === TOKEN) return this.#token(heard);
    if (this.#tooMany.count > 0) {
      this.#tooMany.count--;
      return problem(429, 'TOO_MANY', { 'retry-after': String(this.#tooMany.retryAfterSeconds) });
    }
    const slow = this.#mode === 'slow';
    const reply = await this.#route(heard);
    if (slow) await sleep(this.#options.clock, this.#delays.slowMs, this.#hurry.signal);
    return reply;
  }

  async #token(heard: Heard): Promise<Reply> {
    if (heard.method !== 'POST') return problem(405, 'METHOD');
    const form = Object.fromEntries(new URLSearchParams(heard.body.toString('utf8')));
    return oauthReply(await this.#accounts.grant({ ...heard, form }));
  }

  async #route(heard: Heard): Promise<Reply> {
    const asked = `${heard.method} ${heard.path.startsWith(BASE) ? heard.path.slice(BASE.length) : ''}`;
    const refused = await this.#accounts.check(heard, asked.includes('/v1/persons/') ? 'persons' : 'cases');
    if (refused) return oauthReply(refused);
    if (asked === 'GET /v1/health') return json(200, { status: 'up' });
    if (asked === 'POST /v1/persons/check') return this.#checkPerson(heard);
    if (asked === 'POST /v1/cases') return this.#submit(heard);
    const withdrawn = /^POST \/v1\/cases\/by-key\/([^/]+)\/withdrawal$/.exec(asked)?.[1];
    if (withdrawn !== undefined)
      return json(200, { outcome: this.#office.withdraw(decodeURIComponent(withdrawn)) });
    const byKey = /^GET \/v1\/cases\/by-key\/([^/]+)$/.exec(asked)?.[1];
    if (byKey !== undefined) {
      const one = this.#books.byKey(decodeURIComponent(byKey));
      return one && one.state !== 'withdrawn' ? this.#caseReply(200, one) : problem(404, 'CASE_UNKNOWN');
    }
    const ofCase = /^GET \/v1\/cases\/([^/]+)\/result$/.exec(asked)?.[1];
    if (ofCase !== undefined) return this.#result(decodeURIComponent(ofCase));
    return problem(404, 'NO_SUCH_PATH');
  }

  #checkPerson(heard: Heard): Reply {
    const claim = personCheckSchema.safeParse(jsonOf(heard.body));
    if (!claim.success) return problem(400, 'SCHEMA');
    return json(200, { match: this.#knows(claim.data.name, claim.data.certificateNumber) });
  }

  #knows(name: string, number: string): boolean {
    return this.#options.people.some((person) => person.name === name && person.number === number);
  }

  #submit(heard: Heard): Reply {
    const key = heard.headers['idempotency-key'] ?? '';
    if (!/^[0-9A-Za-z-]{8,64}$/.test(key)) return problem(400, 'IDEMPOTENCY_KEY_MISSING');
    if (this.#books.isClosed(key)) return problem(409, 'CASE_WITHDRAWN');
    const body = jsonOf(heard.body);
    const judged = judge(body, this.#options.taskCodes, this.#options.clock.now());
    if ('refusal' in judged) {
      const { status, code, path } = judged.refusal;
      return json(status, { code, path });
    }
    const { submission } = judged;
    // Who typed a number must be in the register; a card was read by a device that the region trusts.
    const { name, certificateNumber, source } = submission.applicant;
    if (source === '2' && !this.#knows(name, certificateNumber)) return problem(422, 'PERSON_UNKNOWN');
    const booked = this.#office.receive(key, fingerprint(body), submission);
    if (!booked) return problem(422, 'IDEMPOTENCY_KEY_REUSED');
    if (this.#cuts > 0) {
      this.#cuts--;
      return { status: 0, cut: true };
    }
    return this.#caseReply(booked.copy ? 200 : 201, booked.one);
  }

  #result(caseNumber: string): Reply {
    const one = this.#books.get(caseNumber);
    if (!one) return problem(404, 'CASE_UNKNOWN');
    const pdf = one.state === 'finished' ? this.#books.result(caseNumber) : null;
    if (!pdf) return problem(409, 'RESULT_NOT_READY');
    const digest = createHash('sha256').update(pdf).digest('base64');
    return {
      status: 200,
      headers: { 'content-type': 'application/pdf', 'repr-digest': `sha-256=:${digest}:` },
      body: pdf,
    };
  }

  #caseReply(status: number, one: BookedCase): Reply {
    const answer = {
      caseNumber: one.caseNumber,
      receiptNumber: one.receiptNumber,
      state: STATE_CODES[one.state === 'withdrawn' ? 'refused' : one.state],
      acceptedAt: one.acceptedAt === null ? null : new Date(one.acceptedAt).toISOString(),
      finishedAt: one.finishedAt === null ? null : new Date(one.finishedAt).toISOString(),
      resultReady: one.state === 'finished',
    };
    if (this.#wrong === 0) return json(status, answer);
    this.#wrong--;
    const { caseNumber, ...rest } = answer;
    return json(status, { ...rest, case_no: caseNumber });
  }
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(status, { code }, headers);
}

function oauthReply({ status, headers, body }: OauthAnswer): Reply {
  return json(status, body ?? {}, headers);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
