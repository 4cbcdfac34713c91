import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../../electron/core/index.ts';
import { eraseSignature, isEmpty } from '../../../native-bridge/devices/signature-pad/ink.ts';
import { PAD_TIMING } from '../../../native-bridge/devices/signature-pad/timing.ts';
import type {
  Signature,
  SignatureCapture,
  SignatureFailure,
  SignaturePad,
} from '../../../native-bridge/devices/signature-pad/types.ts';
import { wholeSignature } from '../../../native-bridge/devices/signature-pad/whole-signature.ts';
import { piecesOf } from '../../../native-bridge/transport/memory.ts';
import { isdv4Bench, places, scribble, topazBench } from '../../support/pad-bench.ts';

function taken(result: Result<Signature, SignatureFailure>): Signature {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('an ISDV4 pad', () => {
  it('is stopped, asked twice what it is, and not streaming while nobody signs', async () => {
    const { pad, emulator, ready } = isdv4Bench();
    await ready();
    expect(pad.presence.value).toBe('ready');
    expect(pad.info.value).toEqual({
      protocol: 'isdv4',
      size: { width: 9_600, height: 6_000 },
      pressureSteps: 1_024,
      version: '769',
      touch: null,
      provedBy: 'answer',
    });
    expect(emulator.asked.map(({ command }) => command)).toEqual(['stop', 'query', 'query']);
    const [stop, query] = emulator.asked;
    expect((query?.at ?? 0) - (stop?.at ?? 0)).toBeGreaterThanOrEqual(PAD_TIMING.settle);
    expect(emulator.streaming).toBe(false);
    await pad.stop();
  });

  it('gives a signature: every point, in order, with times and pressure', async () => {
    const { pad, emulator, ready, capture, finish, drawn, clock } = isdv4Bench();
    await ready();
    const signing = await capture();
    expect(emulator.streaming).toBe(true);
    expect(signing.isEmpty()).toBe(true);
    const script = scribble(3, 60);
    await finish(emulator.sign(script, 133));
    await clock.advance(50);
    expect(signing.isEmpty()).toBe(false);
    const signature = taken(signing.stop());
    expect(signature.raw.map(({ points }) => places(points))).toEqual(script.map(places));
    expect(signature.raw.flatMap(({ points }) => points.map(({ pressure }) => pressure))).toEqual(
      script.flat().map(({ pressure }) => pressure),
    );
    expect(drawn.map(({ point }) => point)).toEqual(signature.raw.flatMap(({ points }) => points));
    expect(drawn.map(({ stroke }) => stroke)).toEqual(script.flatMap((stroke, i) => stroke.map(() => i)));
    const times = drawn.map(({ point }) => point.t);
    expect(times[0]).toBe(0);
    expect(times.every((t, i) => i === 0 || t > (times[i - 1] as number))).toBe(true);
    const last = times.at(-1) as number;
    // 180 points and six in the air between them, 133 a second.
    expect(last).toBeGreaterThan(1_300);
    expect(last).toBeLessThan(1_500);
    expect(signature).toMatchObject({ protocol: 'isdv4', size: { width: 9_600, height: 6_000 } });
    expect(signature.counts).toEqual({
      pen: 180 + 6 + 1,
      touch: 0,
      damaged: 0,
      dropped: { outside: 0, jump: 0, fleck: 0, eraser: 0, surplus: 0 },
    });
    await pad.stop();
  });

  it('smooths lightly: end points and numbers of points stay', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench();
    await ready();
    const signing = await capture();
    await finish(emulator.sign(scribble(2, 40), 133));
    await clock.advance(50);
    const { strokes, raw } = taken(signing.stop());
    for (const [i, { points }] of strokes.entries()) {
      const before = raw[i]?.points ?? [];
      expect(points.length).toBe(before.length);
      expect(points[0]).toEqual(before[0]);
      expect(points.at(-1)).toEqual(before.at(-1));
      expect(points).not.toEqual(before);
    }
    await pad.stop();
  });

  it('stops the stream after the signature and can be signed on again at once', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench();
    await ready();
    for (let i = 0; i < 3; i++) {
      const signing = await capture();
      await finish(emulator.sign(scribble(1, 20), 133));
      await clock.advance(20);
      expect(taken(signing.stop()).raw[0]?.points.length).toBe(20);
    }
    await clock.advance(400);
    expect(emulator.streaming).toBe(false);
    expect(emulator.overlaps).toBe(0);
    await pad.stop();
  });

  it('takes no ink that was written before or after', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench();
    await ready();
    await finish(emulator.sign(scribble(1, 20), 133));
    const signing = await capture();
    const signature = taken(signing.stop());
    expect(isEmpty(signature)).toBe(true);
    await finish(emulator.sign(scribble(1, 20), 133));
    await clock.advance(500);
    expect(isEmpty(signature)).toBe(true);
    await pad.stop();
  });

  it('tells where the pen is, and takes a pen that nothing is heard of as away', async () => {
    const { pad, emulator, ready, capture, clock } = isdv4Bench();
    await ready();
    const signing = await capture();
    const seen: string[] = [];
    signing.pen.subscribe((pen) => seen.push(pen));
    emulator.move({ x: 100, y: 100 });
    await clock.advance(10);
    emulator.move({ tip: true });
    await clock.advance(10);
    emulator.move({ tip: false });
    await clock.advance(10);
    emulator.leave();
    await clock.advance(10);
    expect(seen).toEqual(['near', 'down', 'near', 'away']);
    emulator.move({ x: 100, y: 100 });
    await clock.advance(PAD_TIMING.silentIsAway * 2 + 10);
    expect(seen.slice(4)).toEqual(['near', 'away']);
    await pad.stop();
  });

  it('begins again when the citizen wants to', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench();
    await ready();
    const signing = await capture();
    await finish(emulator.sign(scribble(2, 20), 133));
    await clock.advance(20);
    signing.clear();
    expect(signing.isEmpty()).toBe(true);
    await finish(emulator.sign(scribble(1, 30), 133));
    await clock.advance(20);
    const { raw } = taken(signing.stop());
    expect(raw.map(({ points }) => points.length)).toEqual([30]);
    expect(raw[0]?.points[0]?.t).toBe(0);
    await pad.stop();
  });

  it('does not mind a palm, a side switch, or the eraser end', async () => {
    const { pad, emulator, ready, capture, clock } = isdv4Bench({
      emulator: { touch: { sensorId: 5 } },
    });
    await ready();
    const signing = await capture();
    for (let i = 0; i < 50; i++) {
      emulator.palm(5_000 + i, 5_000);
      emulator.move({ x: 1_000 + 20 * i, y: 1_000, tip: true, pressure: 0.5, sideSwitch: i > 20 });
      await clock.advance(8);
    }
    emulator.leave();
    emulator.move({ x: 3_000, y: 3_000, eraser: true });
    for (let i = 0; i < 10; i++) emulator.move({ x: 3_000 + i, tip: true, eraser: true });
    emulator.leave();
    await clock.advance(100);
    const { raw, counts } = taken(signing.stop());
    expect(raw.map(({ points }) => points.length)).toEqual([50]);
    expect(counts).toMatchObject({ touch: 50, damaged: 0, dropped: { eraser: 10 } });
    await pad.stop();
  });

  it('takes the second switch, pressed when the pen is near already, for a switch; and a pen that turns out to be one', async () => {
    const { pad, emulator, ready, capture, clock } = isdv4Bench();
    await ready();
    const signing = await capture();
    emulator.move({ x: 1_000, y: 1_000 });
    for (let i = 0; i < 5; i++) emulator.move({ x: 1_000 + i, tip: true, eraser: true });
    emulator.leave();
    emulator.move({ x: 2_000, y: 1_000, eraser: true });
    emulator.move({ eraser: false });
    for (let i = 0; i < 5; i++) emulator.move({ x: 2_000 + i, tip: true });
    emulator.leave();
    await clock.advance(200);
    const { raw, counts } = taken(signing.stop());
    expect(raw.map(({ points }) => points.length)).toEqual([5, 5]);
    expect(counts.dropped.eraser).toBe(0);
    await pad.stop();
  });

  it('is asked now and then, and found gone when it falls silent', async () => {
    const { pad, emulator, ready, clock } = isdv4Bench();
    await ready();
    await clock.advance(4 * PAD_TIMING.checkEvery);
    const asked = emulator.asked.map(({ command }) => command);
    expect(asked.filter((command) => command === 'touchQuery').length).toBe(1);
    expect(asked.filter((command) => command === 'query').length).toBeGreaterThanOrEqual(4);
    emulator.failRepeatedly('silent');
    await clock.advance(2 * PAD_TIMING.checkEvery + 3_000);
    expect(pad.presence.value).toBe('absent');
    emulator.clear();
    await clock.advance(15_000);
    expect(pad.presence.value).toBe('ready');
    await pad.stop();
  });

  it.each([
    [{ sensorId: 0 }, true],
    [{ sensorId: 1, panelResolution: 0 }, false],
    [null, null],
  ])('says whether it feels fingers: %j', async (touch, expected) => {
    const { pad, ready } = isdv4Bench({ emulator: { touch } });
    await ready(PAD_TIMING.checkEvery + 3_000);
    expect(pad.presence.value).toBe('ready');
    expect(pad.info.value?.touch).toBe(expected);
    await pad.stop();
  });

  it('is in trouble when it has no surface', async () => {
    const { pad, ready, noCapture } = isdv4Bench({ emulator: { query: { maxX: 0 } } });
    await ready();
    expect(pad.presence.value).toBe('trouble');
    expect(await noCapture()).toEqual({ kind: 'device-lost', code: 'trouble' });
    await pad.stop();
  });

  it('without pressure writes at even pressure', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench({
      emulator: { query: { maxPressure: 0 } },
    });
    await ready();
    expect(pad.info.value?.pressureSteps).toBeNull();
    const signing = await capture();
    await finish(emulator.sign(scribble(1, 10), 133));
    await clock.advance(50);
    expect(taken(signing.stop()).raw[0]?.points.every(({ pressure }) => pressure === 0.5)).toBe(true);
    await pad.stop();
  });

  it('is found at the other speed when it is silent at the usual one', async () => {
    const opened: string[] = [];
    const { pad, ready } = isdv4Bench({
      emulator: { touch: {} },
      driver: { address: 'serial:///dev/ttyS9' },
      through: (open) => async (address) => {
        opened.push(address);
        const line = await open(address);
        if (!line.ok || address.endsWith('baud=38400')) return line;
        return ok({
          ...line.value,
          onData: () => undefined,
          onClose: (fn) => line.value.onClose(fn),
          write: async () => ok(),
          close: () => line.value.close(),
        });
      },
    });
    await ready(10_000);
    expect(pad.presence.value).toBe('ready');
    expect(opened).toEqual(['serial:///dev/ttyS9?baud=19200', 'serial:///dev/ttyS9?baud=38400']);
    await pad.stop();
  });

  it('is opened as the address says when it says so', async () => {
    const opened: string[] = [];
    const { pad, ready } = isdv4Bench({
      driver: { address: 'serial:///dev/ttyS9?baud=9600' },
      through: (open) => (address) => {
        opened.push(address);
        return open(address);
      },
    });
    await ready();
    expect(opened).toEqual(['serial:///dev/ttyS9?baud=9600']);
    await pad.stop();
  });
});

