import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createIsdv4Emulator,
  createTopazEmulator,
} from '../../../native-bridge/devices/signature-pad/emulator.ts';
import { TOPAZ_MODELS } from '../../../native-bridge/devices/signature-pad/protocol-topaz.ts';
import type { DeviceEmulator } from '../../../native-bridge/emulator/base.ts';
import { hex, toHex } from '../../support/bytes.ts';

async function lineTo(device: DeviceEmulator<string>, clock: VirtualClock) {
  const opened = await device.open('memory:pad');
  if (!opened.ok) throw new Error(opened.error.kind);
  let heard: number[] = [];
  opened.value.onData((chunk) => heard.push(...chunk));
  return async (bytes: string, ms = 100) => {
    heard = [];
    await opened.value.write(hex(bytes));
    await clock.advance(ms);
    return toHex(Uint8Array.from(heard));
  };
}

describe('an emulated ISDV4 pad', () => {
  it('answers what it is asked, and nothing else', async () => {
    const clock = new VirtualClock();
    const device = createIsdv4Emulator({ clock, touch: {}, streamsAtPowerUp: false });
    const send = await lineTo(device, clock);
    expect(await send('2A')).toBe('C0 12 60 0B 5C 7F 07 3C 3C 06 01');
    expect(await send('25')).toMatch(/^C1 0A/);
    expect(await send('26')).toBe('26');
    expect(await send('58')).toBe('');
    expect(await send('31')).toBe('');
    expect(device.asked.map(({ command }) => command)).toEqual([
      'query',
      'touchQuery',
      'resetTouch',
      'other',
      'start',
    ]);
  });

  it('streams between start and stop only', async () => {
    const clock = new VirtualClock();
    const device = createIsdv4Emulator({ clock });
    const send = await lineTo(device, clock);
    await send('30');
    device.move({ x: 100, y: 100 });
    expect(await send('58')).toBe('');
    await send('31');
    device.move({ tip: true, pressure: 1 });
    expect(await send('58')).toBe('A1 00 19 00 19 7F 07 00 00');
    device.leave();
    expect(await send('58')).toBe('80 00 00 00 00 00 00 00 00');
    expect(device.packets).toBe(2);
    expect(device.pen.near).toBe(false);
  });

  it('feels hands when it can', async () => {
    const clock = new VirtualClock();
    for (const [sensorId, bytes] of [
      [0, 5],
      [1, 7],
      [5, 13],
    ] as const) {
      const device = createIsdv4Emulator({ clock, touch: { sensorId } });
      const send = await lineTo(device, clock);
      device.palm(9_600, 0);
      const packet = await send('58');
      expect(packet.split(' ').length).toBe(bytes);
      expect(packet.startsWith('91 1F 7F 00 00')).toBe(true);
      device.palm(0, 0, false);
      expect(await send('58')).toMatch(/^90 00/);
      await send('30');
      device.palm(0, 0);
      expect(await send('58')).toBe('');
    }
    const without = createIsdv4Emulator({ clock });
    const send = await lineTo(without, clock);
    without.palm(0, 0);
    expect(await send('25')).toBe('');
  });

  it('does not sign what is no stroke, and can be disturbed', async () => {
    const clock = new VirtualClock();
    const device = createIsdv4Emulator({ clock });
    const send = await lineTo(device, clock);
    expect(await device.sign([[]], 100)).toBe(0);
    expect(await send('58')).toBe('80 00 00 00 00 00 00 00 00');
    device.disturb(hex('01 02'));
    expect(await send('58')).toBe('01 02');
  });
});

describe('an emulated Topaz pad', () => {
  it('understands nothing, and streams when its pen moves', async () => {
    const clock = new VirtualClock();
    const device = createTopazEmulator({ clock, model: TOPAZ_MODELS.clipgem });
    expect(device.size).toEqual({ width: 21_382, height: 27_986 });
    const send = await lineTo(device, clock);
    expect(await send('2A 04')).toBe('');
    device.move({ x: 2_540, y: 0, pressure: 1, tip: true });
    expect(await send('04')).toBe('DC 00 00 7F 07 C1 78 05 2A 01');
    device.leave();
    expect(await send('04')).toBe('DC 00 00 00 00 80 65 03 2A 01');
  });
});
