import { describe, expect, it } from 'vitest';
import type { Isdv4Command } from '../../native-bridge/devices/signature-pad/protocol-isdv4.ts';
import { PAD_TIMING } from '../../native-bridge/devices/signature-pad/timing.ts';
import type { SignatureFailure } from '../../native-bridge/devices/signature-pad/types.ts';
import { DEVICE_FAULTS, type DeviceFault } from '../../native-bridge/emulator/base.ts';
import { RECONNECT } from '../../native-bridge/link/keep-open.ts';
import { faultyOpen, type Mishap } from '../../native-bridge/transport/faulty.ts';
import { isdv4Bench, places, scribble, topazBench } from '../support/pad-bench.ts';

const SCRIPT = scribble(2, 30);

/** Signs on the pad and proves that every point arrives: the driver works. */
async function signsWell({ pad, emulator, capture, finish, clock }: ReturnType<typeof isdv4Bench>) {
  const signing = await capture();
  await finish(emulator.sign(SCRIPT, 133));
  await clock.advance(50);
  const signature = signing.stop();
  if (!signature.ok) throw new Error(signature.error.code);
  expect(signature.value.raw.map(({ points }) => places(points))).toEqual(SCRIPT.map(places));
  expect(pad.presence.value).toBe('ready');
  expect(emulator.overlaps).toBe(0);
}

const ANSWERED: Isdv4Command[] = ['query', 'touchQuery'];
const UNANSWERED: Isdv4Command[] = ['stop', 'start'];
const MATRIX: (readonly [Isdv4Command, DeviceFault & string])[] = [
  ...ANSWERED.flatMap((command) => DEVICE_FAULTS.map((fault) => [command, fault] as const)),
  ...UNANSWERED.map((command) => [command, 'unplugged'] as const),
];

describe('one bad answer', () => {
  it.each(MATRIX.filter(([command]) => command !== 'start'))(
    'to %s (%s) while the pad is identified is survived',
    async (command, fault) => {
      const bench = isdv4Bench({ emulator: { touch: {} } });
      bench.emulator.failNext(fault, command);
      await bench.ready(PAD_TIMING.checkEvery + 6_000);
      await signsWell(bench);
      await bench.finish(bench.pad.stop());
    },
  );

  it.each(MATRIX)(
    'to %s (%s) as a capture begins or ends: a typed result in time, and a good signature after',
    async (command, fault) => {
      const bench = isdv4Bench({ emulator: { touch: {} } });
      const { pad, emulator, finish, clock } = bench;
      await bench.ready();
      emulator.failNext(fault, command);
      const began = clock.now();
      const begun = await finish(pad.capture(new AbortController().signal));
      expect(clock.now() - began).toBeLessThan(3_000);
      if (!begun.ok) {
        expect([command === 'query' || command === 'start', fault]).toEqual([true, 'unplugged']);
        expect(begun.error).toEqual({ kind: 'device-lost', code: 'line-closed' });
      } else {
        expect(begun.value.stop().ok || begun.value.failure.value?.code === 'line-closed').toBe(true);
      }
      await clock.advance(PAD_TIMING.checkEvery + RECONNECT.firstMs + 3_000);
      await signsWell(bench);
      await finish(pad.stop());
    },
  );
});

