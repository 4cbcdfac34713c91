import { afterEach, describe, expect, it } from 'vitest';
import type { DialectName } from '../../electron/demo/sandbox-region/index.ts';
import { SATISFACTIONS } from '../../electron/regions/index.ts';
import { claim, keyOf, makeRating, personLogin } from '../support/region-requests.ts';
import {
  known,
  makeSubmission,
  openSandboxLine,
  REST_ADAPTER,
  type SandboxLine,
  TASK_CODE,
} from '../support/sandbox.ts';

/** The adapter's code sets against regions that speak those codes by tables of their own: each trap, there and back. */

const never = new AbortController().signal;
/** 24 digits, the other generation. */
const SHORT = '112233445566778899001122';
const FOREIGNER = { name: 'SAMPLE, ANNA', number: 'U99C7O1B4', nationality: 'UTO', birthDate: '19950730' };
let line: SandboxLine;
afterEach(() => line.sandbox.stop());

async function open(dialect: DialectName, codeSet: string, taskCode = TASK_CODE): Promise<SandboxLine> {
  const mappings = {
    ...(REST_ADAPTER.mappings as object),
    ...(taskCode === TASK_CODE ? {} : { taskCode: { [TASK_CODE]: taskCode } }),
  };
  line = await openSandboxLine({
    sandbox: { dialect, taskCodes: { 'XT-GA-020': taskCode }, people: [known, FOREIGNER] },
    config: (adapter) => ({ ...adapter, codeSet, mappings }),
  });
  return line;
}

describe.each([
  ['tongban', 'tongban', TASK_CODE],
  ['guangdong', 'guangdong', TASK_CODE],
  ['zhejiang', 'zhejiang', TASK_CODE],
  ['standard', 'gb-39046', SHORT],
] as const)('a region of the dialect %s', (dialect, codeSet, taskCode) => {
  it('takes a case, and its instants come back to the second', async () => {
    const { adapter, clock } = await open(dialect, codeSet, taskCode);
    const begun = clock.now();
    const submission = makeSubmission(TASK_CODE);
    const booked = await adapter.submit(submission, never);
    expect(booked).toMatchObject({ ok: true });
    expect(booked.ok && booked.value.caseNumber?.startsWith(taskCode)).toBe(true);
    await clock.advance(8_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      value: { state: 'finished', acceptedAt: begun + 3_000, finishedAt: begun + 8_000 },
    });
  });

  it('counts stars as the citizen meant them', async () => {
    const { adapter, sandbox } = await open(dialect, codeSet, taskCode);
    for (const [i, word] of SATISFACTIONS.entries()) {
      const booked = await adapter.submit(makeSubmission(TASK_CODE, i + 1), never);
      const number = (booked.ok && booked.value.caseNumber) || '';
      await adapter.rate(makeRating(number, word, { idempotencyKey: keyOf(i) }), never);
    }
    expect(sandbox.ratings().map(({ stars, rater }) => [stars, rater])).toEqual(
      [5, 4, 3, 2, 1].map((stars) => [stars, 'person']),
    );
  });

  it('knows a passport by its own code, and by nationality and birth date besides the number', async () => {
    const { adapter, sandbox } = await open(dialect, codeSet, taskCode);
    const { name, number, ...passport } = FOREIGNER;
    const check = (over = {}) =>
      adapter.checkPerson({ name, number, passport: { ...passport, ...over } }, never);
    expect(await check()).toEqual({ ok: true, value: { match: true } });
    for (const over of [{ nationality: 'D' }, { birthDate: '19950731' }])
      expect(await check(over)).toEqual({ ok: true, value: { match: false } });
    expect(await adapter.checkPerson({ name, number }, never)).toEqual({ ok: true, value: { match: false } });

    const submission = makeSubmission(TASK_CODE);
    const applicant = { ...submission.applicant, name, number, source: 'typed' as const };
    expect(await adapter.submit({ ...submission, applicant }, never)).toMatchObject({ ok: false });
    expect(sandbox.cases()).toEqual([]);
    expect(
      await adapter.submit({ ...submission, applicant: { ...applicant, passport } }, never),
    ).toMatchObject({ ok: true });
  });

  it('means the same by an instant and a promised matter, and by an implementation code', async () => {
    const { adapter } = await open(dialect, codeSet, taskCode);
    expect(await adapter.matters(null, never)).toMatchObject({
      value: { matters: [{ caseType: 'promised', taskCode: TASK_CODE }] },
    });
    await adapter.submit(makeSubmission(TASK_CODE), never);
    const session = await adapter.authenticate(personLogin(), never);
    if (!session.ok) throw new Error(session.error.technicianCode);
    expect(await adapter.casesOf(session.value, null, never)).toMatchObject({
      value: { cases: [{ taskCode: TASK_CODE, matterCode: 'XT-GA-020' }] },
    });
  });
});

describe('a wrong code set in a region file', () => {
  it.each([
    ['guangdong', 'tongban', 'a certificate code'],
    ['tongban', 'zhejiang', 'an instant'],
    ['zhejiang', 'guangdong', 'a certificate code'],
  ] as const)(
    'dialect %s, code set %s: found out by %s before anything is booked',
    async (dialect, codeSet, _why) => {
      const { adapter, sandbox } = await open(dialect, codeSet);
      expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toMatchObject({
        error: { kind: 'rejected', technicianCode: 'rest-oauth2.submit.refused:SCHEMA' },
      });
      expect(sandbox.cases()).toEqual([]);
    },
  );

  it('an implementation code of the other generation is not sent at all', async () => {
    const { adapter } = await open('standard', 'gb-39046', TASK_CODE);
    expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toMatchObject({
      error: { technicianCode: 'rest-oauth2.submit.mapping:taskCode' },
    });
    expect(await adapter.checkPerson(claim(known), never)).toMatchObject({ value: { match: true } });
  });
});
