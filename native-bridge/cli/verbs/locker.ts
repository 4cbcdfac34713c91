import { err, ok, type Result } from '../../../electron/core/index.ts';
import { createLocker, lockerBoardProblem } from '../../devices/locker/driver.ts';
import {
  LOCKER_DRIVERS,
  type Locker,
  type LockerBoard,
  type LockerDriver,
} from '../../devices/locker/types.ts';
import { complain, deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Complaint, Context, Verb } from '../types.ts';
import { wholeNumber, withDevice } from '../with-device.ts';

const ADVICE = {
  'no-such-cell': 'cells are counted from 1 on each board; relay boards have as many as --cells says',
  stuck: 'the lock was told to open and the door did not: look for something that blocks it',
  'unknown-outcome': 'the command went out and nothing tells whether the door opened: look at the door',
  refused: 'too-soon: one opening a second for a door; exception: the board has no such relay, see --cells',
} as const;

const FEEDBACKS = ['closed-is-1', 'closed-is-0', 'none'] as const;
const BOARD = `--driver ${LOCKER_DRIVERS.join('|')} --board N [--cells N] [--feedback ${FEEDBACKS.join('|')}]`;

/** The bus as the options describe it: one board, of the kind that `--driver` names. */
function locker(context: Context): Result<{ board: number; make: (context: Context) => Locker }, Complaint> {
  const { options } = context;
  const driver = LOCKER_DRIVERS.find((one) => one === options.driver) as LockerDriver | undefined;
  if (!driver) return err(complain(`--driver is needed: ${LOCKER_DRIVERS.join(', ')}`, 2));
  const board = wholeNumber('board', options.board, 0, 255);
  if (!board.ok) return board;
  const cells = options.cells === undefined ? ok(undefined) : wholeNumber('cells', options.cells, 1, 255);
  if (!cells.ok) return cells;
  const feedback = FEEDBACKS.find((one) => one === options.feedback);
  if (options.feedback !== undefined && !feedback)
    return err(complain(`--feedback is one of ${FEEDBACKS.join(', ')}`, 2));
  const settings: LockerBoard = {
    board: board.value,
    // A relay board does not say how many relays it has: 16 is the largest common one.
    ...(cells.value !== undefined ? { cells: cells.value } : driver === 'modbus-relay' ? { cells: 16 } : {}),
    ...(feedback ? { feedback } : {}),
  };
  const problem = lockerBoardProblem(driver, [settings]);
  if (problem) return err(complain(problem, 2));
  return ok({
    board: board.value,
    make: ({ address, open, clock }) => createLocker({ address, open, clock, driver, boards: [settings] }),
  });
}

const status: Verb = {
  help: `${BOARD}: every cell of a board, its door and whether something lies in it`,
  async run(context) {
    const bus = locker(context);
    if (!bus.ok) return bus;
    return withDevice(context, bus.value.make, async (device) => {
      const cells = await device.status(bus.value.board, context.signal);
      if (!cells.ok) return err(deviceComplaint(cells.error, ADVICE));
      const rows = cells.value.map(
        ({ cell, door, item }) => [`cell ${cell}`, `door ${door}, item ${item}`] as const,
      );
      return done(table(rows), { board: bus.value.board, cells: cells.value });
    });
  },
};

const open: Verb = {
  help: `${BOARD} --cell N: opens one door, and says what proves it`,
  async run(context) {
    const bus = locker(context);
    if (!bus.ok) return bus;
    const cell = wholeNumber('cell', context.options.cell, 1, 255);
    if (!cell.ok) return cell;
    const at = { board: bus.value.board, cell: cell.value };
    return withDevice(context, bus.value.make, async (device) => {
      const opened = await device.open(at, context.signal);
      if (!opened.ok) return err(deviceComplaint(opened.error, ADVICE));
      const { proof } = opened.value;
      return done([`board ${at.board}, cell ${at.cell}: ${PROOF[proof]}`], { ...at, proof });
    });
  },
};

const PROOF = {
  'door-opened': 'open; its contact was closed before and is open now',
  'was-open': 'its door was open already, so nothing tells whether the lock moved',
  commanded: 'told to open; this board has no door contact, so look at the door',
} as const;

export const lockerVerbs = { open, status };
