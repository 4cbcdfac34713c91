import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createLockerEmulator,
  type LockerEmulatorOptions,
} from '../../../native-bridge/devices/locker/emulator.ts';
import { Cabinet } from '../../../native-bridge/devices/locker/emulator-cabinet.ts';
import { rtuFrame } from '../../../native-bridge/devices/locker/modbus-rtu.ts';
import type { LockerDriver } from '../../../native-bridge/devices/locker/types.ts';
import { hex, toHex } from '../../support/bytes.ts';

/** A host that only writes bytes and reads bytes. */
async function host(driver: LockerDriver, options: Omit<LockerEmulatorOptions, 'clock'>) {
  const clock = new VirtualClock();
  const emulator = createLockerEmulator(driver, { ...options, clock });
  const line = await emulator.open('memory:locker');
  if (!line.ok) throw new Error('no line');
  let got: number[] = [];
  line.value.onData((chunk) => got.push(...chunk));
  return {
    clock,
    emulator,
    cabinet: emulator.cabinet,
    /** Everything that comes within `ms` after these bytes. */
    async say(bytes: string, ms = 100) {
      got = [];
      await line.value.write(hex(bytes));
      await clock.advance(ms);
      return toHex(Uint8Array.from(got));
    },
    crc: (body: string) => toHex(rtuFrame(hex(body))),
  };
}

describe('emulated KR-CU16 boards', () => {
  const boards = [{ board: 0 }, { board: 2, itemSensors: true }];

  it('answer the status question of the manual’s example', async () => {
    const { say } = await host('kr-cu16', { boards });
    expect(await say('02 00 30 03 35')).toBe('02 00 35 FF FF 00 00 03 38');
  });

  it('say nothing to an unlock command, and unlock', async () => {
    const { say, cabinet } = await host('kr-cu16', { boards });
    expect(await say('02 2F 31 03 65')).toBe('');
    expect(cabinet.isOpen(2, 16)).toBe(true);
    cabinet.put(2, 1);
    expect(await say('02 20 30 03 55')).toBe('02 20 35 FF 7F 01 00 03 D9');
  });

  it('answer one after another when all are asked', async () => {
    const { say } = await host('kr-cu16', { boards });
    expect(await say('02 F0 32 03 27')).toBe('02 00 36 FF FF 00 00 03 39 02 20 36 FF FF 00 00 03 59');
    expect(await say('02 00 32 03 37')).toBe('');
  });

  it('open all doors of one board one after another', async () => {
    const { say, cabinet, emulator } = await host('kr-cu16', { boards });
    expect(await say('02 00 33 03 38', 16 * 600)).toBe('');
    expect(cabinet.pulses).toHaveLength(16);
    expect(cabinet.mostAtOnce).toBe(1);
    expect(emulator.asked.at(-1)?.command).toBe('all');
  });

  it('are silent to a wrong sum, to another board, to one without power, and to a lock that is not wired', async () => {
    const { say, emulator, cabinet } = await host('kr-cu16', { boards: [{ board: 0, cells: 4 }] });
    expect(await say('02 00 30 03 36')).toBe('');
    expect(await say('02 10 30 03 45')).toBe('');
    expect(await say('02 07 31 03 3D')).toBe('');
    expect(cabinet.pulses).toEqual([]);
    emulator.powerOff(0);
    expect(await say('02 00 30 03 35')).toBe('');
    emulator.powerOn(0);
    expect(await say('02 00 30 03 35')).not.toBe('');
  });
});

describe('emulated CU48 boards', () => {
  it('answer with six bytes of locks, and unlock', async () => {
    const { say, cabinet } = await host('kr-cu48', { boards: [{ board: 1 }] });
    expect(await say('02 01 2F 51 03 86')).toBe('');
    expect(cabinet.isOpen(1, 48)).toBe(true);
    expect(await say('02 01 00 50 03 56')).toBe('02 01 00 65 FF FF FF FF FF 7F 03 E5');
    expect(await say('02 02 00 50 03 57')).toBe('');
  });

  it('do nothing for a lock that is not there, or an answer', async () => {
    const { say, cabinet } = await host('kr-cu48', { boards: [{ board: 1, cells: 40 }] });
    expect(await say('02 01 28 51 03 7F')).toBe('');
    expect(await say('02 01 00 65 FF FF FF FF FF FF 03 65')).toBe('');
    expect(cabinet.pulses).toEqual([]);
  });
});

