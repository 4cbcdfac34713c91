import { createHash } from 'node:crypto';
import type {
  DocumentPrinter,
  Printed,
  PrintFailure,
  ReceiptFailure,
  ReceiptParts,
  ReceiptPrinter,
} from '../../native-bridge/index.ts';
import {
  type Clock,
  err,
  ok,
  type RandomBytes,
  type Result,
  Signal,
  sleep,
  type Watchable,
} from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';
import { type PrintJob, PrintJobs } from './jobs.ts';
import { certain, missing, type Send } from './missing.ts';
import { cut, pageCount } from './pages.ts';
import type { PaperFailure, PaperOrder, PaperState, PaperWord } from './types.ts';

export const PRINT_LIMITS = {
  /** Sendings of one paper before a person has to look at the printer. */
  attempts: 8,
  /** How long after the start a printer that is not there is waited for, before what it had to do counts as unknown, in milliseconds. */
  adoptWait: 60_000,
} as const;

export interface PrintDeps {
  readonly db: SqlDatabase;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Pages (A4). Null: there is none. */
  readonly printer: DocumentPrinter | null;
  /** Strips (小票). Null: there is none. */
  readonly strips: ReceiptPrinter | null;
  /** Milliseconds after the first print within which the same person may have the same paper again. */
  readonly reprintFor: number;
  /** For the log. */
  readonly onEnd?: (job: PrintJob) => void;
  readonly onLeft?: (job: PrintJob) => void;
}

/** A document as it was asked for. */
export type Held = Pick<PaperOrder, 'pdf' | 'strip'>;

type Outcome = Result<PaperState, PaperFailure>;

/**
 * Papers as durable jobs: intent → sent → done, failed or unknown. One printer, one queue. A paper counts as handed out
 * only when the printer, or the citizen, says that it came out whole; what may have come out is never printed again
 * unasked; what certainly did not is printed without what did.
 */
