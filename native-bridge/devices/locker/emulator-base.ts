import { Framer, type Framing } from '../../codec/framer.ts';
import { DeviceEmulator, type EmulatorOptions } from '../../emulator/base.ts';
import { Cabinet } from './emulator-cabinet.ts';
import { type BoardSetting, boardSettings } from './protocol.ts';
import type { LockerBoard, LockerDriver } from './types.ts';

/**
 * What boards are told, whatever their protocol calls it. `off` and `coils` (switch off, read coils) are known to relay
 * boards only, `all` is a command to several doors.
 */
export type LockerCommand = 'status' | 'open' | 'off' | 'coils' | 'all';

export interface LockerEmulatorOptions extends EmulatorOptions {
  readonly boards: readonly LockerBoard[];
  /** How long a board gives a coil current, in milliseconds. Default 550. Relay boards are told. */
  readonly coilMs?: number;
  /** `8a80`: time until an open command is answered, in milliseconds. Default 500. */
  readonly openAnswerMs?: number;
  /** `8a80`: the boards say by themselves that a door has changed. Default false. */
  readonly reports?: boolean;
  /** `modbus-relay`: the boards know flash-on. Default true. */
  readonly flash?: boolean;
}

/** Usual time of a board's coil; not confirmed by any maker. */
const COIL_MS = 550;
/** Pause between two coils of one command; no maker says how long it is. */
const STAGGER_MS = 50;

/** Several boards on one line, and the cabinet that they work on. */
export abstract class LockerEmulator extends DeviceEmulator<LockerCommand> {
  readonly cabinet: Cabinet;
  protected readonly boards: readonly BoardSetting[];
  protected readonly coilMs: number;
  protected override readonly slowMs = 300;
  readonly #framer: Framer<Uint8Array>;
  readonly #dead = new Set<number>();

  protected constructor(
    driver: LockerDriver,
    options: LockerEmulatorOptions,
    baud: number,
    framing: Framing<Uint8Array>,
  ) {
    super(options, baud);
    const boards = boardSettings(driver, options.boards);
    if (typeof boards === 'string') throw new RangeError(boards);
    this.boards = boards;
    this.coilMs = options.coilMs ?? COIL_MS;
    this.cabinet = new Cabinet(options.clock, boards);
    this.#framer = new Framer(framing);
  }

  /** A whole request with a good checksum. Boards stay silent on anything else. */
  protected abstract request(frame: Uint8Array): void;

  /** Takes a board's supply away: it answers nothing, and its coils have no current. */
  powerOff(board: number): void {
    this.#dead.add(board);
    this.cabinet.powerCut(board);
  }

  powerOn(board: number): void {
    this.#dead.delete(board);
  }

  /** The board at this address, when it is there and has power. */
  protected boardAt(address: number): BoardSetting | null {
    const board = this.boards.find((one) => one.board === address);
    return board && !this.#dead.has(address) ? board : null;
  }

  /** A board opens all its doors, one after another. */
  protected openAll(board: BoardSetting): void {
    for (let i = 0; i < board.cells; i++) {
      const after = i * (this.coilMs + STAGGER_MS);
      this.clock.setTimeout(() => this.cabinet.coilOn(board.board, i + 1, this.coilMs), after);
    }
  }

  /** `count` bits, the first in bit 0 of the first byte. */
  protected bits(count: number, bytes: number, set: (index: number) => boolean): Uint8Array {
    const out = new Uint8Array(bytes);
    for (let i = 0; i < count; i++) if (set(i)) out[i >> 3] = (out[i >> 3] as number) | (1 << (i & 7));
    return out;
  }

  protected attached(): void {
    this.#framer.reset();
  }

  protected receive(chunk: Uint8Array): void {
    for (const event of this.#framer.push(chunk)) if (event.kind === 'frame') this.request(event.frame);
  }
}
