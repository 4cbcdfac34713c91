import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { type HmacLine, type HmacLineOptions, openHmacLine } from '../support/hmac-line.ts';
import { regionSuite } from '../support/region-suite.ts';
import { known, makeSubmission, TASK_CODE } from '../support/sandbox.ts';

for (const signBody of [true, false])
  regionSuite({
    kind: 'hmac-gateway',
    open: ({ config, sandbox }) =>
      openHmacLine({ signBody, ...(config ? { config } : {}), ...(sandbox ? { sandbox } : {}) }),
    codes: {
      cut: '{op}.network',
      serverError: '{op}.http-500',
      tooMany: '{op}.http-429',
      off: '{op}.network',
      refusedAccount: '{op}.http-401',
    },
    // A key and no token; the answer bears no signature of the region.
    without: ['expired-token', 'forged-answer'],
  });

const never = new AbortController().signal;
const opened: HmacLine[] = [];
async function open(options?: HmacLineOptions): Promise<HmacLine> {
  const line = await openHmacLine(options);
  opened.push(line);
  return line;
}
afterEach(async () => {
  for (const { sandbox } of opened.splice(0)) await sandbox.stop();
});

describe('a strict hmac gateway', () => {
  it.each([-3_600_000, -600_000, 600_000, 3_600_000])(
    'teaches a machine whose clock is %i ms off the time, once',
    async (off) => {
      const clock = new VirtualClock();
      const { adapter, sandbox } = await open({ clock, machineClock: new VirtualClock(clock.now() + off) });
      expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toMatchObject({ ok: true });
      expect(sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
    },
  );

  it('refuses another secret, and the case waits', async () => {
    const { adapter, sandbox } = await open({ secret: 'somebody else’s' });
    expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', retryable: true, for: 'technician' },
    });
    expect(sandbox.cases()).toEqual([]);
  });

  it('tells nobody the secret or a name', async () => {
    const { adapter, logged } = await open({ secret: 'canary-secret' });
    const answer = await adapter.submit(makeSubmission(TASK_CODE), never);
    const said = JSON.stringify([answer, logged]);
    for (const canary of ['canary-secret', known.name, known.number]) expect(said).not.toContain(canary);
  });
});
