import { join } from 'node:path';
import { VirtualClock } from '../../electron/core/index.ts';
import {
  type CellNews,
  type CellPlan,
  type LockerAlarm,
  LockerService,
  type Reservation,
} from '../../electron/locker/index.ts';
import type { SqlDatabase } from '../../electron/store/index.ts';
import { createLocker } from '../../native-bridge/devices/locker/driver.ts';
import { createLockerEmulator } from '../../native-bridge/devices/locker/emulator.ts';
import type { LockerBoard } from '../../native-bridge/devices/locker/types.ts';
import { countingRandom, testDatabase, testSealer } from './memory-store.ts';

/** Six cells in two columns; the last row is low, the first cell of it large. */
export const SIX_CELLS: readonly CellPlan[] = [1, 2, 3, 4, 5, 6].map((cell) => ({
  name: String(cell),
  board: 0,
  cell,
  size: cell === 5 ? 'large' : cell >= 3 ? 'medium' : 'small',
  low: cell >= 5,
  column: cell % 2 === 0 ? 2 : 1,
  row: Math.ceil(cell / 2),
  rows: 1,
}));

/** A database that the power can be cut of: what is written afterwards is written nowhere. */
export function cutDatabase(real: SqlDatabase, after: number, cut: () => void) {
  let writes = 0;
  let dead = false;
  const wrote = () => {
    if (++writes === after) {
      dead = true;
      cut();
    }
  };
  let depth = 0;
  const db: SqlDatabase = {
    ...real,
    prepare(sql) {
      const statement = real.prepare(sql);
      return {
        ...statement,
        get: (...values) => (dead ? undefined : (statement.get(...values) as never)),
        all: (...values) => (dead ? [] : (statement.all(...values) as never)),
        run(...values) {
          if (dead) return { changes: 1, lastInsertRowid: 1 };
          const result = statement.run(...values);
          if (depth === 0) wrote();
          return result;
        },
      };
    },
    transaction(work) {
      if (dead) return undefined as never;
      depth++;
      const changed = real.prepare<{ n: number }>('select total_changes() as n');
      const before = changed.get()?.n;
      const result = real.transaction(work);
      depth--;
      if (depth === 0 && changed.get()?.n !== before) wrote();
      return result;
    },
  };
  return {
    db,
    writes: () => writes,
    wasCut: () => dead,
  };
}

export interface LockerServiceBenchOptions {
  readonly dir: string;
  readonly board?: Partial<LockerBoard>;
  /** The power goes after so many writes. */
  readonly cutAfter?: number;
}

/** The real service and driver over an emulated cabinet, in virtual time. */
export function lockerServiceBench({ dir, board, cutAfter }: LockerServiceBenchOptions) {
  const clock = new VirtualClock(1_800_000_000_000);
  const real = testDatabase(join(dir, 'kiosk.db'));
  const boards = [{ board: 0, cells: 6, itemSensors: true, ...board }];
  const emulator = createLockerEmulator('kr-cu16', { clock, boards });
  const random = countingRandom('codes');
  const alarms: LockerAlarm[] = [];
  const seen: CellNews[] = [];
  const sealer = testSealer();
  const run = (db: SqlDatabase) => {
    const device = createLocker({
      address: 'memory:locker',
      open: emulator.open,
      clock,
      driver: 'kr-cu16',
      boards,
    });
    const service = new LockerService({
      ...{ db, sealer, clock, random, device },
      cells: SIX_CELLS,
      machineCode: 'B017',
      collectDays: 7,
      onAlarm: (alarm) => alarms.push(alarm),
    });
    service.news.subscribe((news) => news && seen.push(news));
    return { device, service };
  };
  const cutting = cutDatabase(real, cutAfter ?? Number.POSITIVE_INFINITY, () => {
    now.service.stop();
    void now.device.stop();
  });
  let now = run(cutting.db);
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 50) await clock.advance(Math.min(left, 50));
  };
  const start = async () => {
    now.device.start();
    now.service.start();
    await pass(2_000);
  };
  return {
    clock,
    emulator,
    cabinet: emulator.cabinet,
    db: real,
    alarms,
    seen,
    sealer,
    cutting,
    pass,
    start,
    get service() {
      return now.service;
    },
    get device() {
      return now.device;
    },
    /** The program is started anew over what is on the disk and in the cabinet. */
    async restart() {
      now.service.stop();
      await Promise.all([now.device.stop(), pass(500)]);
      now = run(real);
      await start();
    },
    person: (number: string) => sealer.personHmac(number),
    wanted(over: Partial<Reservation> = {}): Reservation {
      return { what: 'originals', receiptNumber: 'R-1', person: sealer.personHmac('anna'), ...over };
    },
    /** Opens a door and lets it come to an end of its opening. */
    async open(cell: string, act: Parameters<LockerService['open']>[1]) {
      const opening = now.service.open(cell, act, { role: 'citizen' });
      await pass(4_500);
      return opening;
    },
    /** Hands at an open door: what is done inside, then it is shut and believed. */
    async hands(cell: number, inside: 'put' | 'take' | null) {
      if (inside) emulator.cabinet[inside](0, cell);
      await pass(1_000);
      emulator.cabinet.close(0, cell);
      await pass(2_500);
    },
    async end() {
      now.service.stop();
      await Promise.all([now.device.stop(), pass(500)]);
      real.close();
    },
  };
}
export type LockerServiceBench = ReturnType<typeof lockerServiceBench>;

/** A citizen's originals lie in the cell that this returns. */
export async function deposited(bench: LockerServiceBench, over: Partial<Reservation> = {}): Promise<string> {
  const reserved = bench.service.reserve(bench.wanted(over), { role: 'citizen' });
  if (!reserved.ok) throw new Error(reserved.error.kind);
  const { cell } = reserved.value;
  await bench.open(cell, 'deposit');
  await bench.hands(Number(cell), 'put');
  return cell;
}

/** A result lies in the cell that this returns, with its code. */
export async function placed(bench: LockerServiceBench, over: Partial<Reservation> = {}) {
  const { what: _, ...wanted } = bench.wanted(over);
  const placing = bench.service.place(wanted, { role: 'clerk' });
  await bench.pass(4_500);
  const done = await placing;
  if (!done.ok) throw new Error(done.error.kind);
  await bench.hands(Number(done.value.cell), 'put');
  return done.value;
}
