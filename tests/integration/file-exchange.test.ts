import { afterEach, describe, expect, it } from 'vitest';
import { type FileLine, type FileLineOptions, openFileLine } from '../support/file-line.ts';
import { makeSubmission, TASK_CODE } from '../support/sandbox.ts';

const never = new AbortController().signal;
const opened: FileLine[] = [];
async function open(options: FileLineOptions = {}): Promise<FileLine> {
  const line = await openFileLine(options);
  opened.push(line);
  return line;
}
afterEach(async () => {
  for (const line of opened.splice(0)) await line.stop();
});

describe('file-exchange: a case', () => {
  it('is received without a number, then goes its way to the result', async () => {
    const { adapter, clock } = await open();
    const submission = makeSubmission(TASK_CODE);
    const key = submission.idempotencyKey;
    expect(await adapter.submit(submission, never)).toEqual({
      ok: true,
      value: { caseNumber: null, state: 'received', acceptedAt: null, finishedAt: null, resultReady: false },
    });
    const states: unknown[] = [];
    for (const ms of [0, 3_000, 2_500, 2_500]) {
      await clock.advance(ms);
      const progress = await adapter.progress(key, never);
      states.push(progress.ok ? progress.value?.state : progress.error.technicianCode);
    }
    expect(states).toEqual(['received', 'accepted', 'approved', 'finished']);
    const progress = await adapter.progress(key, never);
    const caseNumber = (progress.ok && progress.value?.caseNumber) || '';
    const result = await adapter.fetchResult(caseNumber, never);
    expect(result.ok && Buffer.from(result.value.pdf).toString()).toBe(`%PDF-1.7 result of ${caseNumber}`);
  });
});