describe('a capture', () => {
  it('is one at a time', async () => {
    const { pad, ready, capture, noCapture } = isdv4Bench();
    await ready();
    const beginning = capture();
    expect(await noCapture()).toEqual({ kind: 'busy', code: 'capture' });
    const signing = await beginning;
    expect(await noCapture()).toEqual({ kind: 'busy', code: 'capture' });
    expect(signing.stop().ok).toBe(true);
    expect((await capture()).stop().ok).toBe(true);
    await pad.stop();
  });

  it('gives its signature once', async () => {
    const { pad, ready, capture } = isdv4Bench();
    await ready();
    const signing = await capture();
    expect(signing.stop().ok).toBe(true);
    expect(signing.stop()).toEqual({ ok: false, error: { kind: 'cancelled', code: 'over' } });
    expect(signing.failure.value).toBeNull();
    await pad.stop();
  });

  it('hears nothing after its end', async () => {
    const { pad, emulator, ready, capture, clock, drawn } = isdv4Bench();
    await ready();
    const signing = await capture();
    for (let i = 0; i < 5; i++) emulator.move({ x: 1_000 + i, y: 1_000, tip: true });
    await clock.advance(20);
    expect(signing.stop().ok).toBe(true);
    const before = drawn.length;
    expect(before).toBeGreaterThan(0);
    for (let i = 0; i < 5; i++) emulator.move({ x: 1_005 + i, y: 1_000, tip: true });
    await clock.advance(100);
    expect(drawn.length).toBe(before);
    expect(signing.isEmpty()).toBe(true);
    await pad.stop();
  });

  it('hears nothing after its end, also when the pad is just being asked', async () => {
    const { pad, emulator, ready, capture, clock, drawn, finish } = isdv4Bench();
    await ready();
    const signing = await capture();
    emulator.failNext('silent', 'query');
    await clock.advance(PAD_TIMING.quietAfter + 1_000);
    expect(emulator.asked.at(-1)?.command).toBe('query');
    expect(signing.stop().ok).toBe(true);
    const counted = signing.counts();
    for (let i = 0; i < 5; i++) emulator.move({ x: 1_000 + i, y: 1_000, tip: true });
    await clock.advance(60);
    expect(drawn).toEqual([]);
    expect(signing.counts()).toEqual(counted);
    await finish(pad.stop());
  });

  it('ends when it is aborted: nothing is kept', async () => {
    const { pad, emulator, ready, capture, finish, clock } = isdv4Bench();
    await ready();
    const abort = new AbortController();
    const signing = await capture(abort.signal);
    await finish(emulator.sign(scribble(1, 20), 133));
    await clock.advance(20);
    abort.abort();
    await clock.advance(0);
    const cancelled = { kind: 'cancelled', code: 'aborted' };
    expect(signing.failure.value).toEqual(cancelled);
    expect(signing.stop()).toEqual({ ok: false, error: cancelled });
    expect(signing.isEmpty()).toBe(true);
    await clock.advance(500);
    expect(emulator.streaming).toBe(false);
    expect((await capture()).stop().ok).toBe(true);
    await pad.stop();
  });

  it('that is aborted before or while it begins does not begin', async () => {
    const { pad, emulator, ready, finish, capture, clock } = isdv4Bench();
    await ready();
    const cancelled = { ok: false, error: { kind: 'cancelled', code: 'aborted' } };
    expect(await finish(pad.capture(AbortSignal.abort()))).toEqual(cancelled);
    const abort = new AbortController();
    const begun = pad.capture(abort.signal);
    await clock.advance(1);
    abort.abort();
    expect(await finish(begun)).toEqual(cancelled);
    expect(emulator.streaming).toBe(false);
    expect((await capture()).stop().ok).toBe(true);
    await pad.stop();
  });

  it('ends when the driver is stopped, and the pad is stopped too', async () => {
    const { pad, emulator, ready, capture, finish } = isdv4Bench();
    await ready();
    const signing = await capture();
    await finish(pad.stop());
    expect(signing.failure.value).toEqual({ kind: 'cancelled', code: 'stopped' });
    expect(emulator.streaming).toBe(false);
    expect(emulator.inUse).toBe(false);
    expect(pad.presence.value).toBe('unknown');
    await ready(2_000);
    expect((await capture()).stop().ok).toBe(true);
    await finish(pad.stop());
  });

  it('fails at once while the pad is away or the driver is not started', async () => {
    const { pad, emulator, ready, noCapture } = isdv4Bench();
    expect(await noCapture(0)).toEqual({ kind: 'device-lost', code: 'absent' });
    emulator.unplug();
    await ready(10);
    expect(await noCapture(0)).toEqual({ kind: 'device-lost', code: 'absent' });
    await pad.stop();
  });
});

