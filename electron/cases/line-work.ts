import { ok, type Result } from '../core/index.ts';
import type { Job, Outcome } from '../queue/index.ts';
import { type CaseProgress, type RegionFailure, regionFailure, type Submission } from '../regions/index.ts';
import { type CaseBooks, type Heard, isOver, laneOf } from './books.ts';
import { laterOf, NOT_SERVED, recordOf } from './outcomes.ts';
import type { Parcels } from './parcels.ts';
import type { CaseRecord } from './records.ts';
import type { Refunds } from './refunds.ts';
import { fetchedResult, putResult } from './results.ts';
import { type CaseRegion, ELSEWHERE_FOLLOWED_MS, PRIORITY, PROGRESS_TIMING } from './types.ts';

/** What the queue has done for cases: sending them, taking them back, looking after them. */
export class LineWork {
  readonly #books: CaseBooks;
  readonly #parcels: Parcels;
  readonly #refunds: Refunds;

  constructor(books: CaseBooks, parcels: Parcels, refunds: Refunds) {
    this.#books = books;
    this.#parcels = parcels;
    this.#refunds = refunds;
    books.queue.handle('case', (job, signal) =>
      this.#withRegion(job, (...of) => this.#send(job, ...of, signal)),
    );
    books.queue.handle('withdrawal', (job, signal) =>
      this.#withRegion(job, (...of) => this.#withdraw(...of, signal)),
    );
    books.queue.handle('progress', (job, signal) =>
      this.#withRegion(job, (...of) => this.#follow(job, ...of, signal)),
    );
  }

