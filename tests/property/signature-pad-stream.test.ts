import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../native-bridge/codec/framer.ts';
import {
  encodePenPacket,
  encodePenQuery,
  encodeTouchPacket,
  encodeTouchQuery,
  isdv4Framing,
  type PenPacket,
} from '../../native-bridge/devices/signature-pad/protocol-isdv4.ts';
import {
  encodeTopazPosition,
  encodeTopazPressure,
  topazFraming,
} from '../../native-bridge/devices/signature-pad/protocol-topaz.ts';
import { smooth } from '../../native-bridge/devices/signature-pad/smooth.ts';
import { toSvg } from '../../native-bridge/devices/signature-pad/svg.ts';
import type { Chunking } from '../../native-bridge/transport/memory.ts';
import { isdv4Bench, places, scribble, topazBench } from '../support/pad-bench.ts';

const upTo = (max: number) => fc.integer({ min: 0, max });
const penPacket: fc.Arbitrary<PenPacket> = fc.record({
  near: fc.boolean(),
  tip: fc.boolean(),
  sideSwitch: fc.boolean(),
  secondSwitch: fc.boolean(),
  x: upTo(65_535),
  y: upTo(65_535),
  pressure: upTo(1_023),
  tiltX: upTo(127),
  tiltY: upTo(127),
});
const touchPacket = fc
  .tuple(fc.constantFrom(5 as const, 7 as const, 13 as const), upTo(16_383), upTo(16_383), fc.boolean())
  .map(([size, x, y, down]) => encodeTouchPacket(size, x, y, down));

/** Cuts at will; the list of sizes is gone through again and again. */
function cutter(sizes: readonly number[]): Chunking {
  let next = 0;
  return (bytes) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = sizes[next++ % sizes.length] as number;
      pieces.push(bytes.slice(at, at + size));
      at += size;
    }
    return pieces;
  };
}
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 });

function framed<Frame>(framer: Framer<Frame>, bytes: Uint8Array, cuts: readonly number[]): Frame[] {
  return cutter(cuts)(bytes)
    .flatMap((piece) => framer.push(piece))
    .flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
}

const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('a stream of ISDV4 packets', () => {
  it('gives every pen packet, however it is cut and whatever noise and fingers stand between', () => {
    const garbage = fc.uint8Array({ maxLength: 12 });
    const between = fc.oneof(garbage, touchPacket);
    fc.assert(
      fc.property(fc.array(fc.tuple(between, penPacket), { maxLength: 30 }), sizes, (parts, cuts) => {
        const bytes = joined(parts.flatMap(([noise, packet]) => [noise, encodePenPacket(packet)]));
        const found = framed(new Framer(isdv4Framing), bytes, cuts).flatMap((frame) =>
          frame.kind === 'pen' ? [frame.packet] : [],
        );
        // Garbage may look like packets of its own: it never swallows a real one.
        let at = 0;
        for (const [, packet] of parts) {
          const where = found.findIndex(
            (one, i) => i >= at && JSON.stringify(one) === JSON.stringify(packet),
          );
          expect(where).toBeGreaterThanOrEqual(at);
          at = where + 1;
        }
      }),
    );
  });

  it('gives exactly the pen packets when there are only fingers between', () => {
    const part = fc.oneof(penPacket, touchPacket);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), sizes, (parts, cuts) => {
        const bytes = joined(parts.map((one) => (one instanceof Uint8Array ? one : encodePenPacket(one))));
        const found = framed(new Framer(isdv4Framing), bytes, cuts);
        expect(found.flatMap((frame) => (frame.kind === 'pen' ? [frame.packet] : []))).toEqual(
          parts.filter((one) => !(one instanceof Uint8Array)),
        );
        expect(found.filter(({ kind }) => kind === 'touch').length).toBe(
          parts.filter((one) => one instanceof Uint8Array).length,
        );
      }),
    );
  });

  it('carries the answers to both questions', () => {
    const query = fc.record({
      maxX: upTo(65_535),
      maxY: upTo(65_535),
      maxPressure: upTo(1_023),
      maxTiltX: upTo(127),
      maxTiltY: upTo(127),
      version: upTo(16_383),
    });
    const touch = fc.record({
      panelResolution: upTo(127),
      sensorId: upTo(7),
      maxX: upTo(65_535),
      maxY: upTo(65_535),
      capacityResolution: upTo(127),
      version: upTo(16_383),
    });
    fc.assert(
      fc.property(query, touch, sizes, (pen, finger, cuts) => {
        const bytes = joined([encodePenQuery(pen), encodeTouchQuery(finger)]);
        expect(framed(new Framer(isdv4Framing), bytes, cuts)).toEqual([
          { kind: 'penQuery', query: pen },
          { kind: 'touchQuery', query: finger },
        ]);
      }),
    );
  });
});

describe('a stream of Topaz packets', () => {
  it('gives every packet, however it is cut', () => {
    const position = fc
      .tuple(upTo(4_094), upTo(4_095), fc.boolean(), fc.boolean())
      .map(([x, y, near, down]) => ({ kind: 'position' as const, x, y, near, down }));
    const pressure = upTo(1_023).map((value) => ({ kind: 'pressure' as const, pressure: value }));
    const part = fc.tuple(fc.uint8Array({ max: 0x7f, maxLength: 6 }), fc.oneof(position, pressure));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), sizes, (parts, cuts) => {
        const bytes = joined(
          parts.flatMap(([noise, one]) => [
            noise,
            one.kind === 'pressure'
              ? encodeTopazPressure(one.pressure)
              : encodeTopazPosition(one.x, one.y, one.near, one.down),
          ]),
        );
        expect(framed(new Framer(topazFraming), bytes, cuts)).toEqual(parts.map(([, one]) => one));
      }),
    );
  });
});

