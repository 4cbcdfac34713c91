import type { Clock } from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';

/** A call for staff as it stands in the database: where somebody stood, and nothing of who. Instants in ms. */
export interface StaffCallRecord {
  readonly id: number;
  /** Name of the screen. */
  readonly screen: string;
  readonly calledAt: number;
  /** Somebody said that they come; null: not yet. */
  readonly answeredAt: number | null;
  /** The citizen went, or said that nobody need come. Null: they wait. */
  readonly endedAt: number | null;
}

interface Row {
  id: number;
  screen: string;
  called_at: number;
  answered_at: number | null;
  ended_at: number | null;
}

/**
 * Calls for staff (找人帮忙) as durable rows. Whoever answers them (the desk of the hall) and whoever waits for them learn
 * of it here; a restart loses none.
 */
export class StaffCalls {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;
  readonly #watchers = new Set<() => void>();

  constructor(db: SqlDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The citizen who called before a restart does not stand there any more, as far as anybody knows. */
  start(): void {
    this.#db.prepare('update staff_calls set ended_at = ? where ended_at is null').run(this.#clock.now());
  }

  call(screen: string): StaffCallRecord {
    const { lastInsertRowid } = this.#db
      .prepare('insert into staff_calls (screen, called_at) values (?, ?)')
      .run(screen, this.#clock.now());
    this.#changed();
    return this.get(Number(lastInsertRowid)) as StaffCallRecord;
  }

  get(id: number): StaffCallRecord | null {
    const row = this.#db.prepare<Row>('select * from staff_calls where id = ?').get(id);
    return row ? recordOf(row) : null;
  }

  /** Calls that wait, the oldest first. */
  waiting(): StaffCallRecord[] {
    return this.#db
      .prepare<Row>('select * from staff_calls where answered_at is null and ended_at is null order by id')
      .all()
      .map(recordOf);
  }

  /** Somebody comes. False when nobody waits for it any more, or it was answered already. */
  answer(id: number): boolean {
    const { changes } = this.#db
      .prepare(
        'update staff_calls set answered_at = ? where id = ? and answered_at is null and ended_at is null',
      )
      .run(this.#clock.now(), id);
    this.#changed();
    return Number(changes) > 0;
  }

  /** Nobody waits for it any more. */
  end(id: number): void {
    this.#db
      .prepare('update staff_calls set ended_at = ? where id = ? and ended_at is null')
      .run(this.#clock.now(), id);
    this.#changed();
  }

  /** Calls `changed` after each call, answer and end. Returns how to stop. */
  subscribe(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function recordOf(row: Row): StaffCallRecord {
  return {
    id: row.id,
    screen: row.screen,
    calledAt: row.called_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
  };
}
