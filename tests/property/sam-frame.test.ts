import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSamFrame, SAM_FRAME_LIMITS, SamFrameDecoder } from '../../native-bridge/codec/sam-frame.ts';

const bodies = fc.uint8Array({ minLength: 2, maxLength: 60 });
/** Noise made of the preamble's own bytes as often as of others, but never a whole preamble. */
const noise = fc
  .array(fc.oneof(fc.constantFrom(0xaa, 0x96, 0x69), fc.nat(255)), { maxLength: 30 })
  .filter((bytes) => !bytes.join(',').includes('170,170,170,150,105'));

/** Cuts bytes at arbitrary places. */
function cut(bytes: number[], places: number[]): Uint8Array[] {
  const borders = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...borders, bytes.length].map((end, i) => Uint8Array.from(bytes.slice(borders[i - 1] ?? 0, end)));
}

describe('SAM frame decoder', () => {
  it('gives every frame, in order, whatever the chunking and the noise between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, bodies), { maxLength: 6 }),
        noise,
        fc.array(fc.nat(2_000)),
        (parts, tail, places) => {
          const bytes = parts.flatMap(([before, body]) => [...before, ...encodeSamFrame(body)]).concat(tail);
          const decoder = new SamFrameDecoder();
          const events = cut(bytes, places).flatMap((chunk) => decoder.push(chunk));
          expect(events).toEqual(parts.map(([, body]) => ({ kind: 'frame', frame: body })));
        },
      ),
    );
  });

  it('never gives out a frame with one turned bit, and finds the good frame behind it', () => {
    fc.assert(
      fc.property(bodies, bodies, fc.nat(), (first, second, where) => {
        const damaged = encodeSamFrame(first);
        // Not in the length word: with another length, one frame in 256 has a fitting check byte by chance.
        const places = [0, 1, 2, 3, 4, ...damaged.slice(7).map((_, i) => i + 7)];
        const place = places[(where >> 3) % places.length] as number;
        damaged[place] = (damaged[place] as number) ^ (1 << (where & 7));
        const decoder = new SamFrameDecoder();
        // Enough behind it to fill the longest length that a turned bit can claim.
        const behind = new Uint8Array(SAM_FRAME_LIMITS.maxLength + 10);
        const good = encodeSamFrame(second);
        const events = [...decoder.push(damaged), ...decoder.push(good), ...decoder.push(behind)];
        expect(events.filter((event) => event.kind === 'frame')).toEqual([{ kind: 'frame', frame: second }]);
      }),
    );
  });

  it('holds no more than one frame, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 8 }), (chunks) => {
        const decoder = new SamFrameDecoder();
        for (const chunk of chunks) {
          decoder.push(chunk);
          expect(decoder.held).toBeLessThanOrEqual(SAM_FRAME_LIMITS.maxLength + 7);
        }
      }),
    );
  });
});
