import {
  type Clock,
  err,
  localDate,
  ok,
  type Result,
  receiptNumber,
  type TimerHandle,
  type WorkingCalendar,
} from '../../core/index.ts';
import type { Job, Outcome, Queue } from '../../queue/index.ts';
import type { RegionFailure, Ticket, TicketClosing, TicketProgress } from '../../regions/index.ts';
import type { Sealer, SqlDatabase } from '../../store/index.ts';
import { CaseRecords } from '../records.ts';
import { phoneDigits, plainWish, refusalOf, TICKET_LIMITS } from './check.ts';
import { ticketDeadlines } from './deadlines.ts';
import { TicketRecords } from './records.ts';
import type { TicketRoutes } from './routes.ts';
import {
  CLOSINGS,
  type ClosingRefusal,
  type ListCandidate,
  type TicketKind,
  type TicketLine,
  type TicketRecord,
  type TicketRefusal,
  type TicketRequest,
  type TicketRoute,
  type TicketState,
  type TicketView,
  type TicketWords,
} from './types.ts';

/** Milliseconds between looks at what the regions have answered. */
export const TICKET_LOOK_MS = 10 * 60_000;

/** Before applications, for the leader is to have it the same day; after withdrawals. */
const PRIORITY = 2;

const WORDS_KIND = 'ticket-answer';
const WORDS_SCHEMA = 1;
const DAY_MS = 86_400_000;

const RANK: Readonly<Record<TicketState, number>> = { filed: 0, referred: 1, answered: 2, closed: 3 };

export interface TicketsDeps {
  readonly db: SqlDatabase;
  readonly sealer: Sealer;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly calendar: WorkingCalendar;
  readonly machineCode: string;
  /** The kiosk's host site: it passes on what is about a region whose line takes no tickets. */
  readonly acceptRegion: string;
  /** Days that the words of a closed ticket are kept here. */
  readonly resultDays: number;
  readonly routes: TicketRoutes;
  readonly line: (region: string) => TicketLine | undefined;
}

/** Requests off the list (清单外事项) and "it could not be done" (办不成事), from filing to the answer. */
export class Tickets {
  readonly #deps: TicketsDeps;
  readonly #records: TicketRecords;
  readonly #cases: CaseRecords;
  readonly #watchers = new Set<(id: string) => void>();
  readonly #stop = new AbortController();
  #timer: TimerHandle | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: TicketsDeps) {
    this.#deps = deps;
    this.#records = new TicketRecords(deps.db);
    this.#cases = new CaseRecords(deps.db);
    deps.queue.handle('ticket', (job, signal) => this.#send(job, signal));
  }