describe('answers that stay bad', () => {
  const lost: SignatureFailure = { kind: 'device-lost', code: 'no-answer' };
  const expected: Record<DeviceFault & string, SignatureFailure | null> = {
    unplugged: { kind: 'device-lost', code: 'line-closed' },
    silent: lost,
    garbage: lost,
    'noise-before': null,
    'bad-checksum': lost,
    partial: lost,
    slow: null,
    late: lost,
    'wrong-reply': lost,
  };
  it.each(DEVICE_FAULTS)(
    '%s: a capture fails as lost, or begins all the same; afterwards all is well',
    async (fault) => {
      const bench = isdv4Bench();
      const { pad, emulator, finish, clock } = bench;
      await bench.ready();
      emulator.failRepeatedly(fault);
      const began = clock.now();
      const begun = await finish(pad.capture(new AbortController().signal));
      expect(clock.now() - began).toBeLessThan(4_000);
      expect(begun.ok ? null : begun.error).toEqual(expected[fault]);
      if (begun.ok) expect(begun.value.stop().ok).toBe(true);
      await clock.advance(100);
      if (!begun.ok) expect(pad.presence.value).toBe('absent');
      emulator.clear();
      await clock.advance(40_000);
      await signsWell(bench);
      await finish(pad.stop());
    },
  );

  it('that never agree with each other are no answer: a turned bit bends no signature', async () => {
    const bench = isdv4Bench();
    const { pad, emulator, clock, finish } = bench;
    let turn = 0;
    const drift = () => {
      emulator.restart(false, { maxX: 9_600 + ++turn });
      if (turn < 100) clock.setTimeout(drift, 8);
    };
    drift();
    await bench.ready(700);
    expect(pad.presence.value).not.toBe('ready');
    await clock.advance(3_000);
    expect(pad.presence.value).toBe('ready');
    expect(pad.info.value?.size.width).toBe(9_700);
    await signsWell(bench);
    await finish(pad.stop());
  });
});

