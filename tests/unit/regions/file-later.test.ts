import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import type { ChannelAnswer } from '../../../electron/regions/exchange/index.ts';
import { LineMonitor } from '../../../electron/regions/index.ts';
import { openMemoryLine } from '../../support/memory-channel.ts';
import { everyOperation } from '../../support/region-requests.ts';
import { makeSubmission, TASK_CODE } from '../../support/sandbox.ts';

/** A region that answers later, through the exchange. */

const never = new AbortController().signal;
const submission = makeSubmission(TASK_CODE);
const unnumbered = { caseNumber: null, acceptedAt: null, finishedAt: null, resultReady: false };
const answering = (answer: ChannelAnswer) => openMemoryLine(async () => ok(answer));

describe('an answer that comes later', () => {
  it('is a received case without a number for a submission and its progress', async () => {
    const { adapter } = answering({ kind: 'later' });
    const received = { ok: true, value: { ...unnumbered, state: 'received' } };
    expect(await adapter.submit(submission, never)).toEqual(received);
    expect(await adapter.progress(submission.idempotencyKey, never)).toEqual(received);
  });

  it('is pending for everything else', async () => {
    const { adapter } = answering({ kind: 'later' });
    for (const [operation, call] of Object.entries(everyOperation(adapter))) {
      if (operation === 'submit' || operation === 'progress') continue;
      const answer = (await call()) as { ok: boolean; error: object };
      expect(answer.error).toMatchObject({
        kind: 'unreachable',
        retryable: true,
        pending: true,
        technicianCode: `toy.${operation}.pending`,
      });
    }
  });

  it('leaves the line up', async () => {
    const { adapter, clock } = answering({ kind: 'later' });
    const monitor = new LineMonitor({ adapters: [adapter], clock, onUp: () => {} });
    await monitor.adapter('990000')?.withdraw(submission.idempotencyKey, never);
    expect(monitor.lines.value.get('990000')?.line).toBe('up');
  });
});

describe('what was turned away before it became a case', () => {
  it('is refused in its progress', async () => {
    const { adapter } = answering({ kind: 'turned-away' });
    expect(await adapter.progress(submission.idempotencyKey, never)).toEqual({
      ok: true,
      value: { ...unnumbered, state: 'refused' },
    });
  });
});
