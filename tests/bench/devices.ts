import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Result, systemClock } from '../../electron/core/index.ts';
import { createFingerprintModule } from '../../native-bridge/devices/fingerprint/driver.ts';
import { createFingerprintEmulator } from '../../native-bridge/devices/fingerprint/emulator.ts';
import { createLocker } from '../../native-bridge/devices/locker/driver.ts';
import { createLockerEmulator } from '../../native-bridge/devices/locker/emulator.ts';
import { createSignaturePad } from '../../native-bridge/devices/signature-pad/driver.ts';
import { createIsdv4Emulator } from '../../native-bridge/devices/signature-pad/emulator.ts';
import type { EmulatedDevice } from '../../native-bridge/emulator/base.ts';
import { listenPty } from '../../native-bridge/emulator/listen.ts';
import { openTransport } from '../../native-bridge/index.ts';
import { type Figure, fineClock, percentile, quick, report } from './support.ts';

/**
 * What drivers add to the time that their bytes need on the line, over a real terminal and serialport, with emulated
 * devices that send at the speed of their line and do not think; and whether a pen that fills its line loses packets.
 * `node tests/bench/devices.ts [--quick]`
 */
const ROUNDS = quick ? 3 : 300;
const SIGNING_S = quick ? 2 : 60;
/** What 19200 bits a second can carry, in packets of nine bytes a second. */
const PEN_PACKETS_A_SECOND = 213;

const figures: Figure[] = [];
const dir = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
const undo: (() => Promise<unknown>)[] = [];

async function plugIn(name: string, device: EmulatedDevice): Promise<string> {
  const listening = await listenPty(device, systemClock, join(dir, name));
  if (!listening.ok) throw new Error(listening.error);
  undo.push(() => listening.value.close());
  return listening.value.address;
}

async function ready(device: {
  readonly presence: { readonly value: string };
  start(): void;
  stop(): Promise<void>;
}) {
  device.start();
  undo.push(() => device.stop());
  while (device.presence.value !== 'ready') await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Asks over and over again; `bytes` go over the line each time, in both directions together. */
async function overhead(
  what: string,
  bytes: number,
  baud: number,
  ask: () => Promise<Result<unknown, { readonly code: string }>>,
): Promise<void> {
  const wireMs = (bytes * 10 * 1_000) / baud;
  const added: number[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const began = performance.now();
    const answer = await ask();
    // The bytes to the device take no time on a terminal, so they are not taken off.
    if (!answer.ok) throw new Error(`${what}: ${answer.error.code}`);
    if (round >= 0) added.push(performance.now() - began - wireMs);
  }
  figures.push(
    { what: `${what}: answer on the line`, value: wireMs, unit: 'ms' },
    { what: `${what}: added p50`, value: percentile(added, 0.5), unit: 'ms' },
    { what: `${what}: added p99`, value: percentile(added, 0.99), unit: 'ms' },
  );
}

try {
  const instant = { clock: fineClock, answerMs: 0 };
  const fingerprint = createFingerprintModule({
    address: await plugIn('fingerprint', createFingerprintEmulator(instant)),
    open: openTransport,
    clock: systemClock,
  });
  await ready(fingerprint);
  await overhead('fingerprint parameters', 28, 57_600, () => fingerprint.parameters());

  const locker = createLocker({
    address: `${await plugIn('locker', createLockerEmulator('kr-cu16', { ...instant, boards: [{ board: 0 }] }))}?baud=19200`,
    open: openTransport,
    clock: systemClock,
    driver: 'kr-cu16',
    boards: [{ board: 0 }],
  });
  await ready(locker);
  await overhead('locker status', 9, 19_200, () => locker.status(0));

  const pen = createIsdv4Emulator({ clock: fineClock });
  const pad = createSignaturePad({
    address: `${await plugIn('pen', pen)}?baud=19200`,
    open: openTransport,
    clock: systemClock,
    protocol: 'isdv4',
  });
  await ready(pad);
  const capture = await pad.capture(new AbortController().signal);
  if (!capture.ok) throw new Error(capture.error.code);
  const before = pen.packets;
  const count = PEN_PACKETS_A_SECOND * SIGNING_S;
  const line = Array.from({ length: count }, (_, i) => ({
    x: Math.round(4_800 + 3_000 * Math.cos(i / 200)),
    y: Math.round(3_000 + 2_000 * Math.sin(i / 170)),
  }));
  await pen.sign([line], PEN_PACKETS_A_SECOND);
  const sent = pen.packets - before;
  // The last packets are still on their way.
  for (let i = 0; i < 200 && capture.value.counts().pen < sent; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const { pen: arrived, damaged } = capture.value.counts();
  capture.value.stop();
  figures.push(
    { what: `pen at ${PEN_PACKETS_A_SECOND} packets a second: sent`, value: sent, unit: 'packets' },
    { what: 'pen: lost', value: sent - arrived, unit: 'packets', target: 0 },
    { what: 'pen: damaged', value: damaged, unit: 'packets', target: 0 },
  );
  if (arrived !== sent || damaged > 0) process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
  rmSync(dir, { recursive: true, force: true });
}
report('devices', figures);
