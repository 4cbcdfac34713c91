import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { createFingerprintEmulator } from '../../../native-bridge/devices/fingerprint/emulator.ts';
import { createIdCardReaderEmulator } from '../../../native-bridge/devices/id-card-reader/emulator.ts';
import { createLockerEmulator } from '../../../native-bridge/devices/locker/emulator.ts';
import { createReceiptPrinterEmulator } from '../../../native-bridge/devices/receipt-printer/emulator.ts';
import { createIsdv4Emulator } from '../../../native-bridge/devices/signature-pad/emulator.ts';
import type { EmulatedDevice } from '../../../native-bridge/emulator/base.ts';
import type { OpenTransport } from '../../../native-bridge/index.ts';
import { PROBES, probePort } from '../../../native-bridge/supervisor/probe.ts';
import { memoryPair } from '../../../native-bridge/transport/memory.ts';
import { makeCard } from '../../support/cards.ts';

type Emulated = EmulatedDevice & { readonly open: OpenTransport };

/** Runs something that needs many answers, each of which takes its time. */
async function finish<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  while (!done) await clock.advance(50);
  return work;
}

/** The line as a device of that speed sees it: at another speed nothing of sense arrives. */
function atSpeed(device: Emulated, baud: number): OpenTransport {
  return async (address) => {
    const speed = Number(/baud=(\d+)/.exec(address)?.[1]);
    return speed === baud ? device.open(address) : ok(memoryPair(address)[0]);
  };
}

const bench = (clock: VirtualClock) => {
  const locker = (driver: 'kr-cu16' | '8a80' | 'modbus-relay') =>
    createLockerEmulator(driver, {
      clock,
      boards: [{ board: driver === 'kr-cu16' ? 0 : 1, ...(driver === 'modbus-relay' ? { cells: 16 } : {}) }],
    });
  const card = createIdCardReaderEmulator({ clock });
  card.placeCard(makeCard(1));
  const finger = createFingerprintEmulator({ clock });
  finger.place(1);
  return {
    'id-card': { device: card, baud: 115_200, protocol: 'sam-v' },
    fingerprint: { device: finger, baud: 57_600, protocol: 'ef01' },
    signature: { device: createIsdv4Emulator({ clock }), baud: 19_200, protocol: 'isdv4' },
    receipt: { device: createReceiptPrinterEmulator({ clock }), baud: 9_600, protocol: 'esc-pos' },
    'locker kr-cu16': { device: locker('kr-cu16'), baud: 19_200, protocol: 'kr-cu16' },
    'locker 8a80': { device: locker('8a80'), baud: 9_600, protocol: '8a80' },
    'locker modbus-relay': { device: locker('modbus-relay'), baud: 9_600, protocol: 'modbus-relay' },
  } as const;
};
type Name = keyof ReturnType<typeof bench>;
const NAMES = Object.keys(bench(new VirtualClock())) as Name[];

/** What a careless question could have done to a device. */
function untouched(devices: ReturnType<typeof bench>): void {
  expect(devices.receipt.device.strip).toEqual([]);
  expect(devices['id-card'].device.state).toBe('present');
  expect(devices.fingerprint.device.pages).toEqual([]);
  expect(devices.fingerprint.device.remembers).toBe(false);
  for (const name of ['locker kr-cu16', 'locker 8a80', 'locker modbus-relay'] as const)
    expect(devices[name].device.cabinet.pulses).toEqual([]);
}

describe('finding out what is behind a port', () => {
  it.each(NAMES)('finds a %s at its speed, and does nothing to it', async (name) => {
    const clock = new VirtualClock();
    const devices = bench(clock);
    const { device, baud, protocol } = devices[name];
    const found = await finish(clock, probePort(atSpeed(device, baud), 'serial:///dev/x?baud=300', clock));
    expect(found).toEqual({
      device: name.split(' ')[0],
      protocol,
      address: `serial:///dev/x?baud=${baud}`,
    });
    untouched(devices);
    expect(device.inUse).toBe(false);
  });

  it.each(NAMES)('disturbs no %s by the questions for the others', async (name) => {
    const clock = new VirtualClock();
    const devices = bench(clock);
    const { device, baud, protocol } = devices[name];
    // The printer is asked before all others and at all its speeds, because it would print what it does not understand.
    const others = PROBES.filter((probe) => probe.protocol !== protocol && name !== 'receipt');
    for (const probe of others) {
      const found = await finish(clock, probePort(device.open, `tcp://x:${probe.baud}`, clock, [probe]));
      expect(found, probe.protocol).toBeNull();
    }
    untouched(devices);
    // It is as well as before.
    const found = await finish(clock, probePort(atSpeed(device, baud), 'serial:///dev/x', clock));
    expect(found?.protocol).toBe(protocol);
  });

  it('asks the printer first, and nothing after it has answered', async () => {
    const clock = new VirtualClock();
    expect(PROBES.slice(0, 4).every(({ device }) => device === 'receipt')).toBe(true);
    const devices = bench(clock);
    const printer = devices.receipt.device;
    await finish(clock, probePort(printer.open, 'tcp://x:1', clock));
    expect(printer.asked.map(({ command }) => command)).toEqual(['printer']);
  });

  it('leaves a port alone that somebody holds', async () => {
    const clock = new VirtualClock();
    let opens = 0;
    const held: OpenTransport = async () => {
      opens++;
      return err({ kind: 'busy', detail: '' });
    };
    expect(await probePort(held, 'serial:///dev/x', clock)).toBeNull();
    expect(opens).toBe(1);
  });

  it('is not taken in by noise, nor by a flood', async () => {
    const clock = new VirtualClock();
    let seed = 7;
    const noisy: OpenTransport = async (address) => {
      const [near, far] = memoryPair(address);
      const speak = () => {
        const bytes = Uint8Array.from({ length: 40 }, () => {
          seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
          return seed >> 16;
        });
        void far.write(bytes);
        timer = clock.setTimeout(speak, 20);
      };
      let timer: unknown = clock.setTimeout(speak, 20);
      near.onClose(() => clock.clearTimeout(timer));
      far.onClose(() => clock.clearTimeout(timer));
      return ok(near);
    };
    expect(await finish(clock, probePort(noisy, 'serial:///dev/x', clock))).toBeNull();
  });
});
