import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../electron/core/index.ts';
import { Framer } from '../../native-bridge/codec/framer.ts';
import { decodeFeatures, encodeFeatures } from '../../native-bridge/devices/fingerprint/emulator-fingers.ts';
import {
  ef01Framing,
  encodeData,
  encodePacket,
  PACKET,
} from '../../native-bridge/devices/fingerprint/protocol.ts';
import { fingerprintBench } from '../support/fingerprint-bench.ts';

const packets = fc.record({
  address: fc.nat(0xffff_ffff),
  id: fc.constantFrom(...Object.values(PACKET)),
  payload: fc.uint8Array({ maxLength: 256 }),
});
/** Noise made of the header's own bytes as often as of others, but never a header. */
const noise = fc
  .array(fc.oneof(fc.constantFrom(0xef, 0x01, 0x55), fc.nat(255)), { maxLength: 20 })
  .filter((bytes) => !bytes.join(',').includes('239,1') && bytes.at(-1) !== 0xef);

function cut(bytes: number[], places: number[]): Uint8Array[] {
  const borders = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...borders, bytes.length].map((end, i) => Uint8Array.from(bytes.slice(borders[i - 1] ?? 0, end)));
}

describe('EF01 framing', () => {
  it('gives every packet, in order, whatever the chunking and the noise between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, packets), { maxLength: 5 }),
        fc.array(fc.nat(2_000)),
        (parts, places) => {
          const bytes = parts.flatMap(([before, packet]) => [...before, ...encodePacket(packet)]);
          const framer = new Framer(ef01Framing);
          const events = cut(bytes, places).flatMap((chunk) => framer.push(chunk));
          expect(events).toEqual(parts.map(([, frame]) => ({ kind: 'frame', frame })));
          expect(framer.held).toBe(0);
        },
      ),
    );
  });

  it('gives content back from data packets of every size', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
        fc.constantFrom(32, 64, 128, 256),
        (content, packetBytes) => {
          const events = new Framer(ef01Framing).push(encodeData(5, content, packetBytes));
          const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
          expect(frames).toHaveLength(Math.ceil(content.length / packetBytes));
          expect(frames.map(({ id }) => id)).toEqual([
            ...Array.from({ length: frames.length - 1 }, () => PACKET.data),
            PACKET.lastData,
          ]);
          expect(frames.flatMap(({ payload }) => [...payload])).toEqual([...content]);
        },
      ),
    );
  });

  it('never gives out a packet with one turned bit, and finds the good one behind it', () => {
    fc.assert(
      fc.property(packets, packets, fc.nat(), (first, second, where) => {
        const damaged = encodePacket(first);
        // Not the address, which no sum protects, and not the length: another length may fit by chance.
        const places = [0, 1, 6, ...damaged.slice(9).map((_, i) => i + 9)];
        const place = places[(where >> 3) % places.length] as number;
        damaged[place] = (damaged[place] as number) ^ (1 << (where & 7));
        const framer = new Framer(ef01Framing);
        const events = [...framer.push(damaged), ...framer.push(encodePacket(second))].concat(
          framer.push(new Uint8Array(300)),
        );
        const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
        expect(frames.at(-1)).toEqual(second);
        expect(frames.filter((frame) => frame.id === first.id && frame !== frames.at(-1))).toEqual([]);
      }),
    );
  });
});

it('emulated features come back from their template, and a damaged one is known', () => {
  const features = fc.record({
    finger: fc.nat(0xffff_ffff),
    sample: fc.nat(0xffff),
    merged: fc.boolean(),
    worn: fc.boolean(),
  });
  fc.assert(
    fc.property(features, fc.constantFrom(512, 768, 1_536), fc.nat(), (one, size, where) => {
      const template = encodeFeatures(one, size);
      expect(template).toHaveLength(size);
      expect(decodeFeatures(template)).toEqual(one);
      const place = where % size;
      template[place] = (template[place] as number) ^ 0x10;
      expect(decodeFeatures(template)).toBeNull();
    }),
  );
});

it('the driver enrols, verifies and uploads whatever the chunking of the line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
      async (sizes) => {
        let at = 0;
        const chunking = (bytes: Uint8Array) => {
          const pieces: Uint8Array[] = [];
          for (let from = 0; from < bytes.length; ) {
            const size = sizes[at++ % sizes.length] as number;
            pieces.push(bytes.slice(from, from + size));
            from += size;
          }
          return pieces;
        };
        const { module, emulator, ready, finish, obedient } = fingerprintBench({ emulator: { chunking } });
        await ready();
        const seen = await finish(
          module.session(async (session) => {
            await session.enrol(obedient(2));
            const template = await session.template();
            return template.ok ? ok(await session.verify(template.value)) : template;
          }),
        );
        expect(seen).toMatchObject({ ok: true, value: { ok: true, value: { matched: true } } });
        expect(emulator.pages).toEqual([]);
        expect(emulator.overlaps).toBe(0);
        await module.stop();
      },
    ),
    { numRuns: 25 },
  );
});
