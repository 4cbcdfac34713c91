import type { CaseView } from '../contract/index.ts';
import { err, type FormValues, localDate, ok, type Result, receiptNumber, uuidV7 } from '../core/index.ts';
import type { ListedCase, Submission } from '../regions/index.ts';
import { Answers } from './answers.ts';
import { CaseBooks, laneOf } from './books.ts';
import { Elsewhere } from './elsewhere.ts';
import { LineWork } from './line-work.ts';
import { Parcels } from './parcels.ts';
import { Ratings } from './ratings.ts';
import type { CaseCourse, CaseRecord, SealedBytes } from './records.ts';
import { Refunds } from './refunds.ts';
import { ORIGINAL_KIND, RESULT_KIND, RESULT_SCHEMA } from './results.ts';
import {
  type AnswerRefusal,
  type Application,
  type CasesDeps,
  type Correction,
  type FurtherSignature,
  type GivenRating,
  type OtherWay,
  PRIORITY,
  type RatingRefusal,
  type WithdrawalRefusal,
} from './types.ts';
import { viewOf } from './view.ts';

/** A person's own cases, shown at most: a batch of subsidiaries is a few dozen. */
const CASES_SHOWN = 60;
/** A person's rows in which a package is looked for, at most. */
const PACKAGE_SOUGHT = 1_000;
const DAY_MS = 86_400_000;

/** Cases (办件) from the moment of submission to the deletion of what is personal in them. */
export class Cases {
  readonly #deps: CasesDeps;
  readonly #books: CaseBooks;
  readonly #answers: Answers;
  readonly #elsewhere: Elsewhere;
  readonly #ratings: Ratings;
  readonly #parcels: Parcels;
  readonly #refunds: Refunds;

  constructor(deps: CasesDeps) {
    this.#deps = deps;
    this.#books = new CaseBooks(deps);
    this.#answers = new Answers(this.#books);
    this.#elsewhere = new Elsewhere(this.#books);
    this.#ratings = new Ratings(this.#books);
    this.#parcels = new Parcels(this.#books);
    this.#refunds = new Refunds(this.#books);
    new LineWork(this.#books, this.#parcels, this.#refunds);
  }

  get #records() {
    return this.#books.records;
  }

  /**
   * Takes a case in: its row and its outbox row in one transaction. When this returns ok, nothing that happens to the
   * machine loses or doubles it. Throws only what SQLite throws (disk full); then nothing was taken in.
   * `alongside` runs in that transaction, for what must never disagree with it.
   */
  submit(application: Application, alongside?: (receiptNumber: string) => void): CaseRecord {
    const record = this.#deps.db.transaction(() => this.#takeIn(application, {}, alongside));
    this.#deps.queue.wake(application.region);
    return record;
  }

  /**
   * Takes in one package of applications, of several subsidiaries and for several regions: all of it or nothing is
   * written down, in one transaction. From then on each is a case of its own, with its own key and receipt number; what
   * becomes of one changes nothing for the others. In the order given. `instead` names, item by item, the case in whose
   * place it comes: as with `changeWay` the new one goes only when the old one surely does not. Throws, and nothing is
   * written down, when an old one cannot be taken back.
   */
  submitMany(
    applications: readonly Application[],
    also: {
      readonly instead?: readonly (string | null)[];
      readonly alongside?: (receiptNumbers: readonly string[]) => void;
    } = {},
  ): { readonly packageId: string; readonly cases: readonly CaseRecord[] } {
    const { clock, db, random } = this.#deps;
    const packageId = uuidV7(clock.now(), random);
    const before: CaseRecord[] = [];
    const cases = db.transaction(() => {
      const taken = applications.map((application, at) => {
        const old = also.instead?.[at] ? this.#records.byId(also.instead[at]) : null;
        if (old) before.push(old);
        return this.#takeIn(application, {
          ...(old ? { instead: { caseId: old.id, wait: this.#takenBack(old) === 'asked' } } : {}),
          package: { id: packageId, index: at + 1, of: applications.length },
        });
      });
      also.alongside?.(taken.map((one) => one.receiptNumber));
      return taken;
    });
    for (const lane of new Set(cases.map(laneOf))) this.#deps.queue.wake(lane);
    if (before.length > 0) this.#books.woken(...before);
    return { packageId, cases };
  }

  /** Call it inside a transaction, of a case that can be taken back; throws of another, so that nothing is written down. */
  #takenBack(record: CaseRecord): 'withdrawn' | 'asked' {
    const withdrawn = this.#withdraw(record);
    if (!withdrawn.ok) throw new Error(`a case cannot be taken back: ${withdrawn.error}`);
    return withdrawn.value;
  }

