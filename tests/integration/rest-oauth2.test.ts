import { afterEach, describe, expect, it } from 'vitest';
import { type RegionFailure, regionFailure, type Submission } from '../../electron/regions/index.ts';
import { makePerson } from '../support/people.ts';
import {
  known,
  makeSubmission,
  openSandboxLine,
  type SandboxLine,
  type SandboxLineOptions,
  until,
} from '../support/sandbox.ts';

/** The conformance of the rest-oauth2 adapter against the sandbox region, over real sockets. Time is virtual. */

const never = new AbortController().signal;
const lines: SandboxLine[] = [];

async function open(options?: SandboxLineOptions): Promise<SandboxLine> {
  const line = await openSandboxLine(options);
  lines.push(line);
  return line;
}

afterEach(async () => {
  for (const line of lines.splice(0)) {
    const said = line.logged.join('\n');
    expect(said).not.toContain(known.number);
    expect(said).not.toContain(known.name);
    await line.sandbox.stop();
  }
});

function failed(kind: RegionFailure['kind'], technicianCode: string, retryAfterMs?: number) {
  return { ok: false, error: regionFailure(kind, technicianCode, retryAfterMs) };
}

describe('submitting', () => {
  it('books a case with a number of implementation code, date and serial', async () => {
    const { adapter, sandbox, taskCode } = await open();
    const answer = await adapter.submit(makeSubmission(taskCode), never);
    const caseNumber = `${taskCode}202611200001`;
    expect(answer).toEqual({
      ok: true,
      value: { caseNumber, state: 'received', acceptedAt: null, finishedAt: null, resultReady: false },
    });
    expect(sandbox.cases()).toEqual([
      { caseNumber, receiptNumber: makeSubmission(taskCode).receiptNumber, copies: 1 },
    ]);
  });

  it('again with the same key is the same case, and the copy is counted', async () => {
    const { adapter, sandbox, taskCode } = await open();
    const first = await adapter.submit(makeSubmission(taskCode), never);
    const second = await adapter.submit(makeSubmission(taskCode), never);
    expect(second).toEqual(first);
    expect(sandbox.cases().map((one) => one.copies)).toEqual([2]);
  });

  it('twenty copies at once are one case', async () => {
    const { adapter, sandbox, taskCode } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adapter.submit(makeSubmission(taskCode), never)),
    );
    expect(new Set(answers.map((answer) => (answer.ok ? answer.value.caseNumber : 'failed'))).size).toBe(1);
    expect(sandbox.cases().map((one) => one.copies)).toEqual([20]);
  });

  it('two applications are two cases with two serials', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await adapter.submit(makeSubmission(taskCode, 1), never);
    await adapter.submit(makeSubmission(taskCode, 2), never);
    expect(sandbox.cases().map((one) => one.caseNumber.slice(-4))).toEqual(['0002', '0001']);
  });

  it('the same key with another body is refused for good', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await adapter.submit(makeSubmission(taskCode), never);
    const answer = await adapter.submit(makeSubmission(taskCode, 1, { form: { purpose: 'exam' } }), never);
    expect(answer).toEqual(failed('rejected', 'rest-oauth2.submit.refused:IDEMPOTENCY_KEY_REUSED'));
    expect(sandbox.cases().map((one) => one.copies)).toEqual([1]);
  });

  it('cut after the case was booked, then sent again: one case', async () => {
    const { adapter, sandbox, taskCode } = await open();
    sandbox.faults.failNext('cut', { count: 2 });
    const cut = failed('unreachable', 'rest-oauth2.submit.network');
    expect(await adapter.submit(makeSubmission(taskCode), never)).toEqual(cut);
    expect(await adapter.submit(makeSubmission(taskCode), never)).toEqual(cut);
    expect(await adapter.submit(makeSubmission(taskCode), never)).toMatchObject({ ok: true });
    expect(sandbox.cases().map((one) => one.copies)).toEqual([3]);
  });

  it('slower than the deadline is unreachable, and one case all the same', async () => {
    const { adapter, sandbox, clock, taskCode } = await open();
    await adapter.ping(never);
    await sandbox.setMode('slow');
    const waiting = adapter.submit(makeSubmission(taskCode), never);
    await until(() => sandbox.cases().length === 1);
    await clock.advance(30_000);
    expect(await waiting).toEqual(failed('unreachable', 'rest-oauth2.submit.timeout'));
    await sandbox.setMode('on');
    expect(await adapter.submit(makeSubmission(taskCode), never)).toMatchObject({ ok: true });
    expect(sandbox.cases().map((one) => one.copies)).toEqual([2]);
  });

  it('slow within the deadline is answered', async () => {
    const { adapter, sandbox, clock, taskCode } = await open({ sandbox: { delays: { slowMs: 20_000 } } });
    await adapter.ping(never);
    await sandbox.setMode('slow');
    const before = clock.pending;
    const waiting = adapter.submit(makeSubmission(taskCode), never);
    // The adapter's deadline, the case's next step, the slow answer.
    await until(() => clock.pending === before + 3);
    await clock.advance(20_000);
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('given up by the caller ends at once', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await sandbox.setMode('slow');
    const stop = new AbortController();
    const waiting = adapter.submit(makeSubmission(taskCode), stop.signal);
    await until(() => sandbox.cases().length === 1);
    stop.abort();
    expect(await waiting).toEqual(failed('unreachable', 'rest-oauth2.submit.aborted'));
  });

  it.each<[string, Partial<Submission>, string]>([
    ['an unknown implementation code', { taskCode: 'X'.repeat(31) }, 'TASK_UNKNOWN'],
    [
      'a document that is not the hashed one',
      {
        document: {
          base64: Buffer.from('%PDF-1.7 other').toString('base64'),
          sha256: makeSubmission('', 1).document.sha256,
        },
      },
      'DOCUMENT_HASH',
    ],
    [
      'a signature under another document',
      { signature: { ...makeSubmission('', 1).signature, sha256: '0'.repeat(64) } },
      'SIGNATURE_HASH',
    ],
    ['a form that the matter does not know', { form: { purpose: 'train', phone: '12' } }, 'FORM'],
    [
      'a number with a wrong check character',
      {
        applicant: {
          ...makeSubmission('', 1).applicant,
          number: known.number.slice(0, 17) + (known.number.endsWith('1') ? '2' : '1'),
        },
      },
      'CERTIFICATE_NUMBER',
    ],
    [
      'a typed person whom the register does not know',
      { applicant: { ...makeSubmission('', 1).applicant, ...nameAndNumber(2), source: 'typed' } },
      'PERSON_UNKNOWN',
    ],
    ['a machine code of the wrong form', { machineCode: 'b-17' }, 'SCHEMA'],
  ])('%s is rejected for good and not booked', async (_, change, code) => {
    const { adapter, sandbox, taskCode } = await open();
    const answer = await adapter.submit({ ...makeSubmission(taskCode), ...change }, never);
    expect(answer).toEqual(failed('rejected', `rest-oauth2.submit.refused:${code}`));
    expect(sandbox.cases()).toEqual([]);
  });

  it('a value without a code in the region file is not sent', async () => {
    const { adapter, sandbox, taskCode } = await open();
    const answer = await adapter.submit(makeSubmission(taskCode, 1, { form: { purpose: 'holiday' } }), never);
    expect(answer).toEqual(failed('rejected', 'rest-oauth2.submit.mapping:form.purpose'));
    expect(sandbox.cases()).toEqual([]);
  });

  it('a wrong code in the region file is found out by the region', async () => {
    const { adapter, taskCode } = await open({
      config: (adapter) => ({
        ...adapter,
        mappings: { ...(adapter.mappings as object), delivery: { 'print-here': '7', window: '1' } },
      }),
    });
    const answer = await adapter.submit(makeSubmission(taskCode), never);
    expect(answer).toEqual(failed('rejected', 'rest-oauth2.submit.refused:SCHEMA'));
  });
});

