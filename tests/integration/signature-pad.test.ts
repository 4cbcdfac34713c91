import { afterEach, describe, expect, it } from 'vitest';
import { sleep, systemClock } from '../../electron/core/index.ts';
import { createSignaturePad } from '../../native-bridge/devices/signature-pad/driver.ts';
import {
  createIsdv4Emulator,
  createTopazEmulator,
} from '../../native-bridge/devices/signature-pad/emulator.ts';
import { toSvg } from '../../native-bridge/devices/signature-pad/svg.ts';
import type { SignatureCapture, SignaturePad } from '../../native-bridge/devices/signature-pad/types.ts';
import { wholeSignature } from '../../native-bridge/devices/signature-pad/whole-signature.ts';
import { listenTcp } from '../../native-bridge/emulator/listen.ts';
import { openTransport, type Transport } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { places, scribble } from '../support/pad-bench.ts';
import { layCable } from '../support/pty-pair.ts';

const skip = mustSkip('the signature pad on a serial line', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function open(address: string): Promise<Transport> {
  const opened = await openTransport(address);
  if (!opened.ok) throw new Error(`${opened.error.kind}: ${opened.error.detail}`);
  undo.push(() => opened.value.close());
  return opened.value;
}

function driver(address: string, protocol: 'isdv4' | 'topaz'): SignaturePad {
  const pad = createSignaturePad({ address, open: openTransport, clock: systemClock, protocol });
  undo.push(() => pad.stop());
  pad.start();
  return pad;
}

async function begin(pad: SignaturePad): Promise<SignatureCapture> {
  const begun = await pad.capture(new AbortController().signal);
  if (!begun.ok) throw new Error(`${begun.error.kind}: ${begun.error.code}`);
  return begun.value;
}

/** Waits until all that was sent has come, or nothing more comes. */
async function arrived(capture: SignatureCapture, packets: number): Promise<void> {
  for (let tries = 0; tries < 500 && capture.counts().pen < packets; tries++) await sleep(systemClock, 10);
}

/** The start command is still on its way when the driver has written it. */
async function streams(emulator: { readonly streaming: boolean }): Promise<void> {
  while (!emulator.streaming) await sleep(systemClock, 5);
}

describe.skipIf(skip)('the pad on a serial port', () => {
  it('loses none of some thousand packets, and is signed on again after its cable was pulled', async () => {
    let cable = await layCable();
    const names = { a: cable.a, b: cable.b };
    undo.push(() => cable.pull());
    const emulator = createIsdv4Emulator({
      clock: systemClock,
      baud: Number.POSITIVE_INFINITY,
      touch: { sensorId: 5 },
    });
    const end = () => open(`serial://${cable.b}?baud=38400`);
    const far = await end();
    emulator.attach(far);
    const pad = driver(`serial://${cable.a}?baud=38400`, 'isdv4');
    await eventually(pad.presence, (presence) => presence === 'ready');
    expect(pad.info.value).toMatchObject({ size: { width: 9_600, height: 6_000 }, version: '769' });

    const capture = await begin(pad);
    await streams(emulator);
    const before = emulator.packets;
    const script = scribble(20, 198).map((stroke) =>
      stroke.map((point, i) => ({ ...point, x: 1_000 + 4 * i })),
    );
    const palms = setInterval(() => emulator.palm(100, 100), 5);
    await emulator.sign(script, 2_500);
    clearInterval(palms);
    const sent = emulator.packets - before;
    expect(sent).toBe(4_001);
    await arrived(capture, sent);
    expect(capture.counts()).toMatchObject({ pen: sent, damaged: 0 });
    expect(capture.counts().touch).toBeGreaterThan(0);
    const signature = capture.stop();
    if (!signature.ok) throw new Error(signature.error.code);
    expect(signature.value.raw.map(({ points }) => places(points))).toEqual(script.map(places));
    expect(toSvg(signature.value)).toContain('viewBox="0 0 96 60"');

    const second = await begin(pad);
    await cable.pull();
    await eventually(second.failure, (failure) => failure !== null);
    expect(second.stop()).toEqual({ ok: false, error: { kind: 'device-lost', code: 'line-closed' } });
    await far.close();
    cable = await layCable(names);
    emulator.attach(await end());
    await eventually(pad.presence, (presence) => presence === 'ready');
    const third = await begin(pad);
    await streams(emulator);
    await emulator.sign(scribble(1, 20), 500);
    await arrived(third, 23);
    const last = third.stop();
    expect(last.ok && last.value.raw.map(({ points }) => points.length)).toEqual([20]);
    expect(emulator.overlaps).toBe(0);
  }, 60_000);

  it('with odd parity: a Topaz pad', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const emulator = createTopazEmulator({ clock: systemClock });
    emulator.attach(await open(`serial://${cable.b}?baud=19200&parity=odd`));
    const pad = driver(`serial://${cable.a}`, 'topaz');
    await eventually(pad.presence, (presence) => presence === 'ready');
    const capture = await begin(pad);
    await emulator.sign(scribble(2, 40), 150);
    await arrived(capture, 85);
    const signature = capture.stop();
    expect(signature.ok && signature.value.raw.map(({ points }) => points.length)).toEqual([40, 40]);
  }, 60_000);
});

describe('the pad behind a serial device server', () => {
  it('gives a whole signature over TCP, at the speed of a real line', async () => {
    const emulator = createIsdv4Emulator({ clock: systemClock });
    const listening = await listenTcp(emulator, systemClock, '127.0.0.1', 0);
    if (!listening.ok) throw new Error(listening.error);
    undo.push(() => listening.value.close());
    const pad = driver(listening.value.address, 'isdv4');
    await eventually(pad.presence, (presence) => presence === 'ready');
    const script = scribble(2, 60);
    let live = 0;
    const signing = wholeSignature(pad, {
      clock: systemClock,
      penAwayMs: 300,
      signal: new AbortController().signal,
      onPoint: () => live++,
    });
    await streams(emulator);
    await emulator.sign(script, 200);
    const signature = await signing;
    if (!signature.ok) throw new Error(signature.error.code);
    expect(signature.value.raw.map(({ points }) => places(points))).toEqual(script.map(places));
    expect(live).toBe(120);
    emulator.unplug();
    await eventually(pad.presence, (presence) => presence === 'absent');
  }, 60_000);
});
