import { ok, VirtualClock } from '../../electron/core/index.ts';
import { createLocker } from '../../native-bridge/devices/locker/driver.ts';
import {
  createLockerEmulator,
  type LockerEmulatorOptions,
} from '../../native-bridge/devices/locker/emulator.ts';
import type {
  CellAddress,
  DoorEvent,
  LockerBoard,
  LockerDriver,
} from '../../native-bridge/devices/locker/types.ts';
import type { OpenTransport, Transport } from '../../native-bridge/index.ts';
import { toHex } from './bytes.ts';

/** Two boards of each kind, as a cabinet may have them. */
export const TWO_BOARDS: Readonly<Record<LockerDriver, readonly [LockerBoard, LockerBoard]>> = {
  'kr-cu16': [
    { board: 0, itemSensors: true },
    { board: 1, cells: 12 },
  ],
  'kr-cu48': [{ board: 0 }, { board: 1, cells: 40 }],
  '8a80': [
    { board: 1, channels: 24 },
    { board: 2, channels: 32, feedback: 'closed-is-0' },
  ],
  'modbus-relay': [
    { board: 1, cells: 8, feedback: 'closed-is-1' },
    { board: 2, cells: 12, feedback: 'closed-is-0', pulse: 'host' },
  ],
};

export type LockerBenchOptions = Partial<Omit<LockerEmulatorOptions, 'clock'>> & {
  readonly driver?: LockerDriver;
  readonly address?: string;
  /** What the driver is told, when it differs from how the boards are built. */
  readonly told?: readonly LockerBoard[];
  readonly leftOpenMs?: number;
  readonly through?: (open: OpenTransport, clock: VirtualClock) => OpenTransport;
};

/** Waits for a result; it stands in `value` as soon as it is there. */
export function watchResult<T>(promise: Promise<T>) {
  const run = { value: null as T | null };
  void promise.then((value) => {
    run.value = value;
  });
  return run;
}

const STEP_MS = 50;

function spied(open: OpenTransport, wrote: (bytes: Uint8Array) => void): OpenTransport {
  return async (address) => {
    const opened = await open(address);
    if (!opened.ok) return opened;
    const { value: line } = opened;
    return ok<Transport>({
      address,
      write: (bytes) => {
        wrote(bytes);
        return line.write(bytes);
      },
      onData: (receive) => line.onData(receive),
      onClose: (closed) => line.onClose(closed),
      close: () => line.close(),
    });
  };
}

/** The real driver over emulated boards, in virtual time; `through` may put something into the line. */
export function lockerBench(options: LockerBenchOptions = {}) {
  const clock = new VirtualClock();
  const { driver = 'kr-cu16', address = 'memory:locker', told, leftOpenMs, through, ...rest } = options;
  const boards = rest.boards ?? TWO_BOARDS[driver];
  const emulator = createLockerEmulator(driver, { ...rest, boards, clock });
  const sent: { readonly at: number; readonly bytes: string }[] = [];
  const open = spied(through ? through(emulator.open, clock) : emulator.open, (bytes) =>
    sent.push({ at: clock.now(), bytes: toHex(bytes) }),
  );
  const locker = createLocker({
    address,
    open,
    clock,
    driver,
    boards: told ?? boards,
    ...(leftOpenMs === undefined ? {} : { leftOpenMs }),
  });
  const events: DoorEvent[] = [];
  locker.doorEvents.subscribe((event) => event && events.push(event));
  return {
    clock,
    emulator,
    cabinet: emulator.cabinet,
    locker,
    /** Every door event, with the time left out. */
    events: () => events.map(({ kind, board, cell }) => `${kind} ${board}/${cell}`),
    times: () => events.map(({ at }) => at),
    /** Lets time pass in small steps: long chains of promises settle too, even while no timer waits. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= STEP_MS) await clock.advance(Math.min(left, STEP_MS));
    },
    /** Starts the driver and lets it find out what is there; the first open need not wait any more. */
    async ready() {
      locker.start();
      await clock.advance(1_200);
    },
    /** Begins to open; what came of it stands in `value`. */
    begin: (cell: CellAddress, signal?: AbortSignal) => watchResult(locker.open(cell, signal)),
    /** What an open says without any time passing; null when it has to wait. */
    async atOnce(cell: CellAddress) {
      const run = watchResult(locker.open(cell));
      await clock.advance(0);
      return run.value;
    },
    beginStatus: (board: number, signal?: AbortSignal) => watchResult(locker.status(board, signal)),
    /** Everything that the driver has written, as `'02 00 30 03 35'`, and when. */
    sent,
    commands: () => emulator.asked.map(({ command }) => command),
  };
}
