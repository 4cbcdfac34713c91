import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  type Desk,
  type Front,
  type Served,
  startSandbox,
} from '../../../electron/demo/sandbox-region/index.ts';
import { Coder } from '../../../electron/regions/exchange/coder.ts';
import { exchangeConfig, exchangeShape } from '../../../electron/regions/exchange/index.ts';
import { requestFields } from '../../../electron/regions/exchange/to-wire.ts';
import { SUITE_REGISTER } from '../../support/region-suite.ts';
import { makeSubmission, TASK_CODE } from '../../support/sandbox.ts';

/** The backend as a front meets it, without any front. */
async function openDesk() {
  let desk: Desk | undefined;
  const front = (given: Desk): Front => {
    desk = given;
    return { connection: {}, start: async () => {}, stop: async () => {} };
  };
  const sandbox = await startSandbox(
    {
      region: '120000',
      ...SUITE_REGISTER,
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock: new VirtualClock(),
      makeResult: async () => new Uint8Array(),
    },
    front,
  );
  return { desk: desk as Desk, sandbox, stop: () => sandbox.stop() };
}

function submissionFields(): Record<string, unknown> {
  const config = exchangeConfig(
    z.strictObject(exchangeShape).parse({
      codeSet: 'tongban',
      mappings: { form: { 'XT-GA-020': { purpose: { train: '01' } } } },
    }),
  );
  if (!config.ok) throw new Error(config.error.message);
  const fields = requestFields(new Coder(config.value)).submission(makeSubmission(TASK_CODE));
  if (!fields.ok) throw new Error(fields.error.path);
  return JSON.parse(JSON.stringify(fields.value));
}

const codeOf = (served: Served) =>
  served.kind === 'refused' ? `${served.code} ${served.path ?? ''}` : served.kind;

describe('the sandbox backend', () => {
  it('refuses every missing key, every strange key and every changed code of a submission', async () => {
    const { desk, stop } = await openDesk();
    const whole = submissionFields();
    const ask = async (fields: unknown, key = 'key-00000001') =>
      codeOf(await desk.serve({ operation: 'submit', key, session: null, fields }));
    for (const name of Object.keys(whole)) {
      const { [name]: _, ...rest } = whole;
      expect(await ask(rest)).toBe(`SCHEMA ${name}`);
    }
    expect(await ask({ ...whole, colour: 'red' })).toBe('SCHEMA unknown');
    for (const change of [
      { channel: '5' },
      { delivery: '9' },
      { submittedAt: '20261120T100000' },
      { submittedAt: '2026-11-20T02:00:00Z' },
      { applicant: { ...(whole.applicant as object), certificateType: '10' } },
      { mode: '9' },
      { parts: [] },
    ])
      expect(await ask({ ...whole, ...change })).toMatch(/^SCHEMA /);
    expect(await ask(whole, 'short')).toBe('IDEMPOTENCY_KEY_MISSING ');
    expect(await ask(whole)).toBe('answer');
    await stop();
  });

  it('wants an address for what comes by post and for nothing else, and a locker likewise', async () => {
    const { desk, stop } = await openDesk();
    const whole = submissionFields();
    const receiver = {
      name: '样本',
      phone: '13800000000',
      province: '示例省',
      city: '样本市',
      county: '测试区',
      street: '和平路12号',
      postcode: null,
    };
    const locker = { id: 'here', name: '取件柜' };
    const ask = async (change: object, key = 'key-00000001') =>
      codeOf(await desk.serve({ operation: 'submit', key, session: null, fields: { ...whole, ...change } }));
    expect(await ask({ delivery: '2' })).toBe('DELIVERY receiver');
    expect(await ask({ delivery: '1', receiver })).toBe('DELIVERY receiver');
    expect(await ask({ delivery: '5' })).toBe('DELIVERY locker');
    expect(await ask({ delivery: '2', receiver, locker })).toBe('DELIVERY locker');
    expect(await ask({ delivery: '2', receiver })).toBe('answer');
    expect(await ask({ delivery: '5', locker }, 'key-00000002')).toBe('answer');
    await stop();
  });

  it('takes no application for paid whose fee is another one’s, is not paid, or came back', async () => {
    const { desk, stop, sandbox } = await openDesk();
    const whole = submissionFields();
    const key = 'key-00000001';
    const serve = (operation: string, under: string, fields: unknown) =>
      desk.serve({ operation, key: under, session: null, fields });
    const { matterCode, taskCode } = whole as { matterCode: string; taskCode: string };
    const asked = await serve('requestPayment', 'key-00000009', { caseKey: key, matterCode, taskCode });
    const number = asked.kind === 'answer' ? String(asked.body.paymentNumber) : '';
    const submit = async (payment: object, under = key) =>
      codeOf(await serve('submit', under, { ...whole, payment }));
    expect(await submit({ number, amountFen: 1_000 })).toBe('NOT_PAID payment');
    expect(sandbox.pay(number)).toBe(true);
    expect(sandbox.pay(number)).toBe(false);
    expect(await submit({ number, amountFen: 1 })).toBe('NOT_PAID payment');
    expect(await submit({ number, amountFen: 1_000 }, 'key-00000003')).toBe('NOT_PAID payment');
    expect(await submit({ number, amountFen: 1_000 })).toBe('answer');
    await serve('returnPayment', 'key-00000008', { paymentNumber: number });
    expect(sandbox.payments()).toMatchObject([{ number, amountFen: 1_000, state: 'refunding' }]);
    // What was taken in while it was paid is taken in.
    expect(await submit({ number, amountFen: 1_000 })).toBe('answer');
    await stop();
  });

  it.each([
    ['fly', {}, 'NO_SUCH_OPERATION '],
    ['constructor', {}, 'NO_SUCH_OPERATION '],
    ['ping', { a: 1 }, 'SCHEMA unknown'],
    ['progress', undefined, 'SCHEMA root'],
    ['events', { since: 'e999' }, 'CURSOR_UNKNOWN '],
    ['events', { since: 'yesterday' }, 'CURSOR_UNKNOWN '],
    ['casesOf', { after: null }, 'SESSION_ENDED '],
  ])('%s %j is %s', async (operation, fields, code) => {
    const { desk, stop } = await openDesk();
    expect(codeOf(await desk.serve({ operation, key: null, session: 'nobody', fields }))).toBe(code);
    await stop();
  });

  it('a key that was used for one thing is not good for another', async () => {
    const { desk, stop } = await openDesk();
    const fields = submissionFields();
    const key = 'key-00000001';
    const booked = await desk.serve({ operation: 'submit', key, session: null, fields });
    const caseNumber = booked.kind === 'answer' ? booked.body.caseNumber : null;
    const pay = (one: string) =>
      desk.serve({ operation: 'requestPayment', key: one, session: null, fields: { caseNumber } });
    expect(codeOf(await pay(key))).toBe('IDEMPOTENCY_KEY_REUSED ');
    expect(codeOf(await pay('key-00000002'))).toBe('answer');
    await stop();
  });
});
