import type { Delivery } from '../contract/index.ts';
import type { ClockStop } from '../core/index.ts';
import type { PartProgress } from '../regions/index.ts';
import type { SqlDatabase } from '../store/index.ts';

/** `correction`: the region waits for an answer (补正). */
export type CaseState =
  | 'waiting'
  | 'sent'
  | 'accepted'
  | 'correction'
  | 'finished'
  | 'refused'
  | 'stopped'
  | 'withdrawn';

/** What the table's check knows. The other two follow from `withdrawal` and `stops`. */
type StoredState = Exclude<CaseState, 'correction' | 'withdrawn'>;

/** The course of a case as far as nothing in it is personal. */
export interface CaseCourse {
  /** Sent by another machine; this one has it from its region, and does not know its idempotency key. */
  readonly elsewhere?: true;
  /** Of joint handling (联办). */
  readonly parts?: readonly PartProgress[];
  /** The answer to the last round of correction that was given here. `closed`: the region wants none any more. */
  readonly answer?: {
    readonly round: string;
    readonly state: 'waiting' | 'sent' | 'closed' | 'failed';
    readonly tries: number;
  };
  /** Ratings (好差评) that were given here, of each stage: one, or an afterthought as well. */
  readonly ratings?: { readonly accepted?: 1 | 2; readonly finished?: 1 | 2 };
  /** Others have to sign as well before the region begins. */
  readonly furtherSigners?: true;
  /** It goes another way than its region's first one (`adapter.kind`), with the citizen's consent at that moment. */
  readonly way?: { readonly kind: string; readonly consentedAt: number };
  /** Where the locker stands that the result comes into. */
  readonly locker?: string;
  /** Of a parcel (EMS). `by-region`: this machine does not order it. */
  readonly mail?: { readonly state: 'waiting' | 'ordered' | 'by-region'; readonly number: string | null };
  readonly payment?: {
    readonly number: string;
    readonly amountFen: number;
    readonly invoice?: { readonly number: string; readonly checkCode: string };
    readonly refund?: 'asked' | 'by-phone';
  };
  readonly package?: { readonly id: string; readonly index: number; readonly of: number };
}

/** `asked`: the region has to say yes. `too-late`: it said no, the case goes on. */
export type WithdrawalState = 'asked' | 'done' | 'too-late';

/** A case (办件) as the database keeps it in clear: nothing personal. */
export interface CaseRecord {
  /** UUID v7; also the idempotency key under which the region knows it. */
  readonly id: string;
  readonly receiptNumber: string;
  readonly region: string;
  readonly matter: string;
  readonly delivery: Delivery;
  readonly state: CaseState;
  readonly regionNumber: string | null;
  readonly documentSha256: string;
  readonly submittedAt: number;
  readonly sentAt: number | null;
  readonly acceptedAt: number | null;
  readonly finishedAt: number | null;
  /** There is something to print. */
  readonly hasResult: boolean;
  /** Null: none has come yet, or an older program fetched it. */
  readonly result: ResultFacts | null;
  /** The file as the region gave it is here, apart from what is printed. */
  readonly hasOriginal: boolean;
  readonly withdrawal: WithdrawalState | null;
  /** The case in whose place this one was handed in. */
  readonly replaces: string | null;
  /** Times that do not count towards the promised limit, oldest first, as this machine came to know of them. */
  readonly stops: readonly ClockStop[];
  readonly course: CaseCourse;
}

/** What is known of a result (审批结果文件) and is nothing personal. */
export interface ResultFacts {
  /** As the region gave it; null: it could not be told. */
  readonly kind: 'pdf' | 'ofd' | null;
  /** Of what is printed here, or else of the file. */
  readonly pages: number | null;
  readonly verdict: 'verified' | 'not-verified' | 'absent' | 'contradicted';
  /** An authority's name, by its certificate. */
  readonly sealedBy: string | null;
  /** What is printed is the region's PDF of it. */
  readonly rendition?: true;
}

/** Sealed bytes and the key that sealed them. */
export interface SealedBytes {
  readonly bytes: Uint8Array;
  readonly keyId: number;
}