export class PrintService {
  readonly #deps: PrintDeps;
  readonly #jobs: PrintJobs;
  readonly #now = new Signal<PaperState | null>(null);
  readonly #queues = {
    page: Promise.resolve() as Promise<unknown>,
    strip: Promise.resolve() as Promise<unknown>,
  };
  /** Papers on their way, by name. */
  readonly #running = new Map<string, Promise<Outcome>>();
  /** Documents whose print may go on, in memory alone. */
  readonly #held = new Map<string, Held>();
  #session = 0;
  /** Pages that the printer says are out of the job that it has now. Only what it says at its end is written down. */
  #counted: { readonly id: number; readonly done: number } | null = null;
  /** The last paper that was printed and that nobody is known to have taken. */
  #inTray: number | null = null;
  #stopWatching: (() => void) | null = null;
  readonly #stopping = new AbortController();

  constructor(deps: PrintDeps) {
    this.#deps = deps;
    this.#jobs = new PrintJobs(deps.db, deps.clock);
  }

  /** The paper that is on its way, or was last. */
  get now(): Watchable<PaperState | null> {
    return this.#now;
  }

  /** Asks the printer what became of prints that a restart cut off. They are not printed again. */
  start(): void {
    const { printer } = this.#deps;
    this.#stopWatching =
      printer?.condition.subscribe((condition) => {
        if (condition?.output === 'taken') this.#taken();
      }) ?? null;
    for (const job of this.#jobs.open()) {
      if (job.state === 'intent') this.#end(job, 'failed', job.pagesDone, 'restarted');
      else if (job.printer === 'strip' || !printer) this.#end(job, 'unknown', job.pagesDone, 'restarted');
      else
        void this.#track(job.what, job.caseId, () => this.#inQueue('page', () => this.#adopt(printer, job)));
    }
  }

  /** Stops looking. What is on its way stays written down as sent, and is asked after at the next start. */
  stop(): void {
    this.#stopWatching?.();
    this.#stopping.abort();
    this.forget();
  }

  /** Prints a paper, the missing pages of it, or says why not. A paper that is on its way is waited for, not printed twice. */
  async print(order: PaperOrder): Promise<Outcome> {
    const running = this.#running.get(keyOf(order.what, order.caseId));
    // Who asks while it is on its way asks for that one.
    if (running) return running;
    return this.#track(order.what, order.caseId, () => this.#print(order));
  }

  /**
   * Takes the citizen's answer to the question what lies in the tray; `lastPage` counts through all copies. What is
   * missing then is printed when it is asked for. Null when nothing is asked about this paper.
   */
  answer(what: string, caseId: string | null, word: PaperWord, lastPage = 0): PaperState | null {
    const job = this.#jobs.last(what, caseId);
    if (job?.state !== 'unknown') return null;
    const all = job.pages * job.copies;
    // Of a strip a part is of no use.
    const seen = word === 'part' && job.printer === 'page' ? Math.min(Math.max(lastPage, 0), all - 1) : 0;
    const answered = this.#jobs.answered(job.id, word, word === 'all' ? all : seen);
    this.#deps.onEnd?.(answered);
    this.#now.set(stateOf(answered));
    if (answered.state === 'done') this.#drop(keyOf(what, caseId));
    return stateOf(answered);
  }

  /** How a paper stands; null when nobody has asked for it. */
  paper(what: string, caseId: string | null): PaperState | null {
    const job = this.#jobs.last(what, caseId);
    return job && this.#stateOf(job);
  }

  /**
   * Copies of `perCopy` pages that came out, or may have: of this paper of a case, or of every paper without a case whose
   * name begins with `what`. A copy that was begun counts.
   */
  copiesOf(what: string, caseId: string | null, perCopy?: number): number {
    const jobs = caseId === null ? this.#jobs.named(what) : this.#jobs.all(what, caseId);
    return jobs.reduce((sum, job) => sum + Math.ceil(mayBeOut(job) / sidesOf(job, perCopy ?? job.pages)), 0);
  }

  /** The document of a print that did not come to its end in this session, to go on with, or null. */
  held(what: string, caseId: string | null): Held | null {
    return this.#held.get(keyOf(what, caseId)) ?? null;
  }

  /** What lies in the output tray; null without a sensor. */
  output(): 'taken' | 'waiting' | 'full' | null {
    return this.#deps.printer?.condition.value?.output ?? null;
  }

  /** Nobody stands here any more: no document stays in memory. */
  forget(): void {
    this.#session++;
    for (const key of [...this.#held.keys()]) this.#drop(key);
  }

  /** The screen is free for the next one: paper that still lies in the tray was left behind. */
  leave(): void {
    const output = this.output();
    if (this.#inTray !== null && (output === 'waiting' || output === 'full')) {
      this.#jobs.left(this.#inTray);
      this.#deps.onLeft?.(this.#jobs.get(this.#inTray));
    }
    this.#inTray = null;
  }

  #track(what: string, caseId: string | null, work: () => Promise<Outcome>): Promise<Outcome> {
    const key = keyOf(what, caseId);
    const running = work().finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    this.#running.set(key, running);
    return running;
  }

  #inQueue<T>(queue: 'page' | 'strip', work: () => Promise<T>): Promise<T> {
    const turn = this.#queues[queue].then(work);
    this.#queues[queue] = turn.catch(() => undefined);
    return turn;
  }

  async #print(order: PaperOrder): Promise<Outcome> {
    const { printer, strips } = this.#deps;
    if (!printer && !(strips && order.strip)) return err({ kind: 'no-printer', code: 'none' });
    const sha256 = createHash('sha256').update(order.pdf).digest('hex');
    const count = (await pageCount(order.pdf)) ?? 1;
    const job = this.#jobOf(order, sha256, order.pages ? order.pages.to - order.pages.from + 1 : count);
    if (!job.ok) return job;
    const session = this.#session;
    const ended = await this.#run(job.value, order);
    if (this.#stopping.signal.aborted) return ended;
    const key = keyOf(order.what, order.caseId);
    if (ended.ok) this.#drop(key);
    else if (session === this.#session && !this.#held.has(key))
      this.#held.set(key, {
        pdf: Uint8Array.from(order.pdf),
        ...(order.strip && { strip: order.strip }),
      });
    return ended;
  }

  #drop(key: string): void {
    this.#held.get(key)?.pdf.fill(0);
    this.#held.delete(key);
  }

  /** The job to do, or why there is none. */
  #jobOf(order: PaperOrder, sha256: string, pages: number): Result<PrintJob, PaperFailure> {
    const { what, caseId } = order;
    const last = this.#jobs.last(what, caseId);
    if (last?.state === 'unknown') return err({ kind: 'end-unknown', code: last.reason ?? 'unknown' });
    const earlier = caseId === null ? [] : this.#jobs.all(what, caseId);
    const refusal = this.#refusal(order, earlier);
    if (refusal) return err(refusal);
    const copies = order.copies ?? 1;
    const { sides, media, pages: range } = order;
    const options = { ...(sides && { sides }), ...(media && { media }), ...(range && { pages: range }) };
    if (
      last?.state === 'failed' &&
      last.sha256 === sha256 &&
      last.copies === copies &&
      last.pages === pages &&
      JSON.stringify(last.options) === JSON.stringify(options)
    )
      return ok(this.#jobs.again(last.id));
    return ok(
      this.#jobs.begin({
        what,
        caseId,
        by: order.by,
        token: this.#token(order.label),
        printer: 'page',
        sha256,
        pages,
        copies,
        options,
      }),
    );
  }

  #refusal(order: PaperOrder, earlier: readonly PrintJob[]): PaperFailure | null {
    const done = earlier.filter(({ state }) => state === 'done');
    const [first] = done;
    const copies = done.reduce((sum, job) => sum + job.copies, 0) + (order.copies ?? 1);
    if (order.copiesAtMost !== undefined && copies > order.copiesAtMost)
      return { kind: 'copies-over', code: `${copies}-of-${order.copiesAtMost}` };
    if (first && !this.#mayAgain(first, order.by)) return { kind: 'reprint-over', code: `job-${first.id}` };
    // What is missing of somebody's paper is nobody else's.
    const begun = this.#jobs.last(order.what, order.caseId);
    if (begun?.state === 'failed' && begun.by && order.by && Buffer.compare(begun.by, order.by) !== 0)
      return { kind: 'reprint-over', code: `job-${begun.id}` };
    const tried = earlier.filter(({ state }) => state !== 'done').reduce((sum, job) => sum + job.attempts, 0);
    if (tried >= PRINT_LIMITS.attempts) return { kind: 'attempts-over', code: `${tried}` };
    return null;
  }

  #mayAgain(first: PrintJob, by: Uint8Array | null): boolean {
    if (!by || !first.by || Buffer.compare(by, first.by) !== 0) return false;
    return this.#deps.clock.now() - (first.endedAt ?? 0) <= this.#deps.reprintFor;
  }

  async #run(job: PrintJob, order: PaperOrder): Promise<Outcome> {
    const { printer, strips } = this.#deps;
    if (order.strip && strips && (strips.presence.value === 'ready' || !printer)) {
      const parts = order.strip;
      const ended = await this.#inQueue('strip', () => this.#strip(strips, job, order.label, parts));
      // Only what certainly did not begin goes to the other printer.
      if (ended) return ended;
    }
    if (!printer) return err({ kind: 'no-printer', code: 'page' });
    return this.#inQueue('page', () => this.#pages(printer, this.#jobs.get(job.id), order));
  }

  /** Null: nothing came out and another printer may do it. */
  async #strip(
    strips: ReceiptPrinter,
    job: PrintJob,
    label: string,
    parts: ReceiptParts,
  ): Promise<Outcome | null> {
    this.#jobs.sending(job.id, 'strip', this.#token(label), job.pages * job.copies);
    this.#show(job.id);
    const printed = await strips.print(parts);
    if (this.#stopping.signal.aborted) return err({ kind: 'end-unknown', code: 'stopping' });
    if (printed.ok) return this.#outcome(this.#end(job, 'done', job.pages * job.copies, null));
    const { kind, code, printed: came } = printed.error;
    if (came === 'nothing' && this.#deps.printer) {
      this.#jobs.came(job.id, 0);
      return null;
    }
    const ended = this.#end(job, came === 'unknown' ? 'unknown' : 'failed', 0, STRIP_FAILURE[kind]);
    return this.#outcome(ended, code);
  }

  async #pages(printer: DocumentPrinter, job: PrintJob, order: PaperOrder): Promise<Outcome> {
    const duplex = order.sides !== undefined && order.sides !== 'one-sided';
    const can = printer.capabilities.value;
    const { pages, copies } = job;
    let done = certain({ pages, done: job.pagesDone, duplex });
    for (const send of missing({ pages, copies, done, duplex }).flatMap((s) =>
      inParts(s, can?.mostCopies ?? 1),
    )) {
      const count = (send.to - send.from + 1) * send.copies;
      const before = done;
      const first = order.pages?.from ?? 1;
      const range = { from: send.from + first - 1, to: send.to + first - 1 };
      const partly = order.pages !== undefined || send.from > 1 || send.to < pages;
      const leavesOut = can?.pageRanges === true;
      const pdf = partly && !leavesOut ? await cut(order.pdf, range).catch(() => null) : order.pdf;
      if (!pdf) return this.#outcome(this.#end(job, 'failed', done, 'refused'), 'cannot-be-cut');
      const title = this.#token(order.label);
      this.#jobs.sending(job.id, 'page', title, count);
      this.#show(job.id);
      const printed = await printer.print(pdf, {
        title,
        copies: send.copies,
        ...(order.sides && can?.sides.includes(order.sides) && { sides: order.sides }),
        ...(order.media && { media: order.media }),
        ...(partly && leavesOut && { pages: range }),
        onPages: (out) => this.#count(job.id, before + Math.min(out, count)),
      });
      this.#counted = null;
      if (this.#stopping.signal.aborted) return err({ kind: 'end-unknown', code: 'stopping' });
      if (!printed.ok) return this.#failed(job, done, count, printed.error);
      done += count;
      this.#jobs.came(job.id, done);
    }
    const ended = this.#end(job, 'done', pages * copies, null);
    this.#inTray = ended.id;
    return this.#outcome(ended);
  }

  #failed(job: PrintJob, before: number, sent: number, failure: PrintFailure): Outcome {
    const { kind, code } = failure;
    const pagesDone = kind === 'refused' || kind === 'unreachable' ? 0 : failure.pagesDone;
    const known = pagesDone !== null && pagesDone < sent && kind !== 'end-unknown';
    const done = before + Math.min(pagesDone ?? 0, sent - 1);
    const reason = kind === 'cancelled' ? 'stopped' : kind;
    return this.#outcome(this.#end(job, known ? 'failed' : 'unknown', done, reason), code);
  }

  async #adopt(printer: DocumentPrinter, job: PrintJob): Promise<Outcome> {
    const adopted = await this.#askAfter(printer, job.token);
    if (this.#stopping.signal.aborted) return err({ kind: 'end-unknown', code: 'stopping' });
    if (!adopted.ok && adopted.error.kind !== 'unreachable')
      return this.#failed(job, job.pagesDone, job.pagesSent, adopted.error);
    if (!adopted.ok) return this.#outcome(this.#end(job, 'unknown', job.pagesDone, 'unreachable'));
    const done = job.pagesDone + job.pagesSent;
    const whole = done >= job.pages * job.copies;
    return this.#outcome(this.#end(job, whole ? 'done' : 'failed', done, whole ? null : 'restarted'));
  }

  async #askAfter(printer: DocumentPrinter, token: string): Promise<Result<Printed, PrintFailure>> {
    const there = () => printer.presence.value === 'ready' || printer.presence.value === 'trouble';
    if (!there()) {
      const waited = new AbortController();
      const stop = printer.presence.subscribe(() => there() && waited.abort());
      const until = AbortSignal.any([waited.signal, this.#stopping.signal]);
      await sleep(this.#deps.clock, PRINT_LIMITS.adoptWait, until);
      stop();
    }
    return printer.adopt(token);
  }

  #end(
    job: PrintJob,
    end: 'done' | 'failed' | 'unknown',
    pagesDone: number,
    reason: string | null,
  ): PrintJob {
    const ended = this.#jobs.end(job.id, end, pagesDone, reason);
    this.#deps.onEnd?.(ended);
    this.#now.set(stateOf(ended));
    return ended;
  }

  #outcome(job: PrintJob, code = job.reason ?? ''): Outcome {
    if (job.state === 'done') return ok(stateOf(job));
    return err({
      kind: job.state === 'unknown' ? 'end-unknown' : ((job.reason ?? 'stopped') as PaperFailure['kind']),
      code,
    });
  }

  #show(id: number): void {
    this.#now.set(this.#stateOf(this.#jobs.get(id)));
  }

  /** Nobody hears of it once the host stops: the database may be closed by then. */
  #count(id: number, done: number): void {
    if (this.#stopping.signal.aborted) return;
    this.#counted = { id, done };
    this.#show(id);
  }

  #stateOf(job: PrintJob): PaperState {
    const counted = job.state === 'sent' && this.#counted?.id === job.id ? this.#counted.done : 0;
    return stateOf({ ...job, pagesDone: Math.max(job.pagesDone, counted) });
  }

  #taken(): void {
    if (this.#inTray === null) return;
    this.#jobs.taken(this.#inTray);
    this.#inTray = null;
  }

  #token(label: string): string {
    return `${label}-${Buffer.from(this.#deps.random(8)).toString('hex')}`;
  }
}

