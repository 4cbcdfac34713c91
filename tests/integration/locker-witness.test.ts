import { createRequire } from 'node:module';
import ModbusClient, { ServerSerial } from 'modbus-serial';
import { afterEach, describe, expect, it } from 'vitest';
import { ok, systemClock } from '../../electron/core/index.ts';
import { createLocker } from '../../native-bridge/devices/locker/driver.ts';
import { createLockerEmulator } from '../../native-bridge/devices/locker/emulator.ts';
import type { LockerBoard } from '../../native-bridge/devices/locker/types.ts';
import { type OpenTransport, openTransport } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { layCable } from '../support/pty-pair.ts';

/** Its own CRC, by its own code. */
const crc16 = createRequire(import.meta.url)('modbus-serial/utils/crc16') as (bytes: Buffer) => number;

const skip = mustSkip('our Modbus against another one', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const UNIT = 5;

/** A relay board that modbus-serial plays: what it read stands in `coils`, doors open as a coil has current. */
async function otherServer(path: string) {
  const coils: [at: number, on: boolean][] = [];
  const open = new Set<number>();
  const on = new Set<number>();
  const reads: string[] = [];
  const server = new ServerSerial(
    {
      getCoil: (at: number, unit: number) => {
        reads.push(`coil ${unit}/${at}`);
        return on.has(at);
      },
      getDiscreteInput: (at: number, unit: number) => {
        reads.push(`input ${unit}/${at}`);
        return !open.has(at);
      },
      setCoil: (at: number, value: boolean, unit: number) => {
        expect(unit).toBe(UNIT);
        coils.push([at, value]);
        if (value) {
          on.add(at);
          open.add(at);
        } else on.delete(at);
        // Where flash-on begins, this server sees a coil of a high address.
        if (at >= 0x200) open.add(at - 0x200);
      },
    },
    { path, baudRate: 9_600, unitID: UNIT },
  );
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()));
  undo.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { coils, open, reads };
}

/** Our driver on a cable, with everything that it writes. */
async function ourDriver(board: Omit<LockerBoard, 'board'>, path: string) {
  const written: Buffer[] = [];
  const open: OpenTransport = async (address) => {
    const opened = await openTransport(address);
    if (!opened.ok) return opened;
    const { value: line } = opened;
    return ok({
      ...line,
      write: (bytes: Uint8Array) => {
        written.push(Buffer.from(bytes));
        return line.write(bytes);
      },
    });
  };
  const locker = createLocker({
    address: `serial://${path}`,
    open,
    clock: systemClock,
    driver: 'modbus-relay',
    boards: [{ ...board, board: UNIT }],
  });
  undo.push(() => locker.stop());
  locker.start();
  await eventually(locker.presence, (presence) => presence === 'ready');
  return { locker, written };
}

describe.skipIf(skip)('our Modbus RTU and modbus-serial', () => {
  it('its server reads our questions and commands: on, off, doors; its CRC is ours', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const server = await otherServer(cable.b);
    const { locker, written } = await ourDriver(
      { cells: 12, feedback: 'closed-is-1', pulse: 'host', coilMs: 300 },
      cable.a,
    );
    server.open.add(10);
    const doors = await locker.status(UNIT);
    if (!doors.ok) throw new Error(doors.error.code);
    expect(doors.value.flatMap(({ cell, door }) => (door === 'open' ? [cell] : []))).toEqual([11]);
    expect(server.reads.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => `coil ${UNIT}/${i}`));
    expect(server.reads).toContain(`input ${UNIT}/11`);
    expect(server.reads).not.toContain(`input ${UNIT}/12`);

    expect(await locker.open({ board: UNIT, cell: 4 })).toEqual({
      ok: true,
      value: { proof: 'door-opened' },
    });
    expect(server.coils).toEqual([
      [3, true],
      [3, false],
    ]);
    // This server writes the CRC of what it reads anew instead of checking it, so it is checked here.
    expect(written.length).toBeGreaterThan(5);
    for (const frame of written) {
      expect(frame.readUInt16LE(frame.length - 2)).toBe(crc16(frame.subarray(0, -2)));
    }
  }, 120_000);

  it('its server takes flash-on for a coil of a high address, and echoes it', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const server = await otherServer(cable.b);
    const { locker } = await ourDriver({ cells: 8, feedback: 'closed-is-1' }, cable.a);
    expect(await locker.open({ board: UNIT, cell: 8 })).toEqual({
      ok: true,
      value: { proof: 'door-opened' },
    });
    expect(server.coils).toEqual([[0x207, false]]);
  }, 120_000);

  it('its client reads our emulated board: coils, inputs, exceptions', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const emulator = createLockerEmulator('modbus-relay', {
      clock: systemClock,
      boards: [{ board: UNIT, cells: 12, feedback: 'closed-is-1' }],
      coilMs: 200,
    });
    const end = await openTransport(`serial://${cable.b}?baud=9600`);
    if (!end.ok) throw new Error(end.error.detail);
    undo.push(() => end.value.close());
    emulator.attach(end.value);

    const client = new ModbusClient();
    await client.connectRTUBuffered(cable.a, { baudRate: 9_600 });
    undo.push(() => new Promise<void>((resolve) => client.close(() => resolve())));
    client.setID(UNIT);
    client.setTimeout(1_000);

    const shut = await client.readDiscreteInputs(0, 12);
    expect(shut.data.slice(0, 12)).toEqual(Array(12).fill(true));
    expect(await client.writeCoil(9, true)).toEqual({ address: 9, state: true });
    expect((await client.readCoils(0, 12)).data.slice(0, 12).indexOf(true)).toBe(9);
    expect(await client.writeCoil(9, false)).toEqual({ address: 9, state: false });
    expect((await client.readCoils(8, 4)).data.slice(0, 4)).toEqual([false, false, false, false]);
    expect((await client.readDiscreteInputs(8, 4)).data.slice(0, 4)).toEqual([true, false, true, true]);
    expect(await client.writeCoils(0, [true, false, true, false])).toMatchObject({ address: 0, length: 4 });
    expect([1, 2, 3].map((cell) => emulator.cabinet.hasCurrent(UNIT, cell))).toEqual([true, false, true]);
    await expect(client.writeCoil(12, true)).rejects.toMatchObject({ modbusCode: 2 });
    await expect(client.readHoldingRegisters(0, 1)).rejects.toMatchObject({ modbusCode: 1 });
  }, 120_000);
});
