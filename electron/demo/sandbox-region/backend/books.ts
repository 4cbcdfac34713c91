import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { localDate } from '../../../core/index.ts';

/** A result that is no plain PDF. */
export interface MadeResult {
  readonly mediaType: 'application/pdf' | 'application/ofd';
  readonly bytes: Uint8Array;
  /** The same as PDF, for who asks for it; absent: the region has none. */
  readonly rendition?: Uint8Array | undefined;
}

const stateNames = [
  'received',
  'accepted',
  'correction',
  'approved',
  'finished',
  'refused',
  'withdrawn',
] as const;
export type BookedState = (typeof stateNames)[number];

const caseSchema = z.object({
  caseNumber: z.string(),
  idempotencyKey: z.string(),
  /** Of the body that came with the key. */
  fingerprint: z.string(),
  receiptNumber: z.string(),
  matterCode: z.string(),
  taskCode: z.string(),
  form: z.record(z.string(), z.json()),
  /** Gone once the case is finished or refused. */
  applicant: z.object({ name: z.string(), number: z.string() }).nullable(),
  /** Hashes of the numbers of whom the case belongs to: person, organisation, principal. */
  owners: z.array(z.string()).default([]),
  /** How often this very submission arrived. */
  copies: z.number().int(),
  state: z.enum(stateNames),
  receivedAt: z.number(),
  acceptedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  documentSha256: z.string().default(''),
  /** What came with it, and what is to follow; of a file its hash alone. */
  materials: z
    .array(z.object({ code: z.string(), sha256: z.string().nullable(), dueBy: z.string().nullable() }))
    .default([]),
  packageId: z.string().nullable().default(null),
  correction: z
    .object({
      id: z.string(),
      until: z.number(),
      items: z.array(z.object({ kind: z.enum(['field', 'material']), name: z.string(), note: z.string() })),
    })
    .nullable()
    .default(null),
  parts: z
    .array(
      z.object({
        id: z.string(),
        authority: z.string(),
        state: z.enum(stateNames),
        finishedAt: z.number().nullable(),
      }),
    )
    .default([]),
  signers: z
    .array(z.object({ id: z.string(), label: z.string(), owner: z.string(), signed: z.boolean() }))
    .default([]),
  /** So many of them must sign, until then (ms); null: all, as long as they take. */
  signing: z.object({ quorum: z.number().int(), until: z.number() }).nullable().default(null),
});
/** One case in the region's books. */
export type BookedCase = z.infer<typeof caseSchema>;

const eventSchema = z.object({ caseNumber: z.string(), state: z.enum(stateNames), at: z.number() });
export type BookedEvent = z.infer<typeof eventSchema>;

/** Something small that came with an idempotency key: a ticket, a payment, a rating, a parcel, a signature. */
const entrySchema = z.object({
  key: z.string(),
  operation: z.string(),
  fingerprint: z.string(),
  /** The number that it got: of the ticket, the payment, the parcel; otherwise the case. */
  number: z.string(),
  at: z.number(),
  /** What the region keeps of it, without the person. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type BookedEntry = z.infer<typeof entrySchema>;

const stateSchema = z.object({
  version: z.literal(1),
  cases: z.array(caseSchema),
  /** Idempotency keys that were closed before anything arrived under them. */
  closedKeys: z.array(z.string()).default([]),
  events: z.array(eventSchema).default([]),
  entries: z.array(entrySchema).default([]),
});

/**
 * The sandbox region's books: in memory, and in a file when there is one. Every change is on the disk before it is
 * answered (temporary file, fsync, rename, fsync of the folder), so that a killed process forgets nothing it said.
 */
export class Books {
  readonly #file: string | null;
  readonly #cases = new Map<string, BookedCase>();
  readonly #results = new Map<string, MadeResult>();
  readonly #closedKeys = new Set<string>();
  readonly #byKey = new Map<string, string>();
  readonly #entries = new Map<string, BookedEntry>();
  readonly #serials = new Map<string, number>();
  #events: BookedEvent[] = [];

