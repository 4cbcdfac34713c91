import type { Clock } from '../../../electron/core/index.ts';
import { keyOf } from './door-watch.ts';
import type { CellAddress } from './types.ts';

/** One stretch of current in one coil. Times in milliseconds of the clock. */
export interface CoilPulse extends CellAddress {
  readonly onAt: number;
  /** Null while it still has current. */
  offAt: number | null;
}

interface Cell {
  readonly where: CellAddress;
  open: boolean;
  item: boolean;
  jammed: boolean;
  pulse: CoilPulse | null;
  timers: unknown[];
}

/** Current has to last this long until the hook lets go, in milliseconds. */
const HOOK_MS = 40;

/** The cabinet itself: doors on springs, hooks with coils, things inside. It writes down every current. */
export class Cabinet {
  readonly #clock: Clock;
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #watchers: ((where: CellAddress) => void)[] = [];
  /** Every current there was, oldest first. */
  readonly pulses: CoilPulse[] = [];
  /** The greatest number of coils that had current at one time. */
  mostAtOnce = 0;

  constructor(clock: Clock, boards: readonly { readonly board: number; readonly cells: number }[]) {
    this.#clock = clock;
    this.#cells = new Map(
      boards.flatMap(({ board, cells }) =>
        Array.from({ length: cells }, (_, i) => {
          const where = { board, cell: i + 1 };
          return [
            keyOf(where),
            { where, open: false, item: false, jammed: false, pulse: null, timers: [] },
          ] as const;
        }),
      ),
    );
  }

  /** Calls `fn` whenever a door opens or closes. */
  onDoor(fn: (where: CellAddress) => void): void {
    this.#watchers.push(fn);
  }

  has(board: number, cell: number): boolean {
    return this.#cells.has(keyOf({ board, cell }));
  }

  isOpen(board: number, cell: number): boolean {
    return this.#cell(board, cell).open;
  }

  hasItem(board: number, cell: number): boolean {
    return this.#cell(board, cell).item;
  }

  hasCurrent(board: number, cell: number): boolean {
    return this.#cell(board, cell).pulse !== null;
  }

  /** Someone shuts the door. */
  close(board: number, cell: number): void {
    this.#move(this.#cell(board, cell), false);
  }

  /** Someone opens the door without the lock: by force or by key. */
  force(board: number, cell: number): void {
    this.#move(this.#cell(board, cell), true);
  }

  /** The hook does not let go any more, or does again. */
  jam(board: number, cell: number, jammed = true): void {
    this.#cell(board, cell).jammed = jammed;
  }

  put(board: number, cell: number): void {
    this.#cell(board, cell).item = true;
  }

  take(board: number, cell: number): void {
    this.#cell(board, cell).item = false;
  }

  /** Gives a coil current: until `coilOff`, or for `ms` milliseconds. */
  coilOn(board: number, cell: number, ms: number | null): void {
    const one = this.#cell(board, cell);
    if (!one.pulse) {
      one.pulse = { board, cell, onAt: this.#clock.now(), offAt: null };
      this.pulses.push(one.pulse);
      const now = [...this.#cells.values()].filter(({ pulse }) => pulse).length;
      this.mostAtOnce = Math.max(this.mostAtOnce, now);
      const letGo = () => {
        if (!one.jammed) this.#move(one, true);
      };
      one.timers.push(this.#clock.setTimeout(letGo, HOOK_MS));
    }
    if (ms !== null) one.timers.push(this.#clock.setTimeout(() => this.coilOff(board, cell), ms));
  }

  coilOff(board: number, cell: number): void {
    const one = this.#cell(board, cell);
    if (!one.pulse) return;
    one.pulse.offAt = this.#clock.now();
    one.pulse = null;
    for (const timer of one.timers.splice(0)) this.#clock.clearTimeout(timer);
  }

  /** All coils of a board lose their current. */
  powerCut(board: number): void {
    for (const { where } of this.#cells.values()) if (where.board === board) this.coilOff(board, where.cell);
  }

  /** The longest current so far, in milliseconds; one that goes on counts up to now. */
  longestCurrentMs(): number {
    const now = this.#clock.now();
    return Math.max(0, ...this.pulses.map(({ onAt, offAt }) => (offAt ?? now) - onAt));
  }

  #cell(board: number, cell: number): Cell {
    const one = this.#cells.get(keyOf({ board, cell }));
    if (!one) throw new Error(`no cell ${board}/${cell}`);
    return one;
  }

  #move(one: Cell, open: boolean): void {
    if (one.open === open) return;
    one.open = open;
    for (const fn of this.#watchers) fn(one.where);
  }
}