describe('a line that does not work', () => {
  it('refusing is unreachable', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await adapter.ping(never);
    await sandbox.setMode('refusing');
    expect(await adapter.submit(makeSubmission(taskCode), never)).toEqual(
      failed('unreachable', 'rest-oauth2.submit.http-503'),
    );
  });

  it('refusing before there is a token is unreachable too, not a matter of the account', async () => {
    const { adapter, sandbox } = await open();
    await sandbox.setMode('refusing');
    expect(await adapter.ping(never)).toEqual(failed('unreachable', 'rest-oauth2.token.http-503'));
  });

  it('off refuses connections; on again is the same address and the same books', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await adapter.submit(makeSubmission(taskCode), never);
    const { endpoint } = sandbox;
    await sandbox.setMode('off');
    expect(await adapter.ping(never)).toEqual(failed('unreachable', 'rest-oauth2.ping.network'));
    await sandbox.setMode('on');
    expect(sandbox.endpoint).toBe(endpoint);
    expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('too many says when to come again', async () => {
    const { adapter, sandbox, taskCode } = await open();
    sandbox.faults.failNext('too-many', { retryAfterSeconds: 17 });
    expect(await adapter.submit(makeSubmission(taskCode), never)).toEqual(
      failed('rate-limited', 'rest-oauth2.submit.http-429', 17_000),
    );
    expect(await adapter.submit(makeSubmission(taskCode), never)).toMatchObject({ ok: true });
  });

  it('an answer in another form names the place; the case is booked and found again', async () => {
    const { adapter, sandbox, taskCode } = await open();
    sandbox.faults.failNext('drift');
    const submission = makeSubmission(taskCode);
    expect(await adapter.submit(submission, never)).toEqual(
      failed('schema', 'rest-oauth2.submit.schema:caseNumber'),
    );
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      ok: true,
      value: { state: 'received' },
    });
  });

  it('a state that the region file does not know is a change of the protocol', async () => {
    const { adapter, taskCode } = await open({
      config: (adapter) => ({
        ...adapter,
        mappings: {
          ...(adapter.mappings as object),
          state: { received: '91', accepted: '02', finished: '03', refused: '04' },
        },
      }),
    });
    expect(await adapter.submit(makeSubmission(taskCode), never)).toEqual(
      failed('schema', 'rest-oauth2.submit.schema:state'),
    );
  });
});

