import type { SqlDatabase } from '../store/index.ts';
import type { LaneHealth } from './types.ts';

export const READY = 0;
/** Held back by a technician, or until an earlier case is surely gone. */
export const HELD = 1;
export const DONE = 2;
export const DEAD = 3;

/** A job as its lane takes it up. */
export interface JobRow {
  readonly id: number;
  readonly lane: string;
  readonly kind: string;
  readonly idem: string;
  readonly case_id: string | null;
  readonly payload: Uint8Array | null;
  readonly key_id: number;
  readonly schema: number;
  readonly attempts: number;
  readonly created_at: number;
}

/** A job that waits, and until when (milliseconds since 1970). */
export interface Waiting {
  readonly id: number;
  readonly runAt: number;
}

/** Payloads that are shredded in one transaction. */
const SHRED_BATCH = 200;

const JOB = 'id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at';

/**
 * The priorities in use in a lane, found by seeking from one to the next: what uses them looks at the first rows of each and
 * not at every row that waits.
 */
const LEVELS = `with recursive
  asked (lane, at) as materialized (select ?, ?),
  levels (priority) as (
    select (select min(priority) from outbox where state = ${READY} and lane = (select lane from asked))
    union all
    select (select min(priority) from outbox
      where state = ${READY} and lane = (select lane from asked) and priority > levels.priority)
    from levels where levels.priority is not null)`;
const OF_LEVEL = `state = ${READY} and lane = (select lane from asked) and outbox.priority = levels.priority`;

