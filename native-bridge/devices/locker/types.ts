import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';

export const LOCKER_DRIVERS = ['kr-cu16', 'kr-cu48', '8a80', 'modbus-relay'] as const;

/** Which boards stand on the bus. All boards of one bus are of one kind. */
export type LockerDriver = (typeof LOCKER_DRIVERS)[number];

/** How one lock board (锁控板) is set and wired. */
export interface LockerBoard {
  /**
   * Address on the bus as the DIP switch says it: `kr-cu16` 0–14, `kr-cu48` 0–255, `8a80` 1–200, `modbus-relay` unit
   * 1–247 or 255. 15 of `kr-cu16` is left out: its first lock would have the broadcast address.
   */
  readonly board: number;
  /**
   * Cells wired to it, from 1 in the order of its channels. Default: all that the board has (16, 48, or `channels`);
   * `modbus-relay` must say it.
   */
  readonly cells?: number;
  /**
   * What the door contact says (`8a80`, `modbus-relay`): depends on how it was wired, so open one door by hand at
   * commissioning and look. `none` for relay boards without inputs (its default); default `closed-is-1` for `8a80`.
   */
  readonly feedback?: 'closed-is-1' | 'closed-is-0' | 'none';
  /** `8a80`: length of its status report. Default 24. */
  readonly channels?: 24 | 32;
  /** `kr-cu16`: infrared sensors are fitted in its cells. Default false: without them every cell would look empty. */
  readonly itemSensors?: boolean;
  /**
   * `modbus-relay`: who ends the current of the coil. `board` (default): the flash-on command of Waveshare boards, which
   * holds even when this program dies. `host`: plain boards; only where the lock or its supply limits the current too.
   */
  readonly pulse?: 'board' | 'host';
  /** `modbus-relay`: how long the coil has current, in milliseconds, a multiple of 100 from 100 to 700. Default 500. */
  readonly coilMs?: number;
}

/** One cell (格口). `cell` counts from 1 on every board, as people do. */
export interface CellAddress {
  readonly board: number;
  readonly cell: number;
}

export interface CellState extends CellAddress {
  /** `unknown`: the board has no door contact, or says nothing that can be understood. */
  readonly door: 'open' | 'closed' | 'unknown';
  /** `unknown`: there is no sensor. */
  readonly item: 'present' | 'absent' | 'unknown';
}

export interface OpenOutcome {
  /**
   * `door-opened`: the contact said closed before and open after. `was-open`: it said open before and after, so nobody
   * can tell whether the lock moved. `commanded`: the board took the command, and has no door contact.
   */
  readonly proof: 'door-opened' | 'was-open' | 'commanded';
}

export interface LockerFailure {
  /**
   * With the first six no coil was switched on, surely: trying again cannot open a door twice. After `stuck` and
   * `unknown-outcome` it may have been.
   */
  readonly kind:
    | 'device-lost' /** no board answers, or the line is closed */
    | 'cancelled' /** taken back before the command went out; afterwards it cannot be taken back */
    | 'no-such-cell'
    | 'refused' /** by a safety rule of the driver (`too-soon`, `coil-not-off`) or by the board (`exception-02`) */
    | 'timeout' /** this board did not answer before the command */
    | 'answer-garbled' /** it answered, but damaged */
    | 'stuck' /** the command went out, and the contact says that the door did not open within the time */
    | 'unknown-outcome' /** the command went out, and nothing tells whether the door opened */;
  /** Why, for the technician. */
  readonly code: string;
}

/** What happened to a door, in the order in which it was seen. */
export interface DoorEvent extends CellAddress {
  /**
   * `opened`: after a command of this driver. `forced`: without one, by force, by key or by hand. `left-open`: open for
   * longer than the limit, once for each opening.
   */
  readonly kind: 'opened' | 'forced' | 'closed' | 'left-open';
  /** When it was noticed, milliseconds since 1970. Boards are asked about once a second. */
  readonly at: number;
}

export interface BoardHealth {
  readonly board: number;
  /** `ok`: it answered lately. `lost`: it does not, though others may. */
  readonly health: 'unknown' | 'ok' | 'lost';
}

/** A locker (智能流转柜): several boards on one bus. */
export interface Locker {
  /** `ready` as long as one board answers; `trouble` while a coil is not proved off, or a board refuses every question. */
  readonly presence: Watchable<Presence>;
  readonly boards: Watchable<readonly BoardHealth[]>;
  /** The newest event, null before the first. A subscriber is called with every one. */
  readonly doorEvents: Watchable<DoorEvent | null>;
  /**
   * Opens one door: one coil at a time on the whole bus, at most one command a second to a door. Waits its turn. The
   * signal counts until the command goes out. Ends within about five seconds of its turn.
   */
  open(cell: CellAddress, signal?: AbortSignal): Promise<Result<OpenOutcome, LockerFailure>>;
  /** Asks the board now. One entry for each cell, from cell 1. */
  status(board: number, signal?: AbortSignal): Promise<Result<readonly CellState[], LockerFailure>>;
  start(): void;
  stop(): Promise<void>;
}