describe('the account', () => {
  it('one token serves many calls, until shortly before its end', async () => {
    const seen: string[] = [];
    const { adapter, clock } = await open({
      fetch: (input, init) => {
        seen.push(new URL(String(input)).pathname);
        return fetch(input, init);
      },
    });
    const tokens = () => seen.filter((path) => path === '/oauth2/token').length;
    await Promise.all([adapter.ping(never), adapter.ping(never), adapter.ping(never)]);
    await clock.advance(265_000);
    await adapter.ping(never);
    expect(tokens()).toBe(1);
    await clock.advance(10_000);
    await adapter.ping(never);
    expect(tokens()).toBe(2);
    expect(seen.filter((path) => path === '/tongban/v1/health')).toHaveLength(5);
  });

  it('a token that the region refuses is renewed once, unseen by the caller', async () => {
    const { adapter, sandbox, taskCode } = await open();
    await adapter.ping(never);
    sandbox.faults.failNext('expired-token');
    expect(await adapter.submit(makeSubmission(taskCode), never)).toMatchObject({ ok: true });
    expect(sandbox.cases().map((one) => one.copies)).toEqual([1]);
  });

  it('tokens that are refused again and again end as a matter of the account, after two tries', async () => {
    let calls = 0;
    const { adapter, sandbox } = await open({
      fetch: async (input, init) => {
        if (String(input).endsWith('/v1/health')) {
          calls++;
          sandbox.faults.failNext('expired-token');
        }
        return fetch(input, init);
      },
    });
    expect(await adapter.ping(never)).toEqual(failed('unauthorized', 'rest-oauth2.ping.http-401'));
    expect(calls).toBe(2);
  });

  it('a wrong secret is a matter of the account', async () => {
    const { adapter } = await open({ secret: 'wrong' });
    expect(await adapter.ping(never)).toEqual(failed('unauthorized', 'rest-oauth2.token.invalid_client'));
  });

  it('a missing secret is told without asking the region', async () => {
    const { adapter } = await open({ secret: null });
    expect(await adapter.ping(never)).toEqual(failed('unauthorized', 'rest-oauth2.token.no-secret'));
  });

  it('a scope that does not reach', async () => {
    const { adapter } = await open({ config: (adapter) => ({ ...adapter, scope: 'cases' }) });
    expect(await adapter.ping(never)).toMatchObject({ ok: true });
    expect(await adapter.checkPerson(known, never)).toEqual(
      failed('unauthorized', 'rest-oauth2.checkPerson.http-403'),
    );
  });
});

describe('checking a person without a card', () => {
  it('says whether name and number belong together', async () => {
    const { adapter } = await open();
    expect(await adapter.checkPerson(known, never)).toEqual({ ok: true, value: { match: true } });
    expect(await adapter.checkPerson({ ...known, name: '某人' }, never)).toEqual({
      ok: true,
      value: { match: false },
    });
    expect(await adapter.checkPerson(makePerson(2), never)).toEqual({ ok: true, value: { match: false } });
  });

  it('is not tried where the region does not offer it', async () => {
    const { adapter } = await open({
      config: (adapter) => ({
        ...adapter,
        capabilities: {},
      }),
      fetch: () => Promise.reject(new Error('nothing may be sent')),
    });
    expect(await adapter.checkPerson(known, never)).toEqual(
      failed('not-supported', 'rest-oauth2.checkPerson.not-supported'),
    );
    expect(await adapter.fetchResult('x', never)).toEqual(
      failed('not-supported', 'rest-oauth2.fetchResult.not-supported'),
    );
    expect(await adapter.withdraw('x', never)).toEqual(
      failed('not-supported', 'rest-oauth2.withdraw.not-supported'),
    );
  });
});

