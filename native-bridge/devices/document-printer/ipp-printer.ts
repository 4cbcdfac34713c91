import { type Clock, err, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import type { Attributes, IppAnswer, IppExecute, NoAnswer } from './ipp-client.ts';
import { keywords } from './ipp-client.ts';
import { hasEnded, isIncomplete, type Job, pagesOut } from './ipp-job.ts';
import { IppQueue } from './ipp-queue.ts';
import { type Block, blockOf, capabilitiesOf, conditionOf, deviceAddress, isCups } from './ipp-state.ts';
import { IPP_TIMING } from './ipp-timing.ts';
import type {
  DocumentPrinter,
  Printed,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
} from './types.ts';

type Outcome = Result<Printed, PrintFailure>;
type Why = Pick<PrintFailure, 'kind' | 'code'>;

/** One look: at what takes the jobs, and at the printer behind it where that is another one that can be asked. */
interface Look {
  readonly queue: IppAnswer;
  readonly device: { readonly queue: IppQueue; readonly attributes: Attributes | null } | null;
}

/** A job under way. */
interface Run {
  readonly title: string;
  readonly twoSided: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onPages: PrintRequest['onPages'];
  /** Pages that `onPages` has heard of. */
  told: number;
  /** When the printer made the job, by its own count. */
  born: number | null;
  /** The document may have arrived in part only; why. */
  readonly cut: string | null;
}

/**
 * A printer that speaks IPP/2.0, or a queue of CUPS. A document is sent once. From the moment that the printer may have
 * it, every outcome but a certain one is `end-unknown`: nothing here sends a document twice, and the caller must not
 * either without asking. A queue's word is checked with the printer behind it.
 */
export class IppPrinter implements DocumentPrinter {
  readonly presence = new Signal<DocumentPrinter['presence']['value']>('unknown');
  readonly capabilities = new Signal<PrinterCapabilities | null>(null);
  readonly condition = new Signal<PrinterCondition | null>(null);
  readonly #queue: IppQueue;
  readonly #executeAt: (address: string) => IppExecute;
  readonly #clock: Clock;
  #stopping: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(address: string, executeAt: (address: string) => IppExecute, clock: Clock) {
    this.#queue = new IppQueue(executeAt(address));
    this.#executeAt = executeAt;
    this.#clock = clock;
  }

  start(): void {
    if (this.#stopping) return;
    const stop = new AbortController();
    this.#stopping = stop;
    this.#running = this.#watch(stop.signal);
  }

  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#stopping = null;
    this.presence.set('unknown');
  }

  async refresh(): Promise<void> {
    await this.#look();
  }

  print(pdf: Uint8Array, request: PrintRequest): Promise<Outcome> {
    return this.#inTurn(() => this.#print(pdf, request));
  }

  adopt(title: string): Promise<Outcome> {
    return this.#inTurn(() => this.#adopt(title));
  }

  #inTurn(work: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.#turn.then(work);
    this.#turn = turn;
    return turn;
  }

  async #watch(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#look();
      await sleep(this.#clock, IPP_TIMING.presenceEvery, stop);
    }
  }

  /** Asks how things stand. `null`: no answer; then it has been asked twice. */
  async #look(): Promise<Look | null> {
    const queue = await this.#twice(this.#queue);
    if (!queue) return this.#away();
    const address = deviceAddress(queue.printer);
    let device: Look['device'] = null;
    if (address) {
      const behind = new IppQueue(this.#executeAt(address));
      const answer = await this.#twice(behind);
      device = {
        queue: behind,
        attributes: answer?.status.startsWith('successful') ? answer.printer : null,
      };
    }
    if (queue.status.startsWith('successful')) {
      this.#tell(this.capabilities, capabilitiesOf(queue.printer, device ? device.attributes : null));
    }
    if (device && !device.attributes) {
      this.#away();
      return { queue, device };
    }
    this.#tell(this.condition, conditionOf(device?.attributes ?? queue.printer));
    this.presence.set(blockNow({ queue, device }) ? 'trouble' : 'ready');
    return { queue, device };
  }

  #away(): null {
    this.condition.set(null);
    this.presence.set('absent');
    return null;
  }

  /** One lost packet is not an absent printer. */
  async #twice(queue: IppQueue): Promise<IppAnswer | null> {
    const first = await queue.attributes();
    if (first) return first;
    await sleep(this.#clock, IPP_TIMING.secondLook, this.#stopping?.signal);
    return queue.attributes();
  }

  /** Watchers hear of changes only, not of each look. */
  #tell<T>(signal: Signal<T | null>, value: T): void {
    if (JSON.stringify(signal.value) !== JSON.stringify(value)) signal.set(value);
  }

  async #print(pdf: Uint8Array, request: PrintRequest): Promise<Outcome> {
    if (request.signal?.aborted) return failed({ kind: 'cancelled', code: 'before' }, 0);
    const before = await this.#look();
    if (!before || (before.device && !before.device.attributes)) {
      return failed({ kind: 'unreachable', code: before ? 'printer-behind-queue' : 'no-answer' }, 0);
    }
    const block = blockNow(before);
    if (block) return failed(block, 0);
    const unable = unableTo(request, capabilitiesOf(before.queue.printer, before.device?.attributes ?? null));
    if (unable) return failed({ kind: 'refused', code: unable }, 0);
    const operations = keywords(before.queue.printer['operations-supported']);
    return operations.includes('Create-Job') && operations.includes('Send-Document')
      ? this.#printInSteps(pdf, request)
      : this.#printAtOnce(pdf, request);
  }

  /** The job first, then its document: so the job has a number by the time that anything can go wrong with the document. */
  async #printInSteps(pdf: Uint8Array, request: PrintRequest): Promise<Outcome> {
    const made = await this.#whileBusy(request, () => this.#queue.create(request));
    if (!made.ok) {
      // A job may have been made, but without a document nothing comes out of it.
      if (made.error.kind === 'unknown') await this.#withdraw(request.title);
      return failed(notTaken(made.error), 0);
    }
    const { status, jobs } = made.value;
    if (!status.startsWith('successful')) return failed({ kind: 'refused', code: status || 'no-status' }, 0);
    const id = jobs[0]?.['job-id'];
    if (typeof id !== 'number') {
      await this.#withdraw(request.title);
      return failed({ kind: 'refused', code: 'no-job-id' }, 0);
    }
    const sent = await this.#whileBusy(request, () => this.#queue.send(id, request, pdf));
    if (sent.ok && sent.value.status.startsWith('successful')) return this.#follow(id, runOf(request, null));
    if (!sent.ok && sent.error.kind === 'unknown') {
      return this.#follow(id, runOf(request, `sent-${sent.error.code}`));
    }
    await this.#queue.cancel(id);
    const why = sent.ok ? ({ kind: 'refused', code: sent.value.status } as const) : notTaken(sent.error);
    return failed(why, 0);
  }

  async #printAtOnce(pdf: Uint8Array, request: PrintRequest): Promise<Outcome> {
    const sent = await this.#whileBusy(request, () => this.#queue.printJob(request, pdf));
    if (sent.ok) {
      const { status, jobs } = sent.value;
      if (!status.startsWith('successful')) {
        return failed({ kind: 'refused', code: status || 'no-status' }, 0);
      }
      const id = jobs[0]?.['job-id'];
      if (typeof id === 'number') return this.#follow(id, runOf(request, null));
    } else if (sent.error.kind !== 'unknown') {
      return failed(notTaken(sent.error), 0);
    }
    const code = sent.ok ? 'no-job-id' : `sent-${sent.error.code}`;
    const found = await this.#queue.find(request.title);
    return found === 'silent' || found === null
      ? failed({ kind: 'end-unknown', code }, null)
      : this.#follow(found.id, runOf(request, code));
  }

  async #whileBusy(
    { signal }: PrintRequest,
    ask: () => Promise<Result<IppAnswer, NoAnswer>>,
  ): Promise<Result<IppAnswer, NoAnswer>> {
    const until = this.#clock.now() + IPP_TIMING.busyFor;
    for (;;) {
      const answer = await ask();
      const busy = answer.ok && answer.value.status === 'server-error-busy';
      if (!busy || this.#clock.now() >= until || signal?.aborted) return answer;
      await sleep(this.#clock, IPP_TIMING.busyEvery, signal);
    }
  }

  /** Best effort: a job without a document prints nothing in any case. */
  async #withdraw(title: string): Promise<void> {
    const found = await this.#queue.find(title);
    if (found !== null && found !== 'silent' && !hasEnded(found)) await this.#queue.cancel(found.id);
  }

  /** Looks at an accepted job until its end is certain, or certainly unknown. */
  async #follow(given: number, run: Run): Promise<Outcome> {
    let id = given;
    let heardAt = this.#clock.now();
    let movedAt = heardAt;
    let standsSince: number | null = null;
    let pages: number | null = null;
    for (;;) {
      const job = await this.#queue.job(id, run.title, run.born);
      const now = this.#clock.now();
      if (job === 'forgotten') return failed({ kind: 'end-unknown', code: 'job-forgotten' }, null);
      if (job === 'silent') {
        if (now - heardAt >= IPP_TIMING.silentAtMost) {
          return failed({ kind: 'end-unknown', code: 'lost-after-accept' }, null);
        }
      } else {
        id = job.id;
        run.born ??= job.born;
        if (job.pages !== pages) movedAt = now;
        pages = job.pages;
        const look = await this.#look();
        if (hasEnded(job)) return this.#ended(job, run, look, null);
        const away = look?.device && !look.device.attributes;
        if (!away) heardAt = now;
        const block = look && blockNow(look);
        const stands = block?.kind === 'stopped' || job.state === 'pending-held' || isIncomplete(job);
        if (!stands) standsSince = null;
        else standsSince ??= now;
        if (look && run.onPages) await this.#tellPages(job, run, look, run.onPages);
        const why = this.#whyCancel(run, block, {
          moving: now - movedAt < IPP_TIMING.jobAtMost,
          standing: standsSince !== null && now - standsSince >= IPP_TIMING.standsAtMost,
          away: now - heardAt >= IPP_TIMING.silentAtMost,
        });
        if (why) return this.#cancel(job, run, why);
      }
      await sleep(this.#clock, IPP_TIMING.jobEvery, run.signal?.aborted ? undefined : run.signal);
    }
  }

  /** CUPS counts what went through its filters, so the printer behind it is asked, where there is one. */
  async #tellPages(job: Job, run: Run, look: Look, tell: (done: number) => void): Promise<void> {
    const behind = look.device?.attributes ? look.device.queue : null;
    const counted = isCups(look.queue.printer) ? ((await behind?.find(run.title)) ?? null) : job;
    if (counted === null || counted === 'silent') return;
    const out = pagesOut(counted, run.twoSided) ?? 0;
    if (out <= run.told) return;
    run.told = out;
    tell(out);
  }

  #whyCancel(
    run: Run,
    block: Block | null,
    now: { readonly moving: boolean; readonly standing: boolean; readonly away: boolean },
  ): Why | null {
    if (run.signal?.aborted) return { kind: 'cancelled', code: 'asked' };
    if (block && block.kind !== 'stopped') return block;
    if (now.standing) return block ?? { kind: 'stopped', code: run.cut ?? 'job-held' };
    if (now.away) return { kind: 'stopped', code: 'printer-gone' };
    return now.moving ? null : { kind: 'stopped', code: 'job-too-long' };
  }

  /** Takes a job back, so that no paper comes out when the citizen is gone. Printed all the same counts as printed. */
  async #cancel(job: Job, run: Run, why: Why): Promise<Outcome> {
    await this.#queue.cancel(job.id);
    const until = this.#clock.now() + IPP_TIMING.cancelAtMost;
    while (this.#clock.now() < until) {
      const now = await this.#queue.job(job.id, run.title, run.born);
      if (now === 'forgotten') break;
      if (now !== 'silent' && hasEnded(now)) {
        const look = await this.#look();
        return this.#ended({ ...now, begun: now.begun || job.begun }, run, look, why);
      }
      await sleep(this.#clock, IPP_TIMING.jobEvery);
    }
    return failed({ kind: 'end-unknown', code: 'cancel-unanswered' }, null);
  }

  /** What an ended job comes to. `why`: it was taken back. */
  async #ended(job: Job, run: Run, look: Look | null, why: Why | null): Promise<Outcome> {
    if (!look || !isCups(look.queue.printer)) return outcomeOf(job, run, look, why);
    const outcome = look.device
      ? await this.#confirmed(job, run, look.device, why)
      : // CUPS counts what went through its filters, which is no paper.
        outcomeOf({ ...job, pages: null, sheets: null }, run, look, why);
    await this.#queue.purge(job);
    return outcome;
  }

  /**
   * What the printer behind the queue says of a job that has ended in the queue. CUPS says "completed" of a job that the
   * printer gave up, and "canceled" while the printer prints on.
   */
  async #confirmed(
    job: Job,
    run: Run,
    device: NonNullable<Look['device']>,
    why: Why | null,
  ): Promise<Outcome> {
    const code = why?.code ?? `queue-${job.state}`;
    if (!job.begun) return failed(why ?? { kind: 'stopped', code }, 0);
    const began = this.#clock.now();
    let takenBack = false;
    for (;;) {
      const found = await device.queue.find(run.title);
      if (found !== null && found !== 'silent') {
        if (hasEnded(found)) return outcomeOf(found, run, await this.#look(), why);
        if (!takenBack && (job.state !== 'completed' || run.signal?.aborted)) {
          takenBack = true;
          await device.queue.cancel(found.id);
        }
      }
      const patience = found === null || found === 'silent' ? IPP_TIMING.cancelAtMost : IPP_TIMING.jobAtMost;
      if (this.#clock.now() - began >= patience) break;
      // A printer that answers and knows nothing of it will not learn of it any more.
      if (found === null && job.state !== 'completed') break;
      await sleep(this.#clock, IPP_TIMING.jobEvery);
    }
    return failed({ kind: 'end-unknown', code: `unconfirmed-${code}` }, null);
  }

  async #adopt(title: string): Promise<Outcome> {
    const run: Run = { ...runOf({ title }, null), twoSided: true };
    const look = await this.#look();
    const job = look ? await this.#queue.find(title) : 'silent';
    if (job === 'silent' || !look) return failed({ kind: 'end-unknown', code: 'no-answer' }, null);
    if (job !== null) {
      return hasEnded(job) ? this.#ended(job, run, look, null) : this.#cancel(job, run, LEFT_OVER);
    }
    // The queue may have lost what the printer behind it still knows.
    if (look.device) return this.#confirmed(LOST_JOB, run, look.device, LEFT_OVER);
    return failed({ kind: 'end-unknown', code: 'job-unknown' }, null);
  }
}

const LEFT_OVER: Why = { kind: 'stopped', code: 'left-over' };
const LOST_JOB: Job = {
  id: 0,
  state: 'aborted',
  reasons: [],
  pages: null,
  sheets: null,
  begun: true,
  born: null,
};

/** The printer's own trouble comes before the queue's, which repeats it later and longer. */
function blockNow({ queue, device }: Look): Block | null {
  if (!queue.status.startsWith('successful')) return { kind: 'stopped', code: queue.status || 'no-status' };
  if (!device) return blockOf(queue.printer);
  const behind = device.attributes && blockOf(device.attributes);
  if (behind) return behind;
  const own = blockOf(queue.printer);
  return own?.kind === 'stopped' ? own : null;
}

function unableTo(request: PrintRequest, can: PrinterCapabilities): string | null {
  if (request.pages && !can.pageRanges) return 'page-ranges-not-supported';
  if (request.sides && !can.sides.includes(request.sides)) return 'sides-not-supported';
  if ((request.copies ?? 1) > can.mostCopies) return 'copies-not-supported';
  if (request.media && can.media.length > 0 && !can.media.includes(request.media)) {
    return 'media-not-supported';
  }
  return null;
}

function runOf({ title, sides = 'one-sided', signal, onPages }: PrintRequest, cut: string | null): Run {
  return { title, twoSided: sides !== 'one-sided', signal, onPages, told: 0, born: null, cut };
}

/** Why a request without a document, or one that did not arrive, was not taken. */
function notTaken({ kind, code }: NoAnswer): Why {
  return { kind: kind === 'refused' ? 'refused' : 'unreachable', code };
}

function outcomeOf(job: Job, { twoSided }: Run, look: Look | null, why: Why | null): Outcome {
  const errors = job.reasons.includes('job-completed-with-errors');
  if (job.state === 'completed' && !errors) {
    return ok({ pages: job.pages || null, sheets: job.sheets || null });
  }
  const block = look && blockNow(look);
  const stopped: Why = { kind: 'stopped', code: job.reasons[0] ?? `job-${job.state}` };
  const said = errors
    ? ({ kind: 'stopped', code: 'job-completed-with-errors' } as const)
    : (block ?? stopped);
  return failed(why ?? said, pagesOut(job, twoSided));
}

function failed(why: Why, pagesDone: number | null): Result<never, PrintFailure> {
  return err({ ...why, pagesDone: why.kind === 'end-unknown' ? null : pagesDone });
}
