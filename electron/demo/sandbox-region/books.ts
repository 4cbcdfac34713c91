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
import { localDate } from '../../core/index.ts';

const caseSchema = z.object({
  caseNumber: z.string(),
  idempotencyKey: z.string(),
  /** Of the body that came with the key. */
  fingerprint: z.string(),
  receiptNumber: z.string(),
  matterCode: z.string(),
  taskCode: z.string(),
  form: z.record(z.string(), z.string()),
  /** Gone once the case is finished or refused. */
  applicant: z.object({ name: z.string(), number: z.string() }).nullable(),
  /** How often this very submission arrived. */
  copies: z.number().int(),
  state: z.enum(['received', 'accepted', 'finished', 'refused', 'withdrawn']),
  receivedAt: z.number(),
  acceptedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
});
/** One case in the region's books. */
export type BookedCase = z.infer<typeof caseSchema>;

const stateSchema = z.object({
  version: z.literal(1),
  cases: z.array(caseSchema),
  /** Idempotency keys that were closed before anything arrived under them. */
  closedKeys: z.array(z.string()).default([]),
});

/**
 * The sandbox region's books: in memory, and in a file when there is one. Every change is on the disk before it is
 * answered (temporary file, fsync, rename, fsync of the folder), so that a killed process forgets nothing it said.
 */
export class Books {
  readonly #file: string | null;
  readonly #cases = new Map<string, BookedCase>();
  readonly #results = new Map<string, Uint8Array>();
  readonly #closedKeys = new Set<string>();

  /** Throws when the file is there and is not what this class writes. */
  constructor(file: string | null) {
    this.#file = file;
    if (file === null) return;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    const parsed = stateSchema.safeParse(jsonOf(readFileSync(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file} is not a book of the sandbox region; move it away`);
    for (const one of parsed.data.cases) this.#cases.set(one.caseNumber, one);
    for (const key of parsed.data.closedKeys) this.#closedKeys.add(key);
  }

  /** Oldest first. */
  all(): readonly BookedCase[] {
    return [...this.#cases.values()];
  }

  get(caseNumber: string): BookedCase | null {
    return this.#cases.get(caseNumber) ?? null;
  }

  byKey(idempotencyKey: string): BookedCase | null {
    return this.all().find((one) => one.idempotencyKey === idempotencyKey) ?? null;
  }

  /** Adds or replaces, durably. */
  put(one: BookedCase): void {
    this.#cases.set(one.caseNumber, one);
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
    const state = { version: 1, cases: this.all(), closedKeys: [...this.#closedKeys] };
    writeDurably(this.#file, JSON.stringify(state));
  }

  /** Implementation code, local date, serial of that day: 31 + 8 + 4 characters. */
  nextCaseNumber(taskCode: string, nowMs: number): string {
    const prefix = `${taskCode}${localDate(nowMs).replaceAll('-', '')}`;
    const used = this.all().filter((one) => one.caseNumber.startsWith(prefix)).length;
    return `${prefix}${String(used + 1).padStart(4, '0')}`;
  }

  putResult(caseNumber: string, pdf: Uint8Array): void {
    const file = this.#resultFile(caseNumber);
    if (file === null) {
      this.#results.set(caseNumber, pdf);
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeDurably(file, pdf);
  }

  result(caseNumber: string): Uint8Array | null {
    const file = this.#resultFile(caseNumber);
    if (file === null) return this.#results.get(caseNumber) ?? null;
    return existsSync(file) ? readFileSync(file) : null;
  }

  #resultFile(caseNumber: string): string | null {
    if (this.#file === null) return null;
    return join(dirname(this.#file), `${basename(this.#file, '.json')}-results`, `${caseNumber}.pdf`);
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
