import { afterEach, describe, expect, it } from 'vitest';
import { ok, systemClock } from '../../electron/core/index.ts';
import { createFingerprintModule } from '../../native-bridge/devices/fingerprint/driver.ts';
import { createFingerprintEmulator } from '../../native-bridge/devices/fingerprint/emulator.ts';
import type { FingerprintModule } from '../../native-bridge/devices/fingerprint/types.ts';
import { listenTcp } from '../../native-bridge/emulator/listen.ts';
import { openTransport } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { layCable } from '../support/pty-pair.ts';

const skip = mustSkip('the fingerprint module on a serial line', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Lines and modules that do not slow down to their speed. */
const QUICK = { clock: systemClock, baud: Number.POSITIVE_INFINITY, answerMs: 2 } as const;

function driverAt(address: string): FingerprintModule {
  const module = createFingerprintModule({ address, open: openTransport, clock: systemClock });
  undo.push(() => module.stop());
  module.start();
  return module;
}

/** Enrols, verifies, identifies, takes template and image: all that the module can do for a person. */
async function useInFull(module: FingerprintModule, emulator: ReturnType<typeof createFingerprintEmulator>) {
  await eventually(module.presence, (presence) => presence === 'ready');
  emulator.place(5);
  const used = await module.session(async (session) => {
    const enrolled = await session.enrol({
      feedback: (one) => {
        if (one === 'lift-finger') emulator.lift();
        if (one === 'place-finger') emulator.place(5);
      },
    });
    const verified = await session.verify({ page: 0 });
    const found = await session.identify();
    const template = await session.template();
    const again = template.ok ? await session.verify(template.value) : template;
    const image = await session.image();
    emulator.lift();
    return ok({
      enrolled,
      verified,
      found,
      again,
      pixels: image.ok ? image.value.pixels.length : image.error,
    });
  });
  expect(used).toMatchObject({
    ok: true,
    value: {
      enrolled: { ok: true, value: { page: 0 } },
      verified: { ok: true, value: { matched: true } },
      found: { ok: true, value: { page: 0 } },
      again: { ok: true, value: { matched: true } },
      pixels: 256 * 288,
    },
  });
  expect(emulator.pages).toEqual([]);
  expect(emulator.remembers).toBe(false);
  expect(emulator.overlaps).toBe(0);
}

describe.skipIf(skip)('the fingerprint module on a serial port', () => {
  it('is used in full, is lost when the cable is pulled in a session, and is used again and clean when it is back', async () => {
    let cable = await layCable();
    const names = { a: cable.a, b: cable.b };
    undo.push(() => cable.pull());
    const emulator = createFingerprintEmulator(QUICK);
    let plug = { close: async () => {} };
    const attach = async () => {
      // The module's own end of a pulled cable may not have noticed yet.
      await plug.close();
      const end = await openTransport(`serial://${cable.b}?baud=57600`);
      if (!end.ok) throw new Error(end.error.detail);
      plug = end.value;
      undo.push(() => end.value.close());
      emulator.attach(end.value);
    };
    await attach();
    const module = driverAt(`serial://${cable.a}`);
    await useInFull(module, emulator);

    const cut = await module.session(async (session) => {
      emulator.place(5);
      await session.enrol({
        feedback: (one) => {
          if (one === 'lift-finger') emulator.lift();
          if (one === 'place-finger') emulator.place(5);
        },
      });
      emulator.lift();
      const waiting = session.capture();
      await cable.pull();
      return waiting;
    });
    expect(cut).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
    expect(emulator.pages).toEqual([0]);
    expect(module.leftovers.value).toBe(true);

    await eventually(module.presence, (presence) => presence === 'absent');
    cable = await layCable(names);
    await attach();
    await eventually(module.presence, (presence) => presence === 'ready');
    expect(emulator.pages).toEqual([]);
    await useInFull(module, emulator);
  }, 30_000);
});

describe('the fingerprint module behind a serial device server', () => {
  it('is used in full over TCP', async () => {
    const emulator = createFingerprintEmulator(QUICK);
    const at = await listenTcp(emulator, systemClock, '127.0.0.1', 0);
    if (!at.ok) throw new Error(at.error);
    undo.push(() => at.value.close());
    const module = driverAt(at.value.address);
    await useInFull(module, emulator);
    emulator.unplug();
    await eventually(module.presence, (presence) => presence === 'absent');
  });
});
