import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { Framer, type Framing } from '../../../native-bridge/codec/framer.ts';
import { createLocker, lockerBoardProblem } from '../../../native-bridge/devices/locker/driver.ts';
import { createLockerEmulator } from '../../../native-bridge/devices/locker/emulator.ts';
import { FC, rtuAnswers, rtuFrame, rtuRequest } from '../../../native-bridge/devices/locker/modbus-rtu.ts';
import { eightAnswers, eightBytes } from '../../../native-bridge/devices/locker/protocol-8a80.ts';
import { cu16Framing } from '../../../native-bridge/devices/locker/protocol-kr-cu16.ts';
import type { LockerBoard, LockerDriver } from '../../../native-bridge/devices/locker/types.ts';
import { hex, toHex } from '../../support/bytes.ts';
import { lockerBench } from '../../support/locker-bench.ts';

/** What the driver writes to open a cell, the questions about the doors left out. */
async function openBytes(driver: LockerDriver, boards: readonly LockerBoard[], board: number, cell: number) {
  const bench = lockerBench({ driver, boards });
  await bench.ready();
  const before = bench.sent.length;
  bench.begin({ board, cell });
  await bench.clock.advance(4_000);
  await bench.locker.stop();
  const questions = new Set(bench.sent.slice(0, before).map(({ bytes }) => bytes));
  return bench.sent.slice(before).flatMap(({ bytes }) => (questions.has(bytes) ? [] : [bytes]));
}

async function firstQuestion(driver: LockerDriver, board: LockerBoard) {
  const bench = lockerBench({ driver, boards: [board] });
  await bench.ready();
  await bench.locker.stop();
  return bench.sent[0]?.bytes;
}

describe('what goes over the wire', () => {
  it.each<[LockerDriver, LockerBoard, string]>([
    ['kr-cu16', { board: 0 }, '02 00 30 03 35'],
    ['kr-cu16', { board: 14 }, '02 E0 30 03 15'],
    ['kr-cu48', { board: 2 }, '02 02 00 50 03 57'],
    ['8a80', { board: 1 }, '80 01 00 33 B2'],
    ['8a80', { board: 20, channels: 32 }, '80 14 00 33 A7'],
    ['modbus-relay', { board: 1, cells: 8 }, '01 01 00 00 00 08 3D CC'],
    ['modbus-relay', { board: 1, cells: 8, feedback: 'closed-is-1' }, '01 02 00 00 00 08 79 CC'],
  ])('%s asks %j with %s', async (driver, board, bytes) => {
    expect(await firstQuestion(driver, board)).toBe(bytes);
  });

  it.each<[LockerDriver, LockerBoard, number, string[]]>([
    ['kr-cu16', { board: 0 }, 1, ['02 00 31 03 36']],
    ['kr-cu16', { board: 1 }, 16, ['02 1F 31 03 55']],
    ['kr-cu48', { board: 0 }, 1, ['02 00 00 51 03 56']],
    ['kr-cu48', { board: 3 }, 48, ['02 03 2F 51 03 88']],
    ['8a80', { board: 1 }, 1, ['8A 01 01 11 9B']],
    ['8a80', { board: 1, channels: 32 }, 32, ['8A 01 20 11 BA']],
    ['modbus-relay', { board: 1, cells: 8, coilMs: 700 }, 1, ['01 05 02 00 00 07 8D B0']],
    ['modbus-relay', { board: 1, cells: 8 }, 2, ['01 05 02 01 00 05 5D B1']],
    [
      'modbus-relay',
      { board: 1, cells: 8, pulse: 'host' },
      1,
      ['01 05 00 00 FF 00 8C 3A', '01 05 00 00 00 00 CD CA'],
    ],
  ])('%s, %j: cell %i is opened by %j', async (driver, board, cell, bytes) => {
    expect(await openBytes(driver, [board], board.board, cell)).toEqual(bytes);
  });

  it('never sends a command to all doors, whatever cell is asked for', async () => {
    const forbidden = /^02 .. (32|33) 03|^8A .. 00 |^.. 05 (00|01) FF |^.. 0F /;
    for (const driver of ['kr-cu16', 'kr-cu48', '8a80', 'modbus-relay'] as const) {
      const boards = [{ board: 1, cells: 16 }];
      const bench = lockerBench({ driver, boards });
      await bench.ready();
      for (const cell of [-1, 0, 0.5, 1, 2, 16, 17, 255, 256, Number.NaN]) {
        bench.begin({ board: 1, cell });
        await bench.clock.advance(4_000);
      }
      expect(bench.cabinet.pulses.map(({ cell }) => cell)).toEqual([1, 2, 16]);
      expect(bench.sent.filter(({ bytes }) => forbidden.test(bytes))).toEqual([]);
      await bench.locker.stop();
    }
  });
});

