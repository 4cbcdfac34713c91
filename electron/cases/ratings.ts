import { err, ok, type Result } from '../core/index.ts';
import type { Job, Outcome } from '../queue/index.ts';
import type { Rating } from '../regions/index.ts';
import { type CaseBooks, keyFor, laneOf } from './books.ts';
import { laterOf, NOT_SERVED, recordOf } from './outcomes.ts';
import type { CaseRecord } from './records.ts';
import { type GivenRating, PRIORITY, PROGRESS_TIMING, type RatingRefusal } from './types.ts';

/** A rating and one afterthought (追评) of each stage. */
const ROUNDS = 2;

/** How long a rating waits for its case to have a number at the region, in milliseconds. */
const WAITS_MS = 30 * 86_400_000;

type Stage = Rating['stage'];
type Payload = { readonly caseId: string } & Pick<
  Rating,
  'satisfaction' | 'remarks' | 'comment' | 'stage' | 'round' | 'rater' | 'ratedAt'
>;

/** 好差评: what a citizen says of a case, written down with its outbox row. It never stands before a case in its line. */
export class Ratings {
  readonly #books: CaseBooks;

  constructor(books: CaseBooks) {
    this.#books = books;
    books.queue.handle('rating', (job, signal) => this.#send(job, signal));
  }

  /** Which rating would be taken now, or null: the region takes none, or both have been given. */
  next(record: CaseRecord): { readonly stage: Stage; readonly round: 1 | 2 } | null {
    const region = this.#books.regionOf(record);
    if (!region?.capabilities.ratings || !region.rate || record.state === 'withdrawn') return null;
    const stage = record.finishedAt === null ? 'accepted' : 'finished';
    const given = record.course.ratings?.[stage] ?? 0;
    return given < ROUNDS ? { stage, round: given === 0 ? 1 : 2 } : null;
  }

  rate(caseId: string, given: GivenRating): Result<CaseRecord, RatingRefusal> {
    const { clock, db } = this.#books.deps;
    const record = this.#books.records.byId(caseId);
    if (!record) return err('unknown-case');
    const next = this.next(record);
    if (!next) return err('not-taken');
    const { stage, round } = next;
    const payload: Payload = { ...given, caseId, stage, round, ratedAt: clock.now() };
    db.transaction(() => {
      this.#books.setCourse(caseId, { ratings: { ...record.course.ratings, [stage]: round } });
      this.#books.queue.enqueue({
        lane: laneOf(record),
        kind: 'rating',
        idem: `${caseId}:rating:${stage}:${round}`,
        // Not of the case: one that its region refuses would hold up what comes of the case.
        caseId: null,
        payload,
        priority: PRIORITY.rating,
      });
    });
    this.#books.woken(record);
    return ok(this.#books.records.byId(caseId) as CaseRecord);
  }

  async #send(job: Job, signal: AbortSignal): Promise<Outcome> {
    const { clock, facts, machineCode } = this.#books.deps;
    const { caseId, ...rating } = job.payload as Payload;
    const record = recordOf(this.#books, { ...job, caseId });
    const region = this.#books.regionOf(record);
    const taskCode = facts(record.region, record.matter)?.taskCode;
    if (!region?.rate || taskCode === undefined) return NOT_SERVED;
    // There is nothing to rate any more.
    if (record.state === 'withdrawn') return { kind: 'done' };
    const { regionNumber: caseNumber } = record;
    const age = clock.now() - job.createdAt;
    if (caseNumber === null) {
      if (age > WAITS_MS) return { kind: 'dead', code: 'cases.rating.no-case-number' };
      const { eagerMs, eagerForMs, calmMs } = PROGRESS_TIMING;
      return { kind: 'wait', afterMs: age < eagerForMs ? eagerMs : calmMs };
    }
    const answer = await region.rate(
      {
        ...rating,
        idempotencyKey: keyFor(record.region, caseNumber, `rating ${rating.stage} ${rating.round}`),
        caseNumber,
        taskCode,
        machineCode,
      },
      signal,
    );
    if (answer.ok) return { kind: 'done' };
    return answer.error.retryable
      ? laterOf(answer.error)
      : { kind: 'dead', code: answer.error.technicianCode };
  }
}
