import {
  type Clock,
  type RandomBytes,
  REGION_RETRY,
  type Result,
  retryDelay,
  Signal,
  type TimerHandle,
  type Watchable,
} from '../core/index.ts';
import type { Sealer, SqlDatabase } from '../store/index.ts';
import { LaneGate } from './lane-gate.ts';
import type { Job, JobHandler, LaneHealth, NewJob, Outcome, QueueDepth, QueueEvents } from './types.ts';

const READY = 0;
/** Held back by a technician. */
const HELD = 1;
const DONE = 2;
const DEAD = 3;

interface Row {
  id: number;
  lane: string;
  kind: string;
  idem: string;
  case_id: string | null;
  payload: Uint8Array | null;
  key_id: number;
  schema: number;
  attempts: number;
  created_at: number;
}

const STALLED_MS = 60_000;
/** A job that has to wait for longer was written under another clock: it goes now. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** A timer that fires this far from when the wall clock says it should has seen that clock being set. */
const JUMP_MS = 5_000;
/** So many bugs of ours in a row are no accident: the job would block its lane for ever. */
const POISON_ATTEMPTS = 10;
const DEFAULT_PRIORITY = 5;
/** Payloads that are shredded in one transaction. */
const SHRED_BATCH = 200;

/** Version of the payloads' JSON, part of what a seal is bound to. */
const PAYLOAD_SCHEMA = 1;

/**
 * The outbox: one worker a lane, one job at a time in it. A claim lives in memory only (there is one sender), so a job
 * whose process dies is simply still ready at the next start; the receiver's idempotency key makes a second send harmless.
 */
export class Queue {
  readonly #db: SqlDatabase;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #events: QueueEvents;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #busy = new Set<string>();
  readonly #timers = new Map<string, TimerHandle>();
  readonly #gates = new Map<string, LaneGate>();
  /** Jobs that were handed to their handler and whose outcome is not noted: they may have left this machine. */
  readonly #inFlight = new Set<number>();
  readonly #stop = new AbortController();
  readonly #depth: Signal<QueueDepth>;
  readonly #idle = new Set<() => void>();
  #running = false;
  /** Jobs up to this id were there before this start: what became of their last attempt is not known. */
  readonly #lastIdBefore: number;

  constructor(deps: {
    db: SqlDatabase;
    sealer: Sealer;
    clock: Clock;
    random: RandomBytes;
    events: QueueEvents;
  }) {
    this.#db = deps.db;
    this.#sealer = deps.sealer;
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#events = deps.events;
    this.#depth = new Signal(this.#count());
    const newest = this.#db.prepare<{ id: number | null }>('select max(id) as id from outbox').get();
    this.#lastIdBefore = newest?.id ?? 0;
  }

  get depth(): Watchable<QueueDepth> {
    return this.#depth;
  }

