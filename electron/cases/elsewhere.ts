import { uuidV7 } from '../core/index.ts';
import type { ListedCase } from '../regions/index.ts';
import { type CaseBooks, laneOf } from './books.ts';
import type { CaseRecord } from './records.ts';
import { ELSEWHERE_FOLLOWED_MS, PRIORITY } from './types.ts';

/** A person's rows that a region's list is compared with, at most. */
const COMPARED = 1_000;

/**
 * Cases as a region lists them for the person who is here: those of this machine are brought up to date, those of another
 * one are taken into the books, so that they can be followed, corrected and finished here. What never reached its region
 * is in no list, and nothing is known of it.
 */
export class Elsewhere {
  readonly #books: CaseBooks;

  constructor(books: CaseBooks) {
    this.#books = books;
  }

  /** Returns how many cases were left out because this machine's catalogue does not have their matter. */
  note(region: string, number: string, listed: readonly ListedCase[]): number {
    const { db, facts, sealer } = this.#books.deps;
    const person = sealer.personHmac(number);
    const known = listed.filter((one) => facts(region, one.matterCode) !== null);
    db.transaction(() => {
      const mine = this.#books.records.byPerson(person, COMPARED).filter((one) => one.region === region);
      for (const one of known) {
        const here = mine.find((record) => isSame(record, one));
        // Not noted as sent yet: its own job asks for it by its key.
        if (here && (here.state === 'waiting' || here.state === 'stopped')) continue;
        const id = here?.id ?? this.#adopt(region, person, one);
        this.#books.advance(id, { progress: one });
        this.#follow(id);
      }
    });
    if (known.length > 0) this.#books.queue.wake(region);
    return listed.length - known.length;
  }

  #adopt(region: string, person: Uint8Array, one: ListedCase): string {
    const { clock, random, adapter } = this.#books.deps;
    const { records } = this.#books;
    const id = uuidV7(clock.now(), random);
    const number = one.receiptNumber ?? one.caseNumber;
    records.insert(
      {
        id,
        // Two regions may give the same number.
        receiptNumber: records.byReceipt(number) ? `${region}-${one.caseNumber}` : number,
        region,
        matter: one.matterCode,
        delivery: adapter(region)?.capabilities.fetchResult ? 'print-here' : 'window',
        state: 'sent',
        documentSha256: '',
        submittedAt: one.submittedAt,
        replaces: null,
        course: { elsewhere: true },
      },
      person,
    );
    records.advance(id, { state: 'sent', sentAt: one.submittedAt });
    return id;
  }

  /** For a day from now on; once more when its citizen comes again. */
  #follow(id: string): void {
    const { clock } = this.#books.deps;
    const record = this.#books.records.byId(id) as CaseRecord;
    const over = record.state === 'refused' || record.state === 'withdrawn';
    if (!record.course.elsewhere || over || record.hasResult) return;
    this.#books.queue.enqueue({
      lane: laneOf(record),
      kind: 'progress',
      idem: `${id}:progress:${Math.floor(clock.now() / ELSEWHERE_FOLLOWED_MS)}`,
      caseId: id,
      payload: {},
      priority: PRIORITY.progress,
    });
  }
}

function isSame(record: CaseRecord, listed: ListedCase): boolean {
  return record.regionNumber === listed.caseNumber || record.receiptNumber === listed.receiptNumber;
}