describe('a signature that ends by itself', () => {
  const never = new AbortController().signal;

  it('ends when the pen has been away for long enough, not between two strokes', async () => {
    const { pad, emulator, ready, clock, finish } = isdv4Bench();
    await ready();
    const signing = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never });
    await clock.advance(3_000);
    await finish(emulator.sign(scribble(1, 20), 133));
    await clock.advance(1_500);
    await finish(emulator.sign(scribble(1, 20, 4_000), 133));
    const wroteLast = clock.now();
    const signature = taken(await finish(signing));
    expect(signature.raw.length).toBe(2);
    expect(clock.now() - wroteLast).toBeGreaterThanOrEqual(2_000);
    expect(clock.now() - wroteLast).toBeLessThan(2_100);
    eraseSignature(signature);
    expect(
      signature.strokes
        .concat(signature.raw)
        .flatMap(({ points }) => points)
        .every(({ x, y }) => x + y === 0),
    ).toBe(true);
    await pad.stop();
  });

  it('does not end while the pen is over the pad', async () => {
    const { pad, emulator, ready, clock, finish } = isdv4Bench();
    await ready();
    let ended = false;
    const signing = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never });
    void signing.then(() => {
      ended = true;
    });
    await clock.advance(100);
    for (let i = 0; i < 20; i++) emulator.move({ x: 1_000 + 10 * i, y: 1_000, tip: true });
    for (let i = 0; i < 100; i++) {
      emulator.move({ tip: false });
      await clock.advance(100);
    }
    expect(ended).toBe(false);
    emulator.leave();
    expect(taken(await finish(signing, 2_500)).raw.map(({ points }) => points.length)).toEqual([20]);
    await pad.stop();
  });

  it('does not end a signature that was begun anew and is still empty', async () => {
    const { pad, emulator, ready, clock, finish } = isdv4Bench();
    await ready();
    let capture: SignatureCapture | null = null;
    const spied: SignaturePad = {
      ...pad,
      presence: pad.presence,
      info: pad.info,
      start: () => pad.start(),
      stop: () => pad.stop(),
      capture: async (signal) => {
        const begun = await pad.capture(signal);
        if (begun.ok) capture = begun.value;
        return begun;
      },
    };
    const signing = wholeSignature(spied, { clock, penAwayMs: 2_000, signal: never });
    await clock.advance(100);
    await finish(emulator.sign(scribble(1, 20), 133));
    await clock.advance(1_000);
    (capture as SignatureCapture | null)?.clear();
    await clock.advance(10_000);
    await finish(emulator.sign(scribble(1, 30), 133));
    expect(taken(await finish(signing)).raw.map(({ points }) => points.length)).toEqual([30]);
    await pad.stop();
  });

  it('ends when it is told to, even with nothing written', async () => {
    const { pad, ready, clock, finish } = isdv4Bench();
    await ready();
    const done = new AbortController();
    const signing = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never, done: done.signal });
    await clock.advance(5_000);
    done.abort();
    expect(isEmpty(taken(await finish(signing)))).toBe(true);
    const again = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never, done: done.signal });
    expect(isEmpty(taken(await finish(again)))).toBe(true);
    await pad.stop();
  });

  it('fails when it is given up, when the pad goes, and when there is none', async () => {
    const { pad, emulator, ready, clock, finish } = isdv4Bench();
    await ready();
    const abort = new AbortController();
    const signing = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: abort.signal });
    await clock.advance(100);
    abort.abort();
    expect(await finish(signing)).toEqual({ ok: false, error: { kind: 'cancelled', code: 'aborted' } });
    const second = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never });
    await clock.advance(500);
    emulator.unplug();
    expect(await finish(second, 50)).toEqual({
      ok: false,
      error: { kind: 'device-lost', code: 'line-closed' },
    });
    const third = wholeSignature(pad, { clock, penAwayMs: 2_000, signal: never });
    expect(await finish(third, 0)).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
    await pad.stop();
  });
});