  /** From now on the regions are asked what they have answered. */
  start(): void {
    this.#timer = this.#deps.clock.setTimeout(() => {
      this.start();
      this.#looking = this.#looking.then(() => this.#look());
    }, TICKET_LOOK_MS);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== undefined) this.#deps.clock.clearTimeout(this.#timer);
    await this.#looking;
  }

  /**
   * Takes a ticket in: its row and its outbox row in one transaction. The same id again is the ticket that there is. Throws
   * only what SQLite throws; then nothing was taken in.
   */
  file(request: TicketRequest): Result<TicketRecord, TicketRefusal> {
    const { db, queue } = this.#deps;
    const outcome = db.transaction(() => this.#file(request));
    if (outcome.ok) queue.wake(outcome.value.lane);
    return outcome;
  }

  /** A person's own tickets at this machine, newest first. */
  ofPerson(number: string): TicketRecord[] {
    return this.#records.byPerson(this.#deps.sealer.personHmac(number), TICKET_LIMITS.shown);
  }

  /** The ticket of a number if it is this person's, otherwise null: which of the two was wrong is not told. */
  ofNumberAndPerson(ticketNumber: string, number: string): TicketRecord | null {
    return this.#records.byNumberAndPerson(ticketNumber, this.#deps.sealer.personHmac(number));
  }

  /** For who filed it without an identity: the telephone number that was given is the proof. */
  ofNumberAndPhone(ticketNumber: string, phone: string): TicketRecord | null {
    return this.#records.byNumberAndPhone(ticketNumber, this.#phoneKey(phone));
  }

  /** Who answers for a region, and by when what is filed now reaches the leader and is answered. */
  deskOf(region: string): { route: TicketRoute; referBy: number; answerBy: number } {
    const route = this.#deps.routes(region);
    return { route, ...ticketDeadlines(this.#deps.clock.now(), route, this.#deps.calendar) };
  }

  view(record: TicketRecord): TicketView {
    const now = this.#deps.clock.now();
    const words = this.#words(record.id);
    const referralLate = (record.referredAt ?? now) > record.referBy;
    const answerLate = (record.answeredAt ?? now) > record.answerBy;
    const unheard = record.answeredAt === null;
    return {
      number: record.number,
      kind: record.kind,
      region: record.region,
      state: record.state,
      regionNumber: record.regionNumber,
      filedAt: record.filedAt,
      wishedBy: record.wishedBy,
      referBy: record.referBy,
      answerBy: record.answerBy,
      referralLate,
      answerLate,
      ring: unheard && (record.stuck || answerLate || (record.referredAt === null && referralLate)),
      route: this.#deps.routes(record.region),
      answers: words.answers,
      closing: record.closing === null ? null : { class: record.closing, text: words.closingText ?? '' },
    };
  }

  /** The citizen has the answer before them. */
  told(id: string): void {
    this.#records.told(id, this.#deps.clock.now());
  }

  /** What the citizen said, while its sealed copy is still here: for the staff who handle it. */
  request(id: string): Ticket | null {
    return this.#deps.queue.payloadOf(id) as Ticket | null;
  }

  /** Words for the citizen from the staff of this hall. `by`: an office, not a person. */
  answer(id: string, by: string, text: string): Result<TicketRecord, Exclude<ClosingRefusal, 'wrong-class'>> {
    if (text.trim() === '') return err('text-missing');
    const now = this.#deps.clock.now();
    return this.#change(id, (record) => {
      const words = this.#words(id);
      this.#putWords(id, { ...words, answers: [...words.answers, { at: now, by, text: text.trim() }] });
      this.#records.advance(id, {
        state: 'answered',
        regionNumber: null,
        referredAt: record.referredAt ?? now,
        answeredAt: now,
      });
      return ok();
    });
  }

  /** Closes a ticket, with a class of its kind and the reason in words for the citizen. */
  close(id: string, closing: TicketClosing, text: string): Result<TicketRecord, ClosingRefusal> {
    if (text.trim() === '') return err('text-missing');
    return this.#change<'wrong-class'>(id, (record) => {
      if (!fits(record.kind, closing)) return err('wrong-class');
      this.#close(record.id, closing, text);
      return ok();
    });
  }

  /** Every ticket that is not closed; those whose answer is due first stand first. */
  open(): TicketRecord[] {
    return this.#records.open();
  }

  /** Those that have not reached the leader or were not answered in time, or do not get through: a person must act. */
  late(): TicketRecord[] {
    const now = this.#deps.clock.now();
    return this.#records
      .open()
      .filter(
        ({ stuck, referredAt, referBy, answeredAt, answerBy }) =>
          answeredAt === null && (stuck || (referredAt === null && now > referBy) || now > answerBy),
      );
  }

  /** Those with words that the citizen has not seen yet. */
  untold(): TicketRecord[] {
    return this.#records.untold();
  }

  /** What stood in everybody's way (集中创新), oldest first: the list of improvements. */
  improvements(): TicketRecord[] {
    return this.#records.closedAs('common-obstacle');
  }

  /** Wishes off the list that at least so many people have had. */
  candidates(people: number = TICKET_LIMITS.similarPeople): ListCandidate[] {
    return this.#records.candidates(people);
  }

  /** Calls `fn` with the id of each ticket that changed. Returns how to stop. */
  subscribe(fn: (id: string) => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  /** Shreds the words of what has been closed long enough. What citizens said goes with the queue's payloads. */
  sweep(): number {
    return this.#records.shred(this.#deps.clock.now() - this.#deps.resultDays * DAY_MS);
  }

  /** Call it inside a transaction. */
  #file(request: TicketRequest): Result<TicketRecord, TicketRefusal> {
    const { clock, queue, sealer, calendar, machineCode, acceptRegion, routes } = this.#deps;
    const now = clock.now();
    const known = this.#records.byId(request.id);
    if (known) return ok(known);
    const refusal = refusalOf(request, localDate(now));
    if (refusal) return err(refusal);
    const person = request.number === null ? null : sealer.personHmac(request.number);
    const linked = request.receiptNumber === null ? null : this.#cases.byReceipt(request.receiptNumber);
    if (
      request.receiptNumber !== null &&
      (!linked || !person || !this.#cases.belongsTo(request.receiptNumber, person))
    )
      return err('unknown-case');
    const { id, kind, region, matter, wishedBy } = request;
    const day = localDate(now).slice(2).replaceAll('-', '');
    const number = receiptNumber(machineCode, day, this.#cases.nextSerial(day));
    const deadlines = ticketDeadlines(now, routes(region), calendar);
    const lane = this.#laneOf(region);
    const text = request.text.trim();
    this.#records.insert(
      {
        id,
        number,
        kind,
        region,
        lane,
        matter,
        caseId: linked?.id ?? null,
        wishedBy,
        filedAt: now,
        ...deadlines,
      },
      {
        person,
        phone: this.#phoneKey(request.contact.phone),
        wish: sealer.personHmac(`wish|${matter ?? plainWish(text)}`),
      },
    );
    const ticket: Ticket = {
      idempotencyKey: id,
      about: kind,
      matterCode: matter,
      caseNumber: linked?.regionNumber ?? null,
      text,
      contact: { ...request.contact, number: request.number },
      acceptRegion,
      machineCode,
      sentAt: now,
      receiptNumber: number,
      region,
      ...(wishedBy === null ? {} : { wishedBy }),
      ...deadlines,
    };
    // Bound to no case: what follows a case that got stuck would wait for a person, and this is what calls one.
    queue.enqueue({ lane, kind: 'ticket', idem: id, caseId: null, payload: ticket, priority: PRIORITY });
    return ok(this.#records.byId(id) as TicketRecord);
  }

  /** The region itself where its line takes tickets, otherwise the host site, which passes it on. */
  #laneOf(region: string): string {
    const takes = (code: string) => this.#deps.line(code)?.capabilities.tickets === true;
    return !takes(region) && takes(this.#deps.acceptRegion) ? this.#deps.acceptRegion : region;
  }

  #phoneKey(phone: string): Uint8Array {
    return this.#deps.sealer.personHmac(`phone|${phoneDigits(phone)}`);
  }

  async #send(job: Job, signal: AbortSignal): Promise<Outcome> {
    const ticket = job.payload as Ticket;
    const record = this.#records.byId(job.idem);
    // A line that is missing today will be missing tonight, and the leader is to know today: a person is told at once.
    const line = this.#deps.line(record?.lane ?? ticket.region ?? '');
    if (!line)
      return { kind: 'dead', code: 'ticket.region-not-served', commit: () => this.#changed(job.idem) };
    const answer = await line.sendTicket(ticket, signal);
    if (!answer.ok) return this.#failed(job.idem, answer.error);
    // After a salvage the row may be lost: what was said gets through all the same.
    if (!record) return { kind: 'done' };
    return { kind: 'done', commit: () => this.#learn(record.id, answer.value) };
  }

  #failed(id: string, failure: RegionFailure): Outcome {
    const { technicianCode: code, retryAfterMs } = failure;
    if (!failure.retryable) return { kind: 'dead', code, commit: () => this.#changed(id) };
    return {
      kind: 'later',
      code,
      lane: true,
      ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }),
    };
  }

  /** Asks the regions for every ticket that they have and that is not closed. */
  async #look(): Promise<void> {
    const { signal } = this.#stop;
    const silent = new Set<string>();
    try {
      for (const { id, lane, regionNumber } of this.#records.open()) {
        if (signal.aborted) return;
        const line = this.#deps.line(lane);
        if (regionNumber === null || !line || silent.has(lane)) continue;
        const answer = await line.ticket(regionNumber, signal);
        if (signal.aborted) return;
        if (!answer.ok) silent.add(lane);
        else if (answer.value) {
          const progress = answer.value;
          this.#deps.db.transaction(() => this.#learn(id, progress));
        }
      }
    } catch {
      // A disk that refuses now is asked again at the next look; the region still has the answer.
    }
  }

  /** Call it inside a transaction. A state only goes forward. */
  #learn(id: string, progress: TicketProgress): void {
    const record = this.#records.byId(id);
    if (!record || record.state === 'closed') return;
    const now = this.#deps.clock.now();
    const words = this.#words(id);
    const fresh = progress.answers.filter(
      (answer) => !words.answers.some(({ at, text }) => at === answer.at && text === answer.text),
    );
    if (fresh.length > 0) this.#putWords(id, { ...words, answers: [...words.answers, ...fresh] });
    const referred = progress.referredAt === undefined || progress.state !== 'received';
    const referredAt = progress.referredAt ?? (referred ? now : null);
    const answeredAt = record.answeredAt ?? (fresh[0] === undefined ? null : Math.min(now, fresh[0].at));
    const state = answeredAt !== null ? 'answered' : referredAt !== null ? 'referred' : 'filed';
    this.#records.advance(id, {
      state: RANK[state] > RANK[record.state] ? state : (record.state as Exclude<TicketState, 'closed'>),
      regionNumber: progress.ticketNumber,
      referredAt,
      answeredAt,
    });
    const { closing } = progress;
    // Without a class and a reason nothing is closed: the hall's staff see it among the open ones.
    if (closing && closing.text.trim() !== '' && fits(record.kind, closing.class))
      this.#close(id, closing.class, closing.text);
    this.#changed(id);
  }

  #close(id: string, closing: TicketClosing, text: string): void {
    this.#putWords(id, { ...this.#words(id), closingText: text.trim() });
    this.#records.close(id, closing, this.#deps.clock.now());
  }

  #change<E extends string = never>(
    id: string,
    work: (record: TicketRecord) => Result<void, E>,
  ): Result<TicketRecord, E | 'unknown-ticket' | 'already-closed'> {
    return this.#deps.db.transaction((): Result<TicketRecord, E | 'unknown-ticket' | 'already-closed'> => {
      const record = this.#records.byId(id);
      if (!record) return err('unknown-ticket');
      if (record.state === 'closed') return err('already-closed');
      const outcome = work(record);
      if (!outcome.ok) return outcome;
      this.#changed(id);
      return ok(this.#records.byId(id) as TicketRecord);
    });
  }

  #putWords(id: string, words: TicketWords): void {
    const context = { idem: id, kind: WORDS_KIND, schema: WORDS_SCHEMA };
    this.#records.putWords(id, this.#deps.sealer.seal(Buffer.from(JSON.stringify(words)), context));
  }

  /** Nothing where nothing was said, or it was shredded. */
  #words(id: string): TicketWords {
    const sealed = this.#records.sealedWords(id);
    const plainBytes =
      sealed && this.#deps.sealer.open(sealed, { idem: id, kind: WORDS_KIND, schema: WORDS_SCHEMA });
    if (!plainBytes?.ok) return { answers: [], closingText: null };
    return JSON.parse(Buffer.from(plainBytes.value).toString('utf8')) as TicketWords;
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

function fits(kind: TicketKind, closing: TicketClosing): boolean {
  return (CLOSINGS[kind] as readonly TicketClosing[]).includes(closing);
}
