import type { Job, Outcome } from '../queue/index.ts';
import { type CaseBooks, keyFor, laneOf } from './books.ts';
import { laterOf, NOT_SERVED, recordOf } from './outcomes.ts';
import type { CaseRecord } from './records.ts';
import { PRIORITY } from './types.ts';

/** Fees of cases that were taken back: the region is asked to return them. What it refused by itself, it decides itself. */
export class Refunds {
  readonly #books: CaseBooks;

  constructor(books: CaseBooks) {
    this.#books = books;
    books.queue.handle('refund', (job, signal) => this.#return(job, signal));
  }

  /** Call it inside the transaction that takes the case back. */
  ask(record: CaseRecord): void {
    const { payment } = record.course;
    if (!payment) return;
    const takesBack = this.#books.regionOf(record)?.capabilities.refunds === true;
    this.#put(record.id, takesBack ? 'asked' : 'by-phone');
    if (!takesBack) return;
    this.#books.queue.enqueue({
      lane: laneOf(record),
      kind: 'refund',
      idem: `${record.id}:refund`,
      caseId: record.id,
      payload: {},
      priority: PRIORITY.refund,
    });
  }

  async #return(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = recordOf(this.#books, job);
    const region = this.#books.regionOf(record);
    const { payment } = record.course;
    if (!region?.returnPayment || !payment) return NOT_SERVED;
    const answer = await region.returnPayment(
      { idempotencyKey: keyFor(record.id, 'refund'), paymentNumber: payment.number },
      signal,
    );
    if (answer.ok) return { kind: 'done' };
    if (answer.error.retryable) return laterOf(answer.error);
    return {
      kind: 'dead',
      code: answer.error.technicianCode,
      commit: () => this.#put(record.id, 'by-phone'),
    };
  }

  #put(caseId: string, refund: 'asked' | 'by-phone'): void {
    const record = this.#books.records.byId(caseId);
    if (!record?.course.payment) return;
    const payment = { ...record.course.payment, refund };
    this.#books.setCourse(caseId, { payment });
    this.#books.changed(caseId);
  }
}
