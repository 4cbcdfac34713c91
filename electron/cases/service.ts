import type { CaseView, Delivery, Text } from '../contract/index.ts';
import {
  type Clock,
  err,
  type FormValues,
  instantOf,
  localDate,
  type OfficeHours,
  ok,
  type PromiseState,
  promiseOf,
  type RandomBytes,
  type Result,
  receiptNumber,
  uuidV7,
  type WorkingCalendar,
} from '../core/index.ts';
import type { Job, Outcome, Queue } from '../queue/index.ts';
import type { CaseLine, CaseProgress, RegionFailure, Submission } from '../regions/index.ts';
import type { Sealer, SqlDatabase } from '../store/index.ts';
import { type CaseRecord, CaseRecords } from './records.ts';

/** What the service must know of a matter in a region; the catalogue answers it. */
export interface MatterFacts {
  readonly matter: Text;
  readonly region: { readonly code: string; readonly short: Text; readonly phone: string };
  readonly hours: OfficeHours;
  readonly promisedWorkingDays: number;
  readonly taskCode: string;
}

/** A complete, signed application; what the service adds is numbers and times. */
export type Application = Omit<
  Submission,
  'idempotencyKey' | 'receiptNumber' | 'taskCode' | 'acceptRegion' | 'machineCode' | 'submittedAt'
> & { readonly region: string };

/** Why a case cannot be taken back: its region has begun it, or knows no withdrawal (then a person has to call there). */
export type WithdrawalRefusal = 'unknown-case' | 'too-late' | 'not-supported';

/** Milliseconds between looks at a case that its region is working on. */
export const PROGRESS_TIMING = { eagerMs: 2_000, eagerForMs: 120_000, calmMs: 5 * 60_000 } as const;

/** What goes first in a lane: withdrawals, then applications, then looks at how others get on. */
const PRIORITY = { withdrawal: 1, case: 3, progress: 5 } as const;

const RESULT_KIND = 'result';
const RESULT_SCHEMA = 1;
/** A person's own cases, shown at most. */
const CASES_SHOWN = 20;
const DAY_MS = 86_400_000;

export interface CasesDeps {
  readonly db: SqlDatabase;
  readonly sealer: Sealer;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly calendar: WorkingCalendar;
  readonly machineCode: string;
  readonly acceptRegion: string;
  readonly retentionDays: number;
  readonly resultDays: number;
  readonly facts: (region: string, matter: string) => MatterFacts | null;
  readonly adapter: (region: string) => CaseLine | undefined;
}

/** Cases (办件) from the moment of submission to the deletion of what is personal in them. */
export class Cases {
  readonly #deps: CasesDeps;
  readonly #records: CaseRecords;
  readonly #watchers = new Set<(caseId: string) => void>();

  constructor(deps: CasesDeps) {
    this.#deps = deps;
    this.#records = new CaseRecords(deps.db);
    deps.queue.handle('case', (job, signal) => this.#send(job, signal));
    deps.queue.handle('withdrawal', (job, signal) => this.#withdrawAtRegion(job, signal));
    deps.queue.handle('progress', (job, signal) => this.#follow(job, signal));
  }

  /**
   * Takes a case in: its row and its outbox row in one transaction. When this returns ok, nothing that happens to the
   * machine loses or doubles it. Throws only what SQLite throws (disk full); then nothing was taken in.
   * `alongside` runs in that transaction, for what must never disagree with it.
   */
  submit(application: Application, alongside?: (receiptNumber: string) => void): CaseRecord {
    const record = this.#deps.db.transaction(() => this.#takeIn(application, null, alongside));
    this.#deps.queue.wake(application.region);
    return record;
  }

  /**
   * Takes a case back. `withdrawn` at once when it surely has not left this machine; `asked` when it may have: it is not
   * sent any more, and the region is asked to close it. Until the region has answered the case counts as live.
   */
  withdraw(caseId: string): Result<'withdrawn' | 'asked', WithdrawalRefusal> {
    const record = this.#records.byId(caseId);
    if (!record) return err('unknown-case');
    const outcome = this.#deps.db.transaction(() => this.#withdraw(record));
    if (outcome.ok) this.#woken(record);
    return outcome;
  }

  /**
   * Hands the application in anew in another way, in place of an earlier case. The new one is sent only when the old one
   * is surely gone, so there are never two live applications; when the region says that it is too late, the old one goes
   * on and the new one counts as withdrawn. All of it is one transaction.
   */
  changeWay(caseId: string, application: Application): Result<CaseRecord, WithdrawalRefusal> {
    const record = this.#records.byId(caseId);
    if (!record) return err('unknown-case');
    const outcome = this.#deps.db.transaction((): Result<CaseRecord, WithdrawalRefusal> => {
      const withdrawn = this.#withdraw(record);
      if (!withdrawn.ok) return withdrawn;
      return ok(this.#takeIn(application, { caseId, wait: withdrawn.value === 'asked' }));
    });
    if (outcome.ok) this.#woken(record, outcome.value);
    return outcome;
  }

  /** Call it inside a transaction. */
  #takeIn(
    application: Application,
    instead: { readonly caseId: string; readonly wait: boolean } | null,
    alongside?: (receiptNumber: string) => void,
  ): CaseRecord {
    const { clock, random, queue, sealer, machineCode, acceptRegion } = this.#deps;
    const facts = this.#facts(application.region, application.matterCode);
    const now = clock.now();
    const id = uuidV7(now, random);
    const day = localDate(now).slice(2).replaceAll('-', '');
    const number = receiptNumber(machineCode, day, this.#records.nextSerial(day));
    const { region, ...rest } = application;
    const submission: Submission = {
      ...rest,
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
        replaces: instead?.caseId ?? null,
      },
      sealer.personHmac(application.applicant.number),
    );
    queue.enqueue({
      lane: region,
      kind: 'case',
      idem: id,
      caseId: id,
      payload: submission,
      priority: PRIORITY.case,
      held: instead?.wait ?? false,
    });
    alongside?.(number);
    return this.#records.byId(id) as CaseRecord;
  }

  #canWithdraw(record: CaseRecord): boolean {
    if (!isLive(record) || record.withdrawal !== null) return false;
    const regionCan = this.#deps.adapter(record.region)?.capabilities.withdraw === true;
    return regionCan || this.#deps.queue.surelyUnsent(record.id);
  }