describe('while somebody signs', () => {
  it('a pad that is unplugged ends the capture at once, and is signed on again when it is back', async () => {
    const bench = isdv4Bench();
    const { pad, emulator, ready, capture, clock, finish } = bench;
    await ready();
    const signing = await capture();
    const writing = emulator.sign(scribble(1, 100), 133);
    await clock.advance(300);
    expect(signing.isEmpty()).toBe(false);
    emulator.unplug();
    await clock.advance(1);
    const failure = { kind: 'device-lost', code: 'line-closed' };
    expect(signing.failure.value).toEqual(failure);
    expect(signing.isEmpty()).toBe(true);
    expect(signing.stop()).toEqual({ ok: false, error: failure });
    expect(pad.presence.value).toBe('absent');
    await clock.advance(1_000);
    await writing;
    emulator.plug();
    await clock.advance(RECONNECT.maxMs + 1_000);
    await signsWell(bench);
    await finish(pad.stop());
  });

  it.each(['silent', 'garbage', 'bad-checksum', 'partial', 'late', 'wrong-reply'] as const)(
    'a pad that falls silent (%s) is noticed in time',
    async (fault) => {
      const bench = isdv4Bench();
      const { emulator, ready, capture, clock, pad, finish } = bench;
      await ready();
      const signing = await capture();
      emulator.failRepeatedly(fault);
      await clock.advance(PAD_TIMING.quietAfter + 2 * PAD_TIMING.answer + 3_000);
      expect(signing.failure.value).toEqual({ kind: 'device-lost', code: 'no-answer' });
      emulator.clear();
      await clock.advance(20_000);
      await signsWell(bench);
      await finish(pad.stop());
    },
  );

  it('a pad that is asked whether it is there goes on streaming, whatever the first answer was', async () => {
    for (const fault of DEVICE_FAULTS.filter((one) => one !== 'unplugged')) {
      const { emulator, ready, capture, clock, pad, finish } = isdv4Bench();
      await ready();
      const signing = await capture();
      emulator.failNext(fault, 'query');
      await clock.advance(PAD_TIMING.quietAfter + 4_000);
      expect(signing.failure.value).toBeNull();
      await finish(emulator.sign(SCRIPT, 133));
      await clock.advance(50);
      const signature = signing.stop();
      if (!signature.ok) throw new Error(signature.error.code);
      expect(signature.value.raw.map(({ points }) => places(points))).toEqual(SCRIPT.map(places));
      await finish(pad.stop());
    }
  });

  it('a pad that answers nothing while it streams is not taken for lost', async () => {
    const { emulator, ready, capture, clock, pad, finish } = isdv4Bench({
      emulator: { answersWhileStreaming: false },
    });
    await ready();
    const signing = await capture();
    await clock.advance(120_000);
    expect(signing.failure.value).toBeNull();
    expect(emulator.streaming).toBe(true);
    await finish(emulator.sign(SCRIPT, 133));
    await clock.advance(50);
    const signature = signing.stop();
    if (!signature.ok) throw new Error(signature.error.code);
    expect(signature.value.raw.map(({ points }) => places(points))).toEqual(SCRIPT.map(places));
    await finish(pad.stop());
  });

  it('such a pad is found gone all the same', async () => {
    const bench = isdv4Bench({ emulator: { answersWhileStreaming: false } });
    const { emulator, ready, capture, clock, pad, finish } = bench;
    await ready();
    const signing = await capture();
    await clock.advance(60_000);
    emulator.failRepeatedly('silent');
    await clock.advance(PAD_TIMING.quietAfterIfDeaf + 2 * PAD_TIMING.answer + 3_000);
    expect(signing.failure.value).toEqual({ kind: 'device-lost', code: 'no-answer' });
    emulator.clear();
    await clock.advance(20_000);
    await signsWell(bench);
    await finish(pad.stop());
  });

  it('such a pad streams on when one answer was lost', async () => {
    const { emulator, ready, capture, clock, pad, finish } = isdv4Bench({
      emulator: { answersWhileStreaming: false },
    });
    await ready();
    const signing = await capture();
    await clock.advance(60_000);
    emulator.failNext('silent', 'query');
    await clock.advance(PAD_TIMING.quietAfterIfDeaf + 4_000);
    expect(signing.failure.value).toBeNull();
    expect(emulator.streaming).toBe(true);
    expect(emulator.asked.at(-1)?.command).toBe('start');
    await finish(pad.stop());
  });

  it('a pen that comes while the pad is asked in vain proves that it is there', async () => {
    const { emulator, ready, capture, clock, pad, finish } = isdv4Bench({
      emulator: { answersWhileStreaming: false },
    });
    await ready();
    const signing = await capture();
    await clock.advance(PAD_TIMING.quietAfter + 300);
    for (let i = 0; i < 300; i++) {
      emulator.move({ x: 1_000 + 10 * i, y: 1_000, tip: true });
      await clock.advance(8);
    }
    emulator.leave();
    await clock.advance(100);
    expect(signing.failure.value).toBeNull();
    expect(emulator.asked.filter(({ command }) => command === 'stop').length).toBe(1);
    const signature = signing.stop();
    if (!signature.ok) throw new Error(signature.error.code);
    expect(signature.value.raw.map(({ points }) => points.length)).toEqual([300]);
    await finish(pad.stop());
  });

  it('a pad that lost its power for a moment is made to stream again', async () => {
    const { emulator, ready, capture, clock, pad, finish } = isdv4Bench();
    await ready();
    const signing = await capture();
    emulator.restart(false);
    await finish(emulator.sign(SCRIPT, 133));
    await clock.advance(PAD_TIMING.quietAfter + 2_000);
    expect(emulator.streaming).toBe(true);
    await finish(emulator.sign(SCRIPT, 133));
    await clock.advance(50);
    const signature = signing.stop();
    expect(signature.ok && signature.value.raw.length).toBe(2);
    await finish(pad.stop());
  });

  it('a pad that streams by itself when it is switched on is stopped before it is asked', async () => {
    const bench = isdv4Bench({ emulator: { answersWhileStreaming: false } });
    const { emulator, ready, clock, pad, finish } = bench;
    await ready();
    emulator.restart(true);
    await clock.advance(PAD_TIMING.checkEvery + 3_000);
    expect(pad.presence.value).toBe('ready');
    expect(emulator.streaming).toBe(false);
    await signsWell(bench);
    await finish(pad.stop());
  });
});

const MISHAPS: Mishap[] = [
  { kind: 'drop' },
  { kind: 'garble', at: 0 },
  { kind: 'garble', at: 1 },
  { kind: 'garble', at: 6 },
  { kind: 'fragment', size: 2 },
  { kind: 'prepend', bytes: Uint8Array.of(0xa1, 0x12, 0xc0, 0x00, 0x91, 0x55) },
  { kind: 'delay', ms: 40 },
  { kind: 'cut', keep: 4 },
  { kind: 'stall' },
  { kind: 'close' },
];

