import type { Clock, TimerHandle } from '../../core/index.ts';
import type { BookedCase, Books } from './books.ts';
import { PURPOSES, type ReceivedSubmission } from './protocol.ts';

/** What a result is made from. */
export interface SandboxCase {
  readonly caseNumber: string;
  readonly receiptNumber: string;
  readonly matterCode: string;
  readonly applicant: { readonly name: string; readonly number: string };
  /** In words, as it stands on the paper. */
  readonly purpose: string;
  readonly acceptedAt: number;
  /** The moment of decision, which the paper bears. */
  readonly decidedAt: number;
}

/** Milliseconds. */
export interface CaseDelays {
  readonly acceptedAfterMs: number;
  readonly finishedAfterMs: number;
}

export interface OfficeOptions {
  readonly books: Books;
  readonly clock: Clock;
  readonly delays: CaseDelays;
  readonly makeResult: (one: SandboxCase) => Promise<Uint8Array>;
  readonly changed: () => void;
}

/** Milliseconds until a result that could not be made is tried again. */
const RESULT_RETRY = 5_000;

/** Takes cases in and lets them age: received, accepted, finished or refused. */
export class Office {
  readonly #options: OfficeOptions;
  readonly #timers = new Map<string, TimerHandle>();
  #refusals = 0;
  #closed = false;

  constructor(options: OfficeOptions) {
    this.#options = options;
    for (const one of options.books.all()) this.#schedule(one);
  }

  /** The next `count` acceptances become refusals. */
  refuseNext(count: number): void {
    this.#refusals = count;
  }

  /** The same key and body again is counted, not doubled. Null when the key came with another body before. */
  receive(
    key: string,
    fingerprint: string,
    body: ReceivedSubmission,
  ): { one: BookedCase; copy: boolean } | null {
    const { books, clock } = this.#options;
    const known = books.byKey(key);
    if (known && known.fingerprint !== fingerprint) return null;
    const now = clock.now();
    const one: BookedCase = known
      ? { ...known, copies: known.copies + 1 }
      : {
          caseNumber: books.nextCaseNumber(body.taskCode, now),
          idempotencyKey: key,
          fingerprint,
          receiptNumber: body.receiptNumber,
          matterCode: body.matterCode,
          taskCode: body.taskCode,
          form: body.form,
          applicant: { name: body.applicant.name, number: body.applicant.certificateNumber },
          copies: 1,
          state: 'received',
          receivedAt: now,
          acceptedAt: null,
          finishedAt: null,
        };
    books.put(one);
    if (!known) this.#schedule(one);
    this.#options.changed();
    return { one, copy: known !== null };
  }

  /** Takes a case back, or lets none come under this key. Not once it is accepted. */
  withdraw(key: string): 'withdrawn' | 'too-late' {
    const { books, clock, changed } = this.#options;
    const known = books.byKey(key);
    if (known && known.state !== 'received' && known.state !== 'withdrawn') return 'too-late';
    books.closeKey(key);
    if (known?.state === 'received') {
      clock.clearTimeout(this.#timers.get(known.caseNumber));
      this.#timers.delete(known.caseNumber);
      books.put({ ...known, state: 'withdrawn', finishedAt: clock.now(), applicant: null });
      changed();
    }
    return 'withdrawn';
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  /** The next step of a case, counted from the last one: a restart in between changes no date that lies ahead. */
  #schedule(one: BookedCase, notBefore = 0): void {
    const { clock, delays } = this.#options;
    const due =
      one.state === 'received'
        ? one.receivedAt + delays.acceptedAfterMs
        : one.state === 'accepted'
          ? (one.acceptedAt as number) + delays.finishedAfterMs
          : null;
    if (due === null || this.#closed) return;
    const timer = clock.setTimeout(
      () => {
        this.#timers.delete(one.caseNumber);
        if (one.state === 'received') this.#accept(one.caseNumber);
        else void this.#finish(one.caseNumber);
      },
      Math.max(due - clock.now(), notBefore, 0),
    );
    this.#timers.set(one.caseNumber, timer);
  }

  #accept(caseNumber: string): void {
    const refused = this.#refusals > 0;
    if (refused) this.#refusals--;
    const now = this.#options.clock.now();
    this.#change(
      caseNumber,
      refused
        ? { state: 'refused', finishedAt: now, applicant: null }
        : { state: 'accepted', acceptedAt: now },
    );
  }

  async #finish(caseNumber: string): Promise<void> {
    const { books, clock, makeResult } = this.#options;
    const one = books.get(caseNumber);
    if (!one?.applicant || one.acceptedAt === null) return;
    const decidedAt = clock.now();
    try {
      const { receiptNumber, matterCode, applicant, acceptedAt } = one;
      const purpose = PURPOSES[one.form.purpose ?? ''] ?? '其他';
      const pdf = await makeResult({
        caseNumber,
        receiptNumber,
        matterCode,
        applicant,
        purpose,
        acceptedAt,
        decidedAt,
      });
      if (this.#closed) return;
      books.putResult(caseNumber, pdf);
    } catch {
      this.#schedule(books.get(caseNumber) ?? one, RESULT_RETRY);
      return;
    }
    this.#change(caseNumber, { state: 'finished', finishedAt: decidedAt, applicant: null });
  }

  /** Copies may have been counted meanwhile: the change goes onto what stands in the books now. */
  #change(caseNumber: string, change: Partial<BookedCase>): void {
    const { books, changed } = this.#options;
    const now = books.get(caseNumber);
    if (!now || this.#closed) return;
    const next = { ...now, ...change };
    books.put(next);
    this.#schedule(next);
    changed();
  }
}
