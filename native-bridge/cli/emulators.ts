import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import { createLockerEmulator } from '../devices/locker/emulator.ts';
import { LOCKER_DRIVERS } from '../devices/locker/types.ts';
import type { EmulatedDevice } from '../emulator/base.ts';
import { complain } from './advice.ts';
import type { Complaint, Options } from './types.ts';
import { wholeNumber } from './with-device.ts';

export interface Emulated {
  readonly device: EmulatedDevice;
  /** What a person can do to the physical thing, by the word that is typed; each may say something. */
  readonly actions: Readonly<Record<string, (argument: string) => string | null>>;
}

type Make = (clock: Clock, options: Options) => Result<Emulated, Complaint>;

/** Every device that can be played, as `npm run device -- emulate` names it. */
export const EMULATORS: Readonly<Record<string, Make>> = {
  locker(clock, options) {
    const driver = LOCKER_DRIVERS.find((one) => one === (options.driver ?? 'kr-cu16'));
    if (!driver) return err(complain(`--driver is one of ${LOCKER_DRIVERS.join(', ')}`, 2));
    const board = wholeNumber('board', options.board ?? (driver.startsWith('kr') ? '0' : '1'), 0, 255);
    if (!board.ok) return board;
    const cells = wholeNumber('cells', options.cells ?? '16', 1, 255);
    if (!cells.ok) return cells;
    const device = createLockerEmulator(driver, {
      clock,
      boards: [{ board: board.value, cells: cells.value }],
    });
    const cellAction = (act: (cell: number) => void) => (argument: string) => {
      const cell = Number(argument);
      if (!device.cabinet.has(board.value, cell)) return `say which cell, from 1 to ${cells.value}`;
      act(cell);
      return null;
    };
    return ok({
      device,
      actions: {
        close: cellAction((cell) => device.cabinet.close(board.value, cell)),
        force: cellAction((cell) => device.cabinet.force(board.value, cell)),
        jam: cellAction((cell) => device.cabinet.jam(board.value, cell)),
        free: cellAction((cell) => device.cabinet.jam(board.value, cell, false)),
        put: cellAction((cell) => device.cabinet.put(board.value, cell)),
        take: cellAction((cell) => device.cabinet.take(board.value, cell)),
      },
    });
  },
};
