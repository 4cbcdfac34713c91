import type { Result } from '../../../electron/core/index.ts';
import type { Framing } from '../../codec/framer.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import { COIL } from './timing.ts';
import type { CellState, LockerBoard, LockerDriver } from './types.ts';

/** A board with every default filled in. */
export type BoardSetting = Required<LockerBoard>;

/** One question to one board. */
export interface BoardQuestion<Answer> {
  readonly request: Uint8Array;
  /** Longest answer, in bytes. */
  readonly answerBytes: number;
  /** Time the board may take, in milliseconds. */
  readonly answerMs: number;
  take(frame: Uint8Array): Answer | undefined;
  readonly bearDamage?: boolean;
}

/** Why a board has not said how it stands: no good answer, or a good one that says why not. */
export type NoState = NoAnswer | `exception-${string}`;

/** The bus as a protocol sees it. */
export interface Bus {
  ask<Answer>(board: number, question: BoardQuestion<Answer>): Promise<Result<Answer, NoAnswer>>;
  /** Sends what has no answer. */
  tell(bytes: Uint8Array): Promise<Result<void, NoAnswer>>;
  now(): number;
  sleep(ms: number): Promise<void>;
  /**
   * From now until the returned function is called: the bytes that switch a coil off are written when the line is
   * closed, and past everything that waits when `COIL.watchdog` has passed.
   */
  guard(off: Uint8Array): () => void;
}

/** What became of an open command that went out. */
export interface Release {
  /** `taken`: the board says so. `silent`: nothing was said, or nothing that could be read. `refused`: surely not done. */
  readonly command: 'taken' | 'silent' | 'refused';
  /** Why there is no answer, or no good one. */
  readonly code: NoState | 'answered' | 'no-answer-known';
  /** True when this command's coil is proved to be without current. */
  readonly off: boolean;
}

/** A statement about one door that nobody asked for. */
export type DoorReport = Pick<CellState, 'board' | 'cell' | 'door'>;

/** How one kind of board speaks. Cells are counted from 1 here; each protocol file says where they stand on the wire. */
export interface LockerProtocol {
  /** Line speed where the address does not say one, in bits a second. */
  readonly baud: number;
  readonly framing: Framing<Uint8Array>;
  status(bus: Bus, board: BoardSetting): Promise<Result<readonly CellState[], NoState>>;
  /** Sends the command that gives one coil its current. The caller has seen to it that no other has. */
  release(bus: Bus, board: BoardSetting, cell: number): Promise<Release>;
  /** What an unasked frame says about a door; null when nothing. */
  report(frame: Uint8Array): DoorReport | null;
  /**
   * For boards that do not limit the current themselves: switches off every coil that is on. Ok only when all are
   * proved off.
   */
  readonly allOff?: (bus: Bus, board: BoardSetting) => Promise<Result<void, NoState>>;
}

const KIND = {
  'kr-cu16': { least: 0, most: 14, cells: 16, feedback: 'closed-is-1' },
  'kr-cu48': { least: 0, most: 255, cells: 48, feedback: 'closed-is-1' },
  '8a80': { least: 1, most: 200, cells: 32, feedback: 'closed-is-1' },
  'modbus-relay': { least: 1, most: 255, cells: 64, feedback: 'none' },
} as const;

/** Fills in the defaults; a string says what is wrong. */
export function boardSettings(
  driver: LockerDriver,
  boards: readonly LockerBoard[],
): readonly BoardSetting[] | string {
  const kind = KIND[driver];
  if (boards.length === 0) return 'no board';
  if (new Set(boards.map(({ board }) => board)).size < boards.length) return 'two boards have one address';
  const settings: BoardSetting[] = [];
  for (const given of boards) {
    const { channels = 24 } = given;
    const setting: BoardSetting = {
      board: given.board,
      cells: given.cells ?? (driver === '8a80' ? channels : driver === 'modbus-relay' ? 0 : kind.cells),
      feedback: given.feedback ?? kind.feedback,
      channels,
      itemSensors: given.itemSensors ?? false,
      pulse: given.pulse ?? 'board',
      coilMs: given.coilMs ?? COIL.usual,
    };
    const wrong = wrongWith(driver, setting);
    if (wrong) return `board ${given.board}: ${wrong}`;
    settings.push(setting);
  }
  return settings;
}

function wrongWith(driver: LockerDriver, setting: BoardSetting): string | null {
  const { least, most, cells, feedback } = KIND[driver];
  const within = (value: number, from: number, to: number) =>
    Number.isInteger(value) && value >= from && value <= to;
  const modbus = driver === 'modbus-relay';
  if (!within(setting.board, least, most) || (modbus && setting.board > 247 && setting.board < 255)) {
    return `${driver} has addresses from ${least} to ${modbus ? '247, and 255' : most}`;
  }
  const channels = driver === '8a80' ? setting.channels : cells;
  if (!within(setting.cells, 1, channels)) return `cells: 1 to ${channels}`;
  if (driver.startsWith('kr-') && setting.feedback !== feedback) return 'its door contact is not a setting';
  if (driver === '8a80' && setting.feedback === 'none') return 'this kind always says whether a door is open';
  if (setting.pulse === 'host' && !modbus) return 'this kind ends the current of its coils itself';
  if (setting.itemSensors && driver !== 'kr-cu16') return 'this kind has no item sensors';
  if (!within(setting.coilMs, 100, COIL.mostAsked) || setting.coilMs % 100 !== 0)
    return `coilMs: 100, 200 … ${COIL.mostAsked}`;
  return null;
}

/** Whether bit `index` is set: bit 0 of byte 0 is the first. */
export function bitAt(bytes: Uint8Array, index: number): boolean {
  return (((bytes[index >> 3] as number) >> (index & 7)) & 1) === 1;
}

/** What a contact says, by how it is wired. */
export function doorOf(set: boolean, feedback: BoardSetting['feedback']): CellState['door'] {
  if (feedback === 'none') return 'unknown';
  return set === (feedback === 'closed-is-1') ? 'closed' : 'open';
}

/** One state for each cell of a board. */
export function cellStates(
  { board, cells }: BoardSetting,
  state: (index: number) => Pick<CellState, 'door'> & Partial<Pick<CellState, 'item'>>,
): readonly CellState[] {
  return Array.from({ length: cells }, (_, i) => ({ board, cell: i + 1, item: 'unknown', ...state(i) }));
}