describe('taking a case back', () => {
  it('closes its key for good, and says the same when asked again', async () => {
    const { adapter, sandbox, clock, taskCode } = await open();
    const submission = makeSubmission(taskCode);
    await adapter.submit(submission, never);
    for (let i = 0; i < 2; i++) {
      expect(await adapter.withdraw(submission.idempotencyKey, never)).toEqual({
        ok: true,
        value: 'withdrawn',
      });
    }
    await clock.advance(20_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toEqual({ ok: true, value: null });
    expect(await adapter.submit(submission, never)).toEqual(
      failed('rejected', 'rest-oauth2.submit.refused:CASE_WITHDRAWN'),
    );
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('also stops an application that has not arrived yet', async () => {
    const { adapter, sandbox, taskCode } = await open();
    const submission = makeSubmission(taskCode);
    expect(await adapter.withdraw(submission.idempotencyKey, never)).toEqual({
      ok: true,
      value: 'withdrawn',
    });
    expect(await adapter.submit(submission, never)).toEqual(
      failed('rejected', 'rest-oauth2.submit.refused:CASE_WITHDRAWN'),
    );
    expect(sandbox.cases()).toEqual([]);
  });

  it('is too late once the region has begun it', async () => {
    const { adapter, clock, taskCode } = await open();
    const submission = makeSubmission(taskCode);
    await adapter.submit(submission, never);
    await clock.advance(3_000);
    expect(await adapter.withdraw(submission.idempotencyKey, never)).toEqual({ ok: true, value: 'too-late' });
    await clock.advance(5_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      value: { state: 'finished' },
    });
  });
});

describe('following a case', () => {
  it('from received to the result on paper', async () => {
    const { adapter, clock, taskCode } = await open();
    const submission = makeSubmission(taskCode);
    const begun = clock.now();
    const submitted = await adapter.submit(submission, never);
    const caseNumber = submitted.ok ? submitted.value.caseNumber : '';
    expect(await adapter.fetchResult(caseNumber as string, never)).toEqual(
      failed('unreachable', 'rest-oauth2.fetchResult.refused:RESULT_NOT_READY'),
    );
    await clock.advance(3_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toEqual({
      ok: true,
      value: {
        caseNumber,
        state: 'accepted',
        acceptedAt: begun + 3_000,
        finishedAt: null,
        resultReady: false,
      },
    });
    await clock.advance(5_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toEqual({
      ok: true,
      value: {
        caseNumber,
        state: 'finished',
        acceptedAt: begun + 3_000,
        finishedAt: begun + 8_000,
        resultReady: true,
      },
    });
    const result = await adapter.fetchResult(caseNumber as string, never);
    expect(result.ok && Buffer.from(result.value.bytes).toString()).toBe(`%PDF-1.7 result of ${caseNumber}`);
  });

  it('a refused case has no result', async () => {
    const { adapter, clock, sandbox, taskCode } = await open();
    sandbox.refuseNext(1);
    const submission = makeSubmission(taskCode);
    await adapter.submit(submission, never);
    await clock.advance(60_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      value: { state: 'refused', resultReady: false },
    });
  });

  it('an unknown case is null, not a failure', async () => {
    const { adapter, taskCode } = await open();
    expect(await adapter.progress(makeSubmission(taskCode, 9).idempotencyKey, never)).toEqual({
      ok: true,
      value: null,
    });
  });

  it("a gateway's bare 404 does not say that the case is unknown", async () => {
    const { adapter, taskCode } = await open({
      fetch: (input, init) =>
        String(input).endsWith('/v1/progress')
          ? Promise.resolve(new Response('no', { status: 404 }))
          : fetch(input, init),
    });
    expect(await adapter.progress(makeSubmission(taskCode).idempotencyKey, never)).toEqual(
      failed('rejected', 'rest-oauth2.progress.http-404'),
    );
  });
});

function nameAndNumber(seed: number): { name: string; number: string } {
  const { name, number } = makePerson(seed);
  return { name, number };
}
