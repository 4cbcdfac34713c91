import { afterEach, describe, expect, it } from 'vitest';
import { err, ok, receiptNumber, VirtualClock } from '../../../electron/core/index.ts';
import { type Desk, type Front, startSandbox } from '../../../electron/demo/sandbox-region/index.ts';
import { CODE_SETS, type CodeSetName } from '../../../electron/regions/exchange/code-sets.ts';
import { regionFailure, type Ticket } from '../../../electron/regions/index.ts';
import { openMemoryLine, saying } from '../../support/memory-channel.ts';
import { AT, makeTicket } from '../../support/region-requests.ts';
import { SUITE_REGISTER } from '../../support/region-suite.ts';
import { TASK_CODE } from '../../support/sandbox.ts';

const never = new AbortController().signal;
const HOUR = 3_600_000;

/** Each code set and how the sandbox region speaks it, from its own books. */
const SETS = [
  ['gb-39046', 'standard'],
  ['tongban', 'tongban'],
  ['guangdong', 'guangdong'],
  ['zhejiang', 'zhejiang'],
] as const;

const whole: Partial<Ticket> = {
  receiptNumber: receiptNumber('B017', '261120', 1),
  region: '120000',
  wishedBy: '2026-11-30',
  referBy: AT + 8 * HOUR,
  answerBy: AT + 120 * HOUR,
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An adapter whose channel is the region's desk itself. */
async function openLine(codeSet: CodeSetName, dialect: (typeof SETS)[number][1]) {
  const clock = new VirtualClock(AT);
  let desk: Desk | undefined;
  const front = (given: Desk): Front => {
    desk = given;
    return { connection: {}, start: async () => {}, stop: async () => {} };
  };
  const sandbox = await startSandbox(
    {
      region: '120000',
      ...SUITE_REGISTER,
      dialect,
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock,
      makeResult: async () => new Uint8Array(),
    },
    front,
  );
  stops.push(() => sandbox.stop());
  const line = openMemoryLine(
    async ({ operation, key, fields }) => {
      const asked = {
        operation,
        key: key ?? null,
        session: null,
        fields: JSON.parse(JSON.stringify(fields)),
      };
      const served = await (desk as Desk).serve(asked);
      if (served.kind === 'answer') return ok({ kind: 'answer', body: served.body });
      if (served.kind === 'refused')
        return ok({ kind: 'refused', code: `${served.code} ${served.path ?? ''}` });
      return err(regionFailure('unreachable', `toy.${operation}.${served.kind}`));
    },
    { codeSet },
  );
  return { ...line, clock };
}

describe.each(SETS)('a ticket in %s', (codeSet, dialect) => {
  it('takes its deadlines, its region and its number along, as the region writes them', async () => {
    const { adapter, sent } = await openLine(codeSet, dialect);
    expect(await adapter.sendTicket(makeTicket(whole), never)).toMatchObject({ ok: true });
    const dashed = codeSet === 'tongban' || codeSet === 'zhejiang';
    expect(sent[0]?.fields).toMatchObject({
      receiptNumber: whole.receiptNumber,
      region: '120000',
      wishedBy: dashed ? '2026-11-30' : '20261130',
    });
    const [from, by, answer] = ['sentAt', 'referBy', 'answerBy'].map((name) => sent[0]?.fields[name]);
    expect(new Set([from, by, answer].map((text) => String(text).length)).size).toBe(1);
    expect(by).not.toBe(answer);
  });

  it('without them is a ticket all the same', async () => {
    const { adapter, sent } = await openLine(codeSet, dialect);
    expect(await adapter.sendTicket(makeTicket(), never)).toMatchObject({ ok: true });
    const keys = Object.keys(JSON.parse(JSON.stringify(sent[0]?.fields)));
    expect(keys.filter((name) => Object.hasOwn(whole, name))).toEqual([]);
  });

  it.each([
    ['not-done', 'special-handling'],
    ['off-list', 'guided'],
  ] as const)('%s comes back referred, answered and closed as %s', async (about, closing) => {
    const { adapter, clock } = await openLine(codeSet, dialect);
    const taken = await adapter.sendTicket(makeTicket({ ...whole, about }), never);
    if (!taken.ok) throw new Error(taken.error.technicianCode);
    expect(taken.value).toMatchObject({ state: 'received', referredAt: null });
    expect(taken.value).not.toHaveProperty('closing');
    await clock.advance(3_000);
    const working = await adapter.ticket(taken.value.ticketNumber, never);
    expect(working).toMatchObject({ ok: true, value: { state: 'working', referredAt: AT + 3_000 } });
    await clock.advance(60_000);
    const closed = await adapter.ticket(taken.value.ticketNumber, never);
    expect(closed).toMatchObject({ ok: true, value: { state: 'closed', closing: { class: closing } } });
    expect(closed.ok && closed.value?.closing?.text).toBeTruthy();
  });

  it('every class of closing comes back as the word that it was', async () => {
    for (const [word, code] of Object.entries(CODE_SETS[codeSet].tables.ticketClosing)) {
      const body = {
        ticketNumber: 'T1',
        state: '4',
        answers: [],
        closing: { class: code, text: '已说明' },
      };
      const { adapter } = openMemoryLine(saying(body), { codeSet });
      expect(await adapter.ticket('T1', never)).toEqual(
        ok({ ticketNumber: 'T1', state: 'closed', answers: [], closing: { class: word, text: '已说明' } }),
      );
    }
  });
});

describe('what a region says of a ticket', () => {
  const heard = { ticketNumber: 'T1', state: '2', answers: [] };

  it('a region that is silent about the referral has not said that there was none', async () => {
    const silent = await openMemoryLine(saying(heard)).adapter.ticket('T1', never);
    expect(silent.ok && Object.keys(silent.value ?? {})).not.toContain('referredAt');
    const none = openMemoryLine(saying({ ...heard, referredAt: null })).adapter;
    expect(await none.ticket('T1', never)).toMatchObject({ ok: true, value: { referredAt: null } });
  });

  it.each([
    ['a class without a word', { closing: { class: '99', text: 'x' } }, 'closing'],
    ['a closing without a reason', { closing: { class: '11', text: '' } }, 'closing'],
    ['a referral at no instant', { referredAt: 'today' }, 'referredAt'],
  ])('%s is a change of the protocol', async (_, change, path) => {
    const { adapter } = openMemoryLine(saying({ ...heard, ...change }));
    const answer = await adapter.ticket('T1', never);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'schema' } });
    expect(!answer.ok && answer.error.technicianCode).toContain(path);
  });
});
