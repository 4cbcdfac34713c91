import type { Clock, TimerHandle } from '../../../core/index.ts';
import type { BookedCase, BookedState, Books, MadeResult } from './books.ts';
import { fingerprint, PURPOSES, type ReceivedSubmission } from './schemas.ts';

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
  /** From acceptance. The decision falls in the middle. */
  readonly finishedAfterMs: number;
  /** How long an answer to a correction is waited for. */
  readonly correctionMs: number;
}

export interface OfficeOptions {
  readonly books: Books;
  readonly clock: Clock;
  readonly delays: CaseDelays;
  /** Bytes alone are a PDF. */
  readonly makeResult: (one: SandboxCase) => Promise<Uint8Array | MadeResult>;
  readonly changed: () => void;
}

/** Milliseconds until a result that could not be made is tried again. */
const RESULT_RETRY = 5_000;
const ENDED: ReadonlySet<BookedState> = new Set(['finished', 'refused', 'withdrawn']);

type Asks = NonNullable<BookedCase['correction']>['items'];
const ASKS: Readonly<Asks> = [{ kind: 'material', name: 'photo', note: '照片不清楚，请重新拍摄' }];

/** Takes cases in and lets them age: received, (correction,) accepted, approved, finished or refused. */
export class Office {
  readonly #options: OfficeOptions;
  readonly #timers = new Map<string, TimerHandle>();
  #refusals = 0;
  #corrections = 0;
  #asks = ASKS;
  #partRefusals = 0;
  #closed = false;

  constructor(options: OfficeOptions) {
    this.#options = options;
    for (const one of options.books.all()) this.#schedule(one);
  }

  /** The next `count` acceptances become refusals. */
  refuseNext(count: number): void {
    this.#refusals = count;
  }

  /** The next `count` acceptances ask for a correction first, of `items`. */
  correctNext(count: number, items = ASKS): void {
    this.#corrections = count;
    this.#asks = items;
  }

  /** In the next `count` joint cases the first authority refuses its part. */
  refusePartNext(count: number): void {
    this.#partRefusals = count;
  }

  /** The same key and body again is counted, not doubled. Null when the key came with another body before. */
  receive(key: string, print: string, body: ReceivedSubmission): { one: BookedCase; copy: boolean } | null {
    const { books, clock } = this.#options;
    const known = books.byKey(key);
    if (known && known.fingerprint !== print) return null;
    const now = clock.now();
    const one = known
      ? { ...known, copies: known.copies + 1 }
      : newCase(key, print, body, books.nextCaseNumber(body.taskCode, now), now);
    books.put(one, now);
    if (!known) this.#schedule(one);
    this.#options.changed();
    return { one, copy: known !== null };
  }

  /** Takes a case back, or lets none come under this key. Not once it is accepted. */
  withdraw(key: string): 'withdrawn' | 'too-late' {
    const { books, clock } = this.#options;
    const known = books.byKey(key);
    if (known && !['received', 'correction', 'withdrawn'].includes(known.state)) return 'too-late';
    books.closeKey(key);
    if (known && known.state !== 'withdrawn')
      this.#change(known.caseNumber, { state: 'withdrawn', finishedAt: clock.now() });
    return 'withdrawn';
  }

  /** A correction was answered: the case is accepted, and runs from there. */
  corrected(caseNumber: string, documentSha256: string): void {
    const acceptedAt = this.#options.clock.now();
    this.#change(caseNumber, { state: 'accepted', acceptedAt, correction: null, documentSha256 });
  }

  /** A further signer has signed. */
  signed(caseNumber: string, signerId: string): void {
    const one = this.#options.books.get(caseNumber);
    if (!one) return;
    const signers = one.signers.map((signer) =>
      signer.id === signerId ? { ...signer, signed: true } : signer,
    );
    this.#change(caseNumber, { signers });
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) this.#options.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  /** The next step of a case, counted from the last one: a restart in between changes no date that lies ahead. */
  #schedule(one: BookedCase, notBefore = 0): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timers.get(one.caseNumber));
    this.#timers.delete(one.caseNumber);
    const due = this.#dueOf(one);
    if (due === null || this.#closed) return;
    const timer = clock.setTimeout(
      () => {
        this.#timers.delete(one.caseNumber);
        this.#step(one.caseNumber);
      },
      Math.max(due - clock.now(), notBefore, 0),
    );
    this.#timers.set(one.caseNumber, timer);
  }

