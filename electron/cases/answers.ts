import { err, ok, type Result } from '../core/index.ts';
import type { Job, Outcome } from '../queue/index.ts';
import type { CaseProgress } from '../regions/index.ts';
import { type CaseBooks, keyFor, laneOf } from './books.ts';
import { laterOf, NOT_SERVED, recordOf } from './outcomes.ts';
import type { CaseCourse, CaseRecord } from './records.ts';
import { type AnswerRefusal, type Correction, type FurtherSignature, PRIORITY } from './types.ts';

type Given<T> = T & { readonly at: number };

/**
 * What citizens give their region while a case runs: the answer to a round of correction (补正), a further signature.
 * Both are written down with their outbox row in one transaction, and go when the line is there.
 */
export class Answers {
  readonly #books: CaseBooks;

  constructor(books: CaseBooks) {
    this.#books = books;
    books.queue.handle('correction', (job, signal) => this.#sendCorrection(job, signal));
    books.queue.handle('signature', (job, signal) => this.#sendSignature(job, signal));
  }

  correct(caseId: string, correction: Correction): Result<CaseRecord, AnswerRefusal> {
    const { clock, db } = this.#books.deps;
    const record = this.#books.records.byId(caseId);
    if (!record) return err('unknown-case');
    const region = this.#books.regionOf(record);
    if (!region?.capabilities.correction || !region.answerCorrection) return err('not-supported');
    const { round } = this.#books.asked(caseId);
    if (record.state !== 'correction' || !round) return err('nothing-asked');
    if (round.id !== correction.roundId) return err('other-round');
    if (round.until !== null && clock.now() > round.until) return err('too-late');
    const { answer } = record.course;
    if (answer?.round === round.id && answer.state !== 'failed') return ok(record);
    db.transaction(() => {
      // An answer that failed lies on the shelf and would hold up the new one.
      const tries = answer?.round === round.id ? answer.tries + 1 : 1;
      if (tries > 1) this.#books.queue.drop(jobOf(record, round.id, tries - 1));
      this.#books.setCourse(caseId, { answer: { round: round.id, state: 'waiting', tries } });
      this.#enqueue(record, 'correction', jobOf(record, round.id, tries), correction);
    });
    this.#books.woken(record);
    return ok(this.#books.records.byId(caseId) as CaseRecord);
  }

  sign(caseId: string, signature: FurtherSignature): Result<CaseRecord, AnswerRefusal> {
    const record = this.#books.records.byId(caseId);
    if (!record) return err('unknown-case');
    const region = this.#books.regionOf(record);
    if (!region?.capabilities.signatures || !region.sign) return err('not-supported');
    const { signers } = this.#books.asked(caseId);
    const mine = signers?.signers.find(({ id }) => id === signature.signerId);
    if (!signers || !mine) return err('nothing-asked');
    if (mine.signed) return ok(record);
    // Everybody signs the same document.
    if (signature.signature.sha256 !== signers.documentSha256) return err('other-round');
    this.#books.deps.db.transaction(() =>
      this.#enqueue(record, 'signature', `${caseId}:signature:${mine.id}`, signature),
    );
    this.#books.woken(record);
    return ok(record);
  }

  #enqueue(
    record: CaseRecord,
    kind: 'correction' | 'signature',
    idem: string,
    given: Correction | FurtherSignature,
  ): void {
    this.#books.queue.enqueue({
      lane: laneOf(record),
      kind,
      idem,
      caseId: record.id,
      payload: { ...given, at: this.#books.deps.clock.now() },
      priority: PRIORITY.answer,
    });
  }

  async #sendCorrection(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = recordOf(this.#books, job);
    const region = this.#books.regionOf(record);
    const { regionNumber: caseNumber } = record;
    if (!region?.answerCorrection || caseNumber === null) return NOT_SERVED;
    const { at, ...correction } = job.payload as Given<Correction>;
    const answer = await region.answerCorrection(
      {
        ...correction,
        idempotencyKey: keyFor(record.region, caseNumber, correction.roundId),
        caseNumber,
        matterCode: record.matter,
        answeredAt: at,
      },
      signal,
    );
    if (answer.ok)
      return { kind: 'done', commit: () => this.#corrected(record, correction.roundId, answer.value) };
    if (answer.error.retryable) return laterOf(answer.error);
    // Answered at another machine, or its time was over: then the region wants this answer no more.
    const now = await region.correction?.(caseNumber, signal);
    if (now && !now.ok && now.error.retryable) return laterOf(now.error);
    if (now?.ok && now.value?.id !== correction.roundId)
      return { kind: 'done', commit: () => this.#note(record, correction.roundId, 'closed') };
    return {
      kind: 'dead',
      code: answer.error.technicianCode,
      commit: () => this.#note(record, correction.roundId, 'failed'),
    };
  }

  #corrected(record: CaseRecord, roundId: string, progress: CaseProgress): void {
    this.#note(record, roundId, 'sent');
    this.#books.advance(record.id, { progress });
    if (!record.course.elsewhere) return;
    // Nobody may be looking after it here any more.
    this.#books.queue.enqueue({
      lane: laneOf(record),
      kind: 'progress',
      idem: `${record.id}:progress:${roundId}`,
      caseId: record.id,
      payload: {},
      priority: PRIORITY.progress,
    });
  }

  #note(record: CaseRecord, round: string, state: NonNullable<CaseCourse['answer']>['state']): void {
    const before = this.#books.records.byId(record.id)?.course.answer;
    // A newer round has its own answer.
    if (before?.round === round) this.#books.setCourse(record.id, { answer: { ...before, state } });
    this.#books.changed(record.id);
  }

  async #sendSignature(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = recordOf(this.#books, job);
    const region = this.#books.regionOf(record);
    const { regionNumber: caseNumber } = record;
    if (!region?.sign || caseNumber === null) return NOT_SERVED;
    const { at: _, ...signature } = job.payload as Given<FurtherSignature>;
    const idempotencyKey = keyFor(record.region, caseNumber, `signature ${signature.signerId}`);
    const answer = await region.sign({ ...signature, idempotencyKey, caseNumber }, signal);
    if (answer.ok) return { kind: 'done', commit: () => this.#books.noteSigners(record.id, answer.value) };
    return answer.error.retryable
      ? laterOf(answer.error)
      : { kind: 'dead', code: answer.error.technicianCode };
  }
}

const jobOf = (record: CaseRecord, round: string, tries: number) =>
  `${record.id}:correction:${round}${tries > 1 ? `:${tries}` : ''}`;
