import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TimerHandle } from '../../../core/index.ts';
import {
  bufferSource,
  makeKeyPair,
  openSealedFile,
  type SealedEntry,
  sealToBuffer,
} from '../../../sealed-file/index.ts';
import type { Fault } from '../faults.ts';
import type { Desk, Served } from '../front.ts';
import type { FileAccount } from './file-account.ts';

export interface FileOfficeOptions {
  /** The kiosk's folder on the box. */
  readonly folder: string;
  readonly account: FileAccount;
  /** Milliseconds that a package lies there before the region takes it up. */
  readonly answerAfterMs: number;
}

/** Milliseconds between two looks at the folder when nobody calls. */
const ROUND_MS = 1_000;

const PACKAGE = /^([0-9A-Za-z-]{8,64})\.([A-Za-z]+)\.sealed$/;
const requestSchema = z.strictObject({
  operation: z.string(),
  key: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
const stateSchema = z.object({
  cursor: z.string().nullable(),
  pages: z.number().int(),
  tickets: z.array(z.string()),
});

/**
 * The region behind its box: takes packages out of `in/`, acknowledges them in `ack/`, and writes into `out/` how cases stand.
 * It knows files alone, so that any SFTP server can stand in front. Written from the description, not shared with the adapter.
 */
export class FileOffice {
  readonly #desk: Desk;
  readonly #options: FileOfficeOptions;
  readonly #firstSeen = new Map<string, number>();
  /** Path → what should stand there, of answers that a fault has spoilt. */
  readonly #spoilt = new Map<string, Uint8Array>();
  /** Path → digest of what was said there last. */
  readonly #said = new Map<string, string>();
  #state: z.infer<typeof stateSchema>;
  #turn: Promise<void> = Promise.resolve();
  #timer: TimerHandle | null = null;
  #open = false;

  constructor(desk: Desk, options: FileOfficeOptions) {
    this.#desk = desk;
    this.#options = options;
    for (const name of ['in', 'ack', 'out', 'bad'])
      mkdirSync(join(options.folder, name), { recursive: true });
    const state = this.#stateFile;
    this.#state = existsSync(state)
      ? stateSchema.parse(JSON.parse(readFileSync(state, 'utf8')))
      : { cursor: null, pages: 0, tickets: [] };
  }

  start(): void {
    if (this.#open) return;
    this.#open = true;
    this.#next();
  }

  /** A round that is under way may still end: it only writes what is true. */
  stop(): void {
    this.#open = false;
    if (this.#timer !== null) this.#desk.clock.clearTimeout(this.#timer);
  }

  #next(): void {
    if (!this.#open) return;
    this.#timer = this.#desk.clock.setTimeout(() => void this.round().then(() => this.#next()), ROUND_MS);
  }

  /** Looks at the folder once; rounds go one after the other. */
  round(): Promise<void> {
    this.#turn = this.#turn.then(() => (this.#desk.refusing ? undefined : this.#round())).catch(() => {});
    return this.#turn;
  }

  /** Somebody has opened this file: what was spoilt there has done its work. `path`: as in `ack/name.sealed`. */
  seen(path: string): void {
    const right = this.#spoilt.get(path);
    if (!right) return;
    this.#spoilt.delete(path);
    this.#put(path, right);
  }

  get #stateFile(): string {
    return join(this.#options.folder, '.office.json');
  }

  async #round(): Promise<void> {
    const { folder, answerAfterMs } = this.#options;
    const now = this.#desk.clock.now();
    for (const name of readdirSync(join(folder, 'in')).sort()) {
      if (name.endsWith('.part')) continue;
      const since = this.#firstSeen.get(name) ?? now;
      this.#firstSeen.set(name, since);
      if (now - since < answerAfterMs) continue;
      // What goes wrong with one package must not hold up the others.
      if (await this.#take(name).catch(() => false)) this.#firstSeen.delete(name);
    }
    if (!existsSync(join(folder, 'out', 'matters.sealed')))
      await this.#tell('out/matters', 'matters', { known: null });
    await this.#tellEvents();
    for (const number of this.#state.tickets)
      await this.#tell(`out/${nameOf(number)}.ticket`, 'ticket', { ticketNumber: number });
  }

  /** Whether the package is done with. What is not stays where it is, for the next round. */
  async #take(name: string): Promise<boolean> {
    const { folder } = this.#options;
    const path = join(folder, 'in', name);
    const [, key, operation] = PACKAGE.exec(name) ?? [];
    if (key === undefined || operation === undefined) {
      renameSync(path, join(folder, 'bad', name));
      return true;
    }
    const about = `ack/${key}.${operation}.sealed`;
    const request = this.#opened(readFileSync(path), key, operation);
    if ('refusal' in request) this.#write(about, { outcome: 'refused', code: request.refusal }, operation);
    else {
      const served = await this.#served(operation, key, request.fields);
      if (served === null) return false;
      this.#acknowledge(about, served, operation);
      await this.#afterwards(operation, request.fields, served);
    }
    // Not before the acknowledgement is there: who looks sees one of the two.
    rmSync(path, { force: true });
    return true;
  }

  #opened(
    bytes: Uint8Array,
    key: string,
    operation: string,
  ): { readonly refusal: string } | { readonly fields: Record<string, unknown> } {
    const { account } = this.#options;
    const opened = openSealedFile(bufferSource(bytes), {
      purpose: 'file-exchange',
      key: account.region.seal,
      from: account.kiosk.sign,
    });
    if (!opened.ok)
      return {
        refusal: opened.error.kind.startsWith('other-') ? 'SIGNATURE_WRONG' : 'PACKAGE_DAMAGED',
      };
    if (opened.value.header.sender !== account.sender) return { refusal: 'ACCOUNT_UNKNOWN' };
    if (this.#desk.faults.take('wrong-signature', operation)) return { refusal: 'SIGNATURE_WRONG' };
    const [first, ...more] = [...opened.value.entries()];
    const parsed = requestSchema.safeParse(first?.name === 'request.json' ? jsonOf(first.bytes) : null);
    if (!parsed.success || more.length > 0) return { refusal: 'SCHEMA' };
    if (parsed.data.key !== key || parsed.data.operation !== operation) return { refusal: 'SCHEMA' };
    return { fields: parsed.data.fields };
  }

  /** Null when the region gives no answer now. */
  async #served(
    operation: string,
    key: string | null,
    fields: unknown,
  ): Promise<Extract<Served, { kind: 'answer' | 'refused' | 'binary' }> | null> {
    const served = await this.#desk.serve({ operation, key, session: null, fields });
    if (served.kind === 'refused' && served.code === 'ALREADY_RECEIVED')
      return this.#served('progress', null, { caseKey: key });
    return served.kind === 'answer' || served.kind === 'refused' || served.kind === 'binary' ? served : null;
  }

  #acknowledge(about: string, served: Served, operation: string): void {
    if (served.kind === 'answer') this.#write(about, { outcome: 'answer', body: served.body }, operation);
    if (served.kind === 'refused') this.#write(about, { outcome: 'refused', code: served.code }, operation);
  }

  async #afterwards(operation: string, fields: Record<string, unknown>, served: Served): Promise<void> {
    const body = served.kind === 'answer' ? served.body : {};
    const number = body.caseNumber ?? fields.caseNumber;
    if (typeof number === 'string') await this.#tellCase(number);
    if (operation === 'sendTicket' && typeof body.ticketNumber === 'string')
      this.#keep({ tickets: [...new Set([...this.#state.tickets, body.ticketNumber])] });
  }

  async #tellEvents(): Promise<void> {
    for (;;) {
      const served = await this.#served('events', null, { since: this.#state.cursor });
      // The books are others than before: their events are told from the beginning.
      if (served?.kind === 'refused' && this.#state.cursor !== null) this.#keep({ cursor: null });
      if (served?.kind !== 'answer') return;
      const { events, cursor, more } = served.body as {
        events: readonly { caseNumber: string }[];
        cursor: string;
        more: boolean;
      };
      if (events.length === 0) return;
      for (const number of new Set(events.map(({ caseNumber }) => caseNumber))) await this.#tellCase(number);
      const page = this.#state.pages + 1;
      const name = `events-${String(page).padStart(9, '0')}`;
      this.#write(`out/${name}.sealed`, { outcome: 'answer', body: { events } }, 'events');
      this.#keep({ cursor, pages: page });
      if (!more) return;
    }
  }

  async #tellCase(caseNumber: string): Promise<void> {
    const name = nameOf(caseNumber);
    const result = await this.#tell(`out/${name}.result`, 'fetchResult', { caseNumber });
    if (result?.kind === 'binary' && result.mediaType !== 'application/pdf')
      await this.#tell(`out/${name}.result-pdf`, 'fetchResult', { caseNumber, rendition: 'pdf' });
    const signers = await this.#served('signers', null, { caseNumber });
    if (signers?.kind === 'answer' && signers.body.signers !== null)
      this.#write(`out/${name}.signers.sealed`, { outcome: 'answer', body: signers.body }, 'signers');
    // Last: a case that says its result is ready has one.
    await this.#tell(`out/${name}.case`, 'status', { caseNumber });
  }

  async #tell(name: string, operation: string, fields: unknown): Promise<Served | null> {
    const served = await this.#served(operation, null, fields);
    const about = `${name}.sealed`;
    if (served?.kind === 'answer') this.#write(about, { outcome: 'answer', body: served.body }, operation);
    if (served?.kind === 'binary') {
      const { kind, bytes, ...said } = served;
      this.#write(about, { outcome: kind, ...said }, operation, bytes);
    }
    return served;
  }

  #write(about: string, answer: Record<string, unknown>, operation: string, content?: Uint8Array): void {
    const { faults, clock, random } = this.#desk;
    const text = Buffer.from(JSON.stringify({ about, ...answer }));
    const digest = createHash('sha256').update(text).digest('hex');
    if (this.#said.get(about) === digest && existsSync(join(this.#options.folder, about))) return;
    this.#said.set(about, digest);
    const entries: SealedEntry[] = [{ name: 'answer.json', bytes: text }];
    if (content) entries.push({ name: 'content', bytes: content });
    const { account } = this.#options;
    const seal = (key = account.region.sign) =>
      sealToBuffer(entries, {
        purpose: 'file-exchange',
        sender: account.sender,
        createdAt: clock.now(),
        key,
        to: account.kiosk.seal,
        random,
      });
    const right = seal();
    const spoilt = (fault: Fault, how: () => Uint8Array): boolean => {
      if (!faults.take(fault, operation)) return false;
      this.#spoilt.set(about, right);
      this.#put(about, how());
      return true;
    };
    if (spoilt('partial-answer', () => right.subarray(0, right.length / 2))) return;
    if (spoilt('garbage', () => random(right.length))) return;
    if (spoilt('forged-answer', () => seal(makeKeyPair('sender', random)))) return;
    this.#put(about, right);
  }

  #put(path: string, bytes: Uint8Array): void {
    const at = join(this.#options.folder, path);
    writeFileSync(`${at}.tmp`, bytes);
    renameSync(`${at}.tmp`, at);
  }

  #keep(change: Partial<z.infer<typeof stateSchema>>): void {
    this.#state = { ...this.#state, ...change };
    writeFileSync(this.#stateFile, JSON.stringify(this.#state));
  }
}

/** What a number is called on the box. */
function nameOf(number: string): string {
  return createHash('sha256').update(number).digest('hex').slice(0, 32);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
}
