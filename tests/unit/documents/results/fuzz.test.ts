import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineResult, RESULT_LIMITS } from '../../../../electron/documents/results/index.ts';
import { makePdf, makeSealedFiles, ofdOf } from '../../../support/results.ts';

const CODES = ['type', 'declared', 'too-large', 'too-many-pages', 'bomb', 'paths', 'encrypted', 'broken'];

/** A word comes back, never an exception. */
async function answers(bytes: Uint8Array): Promise<void> {
  const found = await examineResult(bytes, null);
  if (found.ok) expect(found.value.pages).toBeGreaterThan(0);
  else expect(CODES).toContain(found.error.code);
}

const pdf = await makePdf(2);
const ofd = ofdOf(makeSealedFiles());

describe.each([
  ['PDF', pdf],
  ['OFD', ofd],
])('whatever is done to a %s', (_, whole) => {
  const head = Buffer.from(whole.subarray(0, 8));
  it('random bytes behind its head get a word', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), (bytes) => answers(Buffer.concat([head, bytes]))),
      { numRuns: 120 },
    );
  });
  it('wherever it is cut, it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 2 }), async (length) => {
        const found = await examineResult(whole.subarray(0, length), null);
        expect(found.ok).toBe(false);
      }),
      { numRuns: 80 },
    );
  });
  it('flipped bits get a word, and never a seal that was not there', async () => {
    const flip = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 7 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, bit] of flips) bytes[at] = (bytes[at] as number) ^ (1 << bit);
        await answers(bytes);
      }),
      { numRuns: 80 },
    );
  });
});

it('memory stays bounded: a hundred lying packages leave less than the limit behind', async () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let n = 0; n < 100; n++) {
    const bytes = Buffer.from(ofd);
    // Sizes in the directory are overwritten, one after the other.
    bytes.writeUInt32LE(0x0fffffff, bytes.length - 22 - 60 - n);
    await answers(bytes);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(RESULT_LIMITS.packageBytes);
});