describe('emulated 8A/80 boards', () => {
  const boards = [{ board: 1 }, { board: 2, channels: 32 as const, feedback: 'closed-is-0' as const }];

  it('answer an open command late, with the state of the door', async () => {
    const { say, cabinet } = await host('8a80', { boards });
    expect(await say('8A 01 05 11 9F', 400)).toBe('');
    expect(await say('', 300)).toBe('8A 01 05 00 8E');
    expect(cabinet.isOpen(1, 5)).toBe(true);
    cabinet.jam(1, 6);
    expect(await say('8A 01 06 11 9C', 700)).toBe('8A 01 06 11 9C');
  });

  it('answer for one lock, for all in either length, and in either polarity', async () => {
    const { say, cabinet } = await host('8a80', { boards });
    cabinet.force(1, 1);
    cabinet.force(2, 32);
    expect(await say('80 01 01 33 B3')).toBe('80 01 01 00 80');
    expect(await say('80 01 02 33 B0')).toBe('80 01 02 11 92');
    expect(await say('80 01 00 33 B2')).toBe('80 01 FF FF FE 33 4C');
    expect(await say('80 02 20 33 91')).toBe('80 02 20 11 B3');
    expect(await say('80 02 00 33 B1')).toBe('80 02 80 00 00 00 33 31');
  });

  it('tell the address of the only board, when it has power', async () => {
    const { say, emulator } = await host('8a80', { boards: [{ board: 7 }] });
    expect(await say('80 01 00 99 18')).toBe('80 01 07 99 1F');
    emulator.powerOff(7);
    expect(await say('80 01 00 99 18')).toBe('');
  });

  it('open all doors one after another at lock 00', async () => {
    const { say, cabinet } = await host('8a80', { boards });
    expect(await say('8A 01 00 11 9A', 24 * 600)).toBe('');
    expect(cabinet.pulses).toHaveLength(24);
    expect(cabinet.mostAtOnce).toBe(1);
  });

  it('are silent to what they do not know', async () => {
    const { say } = await host('8a80', { boards });
    expect(await say('80 01 19 33 AB')).toBe('');
    expect(await say('80 03 00 33 B0')).toBe('');
    expect(await say('80 01 00 34 B5')).toBe('');
    expect(await say('8A 01 05 12 9C')).toBe('');
    expect(await say('80 01 00 33 B3')).toBe('');
  });

  it('report by themselves only while they have power', async () => {
    const { say, cabinet, emulator } = await host('8a80', { boards, reports: true });
    cabinet.force(2, 3);
    expect(await say('', 50)).toBe('82 02 03 11 92');
    emulator.powerOff(2);
    cabinet.close(2, 3);
    expect(await say('', 50)).toBe('');
  });
});

