import { err, ok, type Result } from '../../../electron/core/index.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import {
  COIL_VALUE,
  FC,
  FLASH_ON,
  rtuAnswers,
  rtuBits,
  rtuExceptionCode,
  rtuPlain,
  rtuRequest,
} from './modbus-rtu.ts';
import {
  type BoardSetting,
  type Bus,
  bitAt,
  cellStates,
  doorOf,
  type LockerProtocol,
  type NoState,
  type Release,
} from './protocol.ts';
import { COIL, LOCKER_TIMING } from './timing.ts';

/**
 * Relay boards that speak Modbus RTU, 9600 8N1. Cell 1 is coil 0 (relay 1) and, where door contacts are wired, discrete
 * input 0. Boards that take flash-on end the current themselves; plain ones are told on and off.
 */
export function createModbusRelay(boards: readonly BoardSetting[]): LockerProtocol {
  return {
    baud: 9_600,
    framing: rtuAnswers(new Map(boards.map(({ board, cells }) => [board, cells]))),
    async status(bus, setting) {
      const feedback = setting.feedback !== 'none';
      const bits = await readBits(bus, setting, feedback ? FC.readInputs : FC.readCoils);
      if (!bits.ok) return bits;
      return ok(cellStates(setting, (i) => ({ door: doorOf(bitAt(bits.value, i), setting.feedback) })));
    },
    release: (bus, setting, cell) =>
      setting.pulse === 'board' ? flash(bus, setting, cell) : pulse(bus, setting, cell),
    report: () => null,
    async allOff(bus, setting) {
      const coils = await readBits(bus, setting, FC.readCoils);
      if (!coils.ok) return coils;
      for (let i = 0; i < setting.cells; i++) {
        if (!bitAt(coils.value, i)) continue;
        const off = await writeCoil(bus, setting.board, i, COIL_VALUE.off, LOCKER_TIMING.answer);
        if (!off.ok) return off;
        if (off.value !== null) return err(exception(off.value));
      }
      return ok();
    },
  };
}

/** An exception means that the board is not what the settings say. */
async function readBits(
  bus: Bus,
  { board, cells }: BoardSetting,
  fc: number,
): Promise<Result<Uint8Array, NoState>> {
  const answer = await bus.ask<Uint8Array | number>(board, {
    request: rtuRequest(board, fc, 0, cells),
    answerBytes: Math.ceil(cells / 8) + 5,
    answerMs: LOCKER_TIMING.answer,
    take: (frame) => rtuBits(frame, board, fc, cells) ?? rtuExceptionCode(frame, board, fc) ?? undefined,
  });
  if (!answer.ok) return answer;
  return typeof answer.value === 'number' ? err(exception(answer.value)) : ok(answer.value);
}

/** Null when the board has echoed the command, else its exception code. */
function writeCoil(
  bus: Bus,
  unit: number,
  at: number,
  value: number,
  answerMs: number,
): Promise<Result<number | null, NoAnswer>> {
  return bus.ask<number | null>(unit, {
    request: rtuRequest(unit, FC.writeCoil, at, value),
    answerBytes: 8,
    answerMs,
    take: (frame) => {
      const echo = rtuPlain.decode(frame.slice(0, -2));
      if (echo?.unit === unit && echo.fc === FC.writeCoil && echo.at === at && echo.value === value)
        return null;
      return rtuExceptionCode(frame, unit, FC.writeCoil) ?? undefined;
    },
  });
}

/** The board ends the current itself, also when this program dies. */
async function flash(bus: Bus, { board, coilMs }: BoardSetting, cell: number): Promise<Release> {
  const answer = await writeCoil(bus, board, FLASH_ON + cell - 1, coilMs / 100, LOCKER_TIMING.answer);
  return { ...commandOf(answer), off: false };
}

/** On, wait, off: off in any case, and past everything else when the line is in trouble. */
async function pulse(bus: Bus, { board, coilMs }: BoardSetting, cell: number): Promise<Release> {
  const began = bus.now();
  const disarm = bus.guard(rtuRequest(board, FC.writeCoil, cell - 1, COIL_VALUE.off));
  let on: Result<number | null, NoAnswer> = err('closed');
  let off = false;
  try {
    on = await writeCoil(bus, board, cell - 1, COIL_VALUE.on, COIL.onAnswer);
    // After a time-out the coil has had its time already, if it has current at all.
    const running = on.ok ? on.value === null : on.error === 'garbled';
    if (running) await bus.sleep(began + coilMs - bus.now());
  } finally {
    for (let tries = 0; tries < COIL.offTries && !off; tries++) {
      const answer = await writeCoil(bus, board, cell - 1, COIL_VALUE.off, COIL.offAnswer);
      off = answer.ok && answer.value === null;
    }
    disarm();
  }
  return { ...commandOf(on), off };
}

function commandOf(answer: Result<number | null, NoAnswer>): Pick<Release, 'command' | 'code'> {
  if (!answer.ok) return { command: 'silent', code: answer.error };
  if (answer.value === null) return { command: 'taken', code: 'answered' };
  return { command: 'refused', code: exception(answer.value) };
}

function exception(code: number): `exception-${string}` {
  return `exception-${code.toString(16).padStart(2, '0')}`;
}
