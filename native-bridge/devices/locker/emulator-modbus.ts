import { type LockerCommand, LockerEmulator, type LockerEmulatorOptions } from './emulator-base.ts';
import {
  COIL_VALUE,
  EXCEPTION,
  FC,
  FLASH_ON,
  rtuFrame,
  rtuFraming,
  rtuPlain,
  rtuRequest,
} from './modbus-rtu.ts';
import { type BoardSetting, bitAt } from './protocol.ts';

const ILLEGAL_FUNCTION = 0x01;
const ILLEGAL_ADDRESS = 0x02;
const ILLEGAL_VALUE = 0x03;

/** Most bits that one question may ask for. */
const MOST_BITS = 2_000;

/** Address of "all relays" on boards with flash-on. */
const ALL = 0x00ff;

/** What a host sends to any unit; an unknown function is taken to have the usual eight bytes. */
const requests = rtuFraming((_, fc) => (fc >= 0x01 && fc <= 0x06 ? 8 : fc === FC.writeCoils ? 10 : null), 10);

/** Relay boards with coils, and with discrete inputs where door contacts are wired. */
export class ModbusRelayEmulator extends LockerEmulator {
  readonly #flash: boolean;

  constructor(options: LockerEmulatorOptions) {
    super('modbus-relay', options, 9_600, requests);
    this.#flash = options.flash ?? true;
  }

  protected request(frame: Uint8Array): void {
    const board = this.boardAt(frame[0] as number);
    const plain = rtuPlain.decode(frame.slice(0, 6));
    if (!board || !plain) return;
    const { command, answer } = this.#carryOut(board, frame, plain.at, plain.value);
    this.reply(command, answer);
  }

  protected wrongReply(command: LockerCommand | 'other' | 'damaged'): Uint8Array {
    const { board, cells } = this.boards[0] as BoardSetting;
    if (command === 'status' || command === 'coils') return rtuRequest(board, FC.writeCoil, 0, 0);
    const bytes = Math.ceil(cells / 8);
    return rtuFrame(Uint8Array.of(board, FC.readCoils, bytes, ...new Uint8Array(bytes)));
  }

  #carryOut(board: BoardSetting, frame: Uint8Array, at: number, value: number): Answered {
    const fc = frame[1] as number;
    switch (fc) {
      case FC.readCoils:
        return this.#read('coils', board, fc, at, value, (cell) =>
          this.cabinet.hasCurrent(board.board, cell),
        );
      case FC.readInputs:
        if (board.feedback === 'none') return refused('status', board, fc, ILLEGAL_ADDRESS);
        return this.#read('status', board, fc, at, value, (cell) => {
          return this.cabinet.isOpen(board.board, cell) === (board.feedback === 'closed-is-0');
        });
      case FC.writeCoil:
        return this.#write(board, frame, at, value);
      case FC.writeCoils:
        return this.#writeMany(board, frame, at, value);
      default:
        return refused('other', board, fc, ILLEGAL_FUNCTION);
    }
  }

  #read(
    command: LockerCommand,
    board: BoardSetting,
    fc: number,
    at: number,
    count: number,
    set: (cell: number) => boolean,
  ): Answered {
    if (count < 1 || count > MOST_BITS) return refused(command, board, fc, ILLEGAL_VALUE);
    if (at + count > board.cells) return refused(command, board, fc, ILLEGAL_ADDRESS);
    const bytes = Math.ceil(count / 8);
    const answer = () =>
      rtuFrame(Uint8Array.of(board.board, fc, bytes, ...this.bits(count, bytes, (i) => set(at + i + 1))));
    return { command, answer };
  }

  #write(board: BoardSetting, frame: Uint8Array, at: number, value: number): Answered {
    const { cabinet } = this;
    const flashed = this.#flash && at >= FLASH_ON && at < FLASH_ON + board.cells;
    const all = this.#flash && at === ALL;
    const command = all ? 'all' : flashed || value === COIL_VALUE.on ? 'open' : 'off';
    if (!flashed && !all && at >= board.cells) return refused(command, board, FC.writeCoil, ILLEGAL_ADDRESS);
    if (!flashed && value !== COIL_VALUE.on && value !== COIL_VALUE.off)
      return refused(command, board, FC.writeCoil, ILLEGAL_VALUE);
    const first = flashed ? at - FLASH_ON + 1 : at + 1;
    const cells = all ? Array.from({ length: board.cells }, (_, i) => i + 1) : [first];
    for (const cell of cells) {
      if (flashed) cabinet.coilOn(board.board, cell, value * 100);
      else if (value === COIL_VALUE.on) cabinet.coilOn(board.board, cell, null);
      else cabinet.coilOff(board.board, cell);
    }
    return { command, answer: () => frame };
  }

  #writeMany(board: BoardSetting, frame: Uint8Array, at: number, count: number): Answered {
    if (at + count > board.cells || count > 8) return refused('all', board, FC.writeCoils, ILLEGAL_ADDRESS);
    const bits = frame.slice(7, 8);
    for (let i = 0; i < count; i++) {
      if (bitAt(bits, i)) this.cabinet.coilOn(board.board, at + i + 1, null);
      else this.cabinet.coilOff(board.board, at + i + 1);
    }
    return { command: 'all', answer: () => rtuRequest(board.board, FC.writeCoils, at, count) };
  }
}

/** What a request was taken for, and the answer to it. */
interface Answered {
  readonly command: LockerCommand | 'other';
  answer(): Uint8Array;
}

function refused(command: Answered['command'], { board }: BoardSetting, fc: number, code: number): Answered {
  return { command, answer: () => rtuFrame(Uint8Array.of(board, fc | EXCEPTION, code)) };
}
