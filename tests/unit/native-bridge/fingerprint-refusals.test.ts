import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import type { FingerprintCommand } from '../../../native-bridge/devices/fingerprint/emulator.ts';
import {
  encodePrint,
  type FingerCondition,
} from '../../../native-bridge/devices/fingerprint/emulator-fingers.ts';
import { encodeData, encodePacket, PACKET } from '../../../native-bridge/devices/fingerprint/protocol.ts';
import type {
  FingerprintFailure,
  FingerprintResult,
  FingerprintSession,
} from '../../../native-bridge/devices/fingerprint/types.ts';
import { fingerprintBench } from '../../support/fingerprint-bench.ts';

const ADDRESS = 0xffff_ffff;
const failure = (kind: FingerprintFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });
const answer = (...payload: number[]) => ({
  bytes: encodePacket({ address: ADDRESS, id: PACKET.ack, payload: Uint8Array.from(payload) }),
});

type Bench = ReturnType<typeof fingerprintBench>;

/** Enrols a finger, then works on. */
const enrolled =
  (work: (session: FingerprintSession) => Promise<FingerprintResult<unknown>>) =>
  async (session: FingerprintSession, { obedient, emulator }: Bench, refuse: () => void) => {
    const stored = await session.enrol(obedient(5));
    if (!stored.ok) return stored;
    emulator.place(5);
    refuse();
    return work(session);
  };

const enrol = (session: FingerprintSession, { obedient }: Bench, refuse: () => void) => {
  refuse();
  return session.enrol(obedient(5));
};

const verifyTemplate = enrolled(async (session) => {
  const template = await session.template();
  return template.ok ? session.verify(template.value) : template;
});

describe('what the module refuses', () => {
  it.each<
    [
      FingerprintCommand,
      number,
      FingerprintFailure['kind'],
      (session: FingerprintSession, b: Bench, refuse: () => void) => Promise<FingerprintResult<unknown>>,
    ]
  >([
    ['genImg', 0x18, 'refused', enrol],
    ['img2Tz', 0x18, 'refused', enrol],
    ['regModel', 0x18, 'refused', enrol],
    ['store', 0x18, 'refused', enrol],
    ['store', 0x0b, 'library-full', enrol],
    ['loadChar', 0x0c, 'refused', enrolled((session) => session.verify({ page: 0 }))],
    ['match', 0x19, 'refused', enrolled((session) => session.verify({ page: 0 }))],
    ['search', 0x19, 'refused', enrolled((session) => session.identify())],
    ['upChar', 0x0d, 'refused', enrolled((session) => session.template())],
    ['downChar', 0x0e, 'refused', verifyTemplate],
    ['upImage', 0x0f, 'refused', enrolled((session) => session.image())],
  ])('%s with code %i is told as %s', async (command, code, kind, work) => {
    const b = fingerprintBench();
    await b.ready();
    const refuse = () => b.emulator.failNext(answer(code), command);
    const result = await b.finish(b.module.session((session) => work(session, b, refuse)));
    expect(result).toEqual(failure(kind, `cc-${code.toString(16).padStart(2, '0')}`));
    expect(b.module.presence.value).toBe('ready');
    expect(b.emulator.pages).toEqual([]);
    await b.module.stop();
  });

  it.each([
    ['remove', 'deleteChar', 0x10, 'cc-10'],
    ['empty', 'empty', 0x11, 'cc-11'],
  ] as const)('%s is told as refused', async (call, command, code, told) => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    emulator.failNext(answer(code), command);
    expect(await finish(call === 'remove' ? module.remove(3, 1) : module.empty())).toEqual(
      failure('refused', told),
    );
    await module.stop();
  });

  it('the template that is read back: the comparison fails, and is no "somebody else"', async () => {
    const b = fingerprintBench();
    await b.ready();
    const result = await b.finish(
      b.module.session(async (session) => {
        b.emulator.place(5);
        await session.capture();
        const template = await session.template();
        if (!template.ok) return template;
        b.emulator.failNext(answer(0x0d), 'upChar');
        return session.verify(template.value);
      }),
    );
    expect(result).toEqual(failure('refused', 'cc-0d'));
    await b.module.stop();
  });

  it('the buffers it will not have overwritten: borne, for the next capture does that', async () => {
    const { module, emulator, ready } = fingerprintBench();
    emulator.failRepeatedly(answer(0x0e), 'downChar');
    emulator.failRepeatedly(answer(0x0d), 'upChar');
    await ready();
    expect(module.presence.value).toBe('ready');
    expect(module.leftovers.value).toBe(false);
    await module.stop();
  });

  it('a capture that fails for good in the middle of an enrolment', async () => {
    const b = fingerprintBench();
    await b.ready();
    let lifts = 0;
    const work = (when: 'second' | 'again') =>
      b.module.session((session) =>
        session.enrol({
          feedback: (one) => {
            if (one === 'lift-finger') {
              lifts++;
              b.emulator.lift();
            }
            if (one === 'place-finger') b.emulator.place(lifts + 1);
            if (one === 'place-finger' && when === 'second') b.emulator.failNext(answer(0x18), 'img2Tz');
            if (one === 'does-not-fit' && when === 'again') b.emulator.failNext(answer(0x18), 'regModel');
          },
        }),
      );
    b.emulator.place(1);
    expect(await b.finish(work('second'))).toEqual(failure('refused', 'cc-18'));
    b.emulator.place(1);
    expect(await b.finish(work('again'))).toEqual(failure('refused', 'cc-18'));
    await b.module.stop();
  });
});