  /** The cases that were handed in with this one, itself among them, in the order of their package. */
  packageOf(caseId: string): CaseRecord[] {
    const record = this.#records.byId(caseId);
    const person = this.#records.personOf(caseId);
    const id = record?.course.package?.id;
    return person && id !== undefined ? this.#packageOf(id, person) : record ? [record] : [];
  }

  /** The cases of a person's package in its order. */
  ofPackage(packageId: string, number: string): CaseRecord[] {
    return this.#packageOf(packageId, this.#deps.sealer.personHmac(number));
  }

  #packageOf(packageId: string, person: Uint8Array): CaseRecord[] {
    return this.#records
      .byPerson(person, PACKAGE_SOUGHT)
      .filter(({ course }) => course.package?.id === packageId)
      .sort((a, b) => (a.course.package?.index ?? 0) - (b.course.package?.index ?? 0));
  }

  /** Answers what the region asks for (补正), here for any machine's case. One answer a round, however often it is given. */
  correct(caseId: string, correction: Correction): Result<CaseRecord, AnswerRefusal> {
    return this.#answers.correct(caseId, correction);
  }

  /** The signature of one more person whom the case waits for. */
  sign(caseId: string, signature: FurtherSignature): Result<CaseRecord, AnswerRefusal> {
    return this.#answers.sign(caseId, signature);
  }

  /** A rating (好差评), or one afterthought (追评) of the same stage; it goes when the case has a number at its region. */
  rate(caseId: string, rating: GivenRating): Result<CaseRecord, RatingRefusal> {
    return this.#ratings.rate(caseId, rating);
  }

  /**
   * What a region lists for the person who is logged in there. Returns how many of them this machine cannot show, for its
   * catalogue does not have their matter.
   */
  noteListed(region: string, number: string, listed: readonly ListedCase[]): number {
    return this.#elsewhere.note(region, number, listed);
  }

  /**
   * Takes a case back. `withdrawn` at once when it surely has not left this machine; `asked` when it may have: it is not
   * sent any more, and the region is asked to close it. Until the region has answered the case counts as live.
   */
  withdraw(caseId: string): Result<'withdrawn' | 'asked', WithdrawalRefusal> {
    const record = this.#records.byId(caseId);
    if (!record) return err('unknown-case');
    const outcome = this.#deps.db.transaction(() => this.#withdraw(record));
    if (outcome.ok) this.#books.woken(record);
    return outcome;
  }

  /**
   * Hands the application in anew in another way, in place of an earlier case. The new one is sent only when the old one
   * is surely gone, so there are never two live applications; when the region says that it is too late, the old one goes
   * on and the new one counts as withdrawn. All of it is one transaction. With `way` the new one goes by the region's other
   * kind (api → courier), in a line of its own; only with the citizen's consent.
   */
  changeWay(caseId: string, application: Application, way?: OtherWay): Result<CaseRecord, WithdrawalRefusal> {
    const record = this.#records.byId(caseId);
    if (!record) return err('unknown-case');
    if (way && !this.#deps.otherWay?.(application.region, way.kind)) return err('not-supported');
    const outcome = this.#deps.db.transaction((): Result<CaseRecord, WithdrawalRefusal> => {
      const withdrawn = this.#withdraw(record, true);
      if (!withdrawn.ok) return withdrawn;
      return ok(this.#takeIn(application, { way, instead: { caseId, wait: withdrawn.value === 'asked' } }));
    });
    if (outcome.ok) this.#books.woken(record, outcome.value);
    return outcome;
  }

  /** Call it inside a transaction. */
  #takeIn(
    application: Application,
    as: {
      readonly instead?: { readonly caseId: string; readonly wait: boolean };
      readonly way?: OtherWay | undefined;
      readonly package?: NonNullable<Submission['package']>;
    },
    alongside?: (receiptNumber: string) => void,
  ): CaseRecord {
    const { clock, random, queue, sealer, machineCode, acceptRegion } = this.#deps;
    const facts = this.#books.facts(application.region, application.matterCode);
    const now = clock.now();
    const id = application.key ?? uuidV7(now, random);
    const day = localDate(now).slice(2).replaceAll('-', '');
    const number = receiptNumber(machineCode, day, this.#records.nextSerial(day));
    const { region, key: _, invoice, ...rest } = application;
    const course: CaseCourse = {
      ...(as.way ? { way: as.way } : {}),
      ...(as.package ? { package: as.package } : {}),
      ...(application.furtherSigners?.length ? { furtherSigners: true } : {}),
      ...(application.locker ? { locker: application.locker.name } : {}),
      ...(application.payment
        ? { payment: { ...application.payment, ...(invoice ? { invoice } : {}) } }
        : {}),
      ...this.#parcels.courseOf(application, as.way),
    };
    const bundled = this.#books.regionOf({ region, course })?.capabilities.packages === true;
    const submission: Submission = {
      ...rest,
      // A region that knows no packages gets an application like any other.
      ...(as.package && bundled ? { package: as.package } : {}),
      idempotencyKey: id,
      receiptNumber: number,
      taskCode: facts.taskCode,
      acceptRegion,
      machineCode,
      submittedAt: now,
    };
    this.#records.insert(
      {
        id,
        receiptNumber: number,
        region,
        matter: application.matterCode,
        delivery: application.delivery,
        state: 'waiting',
        documentSha256: application.document.sha256,
        submittedAt: now,
        replaces: as.instead?.caseId ?? null,
        course,
      },
      sealer.personHmac(application.applicant.number),
    );
    queue.enqueue({
      lane: laneOf({ region, course }),
      kind: 'case',
      idem: id,
      caseId: id,
      payload: submission,
      priority: PRIORITY.case,
      held: as.instead?.wait ?? false,
    });
    if (course.mail?.state === 'waiting') this.#parcels.keep(id, application, laneOf({ region, course }));
    alongside?.(number);
    return this.#records.byId(id) as CaseRecord;
  }

  #canWithdraw(record: CaseRecord): boolean {
    if (!isLive(record) || record.withdrawal !== null || record.course.elsewhere) return false;
    const regionCan = this.#books.regionOf(record)?.capabilities.withdraw === true;
    return regionCan || this.#deps.queue.surelyUnsent(record.id);
  }

  /** The other way in which a case that has not arrived may be handed in anew; null: it stays as it is. */
  #otherKind(record: CaseRecord): 'courier' | null {
    const { course, state, region } = record;
    // What was paid for, or is signed by others, is not put aside by one person here.
    if (course.way || course.payment || course.furtherSigners || course.elsewhere) return null;
    if ((state !== 'waiting' && state !== 'stopped') || !this.#canWithdraw(record)) return null;
    if (!this.#deps.otherWay?.(region, 'courier')) return null;
    return this.submission(record.id) ? 'courier' : null;
  }

  /** Call it inside a transaction. */
  #withdraw(record: CaseRecord, instead = false): Result<'withdrawn' | 'asked', WithdrawalRefusal> {
    const { queue } = this.#deps;
    const caseId = record.id;
    if (record.withdrawal === 'done') return ok('withdrawn');
    if (record.withdrawal === 'asked') return ok('asked');
    if (!isLive(record) || record.withdrawal === 'too-late') return err('too-late');
    // Its key is the other machine's.
    if (record.course.elsewhere) return err('not-supported');
    if (queue.surelyUnsent(caseId)) {
      queue.drop(caseId);
      this.#records.setWithdrawal(caseId, 'done');
      this.#parcels.drop(caseId);
      if (!instead) this.#refunds.ask(record);
      return ok('withdrawn');
    }
    if (!this.#books.regionOf(record)?.capabilities.withdraw) return err('not-supported');
    queue.hold(caseId);
    this.#records.setWithdrawal(caseId, 'asked');
    queue.enqueue({
      lane: laneOf(record),
      kind: 'withdrawal',
      idem: `${caseId}:withdrawal`,
      caseId,
      payload: {},
      priority: PRIORITY.withdrawal,
    });
    return ok('asked');
  }

  byReceipt(number: string): CaseRecord | null {
    return this.#records.byReceipt(number);
  }

  /** A person's cases that this machine knows, newest first. */
  ofPerson(number: string): CaseRecord[] {
    return this.#records.byPerson(this.#deps.sealer.personHmac(number), CASES_SHOWN);
  }

  /** The case of a receipt number if it is this person's, otherwise null: which of the two was wrong is not told. */
  ofReceiptAndPerson(receipt: string, number: string): CaseRecord | null {
    const mine = this.#records.belongsTo(receipt, this.#deps.sealer.personHmac(number));
    return mine ? this.#records.byReceipt(receipt) : null;
  }

  /** The keyed HMAC of the person whose case it is; null when there is no such case. */
  personOf(caseId: string): Uint8Array | null {
    return this.#records.personOf(caseId);
  }

  /** The application as it was handed in, while its sealed copy is still here. */
  submission(caseId: string): Submission | null {
    return this.#deps.queue.payloadOf(caseId) as Submission | null;
  }

  /** What this person answered in the newest application whose sealed copy is still here; null when there is none. */
  lastAnswers(number: string): FormValues | null {
    for (const record of this.ofPerson(number)) {
      const form = this.submission(record.id)?.form;
      if (form) return form;
    }
    return null;
  }

  /** What is printed of the region's result: a PDF, or why there is none to be had. */
  result(caseId: string): Result<Uint8Array, 'none' | 'unreadable'> {
    return this.#opened(caseId, this.#records.sealedResult(caseId), RESULT_KIND);
  }

  /** The file as the region gave it, where that is not what is printed: it goes to the citizen's phone. */
  original(caseId: string): Result<Uint8Array, 'none' | 'unreadable'> {
    return this.#opened(caseId, this.#records.sealedOriginal(caseId), ORIGINAL_KIND);
  }

  #opened(
    caseId: string,
    sealed: SealedBytes | null,
    kind: string,
  ): Result<Uint8Array, 'none' | 'unreadable'> {
    if (!sealed) return err('none');
    const plain = this.#deps.sealer.open(sealed, { idem: caseId, kind, schema: RESULT_SCHEMA });
    return plain.ok ? plain : err('unreadable');
  }

  /** Calls `fn` with the id of each case that changed. Returns how to stop. */
  subscribe(fn: (caseId: string) => void): () => void {
    return this.#books.subscribe(fn);
  }

  view(record: CaseRecord): CaseView {
    const rating = this.#ratings.next(record);
    return {
      ...viewOf(this.#books, record, this.#canWithdraw(record)),
      ...(this.#otherKind(record) ? { otherWay: 'courier' as const } : {}),
      ...(record.course.way ? { way: 'courier' as const } : {}),
      ...(rating ? { rating } : {}),
    };
  }

  /** Shreds what has been kept long enough. Call it now and then. */
  sweep(): { payloads: number; results: number } {
    const { clock, queue, retentionDays, resultDays } = this.#deps;
    const now = clock.now();
    // The machine that sent it goes on asking; here the citizen has not come back.
    this.#records.shredAsked(now - resultDays * DAY_MS);
    return {
      payloads: queue.shred(now - retentionDays * DAY_MS),
      results: this.#records.shredResults(now - resultDays * DAY_MS, now),
    };
  }
}

/** The region has not begun it, as far as is known here. */
function isLive({ state }: CaseRecord): boolean {
  return state === 'waiting' || state === 'sent' || state === 'stopped';
}
