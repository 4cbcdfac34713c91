import {
  type Clock,
  type RandomBytes,
  REGION_RETRY,
  type Result,
  retryDelay,
  type TimerHandle,
  type Watchable,
} from '../core/index.ts';
import { isDamage, type Sealer, type SqlDatabase } from '../store/index.ts';
import { Depth } from './depth.ts';
import { LaneGate } from './lane-gate.ts';
import { DEAD, DONE, HELD, type JobRow, Outbox, READY } from './outbox.ts';
import type { Job, JobHandler, LaneHealth, NewJob, Outcome, QueueDepth, QueueEvents } from './types.ts';

const STALLED_MS = 60_000;
/** A job that has to wait for longer was written under another clock: it goes now. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** A timer that fires this far from when the wall clock says it should has seen that clock being set. */
const JUMP_MS = 5_000;
/** So many bugs of ours in a row are no accident: the job would block its lane for ever. */
const POISON_ATTEMPTS = 10;
const DEFAULT_PRIORITY = 5;
/** Jobs that are hurried in one transaction: a few milliseconds of work. */
const HURRY_BATCH = 100;

/** Version of the payloads' JSON, part of what a seal is bound to. */
const PAYLOAD_SCHEMA = 1;

/**
 * The outbox: one worker a lane, one job at a time in it. A claim lives in memory only (there is one sender), so a job
 * whose process dies is simply still ready at the next start; the receiver's idempotency key makes a second send harmless.
 */
