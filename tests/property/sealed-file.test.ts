import { createHash, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferSource, openSealedFile, sealToBuffer } from '../../electron/sealed-file/index.ts';
import { countingRandom } from '../support/memory-store.ts';
import { EXPECTED, entry, PARTIES, sealOptions } from '../support/sealed.ts';

const SEALED_CHUNK = 65_552;
const open = (bytes: Uint8Array) => openSealedFile(bufferSource(bytes), EXPECTED);
const headEnd = (file: Buffer) => 12 + file.readUInt32BE(8);
/** Four chunks. */
const LONG = Buffer.from(sealToBuffer([entry('a', Buffer.alloc(220_000, 1))], sealOptions()));
const SHORT = Buffer.from(sealToBuffer([entry('a', 'short')], sealOptions()));

/** What the sender himself would sign: the order of the chunks must not rest on the signature alone. */
function signedAgain(body: Uint8Array): Buffer {
  const digest = createHash('sha512').update(body).digest();
  const message = Buffer.concat([Buffer.from('tongban sealed file 1 signature\0'), digest]);
  return Buffer.concat([body, sign(null, message, PARTIES.kiosk.private)]);
}
function fromChunks(order: readonly number[]): Buffer {
  const body = LONG.subarray(headEnd(LONG), -72);
  const chunks = order.map((n) => body.subarray(n * SEALED_CHUNK, (n + 1) * SEALED_CHUNK));
  return Buffer.concat([LONG.subarray(0, headEnd(LONG)), ...chunks, LONG.subarray(-72, -64)]);
}

describe('a sealed file', () => {
  it('gives back any entries', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/);
    const entries = fc.uniqueArray(fc.record({ name, bytes: fc.uint8Array({ maxLength: 5_000 }) }), {
      selector: (one) => one.name,
      maxLength: 40,
    });
    fc.assert(
      fc.property(entries, fc.string(), (all, seed) => {
        const opened = open(sealToBuffer(all, sealOptions({ random: countingRandom(seed) })));
        if (!opened.ok) throw new Error(opened.error.kind);
        expect([...opened.value.entries()].map((one) => [one.name, [...one.bytes]])).toEqual(
          all.map((one) => [one.name, [...one.bytes]]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is refused with any bit flipped', () => {
    for (let bit = 0; bit < SHORT.length * 8; bit++) {
      const changed = Buffer.from(SHORT);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect({ bit, ok: open(changed).ok }).toEqual({ bit, ok: false });
    }
    fc.assert(
      fc.property(fc.nat(LONG.length * 8 - 1), (bit) => {
        const changed = Buffer.from(LONG);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(open(changed).ok).toBe(false);
      }),
    );
  });

  it('is refused when cut anywhere, and says that it was cut', () => {
    for (let length = 0; length < SHORT.length; length++) {
      expect(open(SHORT.subarray(0, length))).toEqual({
        ok: false,
        error: { kind: length === 0 ? 'not-a-sealed-file' : 'truncated' },
      });
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LONG.length - 1 }), (length) => {
        expect(open(LONG.subarray(0, length))).toEqual({ ok: false, error: { kind: 'truncated' } });
      }),
    );
  });

  it('is refused with bytes put in, taken out or added', () => {
    fc.assert(
      fc.property(fc.nat(LONG.length), fc.uint8Array({ minLength: 1, maxLength: 100 }), (at, more) => {
        expect(open(Buffer.concat([LONG.subarray(0, at), more, LONG.subarray(at)])).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.nat(LONG.length - 1), fc.integer({ min: 1, max: 70_000 }), (at, count) => {
        expect(open(Buffer.concat([LONG.subarray(0, at), LONG.subarray(at + count)])).ok).toBe(false);
      }),
    );
  });

  it('is refused with its chunks in any other order, left out or doubled, even when signed so', () => {
    expect(open(signedAgain(fromChunks([0, 1, 2, 3]))).ok).toBe(true);
    const order = fc
      .array(fc.nat(3), { minLength: 1, maxLength: 6 })
      .filter((chunks) => chunks.join() !== '0,1,2,3');
    fc.assert(
      fc.property(order, (chunks) => {
        expect(open(Buffer.concat([fromChunks(chunks), LONG.subarray(-64)])).ok).toBe(false);
        expect(open(signedAgain(fromChunks(chunks)))).toEqual({ ok: false, error: { kind: 'bad-content' } });
      }),
    );
  });

  it('is refused when any bytes at all claim to be one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(open(bytes).ok).toBe(false);
        expect(open(Buffer.concat([Buffer.from('TBSEALED'), bytes])).ok).toBe(false);
      }),
    );
  });
});
