import type { Clock } from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';
import type { PaperOptions, PaperWord } from './types.ts';

/** A print as it stands in the database. Nothing of the document itself: its digest alone. */
export interface PrintJob {
  readonly id: number;
  readonly what: string;
  readonly caseId: string | null;
  /** Keyed HMAC of the identity that asked; null when nobody had shown who they are. */
  readonly by: Uint8Array | null;
  /** What the printer's queue knows it by: random, nothing personal, never used twice. */
  readonly token: string;
  readonly printer: 'page' | 'strip';
  /** SHA-256 of the document, lower-case hex; null for prints of earlier programs. */
  readonly sha256: string | null;
  readonly pages: number;
  readonly copies: number;
  readonly options: PaperOptions;
  /** Pages of all copies that certainly came out. */
  readonly pagesDone: number;
  /** Pages that the sending which is open, or was the last, was to bring. */
  readonly pagesSent: number;
  readonly state: 'intent' | 'sent' | 'done' | 'failed' | 'unknown';
  /** Why it failed or is unknown: a failure's kind. */
  readonly reason: string | null;
  /** What the citizen saw in the tray, when nobody else knew. */
  readonly answer: PaperWord | null;
  /** Sendings begun. */
  readonly attempts: number;
  readonly askedAt: number;
  readonly endedAt: number | null;
  readonly takenAt: number | null;
}

interface Row {
  id: number;
  what: string;
  case_id: string | null;
  person_hmac: Uint8Array | null;
  token: string;
  printer: PrintJob['printer'];
  sha256: string | null;
  pages: number;
  copies: number;
  options: string;
  pages_done: number;
  pages_sent: number;
  state: PrintJob['state'];
  reason: string | null;
  answer: PaperWord | null;
  attempts: number;
  asked_at: number;
  ended_at: number | null;
  taken_at: number | null;
}

export interface NewPrint {
  readonly what: string;
  readonly caseId: string | null;
  readonly by: Uint8Array | null;
  readonly token: string;
  readonly printer: PrintJob['printer'];
  readonly sha256: string;
  readonly pages: number;
  readonly copies: number;
  readonly options: PaperOptions;
}

/** Printing cannot be taken back: each print is written down before, while and after it is done. */
export class PrintJobs {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;

  constructor(db: SqlDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Intent: nothing has reached a printer. */
  begin(print: NewPrint): PrintJob {
    const id = this.#db
      .prepare(
        `insert into print_jobs (what, case_id, person_hmac, token, printer, sha256, pages, copies, options, state, asked_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?)`,
      )
      .run(
        print.what,
        print.caseId,
        print.by,
        print.token,
        print.printer,
        print.sha256,
        print.pages,
        print.copies,
        JSON.stringify(print.options),
        this.#clock.now(),
      ).lastInsertRowid;
    return this.get(id);
  }

  /** The same print is gone on with: its missing pages. */
  again(id: number): PrintJob {
    this.#db
      .prepare("update print_jobs set state = 'intent', reason = null, ended_at = null where id = ?")
      .run(id);
    return this.get(id);
  }

  /** From here the printer may have `pages` more under `token`. Written before the first byte goes out. */
  sending(id: number, printer: PrintJob['printer'], token: string, pages: number): void {
    this.#db
      .prepare(
        `update print_jobs set state = 'sent', printer = ?, token = ?, pages_sent = ?, sent_at = ?,
           attempts = attempts + 1 where id = ?`,
      )
      .run(printer, token, pages, this.#clock.now(), id);
  }

  /** The sending is over and so much has certainly come out: intent again, until the next goes out. */
  came(id: number, pagesDone: number): void {
    this.#db
      .prepare("update print_jobs set state = 'intent', pages_done = ? where id = ?")
      .run(pagesDone, id);
  }

  end(id: number, end: 'done' | 'failed' | 'unknown', pagesDone: number, reason: string | null): PrintJob {
    this.#db
      .prepare('update print_jobs set state = ?, pages_done = ?, reason = ?, ended_at = ? where id = ?')
      .run(end, pagesDone, reason, this.#clock.now(), id);
    return this.get(id);
  }

  /** What the citizen saw, where nobody else knew. */
  answered(id: number, answer: PaperWord, pagesDone: number): PrintJob {
    this.#db
      .prepare('update print_jobs set state = ?, answer = ?, pages_done = ?, ended_at = ? where id = ?')
      .run(answer === 'all' ? 'done' : 'failed', answer, pagesDone, this.#clock.now(), id);
    return this.get(id);
  }

  taken(id: number): void {
    this.#db.prepare('update print_jobs set taken_at = ? where id = ?').run(this.#clock.now(), id);
  }

  /** Nobody took it while somebody stood there. */
  left(id: number): void {
    this.#db.prepare('update print_jobs set left_at = ? where id = ?').run(this.#clock.now(), id);
  }

  get(id: number): PrintJob {
    return jobOf(this.#db.prepare<Row>('select * from print_jobs where id = ?').get(id) as Row);
  }

  /** The newest print of this paper, or null. */
  last(what: string, caseId: string | null): PrintJob | null {
    const row = this.#db
      .prepare<Row>('select * from print_jobs where case_id is ? and what = ? order by id desc limit 1')
      .get(caseId, what);
    return row ? jobOf(row) : null;
  }

  /** Every print of this paper, the oldest first. */
  all(what: string, caseId: string): PrintJob[] {
    return this.#db
      .prepare<Row>('select * from print_jobs where case_id = ? and what = ? order by id')
      .all(caseId, what)
      .map(jobOf);
  }

  /** Every print of papers without a case whose name begins so, the oldest first. */
  named(start: string): PrintJob[] {
    return this.#db
      .prepare<Row>(
        `select * from print_jobs where case_id is null and what >= ? and what < ? || '~' order by id`,
      )
      .all(start, start)
      .map(jobOf);
  }

  /** Whose end nobody has written down. */
  open(): PrintJob[] {
    return this.#db
      .prepare<Row>("select * from print_jobs where state in ('intent', 'sent') order by id")
      .all()
      .map(jobOf);
  }
}

function jobOf(row: Row): PrintJob {
  return {
    id: row.id,
    what: row.what,
    caseId: row.case_id,
    by: row.person_hmac,
    token: row.token,
    printer: row.printer,
    sha256: row.sha256,
    pages: row.pages,
    copies: row.copies,
    options: JSON.parse(row.options) as PaperOptions,
    pagesDone: row.pages_done,
    pagesSent: row.pages_sent,
    state: row.state,
    reason: row.reason,
    answer: row.answer,
    attempts: row.attempts,
    askedAt: row.asked_at,
    endedAt: row.ended_at,
    takenAt: row.taken_at,
  };
}