  #dueOf(one: BookedCase): number | null {
    const { delays } = this.#options;
    switch (one.state) {
      case 'received':
        if (lacksSigners(one)) return one.signing?.until ?? null;
        return one.receivedAt + delays.acceptedAfterMs;
      case 'correction':
        return one.correction?.until ?? null;
      case 'accepted':
        return (one.acceptedAt as number) + delays.finishedAfterMs / 2;
      case 'approved':
        return (one.acceptedAt as number) + delays.finishedAfterMs;
      case 'finished':
      case 'refused':
      case 'withdrawn':
        return null;
    }
  }

  #step(caseNumber: string): void {
    const { books, clock, delays } = this.#options;
    const one = books.get(caseNumber);
    if (!one) return;
    const now = clock.now();
    if (one.state === 'received' && lacksSigners(one)) {
      this.#change(caseNumber, { state: 'refused', finishedAt: now });
    } else if (one.state === 'received' && this.#refusals > 0) {
      this.#refusals--;
      this.#change(caseNumber, { state: 'refused', finishedAt: now });
    } else if (one.state === 'received' && this.#corrections > 0) {
      this.#corrections--;
      this.#change(caseNumber, {
        state: 'correction',
        correction: {
          id: `${caseNumber.slice(-12)}-1`,
          until: now + delays.correctionMs,
          items: [...this.#asks],
        },
      });
    } else if (one.state === 'received') this.#change(caseNumber, { state: 'accepted', acceptedAt: now });
    else if (one.state === 'correction')
      this.#change(caseNumber, { state: 'refused', finishedAt: now, correction: null });
    else if (one.state === 'accepted') this.#approve(one, now);
    else void this.#finish(caseNumber);
  }

  #approve(one: BookedCase, now: number): void {
    const refusesPart = one.parts.length > 0 && this.#partRefusals > 0;
    if (refusesPart) this.#partRefusals--;
    const parts = one.parts.map((part, index) => ({
      ...part,
      state: refusesPart && index === 0 ? ('refused' as const) : ('approved' as const),
      finishedAt: refusesPart && index === 0 ? now : null,
    }));
    const allRefused = parts.length > 0 && parts.every(({ state }) => state === 'refused');
    this.#change(one.caseNumber, {
      parts,
      state: allRefused ? 'refused' : 'approved',
      finishedAt: allRefused ? now : null,
    });
  }

  async #finish(caseNumber: string): Promise<void> {
    const { books, clock, makeResult } = this.#options;
    const one = books.get(caseNumber);
    if (!one?.applicant || one.acceptedAt === null) return;
    const decidedAt = clock.now();
    try {
      const { receiptNumber, matterCode, applicant, acceptedAt } = one;
      const purpose = PURPOSES[String(one.form.purpose ?? '')] ?? '其他';
      const made = await makeResult({
        caseNumber,
        receiptNumber,
        matterCode,
        applicant,
        purpose,
        acceptedAt,
        decidedAt,
      });
      if (this.#closed) return;
      books.putResult(
        caseNumber,
        made instanceof Uint8Array ? { mediaType: 'application/pdf', bytes: made } : made,
      );
    } catch {
      this.#schedule(books.get(caseNumber) ?? one, RESULT_RETRY);
      return;
    }
    this.#change(caseNumber, { state: 'finished', finishedAt: decidedAt });
  }

  /** Copies may have been counted meanwhile: the change goes onto what stands in the books now. */
  #change(caseNumber: string, change: Partial<BookedCase>): void {
    const { books, changed, clock } = this.#options;
    const now = books.get(caseNumber);
    if (!now || this.#closed) return;
    const next = { ...now, ...change };
    if (ENDED.has(next.state)) next.applicant = null;
    next.parts = next.parts.map((part) =>
      part.state === 'refused'
        ? part
        : { ...part, state: next.state, finishedAt: ENDED.has(next.state) ? next.finishedAt : null },
    );
    books.put(next, clock.now());
    this.#schedule(next);
    changed();
  }
}

/** Too few have signed so far; without a rule of its own a case waits for all, as long as they take. */
function lacksSigners({ signers, signing }: BookedCase): boolean {
  return signers.filter(({ signed }) => signed).length < (signing?.quorum ?? signers.length);
}

/** Whom a number belongs to, without the number. */
export function ownerOf(number: string): string {
  return fingerprint(number);
}

function newCase(
  key: string,
  print: string,
  body: ReceivedSubmission,
  caseNumber: string,
  now: number,
): BookedCase {
  const numbers = [
    body.applicant.certificateNumber,
    body.organisation?.certificateNumber,
    body.agency?.principal.certificateNumber,
  ];
  return {
    caseNumber,
    idempotencyKey: key,
    fingerprint: print,
    receiptNumber: body.receiptNumber,
    matterCode: body.matterCode,
    taskCode: body.taskCode,
    form: body.form as BookedCase['form'],
    applicant: { name: body.applicant.name, number: body.applicant.certificateNumber },
    owners: numbers.filter((number) => number !== undefined).map(ownerOf),
    copies: 1,
    state: 'received',
    receivedAt: now,
    acceptedAt: null,
    finishedAt: null,
    documentSha256: body.document.sha256,
    materials: [
      ...(body.materials ?? []).map(({ code, file }) => ({
        code,
        sha256: file?.sha256 ?? null,
        dueBy: null,
      })),
      ...(body.later ?? []).map(({ code, dueBy }) => ({ code, sha256: null, dueBy })),
    ],
    packageId: body.package?.id ?? null,
    correction: null,
    parts: (body.parts ?? []).map(({ id, authority }) => ({
      id,
      authority,
      state: 'received',
      finishedAt: null,
    })),
    signers: (body.furtherSigners ?? []).map((signer, index) => ({
      id: `S${index + 1}`,
      label: `${[...signer.name][0] ?? ''}**`,
      owner: ownerOf(signer.certificateNumber),
      // Under another document it is no signature.
      signed: signer.signature?.sha256 === body.document.sha256,
    })),
    signing: body.signaturesDue
      ? { quorum: body.signaturesDue.quorum, until: body.signaturesDue.until }
      : null,
  };
}