  /** Throws when the file is there and is not what this class writes. */
  constructor(file: string | null) {
    this.#file = file;
    if (file === null) return;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    const parsed = stateSchema.safeParse(jsonOf(readFileSync(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file} is not a book of the sandbox region; move it away`);
    for (const one of parsed.data.cases) this.#keep(one);
    for (const key of parsed.data.closedKeys) this.#closedKeys.add(key);
    for (const one of parsed.data.entries) this.#entries.set(one.key, one);
    this.#events = parsed.data.events;
  }

  /** Oldest first. */
  all(): readonly BookedCase[] {
    return [...this.#cases.values()];
  }

  get(caseNumber: string): BookedCase | null {
    return this.#cases.get(caseNumber) ?? null;
  }

  byKey(idempotencyKey: string): BookedCase | null {
    return this.get(this.#byKey.get(idempotencyKey) ?? '');
  }

  /** Adds or replaces, durably; a change of state is an event. */
  put(one: BookedCase, at: number): void {
    if (this.#cases.get(one.caseNumber)?.state !== one.state)
      this.#events.push({ caseNumber: one.caseNumber, state: one.state, at });
    this.#keep(one);
    this.#save();
  }

  #keep(one: BookedCase): void {
    this.#cases.set(one.caseNumber, one);
    this.#byKey.set(one.idempotencyKey, one.caseNumber);
  }

  /** Oldest first; a place in it never changes. */
  get events(): readonly BookedEvent[] {
    return this.#events;
  }

  entry(key: string): BookedEntry | null {
    return this.#entries.get(key) ?? null;
  }

  entries(operation: string): readonly BookedEntry[] {
    return [...this.#entries.values()].filter((one) => one.operation === operation);
  }

  putEntry(one: BookedEntry): void {
    this.#entries.set(one.key, one);
    this.#save();
  }

  /** Lets nothing come to life under this key any more, durably. */
  closeKey(idempotencyKey: string): void {
    this.#closedKeys.add(idempotencyKey);
    this.#save();
  }

  isClosed(idempotencyKey: string): boolean {
    return this.#closedKeys.has(idempotencyKey);
  }

  #save(): void {
    if (this.#file === null) return;
    const state = {
      version: 1,
      cases: this.all(),
      closedKeys: [...this.#closedKeys],
      events: this.#events,
      entries: [...this.#entries.values()],
    };
    writeDurably(this.#file, JSON.stringify(state));
  }

  /** Implementation code, local date, serial of that day: 31 + 8 + 4 characters. */
  nextCaseNumber(taskCode: string, nowMs: number): string {
    const prefix = `${taskCode}${localDate(nowMs).replaceAll('-', '')}`;
    const used =
      this.#serials.get(prefix) ?? this.all().filter((one) => one.caseNumber.startsWith(prefix)).length;
    this.#serials.set(prefix, used + 1);
    return `${prefix}${String(used + 1).padStart(4, '0')}`;
  }

  putResult(caseNumber: string, made: MadeResult): void {
    this.#results.set(caseNumber, made);
    if (this.#file === null) return;
    const { mediaType, bytes, rendition } = made;
    mkdirSync(this.#resultFolder, { recursive: true });
    if (mediaType === 'application/pdf') writeDurably(this.#resultFile(caseNumber, 'pdf'), bytes);
    else {
      writeDurably(this.#resultFile(caseNumber, 'ofd'), bytes);
      if (rendition) writeDurably(this.#resultFile(caseNumber, 'pdf'), rendition);
    }
  }

  result(caseNumber: string): MadeResult | null {
    const known = this.#results.get(caseNumber);
    if (known || this.#file === null) return known ?? null;
    const read = (type: 'pdf' | 'ofd') => {
      const file = this.#resultFile(caseNumber, type);
      return existsSync(file) ? readFileSync(file) : undefined;
    };
    const [ofd, pdf] = [read('ofd'), read('pdf')];
    if (ofd) return { mediaType: 'application/ofd', bytes: ofd, rendition: pdf };
    return pdf ? { mediaType: 'application/pdf', bytes: pdf } : null;
  }

  get #resultFolder(): string {
    const file = this.#file as string;
    return join(dirname(file), `${basename(file, '.json')}-results`);
  }

  #resultFile(caseNumber: string, type: 'pdf' | 'ofd'): string {
    return join(this.#resultFolder, `${caseNumber}.${type}`);
  }
}

function writeDurably(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
