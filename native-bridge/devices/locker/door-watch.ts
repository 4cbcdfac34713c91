import { Signal } from '../../../electron/core/index.ts';
import { LOCKER_TIMING } from './timing.ts';
import type { CellAddress, CellState, DoorEvent } from './types.ts';

interface Door {
  open: boolean;
  /** When it was seen to open, or seen open for the first time. */
  openSince: number;
  /** When it was last seen to change from closed to open. */
  openedAt: number;
  leftOpenTold: boolean;
}

/** What is known of the doors, and what happened to them. It outlives a lost line: a door may be forced meanwhile. */
export class DoorWatch {
  readonly events = new Signal<DoorEvent | null>(null);
  readonly #leftOpenMs: number;
  readonly #doors = new Map<string, Door>();
  readonly #commands = new Map<string, number>();

  constructor(leftOpenMs: number) {
    this.#leftOpenMs = leftOpenMs;
  }

  /** An open command goes out: the next opening of this door, if it comes soon, is its effect. */
  commanded(cell: CellAddress, at: number): void {
    this.#commands.set(keyOf(cell), at);
  }

  /** The command was surely not carried out. */
  withdrawn(cell: CellAddress): void {
    this.#commands.delete(keyOf(cell));
  }

  /** Whether the door was seen to change from closed to open at `at` or later. */
  openedSince(cell: CellAddress, at: number): boolean {
    return (this.#doors.get(keyOf(cell))?.openedAt ?? Number.NEGATIVE_INFINITY) >= at;
  }

  observe(states: readonly Pick<CellState, 'board' | 'cell' | 'door'>[], at: number): void {
    for (const { board, cell, door } of states) {
      if (door !== 'unknown') this.#see({ board, cell }, door === 'open', at);
    }
  }

  /** Forgets everything: nobody looked for a while. */
  clear(): void {
    this.#doors.clear();
    this.#commands.clear();
  }

  #see(cell: CellAddress, open: boolean, at: number): void {
    const key = keyOf(cell);
    const door = this.#doors.get(key);
    if (!door) {
      this.#doors.set(key, { open, openSince: at, openedAt: Number.NEGATIVE_INFINITY, leftOpenTold: false });
      return;
    }
    if (open && !door.open) {
      Object.assign(door, { open, openSince: at, openedAt: at, leftOpenTold: false });
      const commandedAt = this.#commands.get(key) ?? Number.NEGATIVE_INFINITY;
      this.#commands.delete(key);
      this.#tell(at - commandedAt <= LOCKER_TIMING.commandExplains ? 'opened' : 'forced', cell, at);
    } else if (!open && door.open) {
      door.open = false;
      this.#tell('closed', cell, at);
    } else if (open && !door.leftOpenTold && at - door.openSince >= this.#leftOpenMs) {
      door.leftOpenTold = true;
      this.#tell('left-open', cell, at);
    }
  }

  #tell(kind: DoorEvent['kind'], { board, cell }: CellAddress, at: number): void {
    this.events.set({ kind, board, cell, at });
  }
}

export function keyOf({ board, cell }: CellAddress): string {
  return `${board}/${cell}`;
}