describe('settings that cannot be', () => {
  it.each<[LockerDriver, readonly LockerBoard[], string]>([
    ['kr-cu16', [], 'no board'],
    ['kr-cu16', [{ board: 1 }, { board: 1 }], 'two boards have one address'],
    ['kr-cu16', [{ board: 15 }], 'board 15: kr-cu16 has addresses from 0 to 14'],
    ['kr-cu16', [{ board: 0.5 }], 'board 0.5: kr-cu16 has addresses from 0 to 14'],
    ['kr-cu16', [{ board: 0, cells: 17 }], 'board 0: cells: 1 to 16'],
    ['kr-cu16', [{ board: 0, cells: 0 }], 'board 0: cells: 1 to 16'],
    ['kr-cu16', [{ board: 0, feedback: 'closed-is-0' }], 'board 0: its door contact is not a setting'],
    ['kr-cu16', [{ board: 0, pulse: 'host' }], 'board 0: this kind ends the current of its coils itself'],
    ['kr-cu48', [{ board: 256 }], 'board 256: kr-cu48 has addresses from 0 to 255'],
    ['kr-cu48', [{ board: 0, itemSensors: true }], 'board 0: this kind has no item sensors'],
    ['8a80', [{ board: 0 }], 'board 0: 8a80 has addresses from 1 to 200'],
    ['8a80', [{ board: 1, cells: 25 }], 'board 1: cells: 1 to 24'],
    ['8a80', [{ board: 1, feedback: 'none' }], 'board 1: this kind always says whether a door is open'],
    ['modbus-relay', [{ board: 1 }], 'board 1: cells: 1 to 64'],
    [
      'modbus-relay',
      [{ board: 250, cells: 8 }],
      'board 250: modbus-relay has addresses from 1 to 247, and 255',
    ],
    ['modbus-relay', [{ board: 1, cells: 8, coilMs: 800 }], 'board 1: coilMs: 100, 200 … 700'],
    ['modbus-relay', [{ board: 1, cells: 8, coilMs: 250 }], 'board 1: coilMs: 100, 200 … 700'],
  ])('%s %j: %s', (driver, boards, problem) => {
    expect(lockerBoardProblem(driver, boards)).toBe(problem);
    const clock = new VirtualClock();
    const open = () => Promise.reject(new Error('never'));
    expect(() => createLocker({ address: 'memory:locker', open, clock, driver, boards })).toThrow(RangeError);
    expect(() => createLockerEmulator(driver, { clock, boards })).toThrow(RangeError);
  });

  it('has no quarrel with boards that can be', () => {
    expect(lockerBoardProblem('modbus-relay', [{ board: 255, cells: 64 }])).toBeNull();
    expect(lockerBoardProblem('kr-cu16', [{ board: 14 }])).toBeNull();
    expect(lockerBoardProblem('8a80', [{ board: 200, channels: 32, cells: 32 }])).toBeNull();
  });
});

describe('frames in a stream', () => {
  const frames = (framing: Framing<Uint8Array>, bytes: string) =>
    new Framer(framing)
      .push(hex(bytes))
      .map((event) => (event.kind === 'frame' ? toHex(event.frame) : event.kind));

  it('KR-CU16: finds an answer behind a false beginning, and tells what is damaged', () => {
    const answer = '02 00 35 FF FF 00 00 03 38';
    expect(frames(cu16Framing, `02 02 00 ${answer}`)).toEqual([answer]);
    expect(frames(cu16Framing, '02 00 35 FF FF 00 00 04 38')).toEqual(['bad-end']);
    expect(frames(cu16Framing, '02 00 35 FF FF 00 00 03 39')).toEqual(['bad-checksum']);
    expect(frames(cu16Framing, '02 00 7F 03 84')).toEqual([]);
  });

  it('8A/80: a long answer whose beginning looks like a short one stays whole', () => {
    // 80 01 01 00 80 would be a good short frame: its last byte is the XOR of the four before.
    const long = '80 01 01 00 80 33 33';
    const framing = eightAnswers([
      { board: 1, channels: 24 },
      { board: 2, channels: 32 },
    ]);
    expect(frames(framing, long)).toEqual([long]);
    expect(frames(framing, '80 02 00 00 00 01 33 B0')).toEqual(['80 02 00 00 00 01 33 B0']);
    expect(frames(framing, '82 02 05 11 94 80')).toEqual(['82 02 05 11 94']);
    expect(frames(framing, '8A 03 05 11 9D')).toEqual([]);
    expect(frames(framing, '82 02 05 11 95')).toEqual(['bad-checksum']);
    expect(toHex(eightBytes(0x80, 1, 0, 0x99))).toBe('80 01 00 99 18');
  });

  it('Modbus: goes by the function code, not by gaps; knows exceptions; leaves other units alone', () => {
    const framing = rtuAnswers(new Map([[1, 12]]));
    const read = toHex(rtuFrame(hex('01 02 02 FF 0F')));
    const echo = toHex(rtuRequest(1, FC.writeCoil, 0, 0xff00));
    const exception = toHex(rtuFrame(hex('01 85 02')));
    expect(frames(framing, `${read} ${echo} ${exception}`)).toEqual([read, echo, exception]);
    expect(frames(framing, toHex(rtuFrame(hex('02 02 02 FF 0F'))))).toEqual([]);
    expect(frames(framing, toHex(rtuFrame(hex('01 02 01 FF'))))).toEqual([]);
    expect(frames(framing, toHex(rtuFrame(hex('01 03 02 00 00'))))).toEqual([]);
    expect(frames(framing, `${echo.slice(0, -2)}00`)).toEqual(['bad-checksum']);
  });
});