/** Sides that one copy takes: of several that were {@link joined} apart, with the empty back of its last sheet. */
function sidesOf({ pages, copies, options }: PrintJob, perCopy: number): number {
  const apart = copies === 1 && pages > perCopy && options.sides?.startsWith('two-sided') === true;
  return Math.max(1, perCopy + (apart ? perCopy % 2 : 0));
}

/** Pages of a job that are out, or of which nobody knows. */
function mayBeOut({ state, pages, copies, pagesDone, pagesSent }: PrintJob): number {
  const all = pages * copies;
  if (state === 'done') return all;
  return state === 'sent' || state === 'unknown' ? Math.min(all, pagesDone + pagesSent) : pagesDone;
}

const keyOf = (what: string, caseId: string | null) => `${what} ${caseId ?? ''}`;

/** A sending in as many as the printer's most copies make of it. */
function inParts(send: Send, mostCopies: number): Send[] {
  const most = Math.max(1, mostCopies);
  return Array.from({ length: Math.ceil(send.copies / most) }, (_, at) => ({
    ...send,
    copies: Math.min(most, send.copies - at * most),
  }));
}

function stateOf(job: PrintJob): PaperState {
  const { what, caseId, printer, state, pages, copies, pagesDone } = job;
  return {
    what,
    caseId,
    printer,
    state: state === 'intent' || state === 'sent' ? 'printing' : state,
    pages: pages * copies,
    done: pagesDone,
  };
}

const STRIP_FAILURE = {
  'paper-out': 'out-of-paper',
  'cover-open': 'cover-open',
  'cutter-error': 'jammed',
  'device-lost': 'unreachable',
  unprintable: 'refused',
  'too-wide': 'refused',
  cancelled: 'stopped',
  overheated: 'stopped',
  'printer-error': 'stopped',
  offline: 'stopped',
  'no-proof': 'stopped',
} as const satisfies Record<ReceiptFailure['kind'], PaperFailure['kind']>;
