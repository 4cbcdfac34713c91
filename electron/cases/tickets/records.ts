import type { TicketClosing } from '../../regions/index.ts';
import type { Sealed, SqlDatabase } from '../../store/index.ts';
import type { ListCandidate, TicketKind, TicketRecord, TicketState } from './types.ts';

interface Row {
  id: string;
  number: string;
  kind: TicketKind;
  region: string;
  lane: string;
  matter: string | null;
  case_id: string | null;
  wished_by: string | null;
  state: TicketState;
  region_number: string | null;
  filed_at: number;
  refer_by: number;
  answer_by: number;
  referred_at: number | null;
  answered_at: number | null;
  closed_at: number | null;
  told_at: number | null;
  closing: TicketClosing | null;
  stuck: number;
}

// 3: the dead-letter shelf of the outbox, where a ticket lies under its own id.
const COLUMNS = `id, number, kind, region, lane, matter, case_id, wished_by, state, region_number, filed_at, refer_by,
  answer_by, referred_at, answered_at, closed_at, told_at, closing,
  exists (select 1 from outbox where outbox.idem = tickets.id and outbox.state = 3) as stuck`;

/** What is looked up and never read back: keyed HMACs. */
export interface TicketKeys {
  readonly person: Uint8Array | null;
  readonly phone: Uint8Array;
  readonly wish: Uint8Array;
}

/** Reads and writes ticket rows; knows SQL and nothing else. */
export class TicketRecords {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  insert(
    record: Omit<
      TicketRecord,
      'state' | 'regionNumber' | 'referredAt' | 'answeredAt' | 'closedAt' | 'toldAt' | 'closing' | 'stuck'
    >,
    keys: TicketKeys,
  ): void {
    this.#db
      .prepare(
        `insert into tickets (id, number, kind, region, lane, matter, case_id, person_hmac, phone_hmac, wish_hmac,
           wished_by, state, filed_at, refer_by, answer_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'filed', ?, ?, ?)`,
      )
      .run(
        record.id,
        record.number,
        record.kind,
        record.region,
        record.lane,
        record.matter,
        record.caseId,
        keys.person,
        keys.phone,
        keys.wish,
        record.wishedBy,
        record.filedAt,
        record.referBy,
        record.answerBy,
      );
  }

  byId(id: string): TicketRecord | null {
    return this.#some('id = ?', id)[0] ?? null;
  }

  /** Newest first, at most `limit`. */
  byPerson(person: Uint8Array, limit: number): TicketRecord[] {
    return this.#some('person_hmac = ? order by filed_at desc, number desc limit ?', person, limit);
  }

  byNumberAndPerson(number: string, person: Uint8Array): TicketRecord | null {
    return this.#some('number = ? and person_hmac = ?', number, person)[0] ?? null;
  }

  byNumberAndPhone(number: string, phone: Uint8Array): TicketRecord | null {
    return this.#some('number = ? and phone_hmac = ?', number, phone)[0] ?? null;
  }

  /** Not closed yet; those whose answer is due first stand first. */
  open(): TicketRecord[] {
    return this.#some("state <> 'closed' order by answer_by, number");
  }

  /** There is an answer that the citizen has not seen. Oldest first. */
  untold(): TicketRecord[] {
    return this.#some("state in ('answered', 'closed') and told_at is null order by answered_at, number");
  }

  closedAs(closing: TicketClosing): TicketRecord[] {
    return this.#some('closing = ? order by closed_at, number', closing);
  }

  /** What the region said first (its number, its times) stays. */
  advance(
    id: string,
    to: {
      readonly state: Exclude<TicketState, 'closed'>;
      readonly regionNumber: string | null;
      readonly referredAt: number | null;
      readonly answeredAt: number | null;
    },
  ): void {
    this.#db
      .prepare(
        `update tickets set state = ?, region_number = coalesce(region_number, ?), referred_at = coalesce(referred_at, ?),
           answered_at = coalesce(answered_at, ?) where id = ? and state <> 'closed'`,
      )
      .run(to.state, to.regionNumber, to.referredAt, to.answeredAt, id);
  }

  close(id: string, closing: TicketClosing, atMs: number): void {
    this.#db
      .prepare(
        `update tickets set state = 'closed', closing = ?, closed_at = ?, answered_at = coalesce(answered_at, ?)
         where id = ? and state <> 'closed'`,
      )
      .run(closing, atMs, atMs, id);
  }

  /** New words have not been seen: the citizen is to be told again. */
  putWords(id: string, sealed: Sealed): void {
    this.#db
      .prepare('update tickets set answer = ?, answer_key_id = ?, told_at = null where id = ?')
      .run(sealed.bytes, sealed.keyId, id);
  }

  sealedWords(id: string): Sealed | null {
    const row = this.#db
      .prepare<{ answer: Uint8Array | null; answer_key_id: number | null }>(
        'select answer, answer_key_id from tickets where id = ?',
      )
      .get(id);
    return row?.answer && row.answer_key_id !== null ? { bytes: row.answer, keyId: row.answer_key_id } : null;
  }

  told(id: string, atMs: number): void {
    this.#db
      .prepare('update tickets set told_at = ? where id = ? and told_at is null and answered_at is not null')
      .run(atMs, id);
  }

  /** Wishes off the list that so many different people have had, and that were not led to a matter that exists. */
  candidates(people: number): ListCandidate[] {
    return this.#db
      .prepare<{ region: string; matter: string | null; people: number; numbers: string }>(
        `select region, min(matter) as matter, count(distinct coalesce(person_hmac, phone_hmac)) as people,
           json_group_array(number order by filed_at, number) as numbers
         from tickets where kind = 'off-list' and closing is not 'guided'
         group by region, wish_hmac having people >= ? order by people desc, min(filed_at)`,
      )
      .all(people)
      .map(({ numbers, ...rest }) => ({ ...rest, tickets: JSON.parse(numbers) as string[] }));
  }

  /** Shreds the words of tickets that were closed before `beforeMs`. Returns how many. */
  shred(beforeMs: number): number {
    return this.#db
      .prepare('update tickets set answer = null where closed_at < ? and answer is not null')
      .run(beforeMs).changes;
  }

  #some(where: string, ...values: (string | number | Uint8Array)[]): TicketRecord[] {
    return this.#db
      .prepare<Row>(`select ${COLUMNS} from tickets where ${where}`)
      .all(...values)
      .map(fromRow);
  }
}

function fromRow(row: Row): TicketRecord {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    region: row.region,
    lane: row.lane,
    matter: row.matter,
    caseId: row.case_id,
    wishedBy: row.wished_by,
    state: row.state,
    regionNumber: row.region_number,
    filedAt: row.filed_at,
    referBy: row.refer_by,
    answerBy: row.answer_by,
    referredAt: row.referred_at,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
    toldAt: row.told_at,
    closing: row.closing,
    stuck: row.stuck === 1,
  };
}
