import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer, type Framing } from '../../native-bridge/codec/framer.ts';
import { krFrame } from '../../native-bridge/devices/locker/kr-frames.ts';
import { rtuAnswers, rtuFrame } from '../../native-bridge/devices/locker/modbus-rtu.ts';
import { eightAnswers, eightBytes, eightFrame } from '../../native-bridge/devices/locker/protocol-8a80.ts';
import { cu16Framing } from '../../native-bridge/devices/locker/protocol-kr-cu16.ts';
import { cu48Framing } from '../../native-bridge/devices/locker/protocol-kr-cu48.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

interface Subject {
  readonly framing: Framing<Uint8Array>;
  readonly frames: fc.Arbitrary<Uint8Array>;
  /** A frame begins with one of these. */
  readonly starts: readonly number[];
  /** Bytes at the front that say how long a frame is. */
  readonly head: number;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'kr-cu16': {
    framing: cu16Framing,
    frames: bytes(5).map(([address = 0, ...data]) => krFrame(Uint8Array.of(address, 0x35, ...data))),
    starts: [0x02],
    head: 3,
  },
  'kr-cu48': {
    framing: cu48Framing,
    frames: bytes(8).map(([address = 0, lock = 0, ...data]) =>
      krFrame(Uint8Array.of(address, lock, 0x65, ...data)),
    ),
    starts: [0x02],
    head: 4,
  },
  '8a80': {
    framing: eightAnswers([
      { board: 1, channels: 24 },
      { board: 2, channels: 32 },
    ]),
    frames: fc.oneof(
      bytes(3).map((states) => eightFrame(Uint8Array.of(0x80, 1, ...states, 0x33))),
      bytes(4).map((states) => eightFrame(Uint8Array.of(0x80, 2, ...states, 0x33))),
      fc
        .tuple(fc.constantFrom(0x8a, 0x82), fc.constantFrom(1, 2), fc.nat(255), fc.nat(255))
        .map((fields) => eightBytes(...fields)),
    ),
    starts: [0x80, 0x82, 0x8a],
    head: 2,
  },
  'modbus-relay': {
    framing: rtuAnswers(
      new Map([
        [1, 8],
        [2, 12],
      ]),
    ),
    frames: fc.oneof(
      fc
        .tuple(fc.constantFrom(1, 2), fc.nat(255))
        .map(([fc_, bits]) => rtuFrame(Uint8Array.of(1, fc_, 1, bits))),
      bytes(2).map((bits) => rtuFrame(Uint8Array.of(2, 2, 2, ...bits))),
      bytes(4).map((rest) => rtuFrame(Uint8Array.of(2, 5, ...rest))),
      fc.nat(4).map((code) => rtuFrame(Uint8Array.of(1, 0x85, code))),
    ),
    starts: [1, 2],
    head: 3,
  },
};

/** Cuts bytes at arbitrary places. */
function cut(all: readonly number[], places: readonly number[]): Uint8Array[] {
  const borders = [...new Set(places.map((place) => place % (all.length + 1)))].sort((a, b) => a - b);
  return [...borders, all.length].map((end, i) => Uint8Array.from(all.slice(borders[i - 1] ?? 0, end)));
}

describe.each(Object.entries(SUBJECTS))('frames of %s', (_, { framing, frames, starts, head }) => {
  const noise = fc.array(
    fc.nat(255).filter((byte) => !starts.includes(byte)),
    { maxLength: 20 },
  );

  it('all come out, in order, whatever the chunking and the noise between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, frames), { maxLength: 8 }),
        fc.array(fc.nat(500)),
        (parts, places) => {
          const all = parts.flatMap(([before, frame]) => [...before, ...frame]);
          const framer = new Framer(framing);
          const events = cut(all, places).flatMap((chunk) => framer.push(chunk));
          expect(events).toEqual(parts.map(([, frame]) => ({ kind: 'frame', frame })));
        },
      ),
    );
  });

  it('with one turned bit are never given out, and do not hide the good one behind them', () => {
    fc.assert(
      fc.property(frames, frames, fc.nat(), (first, second, where) => {
        const damaged = first.slice();
        const place = head + ((where >> 3) % (damaged.length - head));
        damaged[place] = (damaged[place] as number) ^ (1 << (where & 7));
        const framer = new Framer(framing);
        const quiet = new Uint8Array(framing.maxBytes).fill(0x77);
        const found = [...framer.push(damaged), ...framer.push(second), ...framer.push(quiet)].flatMap(
          (event) => (event.kind === 'frame' ? [event.frame] : []),
        );
        expect(found).toContainEqual(second);
        expect(found).not.toContainEqual(damaged);
      }),
    );
  });

  it('never hold back more than the longest frame, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(255), fc.constantFrom(...starts)), { maxLength: 400 }),
        fc.array(fc.nat(400)),
        (all, places) => {
          const framer = new Framer(framing);
          for (const chunk of cut(all, places)) {
            framer.push(chunk);
            expect(framer.held).toBeLessThanOrEqual(framing.maxBytes);
          }
        },
      ),
    );
  });
});