export class Queue {
  readonly #db: SqlDatabase;
  readonly #outbox: Outbox;
  readonly #depth: Depth;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #events: QueueEvents;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #busy = new Set<string>();
  readonly #timers = new Map<string, TimerHandle>();
  /** By lane: what is still to be hurried goes on with this timer. */
  readonly #hurrying = new Map<string, TimerHandle>();
  readonly #gates = new Map<string, LaneGate>();
  /** Jobs that were handed to their handler and whose outcome is not noted: they may have left this machine. */
  readonly #inFlight = new Set<number>();
  readonly #stop = new AbortController();
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
    this.#outbox = new Outbox(deps.db);
    this.#depth = new Depth(this.#outbox);
    this.#lastIdBefore = this.#outbox.newest();
  }

  get depth(): Watchable<QueueDepth> {
    return this.#depth.value;
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
    const id = this.#outbox.insert({
      lane: job.lane,
      kind: job.kind,
      idem: job.idem,
      caseId: job.caseId,
      payload: sealed.bytes,
      keyId: sealed.keyId,
      schema: PAYLOAD_SCHEMA,
      runAt: job.runAt ?? now,
      createdAt: now,
      priority: job.priority ?? DEFAULT_PRIORITY,
      state: job.held ? HELD : READY,
    });
    if (id !== null) this.#depth.touch(id);
  }

  start(): void {
    this.#running = true;
    for (const lane of this.#outbox.lanes()) this.wake(lane);
  }

  /**
   * Looks at a lane now; never throws, for what was committed before is committed. With `hurry`, what waits for its next
   * try is tried at once: the line is back.
   */
  wake(lane: string, hurry = false): void {
    this.#guard(lane, () => {
      if (hurry) this.#hurry(lane);
      this.#depth.refresh();
    });
    void this.#work(lane);
  }

  /** In batches, the loop free between them: after a long outage thousands wait, and a citizen stands at the screen. */
  #hurry(lane: string): void {
    const now = this.#clock.now();
    this.#gate(lane).hurry(now);
    this.#clock.clearTimeout(this.#hurrying.get(lane));
    this.#hurrying.delete(lane);
    const jobs = this.#outbox.later(lane, now);
    const step = (from: number) => {
      this.#outbox.hurry(jobs.slice(from, from + HURRY_BATCH), now);
      const next = from + HURRY_BATCH;
      if (next >= jobs.length || this.#stop.signal.aborted) return;
      const timer = this.#clock.setTimeout(() => {
        this.#hurrying.delete(lane);
        this.#guard(lane, () => step(next));
        void this.#work(lane);
      }, 0);
      this.#hurrying.set(lane, timer);
    };
    if (jobs.length > 0) step(0);
  }

  /** Work on the database for which nobody waits. When the disk refuses it the lane rests, and it is tried again. */
  #guard(lane: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#stall(lane, error);
    }
  }

  #stall(lane: string, error: unknown): void {
    this.#events.stalled(lane, error instanceof Error ? error.message : 'unknown');
    if (isDamage(error)) this.#events.damaged?.(lane);
    this.#rest(lane, STALLED_MS);
  }

  /** No new attempts; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#stop.abort();
    for (const timers of [this.#timers, this.#hurrying]) {
      for (const timer of timers.values()) this.#clock.clearTimeout(timer);
      timers.clear();
    }
    while (this.#busy.size > 0) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** True when nothing of this job can have left this machine: not tried in this run, nor there before it. */
  surelyUnsent(idem: string): boolean {
    const row = this.#outbox.byIdem(idem);
    if (!row || row.state === DONE) return false;
    return row.attempts === 0 && row.id > this.#lastIdBefore && !this.#inFlight.has(row.id);
  }

  /** A job that waits goes no more, until `release`. One that is under way ends as it ends. */
  hold(idem: string): boolean {
    return this.#changed(this.#outbox.hold(idem));
  }

  /** A held or dead job is ready again. It may have been sent before, so it will be asked for. Call `wake` afterwards. */
  release(idem: string): boolean {
    return this.#changed(this.#outbox.release(idem, this.#clock.now()));
  }

  /** Ends a job without doing it. Its payload stays for the days that payloads are kept. */
  drop(idem: string): boolean {
    return this.#changed(this.#outbox.drop(idem, this.#clock.now()));
  }

  #changed(id: number | null): boolean {
    if (id !== null) this.#depth.touch(id);
    return id !== null;
  }

  /** The names of jobs of a kind that have not ended, held ones too. */
  openOf(kind: string): string[] {
    return this.#outbox.openOf(kind);
  }

  /** What a job was given, while it is still here and can be unsealed. */
  payloadOf(idem: string): unknown | null {
    const row = this.#outbox.byIdem(idem);
    const payload = row && this.#open(row);
    return payload?.ok ? payload.value : null;
  }

  /** Shreds the payloads of jobs that ended before `beforeMs`. Returns how many. */
  shred(beforeMs: number): number {
    return this.#outbox.shred(beforeMs);
  }

  /** How every lane that has something to do stands. */
  lanes(): LaneHealth[] {
    const now = this.#clock.now();
    return this.#outbox.health().map((row) => {
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
        const row = this.#outbox.due(lane, this.#clock.now());
        if (!row) {
          gate.drained();
          break;
        }
        await this.#attempt(row, gate);
      }
    } catch (error) {
      this.#stall(lane, error);
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
    const jobs = this.#outbox.later(lane, now + LONGEST_WAIT_MS);
    if (jobs.length > 0) this.#outbox.reschedule(jobs, now);
  }

  #sleepUntilNext(lane: string): void {
    const now = this.#clock.now();
    const { next, due } = this.#outbox.next(lane, now);
    if (next === null && !due) return;
    const gate = this.#gate(lane).waitMs(now);
    const waits = next === null ? [] : [Math.max(next - now, gate)];
    // What is due and was not taken waits for the gate, or for another job of its case, whose end comes by here.
    if (due && gate > 0) waits.push(gate);
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
    this.#outbox.shift(lane, byMs);
    this.#events.clockJumped?.(lane, byMs);
  }

  async #attempt(row: JobRow, gate: LaneGate): Promise<void> {
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
    this.#depth.refresh();
  }

  async #run(row: JobRow, again: boolean): Promise<Outcome> {
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

  #open(row: JobRow): Result<unknown, string> {
    if (!row.payload) return { ok: false, error: 'shredded' };
    const plain = this.#sealer.open(
      { bytes: row.payload, keyId: row.key_id },
      { idem: row.idem, kind: row.kind, schema: row.schema },
    );
    return plain.ok ? { ok: true, value: JSON.parse(Buffer.from(plain.value).toString('utf8')) } : plain;
  }

  #settle(row: JobRow, outcome: Outcome): void {
    const now = this.#clock.now();
    switch (outcome.kind) {
      case 'done':
        this.#note(outcome.commit, () => this.#outbox.done(row.id, now));
        this.#depth.noted(row.id, row.kind, DONE);
        this.#events.done(row, row.attempts + 1);
        break;
      case 'wait':
        this.#note(outcome.commit, () => this.#outbox.wait(row.id, now + outcome.afterMs));
        break;
      case 'dead':
        this.#note(outcome.commit, () => this.#outbox.dead(row.id, now, outcome.code));
        this.#depth.noted(row.id, row.kind, DEAD);
        this.#events.dead(row, outcome.code);
        break;
      case 'later': {
        const attempts = row.attempts + 1;
        const delay = outcome.afterMs ?? retryDelay(REGION_RETRY, attempts, this.#random01());
        this.#outbox.failed(row.id, now + delay, attempts, outcome.code);
        this.#events.failed(row, outcome.code, attempts, now + delay);
        break;
      }
    }
  }

  /** The outcome, and what is to be committed with it, in one transaction: one statement is one by itself. */
  #note(commit: (() => void) | undefined, note: () => void): void {
    if (!commit) note();
    else
      this.#db.transaction(() => {
        commit();
        note();
      });
  }

  #random01(): number {
    const bytes = this.#random(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
  }
}
