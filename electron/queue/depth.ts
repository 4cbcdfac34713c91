import { Signal, type Watchable } from '../core/index.ts';
import { DEAD, type Outbox, READY } from './outbox.ts';
import type { QueueDepth } from './types.ts';

/**
 * How many cases wait and how many jobs are dead, kept in memory: to count rows at every event takes longer the more of
 * them wait. Rows are counted only at the start, and when another program (`npm run queue`) has written beside this one.
 */
export class Depth {
  readonly #outbox: Outbox;
  readonly #waiting = new Set<number>();
  readonly #dead = new Set<number>();
  /** Rows that were written in a transaction of which it is not known whether it was committed. */
  readonly #touched = new Set<number>();
  readonly #signal: Signal<QueueDepth>;
  #dataVersion: number;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
    this.#dataVersion = outbox.dataVersion();
    this.#countAll();
    this.#signal = new Signal(this.#sizes());
  }

  get value(): Watchable<QueueDepth> {
    return this.#signal;
  }

  /** This row is looked at before the next answer. */
  touch(id: number): void {
    this.#touched.add(id);
  }

  /** This was committed. */
  noted(id: number, kind: string, state: number | null): void {
    set(this.#waiting, id, state === READY && kind === 'case');
    set(this.#dead, id, state === DEAD);
  }

  /** Brings the answer up to date. Call it outside of a transaction; throws what SQLite throws. */
  refresh(): void {
    const version = this.#outbox.dataVersion();
    if (version === this.#dataVersion) {
      for (const id of this.#touched) {
        const row = this.#outbox.stateOf(id);
        this.noted(id, row?.kind ?? '', row?.state ?? null);
      }
    } else {
      this.#countAll();
      this.#dataVersion = version;
    }
    this.#touched.clear();
    const next = this.#sizes();
    const now = this.#signal.value;
    if (next.waiting !== now.waiting || next.dead !== now.dead) this.#signal.set(next);
  }

  #countAll(): void {
    const rows = this.#outbox.counted();
    this.#waiting.clear();
    this.#dead.clear();
    for (const { id, kind, state } of rows) this.noted(id, kind, state);
  }

  #sizes(): QueueDepth {
    return { waiting: this.#waiting.size, dead: this.#dead.size };
  }
}

function set(ids: Set<number>, id: number, present: boolean): void {
  if (present) ids.add(id);
  else ids.delete(id);
}
