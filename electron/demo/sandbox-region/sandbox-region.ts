import { randomBytes } from 'node:crypto';
import type { BackendMode } from '../../contract/index.ts';
import { type Clock, type RandomBytes, sleep } from '../../core/index.ts';
import {
  Backend,
  type BackendReply,
  type BackendRequest,
  Books,
  type CaseDelays,
  DIALECTS,
  type DialectName,
  type MadeResult,
  Office,
  Register,
  type SandboxAuthority,
  type SandboxCase,
  type SandboxFees,
  type SandboxLicence,
  type SandboxOrganisation,
  type SandboxPayment,
  type SignResult,
} from './backend/index.ts';
import { FaultDesk, type FaultDetails } from './faults.ts';
import type { Desk, Front, FrontFactory, Served } from './front.ts';
import { restFront } from './fronts/rest.ts';

export interface SandboxOptions {
  /** Region code that it plays, e.g. `120000`. */
  readonly region: string;
  /** The codes that it speaks; `tongban` unless told. */
  readonly dialect?: DialectName | undefined;
  /** The region's registers. */
  readonly people: readonly { readonly name: string; readonly number: string }[];
  readonly organisations?: readonly SandboxOrganisation[] | undefined;
  readonly authorities?: readonly SandboxAuthority[] | undefined;
  readonly licences?: readonly SandboxLicence[] | undefined;
  /** Citizen numbers of minors and of their guardians (监护人). */
  readonly guardians?: readonly { readonly ward: string; readonly guardian: string }[] | undefined;
  /** Made when the first one is asked for; tried again when that fails. */
  readonly makeLicences?: (() => Promise<readonly SandboxLicence[]>) | undefined;
  /** Implementation codes by matter code. */
  readonly taskCodes: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random?: RandomBytes | undefined;
  /** The result document of a case; tried again when it fails. */
  readonly makeResult: (one: SandboxCase) => Promise<Uint8Array | MadeResult>;
  /** What the region states of a result beside its SHA-256. */
  readonly signResult?: SignResult | undefined;
  /** What its payment system asks for; ten yuan a matter unless told. */
  readonly fees?: Partial<SandboxFees> | undefined;
  /** Where the books are kept; without it they live in memory. */
  readonly stateFile?: string | undefined;
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
  correctionMs: 7 * 86_400_000,
  slowMs: 8_000,
  tokenLifeMs: 300_000,
};

/** A payment page at an address that nobody has; the demo puts its own there. */
const SANDBOX_FEES: SandboxFees = {
  fen: {},
  otherwise: 1_000,
  payPage: 'https://pay.region.example/p/',
  invoices: false,
};

/** A line of the region's books, for the dock. A doubled case shows as two lines with one receipt number. */
export interface ReceivedCase {
  readonly caseNumber: string;
  readonly receiptNumber: string;
  /** How often the same submission arrived: 1, and 1 more for every repetition. */
  readonly copies: number;
}

export interface Sandbox {
  readonly region: string;
  /** What an adapter must be told to reach it: keys over the region file's `adapter`. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly faults: FaultDesk;
  readonly mode: BackendMode;
  setMode(mode: BackendMode): Promise<void>;
  /** Newest first. */
  cases(): ReceivedCase[];
  /** What was rated, in the region's own understanding: stars, 5 the best. */
  ratings(): { readonly caseNumber: string; readonly stars: number; readonly rater: string }[];
  /** Calls `fn` after each change of the books or the mode. Returns how to stop. */
  onChange(fn: () => void): () => void;
  stop(): Promise<void>;
  /** The next `count` cases are refused instead of accepted. */
  refuseNext(count: number): void;
  /** The next `count` cases are asked for a correction before they are accepted: of `items`, or of a photo. */
  correctNext(
    count: number,
    items?: readonly { readonly kind: 'field' | 'material'; readonly name: string; readonly note: string }[],
  ): void;
  /** In the next `count` joint cases the first authority refuses its part. */
  refusePartNext(count: number): void;
  /** The citizen's bank says that it was paid. False: it cannot be paid any more, or is not known. */
  pay(paymentNumber: string): boolean;
  /** Every payment that was ever asked for, newest first. */
  payments(): SandboxPayment[];
}

/** A sandbox behind the REST front. */
export interface SandboxRegion extends Sandbox {
  readonly endpoint: string;
  readonly tokenEndpoint: string;
}

export interface SandboxRegionOptions extends SandboxOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

/** Starts a region's backend behind a front. Rejects when the front cannot listen; throws when the books cannot be read. */
export async function startSandbox(options: SandboxOptions, front: FrontFactory): Promise<Sandbox> {
  const region = new SandboxOf(options, front);
  await region.start();
  return region;
}

/** The same behind the REST front on 127.0.0.1. */
export async function startSandboxRegion(options: SandboxRegionOptions): Promise<SandboxRegion> {
  const { clientId, clientSecret, port } = options;
  const { tokenLifeMs } = { ...SANDBOX_DELAYS, ...options.delays };
  const region = new SandboxOf(options, restFront({ clientId, clientSecret, tokenLifeMs, port }));
  await region.start();
  const { endpoint, tokenEndpoint } = region.connection as Record<string, string>;
  return Object.assign(region, { endpoint: endpoint as string, tokenEndpoint: tokenEndpoint as string });
}

