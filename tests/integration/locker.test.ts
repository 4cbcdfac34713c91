import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { createLocker } from '../../native-bridge/devices/locker/driver.ts';
import { createLockerEmulator } from '../../native-bridge/devices/locker/emulator.ts';
import { LOCKER_DRIVERS, type LockerDriver } from '../../native-bridge/devices/locker/types.ts';
import { listenTcp } from '../../native-bridge/emulator/listen.ts';
import { openTransport } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import { TWO_BOARDS } from '../support/locker-bench.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { layCable } from '../support/pty-pair.ts';

const skip = mustSkip('the locker on a serial line', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const emulatorOf = (driver: LockerDriver) =>
  createLockerEmulator(driver, {
    clock: systemClock,
    boards: TWO_BOARDS[driver],
    baud: Number.POSITIVE_INFINITY,
    coilMs: 200,
    openAnswerMs: 100,
    reports: true,
  });
type Emulator = ReturnType<typeof emulatorOf>;

/** Ready, all doors shut, one opened on each board, one forced; then away and back, and one opened again. */
async function useFully(
  driver: LockerDriver,
  address: string,
  emulator: Emulator,
  pull: () => Promise<unknown>,
  replug: () => Promise<unknown>,
) {
  const [first, second] = TWO_BOARDS[driver];
  const locker = createLocker({
    address,
    open: openTransport,
    clock: systemClock,
    driver,
    boards: TWO_BOARDS[driver],
  });
  undo.push(() => locker.stop());
  locker.start();
  await eventually(locker.presence, (presence) => presence === 'ready');
  expect(locker.boards.value.map(({ health }) => health)).toEqual(['ok', 'ok']);

  const doors = await locker.status(second.board);
  if (!doors.ok) throw new Error(doors.error.code);
  expect(doors.value.every(({ door }) => door === 'closed')).toBe(true);

  const opened = { ok: true, value: { proof: 'door-opened' } };
  const both = await Promise.all([
    locker.open({ board: first.board, cell: 1 }),
    locker.open({ board: second.board, cell: 12 }),
  ]);
  expect(both).toEqual([opened, opened]);
  expect(emulator.cabinet.isOpen(first.board, 1)).toBe(true);
  expect(emulator.cabinet.isOpen(second.board, 12)).toBe(true);
  expect(emulator.cabinet.mostAtOnce).toBe(1);

  const forced = eventually(locker.doorEvents, (event) => event?.kind === 'forced');
  emulator.cabinet.force(second.board, 2);
  expect(await forced).toMatchObject({ board: second.board, cell: 2 });

  await pull();
  await eventually(locker.presence, (presence) => presence === 'absent');
  expect(await locker.open({ board: first.board, cell: 2 })).toMatchObject({
    ok: false,
    error: { kind: 'device-lost' },
  });
  await replug();
  await eventually(locker.presence, (presence) => presence === 'ready');
  expect(await locker.open({ board: first.board, cell: 2 })).toEqual(opened);
  expect(emulator.overlaps).toBe(0);
}

async function attach(emulator: Emulator, path: string) {
  const end = await openTransport(`serial://${path}`);
  if (!end.ok) throw new Error(end.error.detail);
  undo.push(() => end.value.close());
  emulator.attach(end.value);
}

describe('a locker in real time', () => {
  it.skipIf(skip)(
    'of every kind, on a serial line',
    async () => {
      await Promise.all(
        LOCKER_DRIVERS.map(async (driver) => {
          const emulator = emulatorOf(driver);
          let cable = await layCable();
          const names = { a: cable.a, b: cable.b };
          undo.push(() => cable.pull());
          await attach(emulator, cable.b);
          await useFully(
            driver,
            `serial://${cable.a}`,
            emulator,
            () => cable.pull(),
            async () => {
              cable = await layCable(names);
              await attach(emulator, cable.b);
            },
          );
        }),
      );
    },
    60_000,
  );

  it('of every kind, behind a serial device server', async () => {
    await Promise.all(
      LOCKER_DRIVERS.map(async (driver) => {
        const emulator = emulatorOf(driver);
        const listening = await listenTcp(emulator, systemClock, '127.0.0.1', 0);
        if (!listening.ok) throw new Error(listening.error);
        undo.push(() => listening.value.close());
        await useFully(
          driver,
          listening.value.address,
          emulator,
          async () => emulator.unplug(),
          async () => emulator.plug(),
        );
      }),
    );
  }, 60_000);
});