describe('nothing is lost', () => {
  it.each([
    ['isdv4', 19_200],
    ['isdv4', 38_400],
    ['topaz', 19_200],
  ] as const)('%s at %i bits a second: 60 seconds of a full line', async (protocol, baud) => {
    const chunking = cutter([1, 4, 9, 2, 30, 5, 1, 1, 13, 7, 3]);
    // Its 60 seconds in strokes of 198 points, with a packet before and one behind each.
    const packetBytes = protocol === 'isdv4' ? 9 : 5;
    const rate = baud / 10 / packetBytes;
    const strokes = Math.floor((60 * rate) / 200);
    const script = scribble(strokes, 198).map((stroke, s) =>
      stroke.map((point) => ({ ...point, x: 1_000 + ((point.x + 37 * s) % 4_000), pressure: 0.5 })),
    );
    const fast = script.map((stroke) => stroke.map((point, i) => ({ ...point, x: 1_000 + 4 * i })));
    const bench =
      protocol === 'isdv4'
        ? isdv4Bench({
            emulator: { baud, chunking },
            driver: { address: `serial:///dev/ttyS9?baud=${baud}` },
          })
        : topazBench({ emulator: { baud, chunking, pressure: false } });
    const { pad, emulator, ready, capture, clock } = bench;
    await ready();
    const signing = await capture();
    const before = emulator.packets;
    const began = clock.now();
    let written: number | null = null;
    void emulator.sign(fast, rate).then((points) => {
      written = points;
    });
    await clock.advance(61_000);
    expect(written).toBe(strokes * 198);
    const sent = emulator.packets - before;
    expect(sent).toBe(strokes * 200 + 1);
    expect(sent).toBeGreaterThan(60 * rate - 200);
    expect(clock.now() - began).toBe(61_000);
    const signature = signing.stop();
    if (!signature.ok) throw new Error(signature.error.code);
    expect(signature.value.counts).toEqual({
      pen: sent,
      touch: 0,
      damaged: 0,
      dropped: { outside: 0, jump: 0, fleck: 0, eraser: 0, surplus: 0 },
    });
    expect(signature.value.raw.map(({ points }) => points.length)).toEqual(
      fast.map((stroke) => stroke.length),
    );
    if (protocol === 'isdv4')
      expect(signature.value.raw.map(({ points }) => places(points))).toEqual(fast.map(places));
    await pad.stop();
  });

  it('of a signature, however the line cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 30, max: 213 }), upTo(2), async (cuts, rate, sensor) => {
        const { pad, emulator, ready, capture, clock } = isdv4Bench({
          emulator: { chunking: cutter(cuts), touch: { sensorId: sensor }, baud: 38_400 },
        });
        await ready();
        const signing = await capture();
        const script = scribble(2, 25);
        let written = 0;
        void emulator.sign(script, rate).then((points) => {
          written = points;
        });
        for (let i = 0; i < 60; i++) {
          emulator.palm(10 * i, 50);
          await clock.advance(31);
        }
        await clock.advance(1_000);
        expect(written).toBe(50);
        const signature = signing.stop();
        if (!signature.ok) throw new Error(signature.error.code);
        expect(signature.value.raw.map(({ points }) => places(points))).toEqual(script.map(places));
        expect(signature.value.counts).toMatchObject({ touch: 60, damaged: 0 });
        await pad.stop();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the filter and the picture', () => {
  const point = fc.record({
    x: upTo(20_000),
    y: upTo(20_000),
    pressure: fc.double({ min: 0, max: 1, noNaN: true }),
    t: upTo(100_000),
  });
  const stroke = fc.array(point, { maxLength: 40 });

  it('keeps end points, number and times, and never leaves the box of the stroke', () => {
    fc.assert(
      fc.property(stroke, (points) => {
        const calm = smooth(points);
        expect(calm.length).toBe(points.length);
        expect(calm[0]).toEqual(points[0]);
        expect(calm.at(-1)).toEqual(points.at(-1));
        expect(calm.map(({ t }) => t)).toEqual(points.map(({ t }) => t));
        for (const name of ['x', 'y'] as const) {
          const all = points.map((one) => one[name]);
          for (const one of calm) {
            expect(one[name]).toBeGreaterThanOrEqual(Math.min(...all));
            expect(one[name]).toBeLessThanOrEqual(Math.max(...all));
          }
        }
      }),
    );
  });

  it('shows every point, in order, at its place in millimetres', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 5 }), (strokes) => {
        const all = strokes.map((points) => ({ points }));
        const counts = { pen: 0, touch: 0, damaged: 0 };
        const dropped = { outside: 0, jump: 0, fleck: 0, eraser: 0, surplus: 0 };
        const svg = toSvg({
          protocol: 'topaz',
          size: { width: 20_000, height: 20_000 },
          strokes: all,
          raw: [],
          counts: { ...counts, dropped },
        });
        const shown: string[] = [];
        for (const [, path = ''] of svg.matchAll(/ d="M([^"]*)"/g)) {
          for (const place of path.split('L')) if (place !== shown.at(-1)) shown.push(place);
        }
        const expected: string[] = [];
        for (const { x, y } of strokes.flat()) {
          const place = `${x / 100} ${y / 100}`;
          if (place !== expected.at(-1)) expected.push(place);
        }
        expect(shown).toEqual(expected);
      }),
    );
  });
});