describe('what comes from the module in a wrong shape', () => {
  it('templates of ever another size are no templates', async () => {
    const { module, emulator, clock, finish } = fingerprintBench();
    const upload = (bytes: number) => ({
      bytes: Uint8Array.of(...answer(0).bytes, ...encodeData(ADDRESS, new Uint8Array(bytes).fill(1), 128)),
    });
    for (let i = 0; i < 200; i++) emulator.failNext(upload(128 * (2 + (i % 9))), 'upChar');
    module.start();
    await clock.advance(5_000);
    expect(module.presence.value).toBe('ready');
    expect(module.leftovers.value).toBe(true);
    emulator.place(1);
    const began = await finish(module.session((session) => session.capture()));
    expect(began).toEqual(failure('transfer-failed', 'template-size'));
    emulator.clear();
    expect(await finish(module.session((session) => session.capture()))).toEqual(ok());
    await module.stop();
  });

  it('an upload without end is cut off', async () => {
    const b = fingerprintBench({ emulator: { baud: Number.POSITIVE_INFINITY } });
    await b.ready();
    b.emulator.place(1);
    const endless = encodeData(ADDRESS, new Uint8Array(40_000), 128).slice(0, -139);
    const result = await b.finish(
      b.module.session(async (session) => {
        await session.capture();
        const all = { bytes: Uint8Array.of(...answer(0).bytes, ...endless) };
        b.emulator.failNext(all, 'upImage');
        b.emulator.failNext(all, 'upImage');
        return session.image();
      }),
    );
    expect(result).toEqual(failure('transfer-failed', 'answer-garbled'));
    expect(await b.finish(b.module.empty())).toEqual(ok());
    await b.module.stop();
  });

  it('a packet size that does not exist is taken for the usual one', async () => {
    const { module, emulator, clock } = fingerprintBench();
    const words = [0, 9, 162, 3, 0xffff, 0xffff, 7, 6].flatMap((word) => [word >> 8, word & 0xff]);
    emulator.failNext(answer(0, ...words), 'readSysPara');
    module.start();
    await clock.advance(1_000);
    expect(module.info.value).toMatchObject({ read: true, packetBytes: 128 });
    await module.stop();
  });

  it('packets of another module, and packets of no kind, in the middle of data are not taken', async () => {
    const b = fingerprintBench({ emulator: { baud: Number.POSITIVE_INFINITY } });
    await b.ready();
    b.emulator.place(1);
    const content = Uint8Array.from({ length: 512 }, (_, i) => i & 0xff);
    const strange = encodePacket({ address: 5, id: PACKET.data, payload: new Uint8Array(9) });
    const kindless = encodePacket({ address: ADDRESS, id: 9, payload: new Uint8Array(9) });
    const empty = encodePacket({ address: ADDRESS, id: PACKET.ack, payload: new Uint8Array(0) });
    const bytes = Uint8Array.of(
      ...empty,
      ...answer(0).bytes,
      ...strange,
      ...kindless,
      ...encodeData(ADDRESS, content, 128),
    );
    const result = await b.finish(
      b.module.session(async (session) => {
        await session.capture();
        b.emulator.failNext({ bytes }, 'upChar');
        return session.template();
      }),
    );
    expect(result).toMatchObject({ ok: true, value: { size: 512 } });
    await b.module.stop();
  });
});

describe('a signal', () => {
  it('that comes while the module works ends the capture before its answer counts', async () => {
    const { module, emulator, clock, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(1);
    const abort = new AbortController();
    const work = module.session((session) => session.capture(), abort.signal);
    await clock.advance(200);
    abort.abort();
    expect(await finish(work)).toEqual(failure('cancelled', 'aborted'));
    await module.stop();
  });
});

it('parameters are asked in vain when the line breaks', async () => {
  const { module, emulator, ready, finish } = fingerprintBench();
  await ready();
  emulator.failNext('unplugged', 'readSysPara');
  expect(await finish(module.parameters())).toEqual(failure('device-lost', 'line-closed'));
  await module.stop();
});

it('a module whose password was changed is in trouble at the next sign of life', async () => {
  const { module, emulator, clock, ready } = fingerprintBench();
  await ready();
  emulator.failRepeatedly(answer(0x13), 'vfyPwd');
  await clock.advance(4_000);
  expect(module.presence.value).toBe('trouble');
  emulator.clear();
  await clock.advance(4_000);
  expect(module.presence.value).toBe('ready');
  await module.stop();
});

it('a sleeping module that does not wake is lost', async () => {
  const { module, emulator, ready, finish, clock } = fingerprintBench({ driver: { model: { sleep: true } } });
  await ready();
  expect(await finish(module.sleep())).toEqual(ok());
  emulator.failRepeatedly('silent');
  expect(await finish(module.empty())).toEqual(failure('device-lost', 'no-answer'));
  await clock.advance(100);
  expect(module.presence.value).toBe('absent');
  await module.stop();
});

it('emulated prints differ by finger and condition, and an empty sensor is white', () => {
  const conditions: FingerCondition[] = ['good', 'wet', 'dry'];
  const prints = [
    ...conditions.map((condition) => encodePrint({ id: 4, condition })),
    encodePrint({ id: 5, condition: 'good' }),
    encodePrint(null),
  ];
  const texts = prints.map((print) => Buffer.from(print).toString('hex'));
  expect(new Set(texts).size).toBe(prints.length);
  expect(texts.at(-1)).toMatch(/^f+$/);
  // Dry skin touches less, wet skin has no light between the ridges.
  const mean = (print: Uint8Array) => print.reduce((total, byte) => total + (byte >> 4), 0) / print.length;
  const [good, wet, dry] = prints.map(mean) as [number, number, number];
  expect(dry).toBeGreaterThan(good);
  expect(wet).toBeLessThan(good);
});