class SandboxOf implements Sandbox, Desk {
  readonly region: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly faults = new FaultDesk();
  readonly #delays: SandboxDelays;
  readonly #books: Books;
  readonly #office: Office;
  readonly #backend: Backend;
  readonly #register: Register;
  #makeLicences: (() => Promise<readonly SandboxLicence[]>) | null;
  readonly #front: Front;
  readonly #watchers = new Set<() => void>();
  #mode: BackendMode = 'on';
  #turning: Promise<void> = Promise.resolve();
  /** Ends the waits of slow answers. */
  #hurry = new AbortController();

  constructor(options: SandboxOptions, front: FrontFactory) {
    const { clock, makeResult, taskCodes } = options;
    this.region = options.region;
    this.clock = clock;
    this.random = options.random ?? ((count) => randomBytes(count));
    this.#delays = { ...SANDBOX_DELAYS, ...options.delays };
    this.#books = new Books(options.stateFile ?? null);
    this.#register = new Register(options);
    this.#makeLicences = options.makeLicences ?? null;
    const delays = this.#delays;
    const books = this.#books;
    this.#office = new Office({ books, clock, delays, makeResult, changed: () => this.#changed() });
    this.#backend = new Backend({
      dialect: DIALECTS[options.dialect ?? 'tongban'],
      books,
      office: this.#office,
      register: this.#register,
      signResult: options.signResult,
      faults: this.faults,
      taskCodes,
      delays,
      fees: { ...SANDBOX_FEES, ...options.fees },
      clock,
      random: this.random,
    });
    this.#front = front(this);
  }

  async start(): Promise<void> {
    try {
      await this.#front.start();
    } catch (error) {
      this.#office.close();
      throw error;
    }
  }

  get connection() {
    return this.#front.connection;
  }

  get mode(): BackendMode {
    return this.#mode;
  }

  get refusing(): boolean {
    return this.#mode === 'refusing';
  }

  setMode(mode: BackendMode): Promise<void> {
    this.#turning = this.#turning
      .catch(() => {})
      .then(async () => {
        if (mode === 'off') await this.#front.stop();
        else await this.#front.start();
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

  ratings() {
    return this.#books.entries('rate').map(({ number, facts }) => ({
      caseNumber: number,
      stars: Number(facts.stars),
      rater: String(facts.rater),
    }));
  }

  onChange(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  async stop(): Promise<void> {
    await this.#turning.catch(() => {});
    this.#office.close();
    this.#hurry.abort();
    await this.#front.stop();
    this.#watchers.clear();
  }

  refuseNext(count: number): void {
    this.#office.refuseNext(count);
  }

  correctNext(count: number, ...items: [Parameters<Office['correctNext']>[1]?]): void {
    this.#office.correctNext(count, ...items);
  }

  refusePartNext(count: number): void {
    this.#office.refusePartNext(count);
  }

  pay(paymentNumber: string): boolean {
    const paid = this.#backend.pay(paymentNumber);
    this.#changed();
    return paid;
  }

  payments(): SandboxPayment[] {
    return this.#backend.payments();
  }

  async serve(request: BackendRequest): Promise<Served> {
    const { operation } = request;
    const down = this.faults.take('server-error', operation);
    if (down) return { kind: 'down', status: 500, retryAfter: this.#retryAfter(down) };
    const busy = this.faults.take('too-many', operation);
    if (busy) return { kind: 'busy', retryAfter: this.#retryAfter(busy) };
    const wasSlow = this.#mode === 'slow';
    if (operation === 'fetchLicence' && this.#makeLicences) {
      const make = this.#makeLicences;
      this.#register.issue(await make());
      this.#makeLicences = null;
    }
    const reply = this.#backend.handle(request);
    if (operation.endsWith('Payment')) this.#changed();
    const late = this.faults.take('slow', operation);
    if (wasSlow || late) await sleep(this.clock, late?.slowMs ?? this.#delays.slowMs, this.#hurry.signal);
    if (this.faults.take('cut', operation)) return { kind: 'cut' };
    if (reply.kind === 'binary') return this.#stated(reply, operation);
    return reply.kind === 'answer' && this.faults.take('drift', operation) ? drifted(reply) : reply;
  }

  /** A document with what is said of it, rightly, wrongly or not at all. */
  #stated(reply: Extract<BackendReply, { kind: 'binary' }>, operation: string): BackendReply {
    const { kind, mediaType, bytes } = reply;
    if (this.faults.take('no-digest', operation)) return { kind, mediaType, bytes, sha256: null };
    return this.faults.take('wrong-digest', operation) ? { ...reply, sha256: '0'.repeat(64) } : reply;
  }

  #retryAfter({ retryAfterSeconds, retryAsDate }: FaultDetails): string | null {
    if (retryAfterSeconds === undefined) return null;
    if (!retryAsDate) return String(retryAfterSeconds);
    return new Date(this.clock.now() + retryAfterSeconds * 1_000).toUTCString();
  }

  #changed(): void {
    for (const fn of [...this.#watchers]) fn();
  }
}

/** The same answer with another name for its first key. */
function drifted(reply: Extract<BackendReply, { kind: 'answer' }>): BackendReply {
  const [first, ...rest] = Object.entries(reply.body);
  if (!first) return reply;
  return { kind: 'answer', body: Object.fromEntries([[`${first[0]}_new`, first[1]], ...rest]) };
}