describe('a bad line', () => {
  for (const mishap of MISHAPS) {
    const name = mishap.kind === 'prepend' ? 'noise in front of' : JSON.stringify(mishap);
    it(`${name} one packet of a signature: at most three points are lost, none is invented`, async () => {
      for (let nth = 3; nth <= 60; nth += 3) {
        const bench = isdv4Bench({
          through: (open, now) => faultyOpen(open, [{ direction: 'in', nth, mishap }], now),
        });
        const { pad, emulator, ready, finish, clock } = bench;
        await ready();
        // The answers are the first three chunks.
        const begun = await finish(pad.capture(new AbortController().signal));
        if (begun.ok) {
          await finish(emulator.sign(SCRIPT, 133));
          await clock.advance(PAD_TIMING.quietAfter + 5_000);
          const signature = begun.value.stop();
          if (!signature.ok) {
            expect(['stall', 'close']).toContain(mishap.kind);
            expect(signature.error.kind).toBe('device-lost');
          } else {
            expect(['stall', 'close']).not.toContain(mishap.kind);
            const points = signature.value.raw.flatMap((stroke) => stroke.points);
            expect(points.length).toBeGreaterThanOrEqual(57);
            expect(points.length).toBeLessThanOrEqual(60);
            const script = SCRIPT.flat();
            const far = ({ x, y }: { x: number; y: number }) =>
              Math.min(...script.map((one) => Math.hypot(one.x - x, one.y - y)));
            // A turned bit that no jump betrays stays: there is no checksum.
            const limit = mishap.kind === 'garble' ? 3_000 : 0;
            for (const point of points) expect(far(point)).toBeLessThanOrEqual(limit);
          }
        } else expect(begun.error.kind).toBe('device-lost');
        await clock.advance(20_000);
        await signsWell(bench);
        await finish(pad.stop());
      }
    });

    it(`${name} any command: the next signature is whole`, async () => {
      for (let nth = 1; nth <= 8; nth++) {
        const bench = isdv4Bench({
          through: (open, now) => faultyOpen(open, [{ direction: 'out', nth, mishap }], now),
        });
        await bench.ready(5_000);
        const begun = await bench.finish(bench.pad.capture(new AbortController().signal));
        if (begun.ok) {
          await bench.clock.advance(7_000);
          begun.value.stop();
        } else expect(begun.error.kind).toBe('device-lost');
        await bench.clock.advance(25_000);
        await signsWell(bench);
        await bench.finish(bench.pad.stop());
      }
    });

    it(`${name} one packet of a Topaz pad: it is signed on all the same, or lost`, async () => {
      for (let nth = 1; nth <= 40; nth += 3) {
        const { pad, emulator, ready, capture, finish, clock } = topazBench({
          emulator: { pressure: false },
          through: (open, now) => faultyOpen(open, [{ direction: 'in', nth, mishap }], now),
        });
        await ready();
        const signing = await capture();
        await finish(emulator.sign(SCRIPT, 133));
        await clock.advance(200);
        const signature = signing.stop();
        if (mishap.kind === 'close') {
          expect(signature).toEqual({ ok: false, error: { kind: 'device-lost', code: 'line-closed' } });
        } else if (mishap.kind !== 'stall') {
          expect(signature.ok && signature.value.raw.flatMap(({ points }) => points).length).toBeGreaterThan(
            55,
          );
        }
        await clock.advance(RECONNECT.firstMs + 500);
        // A line that has gone dead stays open: a Topaz pad cannot be asked, so nothing shows it.
        if (mishap.kind !== 'stall') {
          const again = await capture();
          await finish(emulator.sign(SCRIPT, 133));
          await clock.advance(200);
          const second = again.stop();
          expect(second.ok && second.value.raw.map(({ points }) => points.length)).toEqual([30, 30]);
        }
        await finish(pad.stop());
      }
    });
  }
});
