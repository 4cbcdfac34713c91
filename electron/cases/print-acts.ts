import type { Clock } from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';

/**
 * Printing cannot be taken back, so each print is written down as intent, then done, failed or unknown. An intent that
 * a restart finds open is of unknown end: it is never printed again without someone asking.
 */
export class PrintActs {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;

  constructor(db: SqlDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    db.prepare(`update acts set state = 'unknown', ended_at = ? where state = 'intent'`).run(clock.now());
  }

  begin(kind: 'print-receipt' | 'print-result', caseId: string): number {
    return this.#db
      .prepare(`insert into acts (kind, case_id, state, started_at) values (?, ?, 'intent', ?)`)
      .run(kind, caseId, this.#clock.now()).lastInsertRowid;
  }

  end(act: number, state: 'done' | 'failed' | 'unknown'): void {
    this.#db
      .prepare('update acts set state = ?, ended_at = ? where id = ?')
      .run(state, this.#clock.now(), act);
  }

  /** How often this was printed for certain. */
  printed(kind: 'print-receipt' | 'print-result', caseId: string): number {
    const row = this.#db
      .prepare<{ n: number }>(
        `select count(*) as n from acts where kind = ? and case_id = ? and state = 'done'`,
      )
      .get(kind, caseId);
    return row?.n ?? 0;
  }
}
