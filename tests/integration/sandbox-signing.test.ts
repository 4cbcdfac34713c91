import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import type { Submission } from '../../electron/regions/index.ts';
import { makePerson } from '../support/people.ts';
import { makeSubmission, openSandboxLine } from '../support/sandbox.ts';

/** What a region does with signatures: of several people until a day, of a finger, of a commitment. */

const never = new AbortController().signal;
const DAY_MS = 86_400_000;
let clock: VirtualClock;
let line: Awaited<ReturnType<typeof openSandboxLine>>;
beforeEach(async () => {
  clock = new VirtualClock();
  line = await openSandboxLine({ clock });
});
afterEach(() => line.sandbox.stop());

const submit = (over: Partial<Submission>) => {
  const submission = { ...makeSubmission(line.taskCode), ...over };
  return { submission, answer: line.adapter.submit(submission, never) };
};
const stateOf = async ({ idempotencyKey }: Submission) => {
  const progress = await line.adapter.progress(idempotencyKey, never);
  return progress.ok ? progress.value?.state : progress.error.technicianCode;
};
const signer = (seed: number, signed: Submission | null = null) => {
  const { name, number } = makePerson(seed);
  return { name, number, ...(signed && { signature: signed.signature }) };
};
const due = (quorum: number) => ({ quorum, inOrder: false, until: clock.now() + 15 * DAY_MS });

describe('several signers', () => {
  it('who signed at once counts, and the case goes on when enough have', async () => {
    const base = makeSubmission(line.taskCode);
    const { submission, answer } = submit({
      furtherSigners: [signer(2, base), signer(3)],
      signaturesDue: due(1),
    });
    await answer;
    await clock.advance(4_000);
    expect(await stateOf(submission)).not.toBe('received');
  });

  it('the case waits for the others until the day, and is refused after it', async () => {
    const { submission, answer } = submit({ furtherSigners: [signer(2), signer(3)], signaturesDue: due(2) });
    await answer;
    await clock.advance(14 * DAY_MS);
    expect(await stateOf(submission)).toBe('received');
    await clock.advance(DAY_MS + 1_000);
    expect(await stateOf(submission)).toBe('refused');
  });

  it('a signature under another document is none', async () => {
    const other = makeSubmission(line.taskCode);
    const wrong = { ...other, signature: { ...other.signature, sha256: 'f'.repeat(64) } } as Submission;
    const { submission, answer } = submit({ furtherSigners: [signer(2, wrong)], signaturesDue: due(1) });
    await answer;
    await clock.advance(4_000);
    expect(await stateOf(submission)).toBe('received');
  });
});

describe('a fingerprint and a commitment', () => {
  const png = Buffer.from('made-up ridges');
  const print = (sha256: string): Submission['signature'] => ({
    kind: 'fingerprint',
    sha256: makeSubmission(line.taskCode).document.sha256,
    signedAt: clock.now(),
    image: { mediaType: 'image/png', base64: png.toString('base64'), sha256 },
  });

  it('the image is taken as the signature when it is what its hash says', async () => {
    const right = createHash('sha256').update(png).digest('hex');
    expect((await submit({ signature: print(right) }).answer).ok).toBe(true);
  });

  it('and is refused when it is not', async () => {
    expect(await submit({ signature: print('0'.repeat(64)) }).answer).toMatchObject({
      error: { kind: 'rejected' },
    });
  });

  it('a commitment is bound to the same document', async () => {
    const { signature } = makeSubmission(line.taskCode);
    const textSha256 = 'c'.repeat(64);
    expect((await submit({ commitment: { textSha256, signature } }).answer).ok).toBe(true);
    const other = { ...signature, sha256: 'f'.repeat(64) } as Submission['signature'];
    const refused = submit({
      idempotencyKey: 'another-key-0001',
      commitment: { textSha256, signature: other },
    });
    expect(await refused.answer).toMatchObject({ error: { kind: 'rejected' } });
  });
});