describe('a Topaz pad', () => {
  it('is ready when its line is open, and says that this is all', async () => {
    const { pad, emulator, ready, clock } = topazBench();
    await ready(10);
    expect(pad.presence.value).toBe('ready');
    expect(pad.info.value).toEqual({
      protocol: 'topaz',
      size: { width: 13_320, height: 8_673 },
      pressureSteps: null,
      version: null,
      touch: false,
      provedBy: 'open-line',
    });
    await clock.advance(60_000);
    expect(pad.presence.value).toBe('ready');
    expect(emulator.asked).toEqual([]);
    emulator.introduce(12, 201_268);
    await clock.advance(20);
    expect(pad.info.value?.version).toBe('model 12, serial 201268');
    emulator.unplug();
    await clock.advance(10);
    expect(pad.presence.value).toBe('absent');
    await pad.stop();
  });

  it('is opened with odd parity, at the speed of its model', async () => {
    const opened: string[] = [];
    const { pad, ready } = topazBench({
      driver: { address: 'serial:///dev/ttyUSB9', model: 'clipgem' },
      through: (open) => (address) => {
        opened.push(address);
        return open(address);
      },
    });
    await ready();
    expect(opened).toEqual(['serial:///dev/ttyUSB9?baud=9600&bits=8&parity=odd']);
    await pad.stop();
  });

  it('gives a signature to within one raw unit, byte by byte', async () => {
    const { pad, emulator, ready, capture, finish, clock } = topazBench({
      emulator: { chunking: piecesOf(1) },
    });
    await ready();
    const signing = await capture();
    const script = scribble(2, 50);
    await finish(emulator.sign(script, 100));
    await clock.advance(100);
    const { raw, counts, protocol } = taken(signing.stop());
    expect(protocol).toBe('topaz');
    expect(raw.map(({ points }) => points.length)).toEqual([50, 50]);
    for (const [i, point] of raw.flatMap(({ points }) => points).entries()) {
      const written = script.flat()[i] as { x: number; y: number; pressure: number };
      expect(Math.abs(point.x - written.x)).toBeLessThanOrEqual(4);
      expect(Math.abs(point.y - written.y)).toBeLessThanOrEqual(4);
      expect(point.pressure).toBeCloseTo(written.pressure, 6);
    }
    expect(counts.pen).toBe(100 + 4 + 1);
    expect(pad.info.value?.pressureSteps).toBe(1_024);
    await pad.stop();
  });

  it('of a model that is not in the list is given by its figures', async () => {
    const model = { baud: 9_600, dpi: 254, x: [0, 1_000], y: [0, 500] } as const;
    const { pad, emulator, ready, capture, clock } = topazBench({ emulator: { model }, driver: { model } });
    await ready();
    expect(pad.info.value?.size).toEqual({ width: 10_000, height: 5_000 });
    const signing = await capture();
    for (let i = 0; i < 5; i++) emulator.move({ x: 100 * i, y: 500, tip: true, pressure: 0.5 });
    // No positions: that of a pad which has lost the pen, and an answer to a command.
    emulator.disturb(Uint8Array.of(0xc1, 0x7f, 0x1f, 0x7f, 0x1f, 0x8c, 0, 0, 0, 0));
    await clock.advance(200);
    const { raw, counts } = taken(signing.stop());
    expect(places(raw[0]?.points ?? [])).toEqual([0, 100, 200, 300, 400].map((x) => [x, 500]));
    expect(counts.pen).toBe(5);
    await pad.stop();
  });

  it('that knows no pressure writes at even pressure; its pen may leave without a word', async () => {
    const { pad, emulator, ready, capture, clock } = topazBench({ emulator: { pressure: false } });
    await ready();
    const signing = await capture();
    for (let i = 0; i < 10; i++) emulator.move({ x: 1_000 + i * 10, y: 1_000, tip: true });
    await clock.advance(100_000);
    expect(signing.pen.value).toBe('away');
    expect(signing.failure.value).toBeNull();
    const { raw } = taken(signing.stop());
    expect(raw[0]?.points.map(({ pressure }) => pressure)).toEqual(Array(10).fill(0.5));
    await pad.stop();
  });
});
