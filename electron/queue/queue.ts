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

/** What became of one attempt. `commit` runs in the same transaction that notes the outcome. */
export type Outcome =
  | { readonly kind: 'done'; readonly commit?: () => void }
  /** It failed and may work later: counted, backed off. */
  | { readonly kind: 'later'; readonly code: string; readonly afterMs?: number }
  /** Nothing failed, there is only nothing to have yet: looked at again after `afterMs`. */
  | { readonly kind: 'wait'; readonly afterMs: number; readonly commit?: () => void }
  /** It will never work: kept on the dead-letter shelf, a person is told. */
  | { readonly kind: 'dead'; readonly code: string; readonly commit?: () => void };

export interface Job {
  readonly kind: string;
  readonly idem: string;
  readonly caseId: string | null;
  readonly payload: unknown;
  readonly attempts: number;
  readonly createdAt: number;
}

export type JobHandler = (job: Job, signal: AbortSignal) => Promise<Outcome>;

export interface NewJob {
  readonly lane: string;
  readonly kind: string;
  readonly idem: string;
  readonly caseId: string | null;
  /** JSON; sealed before it reaches the disk. */
  readonly payload: unknown;
  readonly runAt?: number;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly dead: number;
}

export interface QueueEvents {
  failed(
    job: { kind: string; idem: string; lane: string },
    code: string,
    attempts: number,
    nextAt: number,
  ): void;
  dead(job: { kind: string; idem: string; lane: string }, code: string): void;
  done(job: { kind: string; idem: string; lane: string }, attempts: number): void;
  /** The database refused to note an outcome (disk full, read-only): the lane rests a minute, nothing is lost. */
  stalled(lane: string, reason: string): void;
}

const READY = 0;
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
  readonly #lanes = new Set<string>();
  readonly #timers = new Map<string, TimerHandle>();
  readonly #stop = new AbortController();
  readonly #depth: Signal<QueueDepth>;
  readonly #idle = new Set<() => void>();
  #running = false;

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
        `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
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
      );
  }

  start(): void {
    this.#running = true;
    const lanes = this.#db
      .prepare<{ lane: string }>(`select distinct lane from outbox where state = ${READY}`)
      .all();
    for (const { lane } of lanes) this.wake(lane);
  }

  /** Looks at a lane now. With `hurry`, what waits for its next try is tried at once: the line is back. */
  wake(lane: string, hurry = false): void {
    this.#lanes.add(lane);
    if (hurry) {
      this.#db
        .prepare(
          `update outbox set run_at = ? where lane = ? and state = ${READY} and attempts > 0 and run_at > ?`,
        )
        .run(this.#clock.now(), lane, this.#clock.now());
    }
    this.#refresh();
    void this.#work(lane);
  }

  /** No new attempts; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#stop.abort();
    for (const timer of this.#timers.values()) this.#clock.clearTimeout(timer);
    this.#timers.clear();
    while (this.#busy.size > 0) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** What a job was given, while it is still here and can be unsealed. */
  payloadOf(idem: string): unknown | null {
    const row = this.#db.prepare<Row>('select * from outbox where idem = ?').get(idem);
    const payload = row && this.#open(row);
    return payload?.ok ? payload.value : null;
  }

  /** Shreds the payloads of jobs that ended before `beforeMs`. Returns how many. */
  shred(beforeMs: number): number {
    return this.#db
      .prepare(
        `update outbox set payload = null where state = ${DONE} and done_at < ? and payload is not null`,
      )
      .run(beforeMs).changes;
  }

  async #work(lane: string): Promise<void> {
    if (!this.#running || this.#busy.has(lane)) return;
    this.#busy.add(lane);
    try {
      for (let row = this.#due(lane); row && this.#running; row = this.#due(lane)) await this.#attempt(row);
    } catch (error) {
      this.#events.stalled(lane, error instanceof Error ? error.message : 'unknown');
      this.#rest(lane, STALLED_MS);
      return;
    } finally {
      this.#busy.delete(lane);
      for (const wake of this.#idle) wake();
      this.#idle.clear();
    }
    this.#sleepUntilNext(lane);
  }

  #due(lane: string): Row | undefined {
    return this.#db
      .prepare<Row>(
        `select * from outbox where state = ${READY} and lane = ? and run_at <= ? order by run_at, id limit 1`,
      )
      .get(lane, this.#clock.now());
  }

  #sleepUntilNext(lane: string): void {
    const next = this.#db
      .prepare<{ at: number | null }>(
        `select min(run_at) as at from outbox where state = ${READY} and lane = ?`,
      )
      .get(lane)?.at;
    if (next == null) return;
    // The clock may be set meanwhile: never sleep long without a look.
    this.#rest(lane, Math.min(Math.max(next - this.#clock.now(), 0), STALLED_MS));
  }

  #rest(lane: string, ms: number): void {
    const old = this.#timers.get(lane);
    if (old !== undefined) this.#clock.clearTimeout(old);
    this.#timers.delete(lane);
    if (!this.#running) return;
    this.#timers.set(
      lane,
      this.#clock.setTimeout(() => void this.#work(lane), ms),
    );
  }

  async #attempt(row: Row): Promise<void> {
    const outcome = await this.#run(row);
    if (this.#stop.signal.aborted && outcome.kind === 'later') return; // our own abort is not the region's failure
    this.#settle(row, outcome);
    this.#refresh();
  }

  async #run(row: Row): Promise<Outcome> {
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
    };
    try {
      return await handler(job, this.#stop.signal);
    } catch (error) {
      // A bug in a handler must not lose the case: it is tried again, and the technician sees it.
      return { kind: 'later', code: `bug:${error instanceof Error ? error.name : 'unknown'}` };
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
        `select coalesce(sum(state = ${READY} and kind = 'case'), 0) as waiting, coalesce(sum(state = ${DEAD}), 0) as dead from outbox`,
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