  /** Who does the jobs of a kind. Set before `start`. */
  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  /**
   * Writes a job. Call it inside the transaction that changes what the job is about; then `wake` after the commit.
   * The same `idem` twice is one job.
   */
  enqueue(job: NewJob): void {
    const sealed = this.#sealer.seal(Buffer.from(JSON.stringify(job.payload)), {
      idem: job.idem,
      kind: job.kind,
      schema: PAYLOAD_SCHEMA,
    });
    const now = this.#clock.now();
    this.#db
      .prepare(
        `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at, priority, state)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
      )
      .run(
        job.lane,
        job.kind,
        job.idem,
        job.caseId,
        sealed.bytes,
        sealed.keyId,
        PAYLOAD_SCHEMA,
        job.runAt ?? now,
        now,
        job.priority ?? DEFAULT_PRIORITY,
        job.held ? HELD : READY,
      );
  }

  start(): void {
    this.#running = true;
    const lanes = this.#db
      .prepare<{ lane: string }>(`select distinct lane from outbox where state = ${READY}`)
      .all();
    for (const { lane } of lanes) this.wake(lane);
  }

  /** Looks at a lane now; never throws, for what was committed before is committed. With `hurry`, what waits for its next try is tried at once: the line is back. */
  wake(lane: string, hurry = false): void {
    const now = this.#clock.now();
    this.#guard(lane, () => {
      if (hurry) {
        this.#gate(lane).hurry(now);
        this.#db
          .prepare(
            `update outbox set run_at = ? where lane = ? and state = ${READY} and attempts > 0 and run_at > ?`,
          )
          .run(now, lane, now);
      }
      this.#refresh();
    });
    void this.#work(lane);
  }

  /** Work on the database for which nobody waits. When the disk refuses it the lane rests, and it is tried again. */
  #guard(lane: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#events.stalled(lane, error instanceof Error ? error.message : 'unknown');
      this.#rest(lane, STALLED_MS);
    }
  }

  /** No new attempts; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#stop.abort();
    for (const timer of this.#timers.values()) this.#clock.clearTimeout(timer);
    this.#timers.clear();
    while (this.#busy.size > 0) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** True when nothing of this job can have left this machine: not tried in this run, nor there before it. */
  surelyUnsent(idem: string): boolean {
    const row = this.#db.prepare<Row & { state: number }>('select * from outbox where idem = ?').get(idem);
    if (!row || row.state === DONE) return false;
    return row.attempts === 0 && row.id > this.#lastIdBefore && !this.#inFlight.has(row.id);
  }

  /** A job that waits goes no more, until `release`. One that is under way ends as it ends. */
  hold(idem: string): boolean {
    return this.#move(idem, READY, HELD);
  }

  /** A held or dead job is ready again. It may have been sent before, so it will be asked for. Call `wake` afterwards. */
  release(idem: string): boolean {
    const changed = this.#db
      .prepare(
        `update outbox set state = ${READY}, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (${HELD}, ${DEAD})`,
      )
      .run(this.#clock.now(), idem).changes;
    return changed > 0;
  }

  /** Ends a job without doing it. Its payload stays for the days that payloads are kept. */
  drop(idem: string): boolean {
    const changed = this.#db
      .prepare(
        `update outbox set state = ${DONE}, done_at = ?, last_error = 'dropped' where idem = ? and state <> ${DONE}`,
      )
      .run(this.#clock.now(), idem).changes;
    return changed > 0;
  }

  #move(idem: string, from: number, to: number): boolean {
    return (
      this.#db.prepare('update outbox set state = ? where idem = ? and state = ?').run(to, idem, from)
        .changes > 0
    );
  }

  /** What a job was given, while it is still here and can be unsealed. */
  payloadOf(idem: string): unknown | null {
    const row = this.#db.prepare<Row>('select * from outbox where idem = ?').get(idem);
    const payload = row && this.#open(row);
    return payload?.ok ? payload.value : null;
  }

  /** Shreds the payloads of jobs that ended before `beforeMs`. Returns how many. */
  shred(beforeMs: number): number {
    // In batches: one statement over everything would swell the log and hold the disk for a second.
    const batch = this.#db.prepare(
      `update outbox set payload = null where id in (
         select id from outbox where state = ${DONE} and payload is not null and done_at < ? limit ${SHRED_BATCH})`,
    );
    let shredded = 0;
    for (let changes = SHRED_BATCH; changes === SHRED_BATCH; shredded += changes)
      changes = batch.run(beforeMs).changes;
    return shredded;
  }

  /** How every lane that has something to do stands. */
  lanes(): LaneHealth[] {
    const now = this.#clock.now();
    return this.#db
      .prepare<Omit<LaneHealth, 'gate' | 'waitMs'>>(
        `select lane, sum(state = ${READY}) as ready, sum(state = ${HELD}) as held, sum(state = ${DEAD}) as dead,
           min(case when state in (${READY}, ${HELD}) and kind <> 'progress' then created_at end) as oldestAt
         from outbox where state <> ${DONE} group by lane order by lane`,
      )
      .all()
      .map((row) => {
        const gate = this.#gate(row.lane);
        return { ...row, gate: gate.state(now), waitMs: gate.waitMs(now) };
      });
  }

  async #work(lane: string): Promise<void> {
    if (!this.#running || this.#busy.has(lane)) return;
    this.#busy.add(lane);
    const gate = this.#gate(lane);
    try {
      this.#unstick(lane);
      while (this.#running && gate.waitMs(this.#clock.now()) === 0) {
        const row = this.#due(lane);
        if (!row) {
          gate.drained();
          break;
        }
        await this.#attempt(row, gate);
      }
    } catch (error) {
      this.#events.stalled(lane, error instanceof Error ? error.message : 'unknown');
      this.#rest(lane, STALLED_MS);
      return;
    } finally {
      this.#busy.delete(lane);
      for (const wake of this.#idle) wake();
      this.#idle.clear();
    }
    this.#guard(lane, () => this.#sleepUntilNext(lane));
  }

  #gate(lane: string): LaneGate {
    const known = this.#gates.get(lane) ?? new LaneGate();
    this.#gates.set(lane, known);
    return known;
  }

  /** Jobs that were put off under a clock that stood far ahead would wait for months: they go now. */
  #unstick(lane: string): void {
    const now = this.#clock.now();
    this.#db
      .prepare(`update outbox set run_at = ? where state = ${READY} and lane = ? and run_at > ?`)
      .run(now, lane, now + LONGEST_WAIT_MS);
  }

  /**
   * The next job of a lane. Jobs of one case go in the order in which they were written, and what follows one that is
   * held or dead waits for a person. A withdrawal waits for nothing, and looks at progress hold up nothing.
   */
  #due(lane: string): Row | undefined {
    return this.#db
      .prepare<Row>(
        `select * from outbox as job indexed by outbox_next where state = ${READY} and lane = ? and run_at <= ?
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (${READY}, ${HELD}, ${DEAD}) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
      )
      .get(lane, this.#clock.now());
  }

  #sleepUntilNext(lane: string): void {
    const now = this.#clock.now();
    const row = this.#db
      .prepare<{ next: number | null; due: number }>(
        `select (select min(run_at) from outbox where state = ${READY} and lane = ? and run_at > ?) as next,
           exists (select 1 from outbox where state = ${READY} and lane = ? and run_at <= ?) as due`,
      )
      .get(lane, now, lane, now);
    if (!row || (row.next === null && row.due === 0)) return;
    const gate = this.#gate(lane).waitMs(now);
    const waits = row.next === null ? [] : [Math.max(row.next - now, gate)];
    // What is due and was not taken waits for the gate, or for another job of its case, whose end comes by here.
    if (row.due > 0 && gate > 0) waits.push(gate);
    // The clock may be set meanwhile: never sleep long without a look.
    this.#rest(lane, Math.min(...waits, STALLED_MS));
  }

  #rest(lane: string, ms: number): void {
    const old = this.#timers.get(lane);
    if (old !== undefined) this.#clock.clearTimeout(old);
    this.#timers.delete(lane);
    if (!this.#running) return;
    const expected = this.#clock.now() + ms;
    this.#timers.set(
      lane,
      this.#clock.setTimeout(() => {
        this.#guard(lane, () => this.#noticeJump(lane, this.#clock.now() - expected));
        void this.#work(lane);
      }, ms),
    );
  }

  /** Timers run by a clock that nobody sets. Where the wall clock differs from them, it was set, and waiting times with it. */
  #noticeJump(lane: string, byMs: number): void {
    if (Math.abs(byMs) < JUMP_MS) return;
    this.#gate(lane).shift(byMs);
    this.#db
      .prepare(`update outbox set run_at = run_at + ? where state = ${READY} and lane = ? and attempts > 0`)
      .run(byMs, lane);
    this.#events.clockJumped?.(lane, byMs);
  }

  async #attempt(row: Row, gate: LaneGate): Promise<void> {
    const again = this.#inFlight.has(row.id);
    this.#inFlight.add(row.id);
    const outcome = await this.#run(row, again);
    if (this.#stop.signal.aborted && outcome.kind === 'later') return; // our own abort is not the region's failure
    const before = gate.state(this.#clock.now());
    if (outcome.kind !== 'later') gate.answered(this.#clock.now());
    else if (outcome.lane) {
      if (outcome.afterMs !== undefined) gate.pause(this.#clock.now(), outcome.afterMs);
      else gate.failed(this.#clock.now(), this.#random01());
    }
    const after = gate.state(this.#clock.now());
    if (after !== before) this.#events.gate?.(row.lane, after);
    this.#settle(row, outcome);
    this.#inFlight.delete(row.id);
    this.#refresh();
  }

  async #run(row: Row, again: boolean): Promise<Outcome> {
    const handler = this.#handlers.get(row.kind);
    if (!handler) return { kind: 'dead', code: `no-handler:${row.kind}` };
    const payload = this.#open(row);
    if (!payload.ok) return { kind: 'dead', code: `unreadable:${payload.error}` };
    const job: Job = {
      kind: row.kind,
      idem: row.idem,
      caseId: row.case_id,
      payload: payload.value,
      attempts: row.attempts,
      createdAt: row.created_at,
      maybeSent: again || row.attempts > 0 || row.id <= this.#lastIdBefore,
    };
    try {
      return await handler(job, this.#stop.signal);
    } catch (error) {
      // A bug in a handler must not lose the case: it is tried again, then laid on the shelf where the technician sees it.
      const code = `bug:${error instanceof Error ? error.name : 'unknown'}`;
      return row.attempts + 1 < POISON_ATTEMPTS ? { kind: 'later', code } : { kind: 'dead', code };
    }
  }

  #open(row: Row): Result<unknown, string> {
    if (!row.payload) return { ok: false, error: 'shredded' };
    const plain = this.#sealer.open(
      { bytes: row.payload, keyId: row.key_id },
      { idem: row.idem, kind: row.kind, schema: row.schema },
    );
    return plain.ok ? { ok: true, value: JSON.parse(Buffer.from(plain.value).toString('utf8')) } : plain;
  }

  #settle(row: Row, outcome: Outcome): void {
    const now = this.#clock.now();
    const set = (fields: string, ...values: (string | number)[]) =>
      this.#db.prepare(`update outbox set ${fields} where id = ?`).run(...values, row.id);
    switch (outcome.kind) {
      case 'done':
        this.#db.transaction(() => {
          outcome.commit?.();
          set(`state = ${DONE}, done_at = ?, last_error = null`, now);
        });
        this.#events.done(row, row.attempts + 1);
        break;
      case 'wait':
        this.#db.transaction(() => {
          outcome.commit?.();
          set('run_at = ?, attempts = 0, last_error = null', now + outcome.afterMs);
        });
        break;
      case 'dead':
        this.#db.transaction(() => {
          outcome.commit?.();
          set(`state = ${DEAD}, done_at = ?, attempts = attempts + 1, last_error = ?`, now, outcome.code);
        });
        this.#events.dead(row, outcome.code);
        break;
      case 'later': {
        const attempts = row.attempts + 1;
        const delay = outcome.afterMs ?? retryDelay(REGION_RETRY, attempts, this.#random01());
        set('run_at = ?, attempts = ?, last_error = ?', now + delay, attempts, outcome.code);
        this.#events.failed(row, outcome.code, attempts, now + delay);
        break;
      }
    }
  }

  #random01(): number {
    const bytes = this.#random(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
  }

  #count(): QueueDepth {
    const row = this.#db
      .prepare<{ waiting: number; dead: number }>(
        `select (select count(*) from outbox where state = ${READY} and kind = 'case') as waiting,
           (select count(*) from outbox where state = ${DEAD}) as dead`,
      )
      .get() as QueueDepth;
    return { waiting: row.waiting, dead: row.dead };
  }

  #refresh(): void {
    const next = this.#count();
    const now = this.#depth.value;
    if (next.waiting !== now.waiting || next.dead !== now.dead) this.#depth.set(next);
  }
}
