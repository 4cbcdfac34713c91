import { type Clock, err, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import { DeviceLink, type Presence } from '../../link/device-link.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed, withUsualBaud } from '../../transport/serial-address.ts';
import { DoorWatch, keyOf } from './door-watch.ts';
import { LockerLine } from './locker-line.ts';
import { type BoardSetting, boardSettings, type LockerProtocol, type NoState } from './protocol.ts';
import { createProtocol } from './protocols.ts';
import { COIL, LOCKER_TIMING } from './timing.ts';
import type {
  BoardHealth,
  CellAddress,
  CellState,
  DoorEvent,
  Locker,
  LockerBoard,
  LockerDriver,
  LockerFailure,
  OpenOutcome,
} from './types.ts';

export interface LockerDeps {
  /** `serial:` (without `baud=` the usual speed of the boards is taken) or `tcp:`. */
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly driver: LockerDriver;
  readonly boards: readonly LockerBoard[];
  /** A door that stays open for longer is reported, in milliseconds. Default 60,000. */
  readonly leftOpenMs?: number;
}

/** Null when these boards can be driven, else what is wrong with their settings. */
export function lockerBoardProblem(driver: LockerDriver, boards: readonly LockerBoard[]): string | null {
  const settings = boardSettings(driver, boards);
  return typeof settings === 'string' ? settings : null;
}

/**
 * The lock boards on the bus at `address`. Throws a `RangeError` when the settings are wrong: ask `lockerBoardProblem`
 * first. Quirks and choices are in this folder's README.
 */
export function createLocker(deps: LockerDeps): Locker {
  return new BusLocker(deps);
}

class BusLocker implements Locker {
  readonly presence: Signal<Presence>;
  readonly boards: Signal<readonly BoardHealth[]>;
  readonly doorEvents: Signal<DoorEvent | null>;
  readonly #clock: Clock;
  readonly #settings: readonly BoardSetting[];
  readonly #protocol: LockerProtocol;
  readonly #link: DeviceLink<LockerLine>;
  readonly #watch: DoorWatch;
  /** Doors for which an open is under way, and when each door was last commanded. */
  readonly #opening = new Set<string>();
  readonly #commandedAt = new Map<string, number>();
  /** Before this no coil may be switched on: another may still have current. */
  #coilFreeAt = Number.NEGATIVE_INFINITY;
  /** Boards with a coil that was switched on by us and not yet proved off. */
  readonly #notOff = new Set<number>();
  /** Boards that refuse the question how they stand: they are not what the settings say. */
  readonly #misfits = new Set<number>();
  readonly #askNext = new Map<number, number>();

  constructor(deps: LockerDeps) {
    const settings = boardSettings(deps.driver, deps.boards);
    if (typeof settings === 'string') throw new RangeError(settings);
    this.#clock = deps.clock;
    this.#settings = settings;
    this.#protocol = createProtocol(deps.driver, settings);
    this.#watch = new DoorWatch(deps.leftOpenMs ?? LOCKER_TIMING.leftOpen);
    this.doorEvents = this.#watch.events;
    this.boards = new Signal<readonly BoardHealth[]>(
      settings.map(({ board }) => ({ board, health: 'unknown' })),
    );
    const address = withUsualBaud(deps.address, this.#protocol.baud);
    this.#link = new DeviceLink({
      address,
      open: deps.open,
      clock: deps.clock,
      attach: (transport, wake) =>
        new LockerLine({
          transport,
          clock: deps.clock,
          protocol: this.#protocol,
          // Behind a device server the boards still hang on a slow wire.
          baud: lineSpeed(address, this.#protocol.baud),
          boards: settings.map(({ board }) => board),
          reported: (report) => this.#watch.observe([report], deps.clock.now()),
          health: (board, health) => this.#setHealth(health, board),
          closed: wake,
        }),
      identify: (line) => this.#identify(line),
      check: (line) => this.#check(line),
      checkEveryMs: Math.round(LOCKER_TIMING.boardEvery / settings.length),
    });
    this.presence = this.#link.presence;
    this.presence.subscribe((presence) => {
      if (presence === 'absent') this.#setHealth('lost');
    });
  }

  start(): void {
    // An earlier run of this program may have left a coil with current.
    this.#coilFreeAt = Math.max(this.#coilFreeAt, this.#clock.now() + COIL.most);
    this.#link.start();
  }

  async stop(): Promise<void> {
    await this.#link.stop();
    this.#setHealth('unknown');
    this.#watch.clear();
  }

  async status(board: number, signal?: AbortSignal): Promise<Result<readonly CellState[], LockerFailure>> {
    const setting = this.#settings.find((one) => one.board === board);
    if (!setting) return err({ kind: 'no-such-cell', code: `board-${board}` });
    return this.#link.use((line) => this.#read(line, setting), signal);
  }

  async open(where: CellAddress, signal?: AbortSignal): Promise<Result<OpenOutcome, LockerFailure>> {
    const setting = this.#settings.find(({ board }) => board === where.board);
    if (!setting || !Number.isInteger(where.cell) || where.cell < 1 || where.cell > setting.cells) {
      return err({ kind: 'no-such-cell', code: `cell-${keyOf(where)}` });
    }
    const key = keyOf(where);
    const last = this.#commandedAt.get(key) ?? Number.NEGATIVE_INFINITY;
    if (this.#opening.has(key) || this.#clock.now() - last < COIL.sameDoor) {
      return err({ kind: 'refused', code: 'too-soon' });
    }
    this.#opening.add(key);
    try {
      return await this.#link.use((line) => this.#open(line, setting, where, signal), signal);
    } finally {
      this.#opening.delete(key);
    }
  }

  async #open(
    line: LockerLine,
    setting: BoardSetting,
    where: CellAddress,
    signal: AbortSignal | undefined,
  ): Promise<Result<OpenOutcome, LockerFailure>> {
    const ends = signal ? AbortSignal.any([signal, line.gone]) : line.gone;
    await sleep(this.#clock, Math.max(0, this.#coilFreeAt - this.#clock.now()), ends);
    if (!(await this.#proveOff(line)) && !line.lost) return err({ kind: 'refused', code: 'coil-not-off' });
    const before = await this.#read(line, setting);
    if (signal?.aborted) return err({ kind: 'cancelled', code: 'aborted' });
    if (!before.ok) return before;

    const sentAt = this.#clock.now();
    this.#commandedAt.set(keyOf(where), sentAt);
    this.#coilFreeAt = sentAt + COIL.most + COIL.underWay;
    this.#watch.commanded(where, sentAt);
    const release = await this.#protocol.release(line, setting, where.cell);
    if (release.off || release.command === 'refused') this.#coilFreeAt = this.#clock.now();
    if (!release.off && setting.pulse === 'host') {
      this.#notOff.add(setting.board);
      if (!line.lost) this.presence.set('trouble');
    }
    if (release.command === 'refused') {
      this.#watch.withdrawn(where);
      return err({ kind: 'refused', code: release.code });
    }
    if (setting.feedback === 'none') {
      return release.command === 'taken'
        ? ok({ proof: 'commanded' })
        : err({ kind: 'unknown-outcome', code: lineCode(release.code as NoState) });
    }
    const wasClosed = before.value[where.cell - 1]?.door === 'closed';
    return this.#confirm(line, setting, where, { sentAt, wasClosed, unanswered: release.code === 'timeout' });
  }

  /** Looks at the door until it is open. */
  async #confirm(
    line: LockerLine,
    setting: BoardSetting,
    where: CellAddress,
    sent: { readonly sentAt: number; readonly wasClosed: boolean; readonly unanswered: boolean },
  ): Promise<Result<OpenOutcome, LockerFailure>> {
    const until = sent.sentAt + LOCKER_TIMING.confirmFor;
    let closed = sent.wasClosed;
    for (;;) {
      await line.sleep(LOCKER_TIMING.confirmEvery);
      // A board that reports by itself may have said it already; the door may even be shut again.
      if (this.#watch.openedSince(where, sent.sentAt)) return ok({ proof: 'door-opened' });
      const read = await this.#protocol.status(line, setting);
      this.#note(setting, read);
      if (read.ok) {
        if (read.value[where.cell - 1]?.door === 'open')
          return ok({ proof: closed ? 'door-opened' : 'was-open' });
        closed = true;
        if (this.#clock.now() >= until)
          return err({ kind: 'stuck', code: sent.unanswered ? 'door-closed-unanswered' : 'door-closed' });
      } else if (line.lost || this.#clock.now() >= until) {
        return err({ kind: 'unknown-outcome', code: line.closed ? 'line-closed' : lineCode(read.error) });
      }
    }
  }

  async #read(line: LockerLine, setting: BoardSetting): Promise<Result<readonly CellState[], LockerFailure>> {
    let read = await this.#protocol.status(line, setting);
    if (!read.ok && !line.lost) read = await this.#protocol.status(line, setting);
    this.#note(setting, read);
    if (read.ok) return read;
    if (line.lost) return err({ kind: 'device-lost', code: line.closed ? 'line-closed' : 'no-answer' });
    const kind =
      read.error === 'garbled' ? 'answer-garbled' : read.error === 'timeout' ? 'timeout' : 'refused';
    return err({ kind, code: lineCode(read.error) });
  }

  /** What a question to a board has taught. */
  #note({ board }: BoardSetting, read: Result<readonly CellState[], NoState>): void {
    if (read.ok) {
      this.#watch.observe(read.value, this.#clock.now());
      this.#misfits.delete(board);
    } else if (read.error.startsWith('exception-')) this.#misfits.add(board);
  }

  async #identify(line: LockerLine): Promise<'ready' | 'trouble' | 'absent'> {
    let answered = false;
    for (const setting of this.#settings) {
      if (setting.pulse === 'host') await this.#sweep(line, setting);
      const read = await this.#read(line, setting);
      answered ||= read.ok || read.error.kind === 'refused';
      this.#askNext.set(setting.board, this.#clock.now() + LOCKER_TIMING.boardEvery);
    }
    return answered ? this.#standing() : 'absent';
  }

  /** Asks the board whose turn it is. */
  async #check(line: LockerLine): Promise<'ready' | 'trouble' | 'unsure'> {
    const dueAt = ({ board }: BoardSetting) => this.#askNext.get(board) as number;
    const setting = this.#settings.toSorted((a, b) => dueAt(a) - dueAt(b))[0] as BoardSetting;
    if (dueAt(setting) > this.#clock.now()) return 'unsure';
    if (setting.pulse === 'host') await this.#sweep(line, setting);
    const read = await this.#protocol.status(line, setting);
    const now = this.#clock.now();
    this.#note(setting, read);
    const { boardEvery, lostBoardEvery } = LOCKER_TIMING;
    this.#askNext.set(setting.board, now + (line.isLost(setting.board) ? lostBoardEvery : boardEvery));
    return read.ok || this.#standing() === 'trouble' ? this.#standing() : 'unsure';
  }

  #standing(): 'ready' | 'trouble' {
    return this.#notOff.size + this.#misfits.size > 0 ? 'trouble' : 'ready';
  }

  /** Switches off whatever is on: an earlier run of this program, or a lost line, may have left it so. */
  async #sweep(line: LockerLine, setting: BoardSetting): Promise<void> {
    const swept = await this.#protocol.allOff?.(line, setting);
    if (swept?.ok) this.#notOff.delete(setting.board);
  }

  /** True when no coil of ours can still have current. */
  async #proveOff(line: LockerLine): Promise<boolean> {
    for (const setting of this.#settings) {
      if (this.#notOff.has(setting.board)) await this.#sweep(line, setting);
    }
    return this.#notOff.size === 0;
  }

  #setHealth(health: BoardHealth['health'], only?: number): void {
    const changes = (one: BoardHealth) => (only === undefined || one.board === only) && one.health !== health;
    if (!this.boards.value.some(changes)) return;
    this.boards.set(this.boards.value.map((one) => (changes(one) ? { board: one.board, health } : one)));
  }
}

function lineCode(reason: NoState): string {
  if (reason === 'closed') return 'line-closed';
  return reason === 'timeout' || reason === 'garbled' ? `answer-${reason}` : reason;
}