describe('emulated relay boards', () => {
  const boards = [{ board: 1, cells: 8, feedback: 'closed-is-1' as const }];

  it('echo a coil that is switched, and tell it', async () => {
    const { say, crc, cabinet } = await host('modbus-relay', { boards });
    expect(await say('01 05 00 00 FF 00 8C 3A')).toBe('01 05 00 00 FF 00 8C 3A');
    expect(await say(crc('01 01 00 00 00 08'))).toBe(crc('01 01 01 01'));
    // Switched on once more, it is one current still.
    await say('01 05 00 00 FF 00 8C 3A');
    expect(await say(crc('01 02 00 00 00 08'))).toBe(crc('01 02 01 FE'));
    expect(await say(crc('01 05 00 00 00 00'))).toBe(crc('01 05 00 00 00 00'));
    expect(cabinet.pulses).toHaveLength(1);
    expect(cabinet.hasCurrent(1, 1)).toBe(false);
    expect(await say(crc('01 05 00 00 00 00'))).toBe(crc('01 05 00 00 00 00'));
  });

  it('end a flash themselves', async () => {
    const { say, cabinet } = await host('modbus-relay', { boards });
    expect(await say('01 05 02 01 00 08 9C 74')).toBe('01 05 02 01 00 08 9C 74');
    await say('', 2_000);
    expect(cabinet.longestCurrentMs()).toBe(800);
    expect(cabinet.isOpen(1, 2)).toBe(true);
  });

  it('switch all relays at once, as the real ones do', async () => {
    const { say, crc, cabinet } = await host('modbus-relay', { boards });
    await say(crc('01 05 00 FF FF 00'));
    expect(cabinet.mostAtOnce).toBe(8);
    await say(crc('01 05 00 FF 00 00'));
    expect(cabinet.hasCurrent(1, 8)).toBe(false);
    expect(await say(crc('01 0F 00 00 00 08 01 05'))).toBe(crc('01 0F 00 00 00 08'));
    expect([1, 2, 3].map((cell) => cabinet.hasCurrent(1, cell))).toEqual([true, false, true]);
  });

  it.each([
    ['an unknown function', '01 03 00 00 00 01', '01 83 01'],
    ['too many coils', '01 01 00 00 00 09', '01 81 02'],
    ['no coils', '01 01 00 00 00 00', '01 81 03'],
    ['far too many inputs', '01 02 00 00 07 D1', '01 82 03'],
    ['a coil that is not there', '01 05 00 08 FF 00', '01 85 02'],
    ['a flash of a coil that is not there', '01 05 02 08 00 05', '01 85 02'],
    ['a value that is neither on nor off', '01 05 00 00 00 01', '01 85 03'],
    ['several coils that are not there', '01 0F 00 01 00 08 01 FF', '01 8F 02'],
  ])('refuse %s', async (_, request, answer) => {
    const { say, crc, cabinet } = await host('modbus-relay', { boards });
    expect(await say(crc(request))).toBe(crc(answer));
    expect(cabinet.pulses).toEqual([]);
  });

  it('without inputs refuse to read them; plain ones know neither flash nor "all"', async () => {
    const { say, crc } = await host('modbus-relay', { boards: [{ board: 1, cells: 8 }], flash: false });
    expect(await say(crc('01 02 00 00 00 08'))).toBe(crc('01 82 02'));
    expect(await say(crc('01 05 02 00 00 05'))).toBe(crc('01 85 02'));
    expect(await say(crc('01 05 00 FF FF 00'))).toBe(crc('01 85 02'));
  });

  it('are silent to another unit, a wrong CRC and an unknown shape', async () => {
    const { say, crc } = await host('modbus-relay', { boards });
    expect(await say(crc('02 01 00 00 00 08'))).toBe('');
    expect(await say('01 05 00 00 FF 00 8C 3B')).toBe('');
    expect(await say(crc('01 2B 0E 01 00'))).toBe('');
  });
});

describe('the cabinet', () => {
  it('lets a door go only when its coil has current for long enough, and writes every current down', async () => {
    const clock = new VirtualClock();
    const cabinet = new Cabinet(clock, [{ board: 1, cells: 2 }]);
    cabinet.coilOn(1, 1, 20);
    await clock.advance(100);
    expect(cabinet.isOpen(1, 1)).toBe(false);
    cabinet.coilOn(1, 1, null);
    cabinet.coilOn(1, 2, 300);
    await clock.advance(1_500);
    expect(cabinet.isOpen(1, 1)).toBe(true);
    expect(cabinet.mostAtOnce).toBe(2);
    expect(cabinet.longestCurrentMs()).toBe(1_500);
    cabinet.powerCut(1);
    expect(cabinet.pulses.map(({ onAt, offAt }) => (offAt ?? 0) - onAt)).toEqual([20, 1_500, 300]);
    expect([cabinet.has(1, 2), cabinet.has(1, 3), cabinet.has(2, 1)]).toEqual([true, false, false]);
    expect(() => cabinet.force(1, 3)).toThrow('no cell 1/3');
    expect([cabinet.hasItem(1, 1), cabinet.isOpen(1, 2)]).toEqual([false, true]);
  });
});