interface Row {
  id: string;
  receipt_number: string;
  region: string;
  matter: string;
  delivery: Delivery;
  state: StoredState;
  region_number: string | null;
  document_sha256: string;
  submitted_at: number;
  sent_at: number | null;
  accepted_at: number | null;
  finished_at: number | null;
  has_result: number;
  has_original: number;
  result_facts: string | null;
  withdrawal: WithdrawalState | null;
  replaces: string | null;
  stops: string | null;
  course: string | null;
}

const COLUMNS = `id, receipt_number, region, matter, delivery, state, region_number, document_sha256, submitted_at,
  sent_at, accepted_at, finished_at, result is not null as has_result, result_original is not null as has_original,
  result_facts, withdrawal, replaces, stops, course`;

/** Reads and writes case rows; knows SQL and nothing else. */
export class CaseRecords {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  /** The next serial of a local day (yymmdd), from 1. Call inside the transaction that uses it. */
  nextSerial(day: string): number {
    const row = this.#db
      .prepare<{ last: number }>(
        'insert into serials (day, last) values (?, 1) on conflict (day) do update set last = last + 1 returning last',
      )
      .get(day);
    return (row as { last: number }).last;
  }

  insert(
    record: Omit<
      CaseRecord,
      | 'state'
      | 'hasResult'
      | 'hasOriginal'
      | 'result'
      | 'sentAt'
      | 'acceptedAt'
      | 'finishedAt'
      | 'regionNumber'
      | 'withdrawal'
      | 'stops'
    > & { readonly state: StoredState },
    personHmac: Uint8Array,
  ): void {
    this.#db
      .prepare(
        `insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256, submitted_at, replaces, course)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        record.id,
        record.receiptNumber,
        record.region,
        record.matter,
        personHmac,
        record.delivery,
        record.state,
        record.documentSha256,
        record.submittedAt,
        record.replaces,
        courseText(record.course),
      );
  }

  byId(id: string): CaseRecord | null {
    return this.#one('id = ?', id);
  }

  byReceipt(receiptNumber: string): CaseRecord | null {
    return this.#one('receipt_number = ?', receiptNumber);
  }

  /** Newest first, at most `limit`. */
  byPerson(personHmac: Uint8Array, limit: number): CaseRecord[] {
    return this.#db
      .prepare<Row>(`select ${COLUMNS} from cases where person_hmac = ? order by submitted_at desc limit ?`)
      .all(personHmac, limit)
      .map(fromRow);
  }

  personOf(id: string): Uint8Array | null {
    const row = this.#db
      .prepare<{ person: Uint8Array }>('select person_hmac as person from cases where id = ?')
      .get(id);
    return row ? Uint8Array.from(row.person) : null;
  }

  belongsTo(receiptNumber: string, personHmac: Uint8Array): boolean {
    return (
      this.#db
        .prepare('select 1 from cases where receipt_number = ? and person_hmac = ?')
        .get(receiptNumber, personHmac) !== undefined
    );
  }

  /** A state only ever goes forward; what the region said first (its number, its times) stays. */
  advance(
    id: string,
    to: {
      state: StoredState;
      regionNumber?: string | null;
      sentAt?: number;
      acceptedAt?: number | null;
      finishedAt?: number | null;
    },
  ): void {
    this.#db
      .prepare(
        `update cases set state = ?, region_number = coalesce(region_number, ?), sent_at = coalesce(sent_at, ?),
         accepted_at = coalesce(accepted_at, ?), finished_at = coalesce(finished_at, ?) where id = ?`,
      )
      .run(
        to.state,
        to.regionNumber ?? null,
        to.sentAt ?? null,
        to.acceptedAt ?? null,
        to.finishedAt ?? null,
        id,
      );
  }

  setWithdrawal(id: string, to: WithdrawalState): void {
    this.#db.prepare('update cases set withdrawal = ? where id = ?').run(to, id);
  }

  setStops(id: string, stops: readonly ClockStop[]): void {
    this.#db.prepare('update cases set stops = ? where id = ?').run(JSON.stringify(stops), id);
  }

  setCourse(id: string, course: CaseCourse): void {
    this.#db.prepare('update cases set course = ? where id = ?').run(courseText(course), id);
  }

  /** What the region asks for, sealed; null: nothing. */
  putAsked(id: string, sealed: SealedBytes | null): void {
    this.#db
      .prepare('update cases set asked = ?, asked_key_id = ? where id = ?')
      .run(sealed?.bytes ?? null, sealed?.keyId ?? null, id);
  }

  /** Forgets what was asked in cases of other machines since before `beforeMs`. Returns in how many. */
  shredAsked(beforeMs: number): number {
    const old = this.#db
      .prepare<Row>(`select ${COLUMNS} from cases where asked is not null`)
      .all()
      .map(fromRow)
      .filter(({ course, stops }) => course.elsewhere && stops.every(({ since }) => since < beforeMs));
    for (const { id } of old) this.putAsked(id, null);
    return old.length;
  }

  sealedAsked(id: string): SealedBytes | null {
    return this.#sealed('select asked as bytes, asked_key_id as keyId from cases where id = ?', id);
  }

  /** The case that was handed in to take this one's place. */
  successorOf(id: string): CaseRecord | null {
    return this.#one('replaces = ?', id);
  }

  /** `paper`: what is printed, always a PDF; `original`: the file itself where it is another. */
  putResult(
    id: string,
    facts: ResultFacts,
    { paper, original }: { readonly paper: SealedBytes | null; readonly original: SealedBytes | null },
  ): void {
    this.#db
      .prepare(
        `update cases set result_facts = ?, result = ?, result_key_id = ?, result_original = ?, result_original_key_id = ?
         where id = ?`,
      )
      .run(
        JSON.stringify(facts),
        paper?.bytes ?? null,
        paper?.keyId ?? null,
        original?.bytes ?? null,
        original?.keyId ?? null,
        id,
      );
  }

  sealedResult(id: string): SealedBytes | null {
    return this.#sealed('select result as bytes, result_key_id as keyId from cases where id = ?', id);
  }

  sealedOriginal(id: string): SealedBytes | null {
    return this.#sealed(
      'select result_original as bytes, result_original_key_id as keyId from cases where id = ?',
      id,
    );
  }

  #sealed(sql: string, id: string): SealedBytes | null {
    const row = this.#db.prepare<{ bytes: Uint8Array | null; keyId: number | null }>(sql).get(id);
    return row?.bytes && row.keyId !== null ? { bytes: row.bytes, keyId: row.keyId } : null;
  }

  /** Shreds results of cases that finished before `beforeMs`. Returns how many. */
  shredResults(beforeMs: number, nowMs: number): number {
    return this.#db
      .prepare(
        `update cases set result = null, result_original = null, result_shredded_at = ?
         where finished_at < ? and (result is not null or result_original is not null)`,
      )
      .run(nowMs, beforeMs).changes;
  }

  #one(where: string, value: string): CaseRecord | null {
    const row = this.#db.prepare<Row>(`select ${COLUMNS} from cases where ${where}`).get(value);
    return row ? fromRow(row) : null;
  }
}

function courseText(course: CaseCourse): string | null {
  return Object.keys(course).length === 0 ? null : JSON.stringify(course);
}

function stateOf(row: Row, stops: readonly ClockStop[]): CaseState {
  if (row.withdrawal === 'done') return 'withdrawn';
  const asked = stops.some(({ reason, until }) => reason === 'correction' && until === null);
  return row.state === 'accepted' && asked ? 'correction' : row.state;
}

function fromRow(row: Row): CaseRecord {
  const stops = row.stops === null ? [] : (JSON.parse(row.stops) as ClockStop[]);
  return {
    id: row.id,
    receiptNumber: row.receipt_number,
    region: row.region,
    matter: row.matter,
    delivery: row.delivery,
    state: stateOf(row, stops),
    regionNumber: row.region_number,
    documentSha256: row.document_sha256,
    submittedAt: row.submitted_at,
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    finishedAt: row.finished_at,
    hasResult: row.has_result === 1,
    result: row.result_facts === null ? null : (JSON.parse(row.result_facts) as ResultFacts),
    hasOriginal: row.has_original === 1,
    withdrawal: row.withdrawal,
    replaces: row.replaces,
    stops,
    course: row.course === null ? {} : (JSON.parse(row.course) as CaseCourse),
  };
}