  /** Call it inside a transaction. */
  #withdraw(record: CaseRecord): Result<'withdrawn' | 'asked', WithdrawalRefusal> {
    const { queue } = this.#deps;
    const caseId = record.id;
    if (record.withdrawal === 'done') return ok('withdrawn');
    if (record.withdrawal === 'asked') return ok('asked');
    if (!isLive(record) || record.withdrawal === 'too-late') return err('too-late');
    if (queue.surelyUnsent(caseId)) {
      queue.drop(caseId);
      this.#records.setWithdrawal(caseId, 'done');
      return ok('withdrawn');
    }
    if (!this.#deps.adapter(record.region)?.capabilities.withdraw) return err('not-supported');
    queue.hold(caseId);
    this.#records.setWithdrawal(caseId, 'asked');
    queue.enqueue({
      lane: record.region,
      kind: 'withdrawal',
      idem: `${caseId}:withdrawal`,
      caseId,
      payload: {},
      priority: PRIORITY.withdrawal,
    });
    return ok('asked');
  }

  /** After a commit: nothing may be thrown any more. */
  #woken(...records: readonly CaseRecord[]): void {
    for (const { id, region } of records) {
      this.#deps.queue.wake(region);
      this.#changed(id);
    }
  }

  byReceipt(number: string): CaseRecord | null {
    return this.#records.byReceipt(number);
  }

  /** A person's own cases at this machine, newest first. */
  ofPerson(number: string): CaseRecord[] {
    return this.#records.byPerson(this.#deps.sealer.personHmac(number), CASES_SHOWN);
  }

  /** The case of a receipt number if it is this person's, otherwise null: which of the two was wrong is not told. */
  ofReceiptAndPerson(receipt: string, number: string): CaseRecord | null {
    const mine = this.#records.belongsTo(receipt, this.#deps.sealer.personHmac(number));
    return mine ? this.#records.byReceipt(receipt) : null;
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

  /** The region's result document, or why it is not to be had. */
  result(caseId: string): Result<Uint8Array, 'none' | 'unreadable'> {
    const sealed = this.#records.sealedResult(caseId);
    if (!sealed) return err('none');
    const plain = this.#deps.sealer.open(sealed, { idem: caseId, kind: RESULT_KIND, schema: RESULT_SCHEMA });
    return plain.ok ? plain : err('unreadable');
  }

  /** Calls `fn` with the id of each case that changed. Returns how to stop. */
  subscribe(fn: (caseId: string) => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  view(record: CaseRecord): CaseView {
    const { calendar, clock, retentionDays, resultDays } = this.#deps;
    const facts = this.#facts(record.region, record.matter);
    const opens = calendar.nextOpening(record.sentAt ?? clock.now(), facts.hours);
    const promise = this.#promise(record, facts, opens);
    return {
      receiptNumber: record.receiptNumber,
      matter: facts.matter,
      region: facts.region,
      state: record.state,
      regionNumber: record.regionNumber,
      withdrawal: record.withdrawal === 'done' ? null : record.withdrawal,
      canWithdraw: this.#canWithdraw(record),
      delivery: record.delivery as Delivery,
      submittedAt: record.submittedAt,
      acceptedAt: record.acceptedAt,
      officeOpensAt: opens,
      promisedBy: promise.promisedBy,
      promiseIsEstimate: promise.estimate !== null,
      holidaysKnown: promise.holidaysKnown,
      ...(isUnderway(record)
        ? {
            promise: {
              warnAt: promise.warnAt,
              overdue: promise.overdue,
              pausedSince: promise.pausedSince,
            },
          }
        : {}),
      promisedWorkingDays: facts.promisedWorkingDays,
      callAfter: instantOf(calendar.addWorkingDays(localDate(record.submittedAt), 1), facts.hours.close),
      resultReady: record.hasResult,
      retentionDays,
      resultDays,
    };
  }

  #promise(record: CaseRecord, facts: MatterFacts, expectedAt: number): PromiseState {
    const { calendar, clock } = this.#deps;
    return promiseOf(
      { unit: 'working-day', promised: facts.promisedWorkingDays, statutory: null },
      {
        acceptedAt: record.acceptedAt,
        expectedAt,
        finishedAt: record.finishedAt,
        stops: record.stops,
      },
      { calendar, hours: facts.hours },
      clock.now(),
    );
  }

  /** Shreds what has been kept long enough. Call it now and then. */
  sweep(): { payloads: number; results: number } {
    const { clock, queue, retentionDays, resultDays } = this.#deps;
    const now = clock.now();
    return {
      payloads: queue.shred(now - retentionDays * DAY_MS),
      results: this.#records.shredResults(now - resultDays * DAY_MS, now),
    };
  }

  #facts(region: string, matter: string): MatterFacts {
    const facts = this.#deps.facts(region, matter);
    if (!facts) throw new Error(`no facts for ${region}/${matter}`);
    return facts;
  }

  async #send(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = this.#record(job);
    const adapter = this.#deps.adapter(record.region);
    if (!adapter) return { kind: 'later', code: 'region-not-served' };
    // "Committed there, not noted here": an earlier attempt may have arrived although its answer did not.
    const known = job.maybeSent ? await adapter.progress(record.id, signal) : ok(null);
    if (!known.ok) return this.#failed(record, known.error);
    const answer = known.value ? ok(known.value) : await adapter.submit(job.payload as Submission, signal);
    if (!answer.ok) return this.#failed(record, answer.error);
    const progress = answer.value;
    return {
      kind: 'done',
      commit: () => {
        this.#advance(record.id, progress);
        if (progress.state === 'refused' || progress.state === 'withdrawn') return;
        this.#deps.queue.enqueue({
          lane: record.region,
          kind: 'progress',
          idem: `${record.id}:progress`,
          caseId: record.id,
          payload: {},
          priority: PRIORITY.progress,
          runAt: this.#deps.clock.now() + PROGRESS_TIMING.eagerMs,
        });
      },
    };
  }

  async #withdrawAtRegion(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = this.#record(job);
    const adapter = this.#deps.adapter(record.region);
    if (!adapter) return { kind: 'later', code: 'region-not-served' };
    const answer = await adapter.withdraw(record.id, signal);
    if (!answer.ok && answer.error.retryable) return this.#failed(record, answer.error);
    // A person must look: until then nothing is sent, and nothing is said to be withdrawn.
    if (!answer.ok) return { kind: 'dead', code: answer.error.technicianCode };
    const { queue } = this.#deps;
    const successor = this.#records.successorOf(record.id);
    const outcome = answer.value;
    return {
      kind: 'done',
      commit: () => {
        if (outcome === 'withdrawn') {
          queue.drop(record.id);
          queue.drop(`${record.id}:progress`);
          this.#records.setWithdrawal(record.id, 'done');
          if (successor) queue.release(successor.id);
        } else {
          queue.release(record.id);
          this.#records.setWithdrawal(record.id, 'too-late');
          if (successor) {
            queue.drop(successor.id);
            this.#records.setWithdrawal(successor.id, 'done');
          }
        }
        queueMicrotask(() => this.#woken(record, ...(successor ? [successor] : [])));
      },
    };
  }

  async #follow(job: Job, signal: AbortSignal): Promise<Outcome> {
    const record = this.#record(job);
    const adapter = this.#deps.adapter(record.region);
    if (!adapter) return { kind: 'later', code: 'region-not-served' };
    const answer = await adapter.progress(record.id, signal);
    if (!answer.ok) return this.#failed(record, answer.error);
    const progress = answer.value;
    // The region said yes to this case once; that it does not know it now is its trouble, not the citizen's.
    if (!progress) return { kind: 'later', code: 'region-lost-case', afterMs: PROGRESS_TIMING.calmMs };
    if (progress.state === 'refused' || progress.state === 'withdrawn')
      return { kind: 'done', commit: () => this.#advance(record.id, progress) };
    if (progress.state !== 'finished' || !progress.resultReady) {
      const young = this.#deps.clock.now() - job.createdAt < PROGRESS_TIMING.eagerForMs;
      return {
        kind: 'wait',
        afterMs: young ? PROGRESS_TIMING.eagerMs : PROGRESS_TIMING.calmMs,
        commit: () => this.#advance(record.id, progress),
      };
    }
    if (record.delivery !== 'print-here')
      return { kind: 'done', commit: () => this.#advance(record.id, progress) };
    // A finished case has a number in every protocol; the key alone fetches nothing.
    if (progress.caseNumber === null) return { kind: 'later', code: 'region-gave-no-number' };
    const result = await adapter.fetchResult(progress.caseNumber, signal);
    if (!result.ok) return this.#failed(record, result.error);
    const sealed = this.#deps.sealer.seal(result.value.pdf, {
      idem: record.id,
      kind: RESULT_KIND,
      schema: RESULT_SCHEMA,
    });
    return {
      kind: 'done',
      commit: () => {
        this.#records.putResult(record.id, sealed.bytes, sealed.keyId);
        this.#advance(record.id, progress);
      },
    };
  }

  #record(job: Job): CaseRecord {
    const record = job.caseId === null ? null : this.#records.byId(job.caseId);
    if (!record) throw new Error(`job ${job.idem} has no case`);
    return record;
  }

  #failed(record: CaseRecord, failure: RegionFailure): Outcome {
    if (failure.retryable) {
      return {
        kind: 'later',
        code: failure.technicianCode,
        // What waits for the region's answer holds up nothing else.
        lane: !failure.pending,
        ...(failure.retryAfterMs === undefined ? {} : { afterMs: failure.retryAfterMs }),
      };
    }
    return {
      kind: 'dead',
      code: failure.technicianCode,
      commit: () => {
        // After the region took the case, a failed look is no verdict on the case.
        if (record.state !== 'waiting') return;
        this.#records.advance(record.id, { state: 'stopped' });
        this.#changed(record.id);
      },
    };
  }

  #advance(id: string, progress: CaseProgress): void {
    // Taken back at another place: what is known of it stays, and it is live no more.
    if (progress.state === 'withdrawn') this.#records.setWithdrawal(id, 'done');
    this.#records.advance(id, {
      state: STATE_HERE[progress.state],
      regionNumber: progress.caseNumber,
      sentAt: this.#deps.clock.now(),
      acceptedAt: progress.acceptedAt,
      finishedAt: progress.finishedAt,
    });
    this.#noteStop(id, progress.state === 'correction');
    this.#changed(id);
  }

  /** The promised limit stands from the correction notice (补正) to its answer, as far as this machine sees them. */
  #noteStop(id: string, stands: boolean): void {
    const stops = this.#records.byId(id)?.stops ?? [];
    const open = stops.some(({ until }) => until === null);
    if (open === stands) return;
    const now = this.#deps.clock.now();
    this.#records.setStops(
      id,
      stands
        ? [...stops, { reason: 'correction', since: now, until: null }]
        : stops.map((stop) => ({ ...stop, until: stop.until ?? now })),
    );
  }

  /** Told after the transaction that changed it has committed. */
  #changed(id: string): void {
    queueMicrotask(() => {
      for (const watcher of [...this.#watchers]) {
        try {
          watcher(id);
        } catch {
          // The disk would not let it look: its picture stands still until the next change.
        }
      }
    });
  }
}

/** The region's states as this machine keeps them. */
const STATE_HERE = {
  received: 'sent',
  accepted: 'accepted',
  correction: 'accepted',
  approved: 'accepted',
  finished: 'finished',
  refused: 'refused',
  withdrawn: 'sent',
} as const satisfies Record<CaseProgress['state'], CaseRecord['state']>;

/** A promise counts for it: it is neither refused nor given up. */
function isUnderway({ state }: CaseRecord): boolean {
  return state === 'waiting' || state === 'sent' || state === 'accepted' || state === 'finished';
}

/** The region has not begun it, as far as is known here. */
function isLive({ state }: CaseRecord): boolean {
  return state === 'waiting' || state === 'sent' || state === 'stopped';
}