  async #withRegion(
    job: Job,
    work: (record: CaseRecord, region: CaseRegion) => Promise<Outcome>,
  ): Promise<Outcome> {
    const record = recordOf(this.#books, job);
    const region = this.#books.regionOf(record);
    return region ? work(record, region) : NOT_SERVED;
  }

  async #send(job: Job, record: CaseRecord, region: CaseRegion, signal: AbortSignal): Promise<Outcome> {
    // "Committed there, not noted here": an earlier attempt may have arrived although its answer did not.
    const known = job.maybeSent ? await region.progress(record.id, signal) : ok(null);
    if (!known.ok) return this.#failed(record, known.error);
    const answer = known.value ? ok(known.value) : await region.submit(job.payload as Submission, signal);
    if (!answer.ok) return this.#failed(record, answer.error);
    const progress = answer.value;
    return {
      kind: 'done',
      commit: () => {
        this.#books.advance(record.id, { progress });
        if (isOver(progress)) return;
        this.#books.queue.enqueue({
          lane: laneOf(record),
          kind: 'progress',
          idem: `${record.id}:progress`,
          caseId: record.id,
          payload: {},
          priority: PRIORITY.progress,
          runAt: this.#books.deps.clock.now() + PROGRESS_TIMING.eagerMs,
        });
      },
    };
  }

  async #withdraw(record: CaseRecord, region: CaseRegion, signal: AbortSignal): Promise<Outcome> {
    const answer = await region.withdraw(record.id, signal);
    if (!answer.ok && answer.error.retryable) return this.#failed(record, answer.error);
    // A person must look: until then nothing is sent, and nothing is said to be withdrawn.
    if (!answer.ok) return { kind: 'dead', code: answer.error.technicianCode };
    const { queue, records } = this.#books;
    const successor = records.successorOf(record.id);
    const outcome = answer.value;
    return {
      kind: 'done',
      commit: () => {
        if (outcome === 'withdrawn') {
          queue.drop(record.id);
          queue.drop(`${record.id}:progress`);
          records.setWithdrawal(record.id, 'done');
          this.#parcels.drop(record.id);
          if (!successor) this.#refunds.ask(record);
          if (successor) queue.release(successor.id);
        } else {
          queue.release(record.id);
          records.setWithdrawal(record.id, 'too-late');
          if (successor) {
            queue.drop(successor.id);
            records.setWithdrawal(successor.id, 'done');
          }
        }
        queueMicrotask(() => this.#books.woken(record, ...(successor ? [successor] : [])));
      },
    };
  }

  async #follow(job: Job, record: CaseRecord, region: CaseRegion, signal: AbortSignal): Promise<Outcome> {
    const { clock } = this.#books.deps;
    const answer = await this.#ask(record, region, signal);
    if (!answer.ok) return this.#failed(record, answer.error);
    const progress = answer.value ?? (await this.#again(record, region, signal));
    // The region said yes to this case once; that it does not know it now is its trouble, not the citizen's.
    if (!progress) return { kind: 'later', code: 'region-lost-case', afterMs: PROGRESS_TIMING.calmMs };
    const heard = await this.#details(record, region, progress, signal);
    const commit = () => {
      this.#books.advance(record.id, heard);
      this.#parcels.decided(record, progress);
    };
    // An answer that names no parts says nothing of them.
    const parts = progress.parts ?? record.course.parts;
    if (isOver(parts ? { ...progress, parts } : progress)) return { kind: 'done', commit };
    const age = clock.now() - job.createdAt;
    if (progress.state !== 'finished' || !progress.resultReady) {
      if (record.course.elsewhere && age >= ELSEWHERE_FOLLOWED_MS) return { kind: 'done', commit };
      const { eagerMs, eagerForMs, calmMs } = PROGRESS_TIMING;
      return { kind: 'wait', afterMs: age < eagerForMs ? eagerMs : calmMs, commit };
    }
    // What goes to a phone is kept here too, for whoever comes back with it.
    if (record.delivery !== 'print-here' && record.delivery !== 'e-document') return { kind: 'done', commit };
    // A finished case has a number in every protocol; the key alone fetches nothing.
    if (progress.caseNumber === null) return { kind: 'later', code: 'region-gave-no-number' };
    const result = await fetchedResult(this.#books, region, progress.caseNumber, signal);
    if (result.kind === 'wait') return this.#failed(record, result.failure);
    const keep = () => {
      putResult(this.#books, record, result);
      commit();
    };
    if (result.kind === 'kept') return { kind: 'done', commit: keep };
    // The citizen is told at once, and a person looks.
    return { kind: 'dead', code: result.code, commit: keep };
  }

  /**
   * Hands in anew, under its own key, what a region that answers later has not numbered and does not hold any more: its box
   * lost the package or could not open it. Null when there is nothing to hand in, or not now.
   */
  async #again(record: CaseRecord, region: CaseRegion, signal: AbortSignal): Promise<CaseProgress | null> {
    if (record.regionNumber !== null || record.withdrawal !== null || record.course.elsewhere) return null;
    const submission = this.#books.queue.payloadOf(record.id) as Submission | null;
    const answer = submission && (await region.submit(submission, signal));
    return answer?.ok ? answer.value : null;
  }

  /** By its key; a case of another machine by its number, for the key is that machine's. */
  async #ask(
    record: CaseRecord,
    region: CaseRegion,
    signal: AbortSignal,
  ): Promise<Result<CaseProgress | null, RegionFailure>> {
    if (!record.course.elsewhere) return region.progress(record.id, signal);
    if (region.status && region.capabilities.events && record.regionNumber !== null)
      return region.status(record.regionNumber, signal);
    return { ok: false, error: regionFailure('not-supported', 'cases.status.not-supported') };
  }

  /** What the region tells apart from the state. A failure of it does not hold up what is known: it is asked again. */
  async #details(
    record: CaseRecord,
    region: CaseRegion,
    progress: CaseProgress,
    signal: AbortSignal,
  ): Promise<Heard> {
    const { caseNumber, state } = progress;
    const { capabilities } = region;
    if (caseNumber === null) return { progress };
    if (state === 'correction' && !progress.correction && capabilities.correction) {
      const round = await region.correction?.(caseNumber, signal);
      return { progress, round: round?.ok ? round.value : undefined };
    }
    if (state === 'received' && capabilities.signatures && this.#isSignedByMore(record)) {
      const signers = await region.signers?.(caseNumber, signal);
      return { progress, signers: signers?.ok ? signers.value : undefined };
    }
    return { progress, signers: state === 'received' ? undefined : null };
  }

  #isSignedByMore(record: CaseRecord): boolean {
    return record.course.elsewhere === true || record.course.furtherSigners === true;
  }

  #failed(record: CaseRecord, failure: RegionFailure): Outcome {
    if (failure.retryable) return laterOf(failure);
    return {
      kind: 'dead',
      code: failure.technicianCode,
      commit: () => {
        // After the region took the case, a failed look is no verdict on the case.
        if (record.state !== 'waiting') return;
        this.#books.records.advance(record.id, { state: 'stopped' });
        this.#books.changed(record.id);
      },
    };
  }
}
