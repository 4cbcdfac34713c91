import { type Application, type CaseRegion, Cases, type CasesDeps } from '../../electron/cases/index.ts';
import {
  type Clock,
  err,
  ok,
  type RandomBytes,
  type Result,
  WorkingCalendar,
} from '../../electron/core/index.ts';
import { Queue, type QueueEvents } from '../../electron/queue/index.ts';
import {
  type CaseLine,
  type CaseProgress,
  type MailAddress,
  type RegionFailure,
  type RegionResult,
  regionFailure,
  type Submission,
  type Withdrawal,
} from '../../electron/regions/index.ts';
import type { SqlDatabase } from '../../electron/store/index.ts';
import { countingRandom, testSealer } from './memory-store.ts';
import { makePerson } from './people.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
export const down: RegionFailure = regionFailure('unreachable', 'down');
const rejected: RegionFailure = regionFailure('rejected', 'CASE_WITHDRAWN');
export const person = makePerson(5);

/** A region in memory that keeps books by idempotency key, as the port asks. */
export class MemoryRegion implements CaseLine {
  readonly region = '120000';
  readonly capabilities = { checkPersonWithoutCard: true, fetchResult: true, withdraw: true as boolean };
  readonly books = new Map<string, { submission: Submission; copies: number }>();
  readonly closed = new Set<string>();
  failure: RegionFailure | null = null;
  /** Takes the case in and then loses the answer. */
  cutAfterCommit = 0;
  state: CaseProgress['state'] = 'received';
  resultReady = false;
  lost = false;

  async ping(): Promise<Result<void, RegionFailure>> {
    return this.failure ? err(this.failure) : ok();
  }
  async checkPerson(): Promise<Result<{ match: boolean }, RegionFailure>> {
    return ok({ match: true });
  }
  async submit(submission: Submission): Promise<Result<CaseProgress, RegionFailure>> {
    if (this.failure) return err(this.failure);
    if (this.closed.has(submission.idempotencyKey)) return err(rejected);
    const known = this.books.get(submission.idempotencyKey);
    if (known) known.copies++;
    else this.books.set(submission.idempotencyKey, { submission, copies: 1 });
    if (this.cutAfterCommit-- > 0) return err(down);
    return ok(this.#progress());
  }
  async progress(idempotencyKey: string): Promise<Result<CaseProgress | null, RegionFailure>> {
    if (this.failure) return err(this.failure);
    return ok(this.lost || !this.books.has(idempotencyKey) ? null : this.#progress());
  }
  async withdraw(idempotencyKey: string): Promise<Result<Withdrawal, RegionFailure>> {
    if (this.failure) return err(this.failure);
    if (this.closed.has(idempotencyKey)) return ok('withdrawn');
    if (this.state !== 'received') return ok('too-late');
    this.books.delete(idempotencyKey);
    this.closed.add(idempotencyKey);
    return ok('withdrawn');
  }
  async fetchResult(): Promise<Result<RegionResult, RegionFailure>> {
    return this.failure ? err(this.failure) : ok(makeResult());
  }
  #progress(): CaseProgress {
    return {
      caseNumber: 'R-1',
      state: this.state,
      acceptedAt: this.state === 'received' ? null : 5,
      finishedAt: this.state === 'finished' ? 6 : null,
      resultReady: this.resultReady,
    };
  }
}

/** A result as a line brings it. */
export const makeResult = (over: Partial<RegionResult> = {}): RegionResult => ({
  bytes: Buffer.from('%PDF result'),
  mediaType: 'application/pdf',
  digest: false,
  signature: null,
  certificates: [],
  ...over,
});

/** Looks nothing over. */
export const takenAsPdf: CasesDeps['lookOver'] = async ({ bytes }) =>
  ok({ kind: 'pdf', pages: 1, active: [], paper: bytes, verdict: 'absent', sealedBy: null });

let started = 0;
/** Queue and cases over a database, as a start of the host makes them. A second call on the same database is a restart. */
export function bootCases(
  db: SqlDatabase,
  clock: Clock,
  /** Of every region, or of one by its code. */
  region: CaseRegion | ((code: string) => CaseRegion | undefined),
  over: {
    readonly otherWay?: (code: string, kind: string) => CaseRegion | undefined;
    /** Of its own in each process that shares a database with others. */
    readonly random?: RandomBytes;
    readonly events?: Partial<QueueEvents>;
    /** Lanes that the region stands for; all have the same facts. */
    readonly regions?: readonly string[];
    /** Of the queue, before it starts. */
    readonly prepare?: (queue: Queue) => void;
    /** Unless told, every result is a PDF of one page, taken unread. */
    readonly lookOver?: CasesDeps['lookOver'];
    /** Who sends parcels (EMS). */
    readonly sender?: MailAddress;
    /** With `false` the queue is to be started by the caller. */
    readonly start?: boolean;
  } = {},
): { cases: Cases; queue: Queue } {
  const sealer = testSealer(countingRandom('one key file'));
  const random = over.random ?? countingRandom(`boot ${started++}`);
  const queue = new Queue({
    db,
    sealer,
    clock,
    random,
    events: { done() {}, failed() {}, dead() {}, stalled() {}, ...over.events },
  });
  const cases = new Cases({
    db,
    sealer,
    queue,
    clock,
    random,
    calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
    machineCode: 'B017',
    acceptRegion: '110115-bda',
    retentionDays: 3,
    resultDays: 30,
    facts: (code) =>
      (over.regions ?? ['120000']).includes(code)
        ? {
            matter: text('开具临时身份证明'),
            region: { code, short: text('天津'), phone: '022-0000 0000' },
            hours: { open: '09:00', close: '17:00' },
            promisedWorkingDays: 1,
            taskCode: 'T',
            ...(over.sender ? { sender: over.sender } : {}),
          }
        : null,
    lookOver: over.lookOver ?? takenAsPdf,
    adapter: typeof region === 'function' ? region : () => region,
    ...(over.otherWay ? { otherWay: over.otherWay } : {}),
  });
  over.prepare?.(queue);
  if (over.start !== false) queue.start();
  return { cases, queue };
}

/** A complete, signed application. */
export const application = (over: Partial<Application> = {}): Application => ({
  region: '120000',
  matterCode: 'XT-GA-020',
  delivery: 'print-here',
  applicant: { name: person.name, number: person.number, source: 'card', address: null, phone: null },
  form: { purpose: 'train' },
  document: { base64: 'JVBERg==', sha256: 'a'.repeat(64) },
  signature: { sha256: 'a'.repeat(64), strokes: [], signedAt: 1 },
  ...over,
});