// better-sqlite3 is built with STAT4: there a statement is planned anew, for ten times its own time, whenever a value is
// bound that its plan has looked at. `(select ?)` is a value that no plan looks at.
const SQL = {
  insert: `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at, priority, state)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
  lanes: `select distinct lane from outbox where state = ${READY}`,
  due: `select ${JOB} from outbox as job indexed by outbox_next
    where state = ${READY} and lane = (select ?) and run_at <= (select ?)
      and (job.kind = 'withdrawal' or not exists (
        select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
          and earlier.state in (${READY}, ${HELD}, ${DEAD}) and earlier.kind not in ('progress', 'withdrawal')))
    order by priority, run_at, id limit 1`,
  later: `${LEVELS} select id, run_at as runAt from levels cross join outbox indexed by outbox_next
    where ${OF_LEVEL} and run_at > (select at from asked)`,
  next: `${LEVELS} select
      min((select min(run_at) from outbox where ${OF_LEVEL} and run_at > (select at from asked))) as next,
      max(exists (select 1 from outbox where ${OF_LEVEL} and run_at <= (select at from asked))) as due
    from levels where levels.priority is not null`,
  byIdem: `select ${JOB}, state from outbox where idem = ?`,
  openOf: `select idem from outbox where state = ${READY} and kind = ?
    union all select idem from outbox where state = ${HELD} and kind = ?`,
  stateOf: 'select kind, state from outbox where id = ?',
  counted: `select id, kind, state from outbox where state = ${READY} and kind = 'case'
    union all select id, kind, state from outbox where state = ${DEAD}`,
  newest: 'select max(id) as id from outbox',
  dataVersion: 'pragma data_version',
  hold: `update outbox set state = ${HELD} where idem = ? and state = ${READY} returning id`,
  release: `update outbox set state = ${READY}, run_at = ?, attempts = max(attempts, 1), done_at = null
    where idem = ? and state in (${HELD}, ${DEAD}) returning id`,
  drop: `update outbox set state = ${DONE}, done_at = ?, last_error = 'dropped'
    where idem = ? and state <> ${DONE} returning id`,
  reschedule: `update outbox set run_at = ? where id = ? and run_at = ? and state = ${READY}`,
  hurry: `update outbox set run_at = ? where id = ? and run_at = ? and state = ${READY} and attempts > 0`,
  shift: `update outbox set run_at = run_at + ? where state = ${READY} and lane = ? and attempts > 0`,
  done: `update outbox set state = ${DONE}, done_at = ?, last_error = null where id = ?`,
  wait: 'update outbox set run_at = ?, attempts = 0, last_error = null where id = ?',
  dead: `update outbox set state = ${DEAD}, done_at = ?, attempts = attempts + 1, last_error = ? where id = ?`,
  failed: 'update outbox set run_at = ?, attempts = ?, last_error = ? where id = ?',
  shred: `update outbox set payload = null where id in (
    select id from outbox where state = ${DONE} and payload is not null and done_at < ? limit ${SHRED_BATCH})`,
  health: `select lane, sum(state = ${READY}) as ready, sum(state = ${HELD}) as held, sum(state = ${DEAD}) as dead,
      min(case when state in (${READY}, ${HELD}) and kind <> 'progress'
        and not (kind = 'mail' and state = ${HELD}) then created_at end) as oldestAt
    from (select lane, state, kind, created_at from outbox where state = ${READY}
      union all select lane, state, kind, created_at from outbox where state = ${HELD}
      union all select lane, state, kind, created_at from outbox where state = ${DEAD})
    group by lane order by lane`,
} as const;

/** Reads and writes the outbox; knows SQL and nothing else. Times are milliseconds since 1970. */
export class Outbox {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  /** Returns the id of the new row; null when there is a job of that `idem`. */
  insert(job: {
    readonly lane: string;
    readonly kind: string;
    readonly idem: string;
    readonly caseId: string | null;
    readonly payload: Uint8Array;
    readonly keyId: number;
    readonly schema: number;
    readonly runAt: number;
    readonly createdAt: number;
    readonly priority: number;
    readonly state: number;
  }): number | null {
    const { changes, lastInsertRowid } = this.#db
      .prepare(SQL.insert)
      .run(
        job.lane,
        job.kind,
        job.idem,
        job.caseId,
        job.payload,
        job.keyId,
        job.schema,
        job.runAt,
        job.createdAt,
        job.priority,
        job.state,
      );
    return changes > 0 ? lastInsertRowid : null;
  }

  /** Lanes in which a job is ready. */
  lanes(): string[] {
    return this.#db
      .prepare<{ lane: string }>(SQL.lanes)
      .all()
      .map(({ lane }) => lane);
  }

  /**
   * The next job of a lane. Jobs of one case go in the order in which they were written, and what follows one that is
   * held or dead waits for a person. A withdrawal waits for nothing, and looks at progress hold up nothing.
   */
  due(lane: string, now: number): JobRow | undefined {
    return this.#db.prepare<JobRow>(SQL.due).get(lane, now);
  }

  /** Ready jobs of a lane whose time comes after `at`. */
  later(lane: string, at: number): Waiting[] {
    return this.#db.prepare<Waiting>(SQL.later).all(lane, at);
  }

  /** When the next job of a lane comes due that is not, and whether one is. */
  next(lane: string, now: number): { next: number | null; due: boolean } {
    const row = this.#db.prepare<{ next: number | null; due: number | null }>(SQL.next).get(lane, now);
    return { next: row?.next ?? null, due: row?.due === 1 };
  }

  byIdem(idem: string): (JobRow & { readonly state: number }) | undefined {
    return this.#db.prepare<JobRow & { state: number }>(SQL.byIdem).get(idem);
  }

  stateOf(id: number): { readonly kind: string; readonly state: number } | undefined {
    return this.#db.prepare<{ kind: string; state: number }>(SQL.stateOf).get(id);
  }

  /** Cases that are ready and jobs that are dead. */
  counted(): { readonly id: number; readonly kind: string; readonly state: number }[] {
    return this.#db.prepare<{ id: number; kind: string; state: number }>(SQL.counted).all();
  }

  /** Id of the newest job, 0 when there is none. */
  newest(): number {
    return this.#db.prepare<{ id: number | null }>(SQL.newest).get()?.id ?? 0;
  }

  /** Changes whenever another program has written. */
  dataVersion(): number {
    return this.#db.prepare<{ data_version: number }>(SQL.dataVersion).get()?.data_version ?? 0;
  }

  /** Id of the job that is held now, null when it was not ready. */
  hold(idem: string): number | null {
    return this.#db.prepare<{ id: number }>(SQL.hold).get(idem)?.id ?? null;
  }

  /** Id of the job that is ready again, null when it was neither held nor dead. It counts as tried. */
  release(idem: string, now: number): number | null {
    return this.#db.prepare<{ id: number }>(SQL.release).get(now, idem)?.id ?? null;
  }

  /** Id of the job that has ended without being done, null when it had ended before. */
  drop(idem: string, now: number): number | null {
    return this.#db.prepare<{ id: number }>(SQL.drop).get(now, idem)?.id ?? null;
  }

  /** Has waiting jobs go at `now`, in one transaction; those that were given another time meanwhile keep it. */
  reschedule(jobs: readonly Waiting[], now: number): void {
    this.#setTimes(SQL.reschedule, jobs, now);
  }

  /** As `reschedule`, but for those alone that were tried before: the others wait because they are meant to. */
  hurry(jobs: readonly Waiting[], now: number): void {
    this.#setTimes(SQL.hurry, jobs, now);
  }

  #setTimes(sql: string, jobs: readonly Waiting[], now: number): void {
    const set = this.#db.prepare(sql);
    this.#db.transaction(() => {
      for (const { id, runAt } of jobs) set.run(now, id, runAt);
    });
  }

  /** Moves the times of a lane's tried jobs by so many milliseconds. */
  shift(lane: string, byMs: number): void {
    this.#db.prepare(SQL.shift).run(byMs, lane);
  }

  done(id: number, now: number): void {
    this.#db.prepare(SQL.done).run(now, id);
  }

  /** Nothing failed: looked at again at `runAt`. */
  wait(id: number, runAt: number): void {
    this.#db.prepare(SQL.wait).run(runAt, id);
  }

  dead(id: number, now: number, code: string): void {
    this.#db.prepare(SQL.dead).run(now, code, id);
  }

  failed(id: number, runAt: number, attempts: number, code: string): void {
    this.#db.prepare(SQL.failed).run(runAt, attempts, code, id);
  }

  /** Shreds payloads of jobs that ended before `before`. Returns how many. */
  shred(before: number): number {
    // In batches: one statement over everything would swell the log and hold the disk for a second.
    const batch = this.#db.prepare(SQL.shred);
    let shredded = 0;
    for (let changes = SHRED_BATCH; changes === SHRED_BATCH; shredded += changes)
      changes = batch.run(before).changes;
    return shredded;
  }

  /** What waits in every lane that has something to do. */
  /** Jobs of a kind that are not ended, held ones too. */
  openOf(kind: string): string[] {
    return this.#db
      .prepare<{ idem: string }>(SQL.openOf)
      .all(kind, kind)
      .map(({ idem }) => idem);
  }

  health(): Omit<LaneHealth, 'gate' | 'waitMs'>[] {
    return this.#db.prepare<Omit<LaneHealth, 'gate' | 'waitMs'>>(SQL.health).all();
  }
}
