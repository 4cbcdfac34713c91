import type { Job, Outcome } from '../queue/index.ts';
import type { CaseProgress, MailAddress } from '../regions/index.ts';
import { type CaseBooks, isOver, keyFor } from './books.ts';
import { laterOf, recordOf } from './outcomes.ts';
import type { CaseCourse } from './records.ts';
import { type Application, type OtherWay, PRIORITY } from './types.ts';

const idemOf = (caseId: string) => `${caseId}:mail`;

interface Kept {
  readonly caseId: string;
  readonly receiver: MailAddress;
  readonly item: string;
}

/**
 * Results that go by post (EMS): ordered at the region's carrier once the case is decided. Until then the address waits
 * sealed in a held job, for the application's own copy may be gone by that day.
 */
export class Parcels {
  readonly #books: CaseBooks;

  constructor(books: CaseBooks) {
    this.#books = books;
    books.queue.handle('mail', (job, signal) => this.#order(job, signal));
  }

  /** How it stands at the beginning. Where this machine cannot order it, the region has the address and does. */
  courseOf(application: Application, way: OtherWay | undefined): Pick<CaseCourse, 'mail'> {
    const { receiver, region, matterCode, delivery } = application;
    if (delivery !== 'ems' || !receiver) return {};
    const line = this.#books.regionOf({ region, course: way ? { way } : {} });
    const orders =
      line?.capabilities.mail === true && this.#books.facts(region, matterCode).sender !== undefined;
    return { mail: { state: orders ? 'waiting' : 'by-region', number: null } };
  }

  /** Call it inside the transaction that takes the case in. */
  keep(caseId: string, { receiver, region, matterCode }: Application, lane: string): void {
    const item = this.#books.facts(region, matterCode).matter['zh-CN'];
    this.#books.queue.enqueue({
      lane,
      kind: 'mail',
      idem: idemOf(caseId),
      // Not the case's own: what is held would hold up the looks at how the case gets on.
      caseId: null,
      payload: { caseId, receiver, item },
      priority: PRIORITY.mail,
      held: true,
    });
  }

  /** Call it inside a transaction. */
  drop(caseId: string): void {
    this.#books.queue.drop(idemOf(caseId));
  }

  /** What the region said of the case: there is something to send, or there never will be. Inside a transaction. */
  decided({ id }: { readonly id: string }, progress: CaseProgress): void {
    if (progress.state === 'finished') {
      this.#books.queue.release(idemOf(id));
    } else if (isOver(progress)) this.drop(id);
  }

  async #order(job: Job, signal: AbortSignal): Promise<Outcome> {
    const { caseId, receiver, item } = job.payload as Kept;
    const record = recordOf(this.#books, { ...job, caseId });
    const region = this.#books.regionOf(record);
    const { sender } = this.#books.facts(record.region, record.matter);
    if (!region?.orderMail || !sender || record.regionNumber === null) return this.#byRegion(record.id);
    const answer = await region.orderMail(
      {
        idempotencyKey: keyFor(record.id, 'mail'),
        caseNumber: record.regionNumber,
        sentBy: 'centre',
        carries: 'result',
        sender,
        receiver,
        item,
      },
      signal,
    );
    if (!answer.ok) return answer.error.retryable ? laterOf(answer.error) : this.#byRegion(record.id);
    const { mailNumber: number } = answer.value;
    return { kind: 'done', commit: () => this.#put(record.id, { state: 'ordered', number }) };
  }

  /** The region has the address with the application: whoever asks rings it. */
  #byRegion(caseId: string): Outcome {
    return { kind: 'done', commit: () => this.#put(caseId, { state: 'by-region', number: null }) };
  }

  #put(caseId: string, mail: NonNullable<CaseCourse['mail']>): void {
    this.#books.setCourse(caseId, { mail });
    this.#books.changed(caseId);
  }
}
