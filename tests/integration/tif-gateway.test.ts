import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { licenceIdentifier, VirtualClock } from '../../electron/core/index.ts';
import type { Fault, TifGateSettings } from '../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter, type RegionSession } from '../../electron/regions/index.ts';
import { makePerson } from '../support/people.ts';
import {
  claim,
  everyOperation,
  keyOf,
  LICENCE_TYPE,
  makeCorrection,
  makeLicenceRequest,
  makeMail,
  makeMaterial,
  makeRating,
  makeSignature,
  makeTicket,
  personLogin,
} from '../support/region-requests.ts';
import { known, makeSubmission, TASK_CODE } from '../support/sandbox.ts';
import { TIF_SECRETS, TIF_SETTINGS, tifConfig } from '../support/tif-account.ts';
import { openTifLine, type TifLine, type TifLineOptions } from '../support/tif-line.ts';

const never = new AbortController().signal;
const open: TifLine[] = [];
afterEach(async () => {
  for (const line of open.splice(0)) await line.stop();
});
async function opened(options: TifLineOptions = {}): Promise<TifLine> {
  const line = await openTifLine(options);
  open.push(line);
  return line;
}

/** The value, or the technician's code as an error. */
async function must<T>(
  answer: Promise<
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly technicianCode: string } }
  >,
): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.error.technicianCode);
  return result.value;
}

/** Lets a case live on until it is in this state. */
async function until({ adapter, clock }: TifLine, caseNumber: string, state: string) {
  for (let i = 0; i < 40; i++) {
    const now = await must(adapter.status(caseNumber, never));
    if (now?.state === state) return now;
    await clock.advance(1_000);
  }
  throw new Error(`the case never was ${state}`);
}

describe('through a tif gateway', () => {
  it('a case goes its whole way: handed in, corrected, decided, its result fetched', async () => {
    const line = await opened();
    const { adapter, sandbox } = line;
    sandbox.correctNext(1);
    const materials = [makeMaterial(1), makeMaterial(2, { from: 'original', file: null })];
    const submission = makeSubmission(TASK_CODE, 1, { materials });
    const { caseNumber } = await must(adapter.submit(submission, never));
    await until(line, caseNumber, 'correction');
    const round = await must(adapter.correction(caseNumber, never));
    expect(round?.items.length).toBeGreaterThan(0);
    await must(adapter.answerCorrection(makeCorrection(caseNumber, round?.id as string), never));
    const finished = await until(line, caseNumber, 'finished');
    expect(finished).toMatchObject({ caseNumber, resultReady: true });
    expect(finished.finishedAt).toBeLessThanOrEqual(line.clock.now());
    const { pdf } = await must(adapter.fetchResult(caseNumber, never));
    expect(Buffer.from(pdf).toString()).toBe(`%PDF-1.7 result of ${caseNumber}`);
    const { events } = await must(adapter.events(null, never));
    expect(events.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['received', 'correction', 'finished']),
    );
  });

  it('somebody logs in, sees their cases, takes one back and logs out', async () => {
    const { adapter } = await opened();
    const session = await must(adapter.authenticate(personLogin(), never));
    const submission = makeSubmission(TASK_CODE, 1);
    const { caseNumber } = await must(adapter.submit(submission, never));
    const { cases } = await must(adapter.casesOf(session, null, never));
    expect(cases).toMatchObject([{ caseNumber, taskCode: TASK_CODE, state: 'received' }]);
    expect(await must(adapter.withdraw(submission.idempotencyKey, never))).toBe('withdrawn');
    expect(await must(adapter.progress(submission.idempotencyKey, never))).toBeNull();
    await must(adapter.endSession(session, never));
    expect(await adapter.casesOf(session, null, never)).toMatchObject({
      ok: false,
      error: {
        kind: 'unauthorized',
        for: 'citizen',
        technicianCode: 'tif-gateway.casesOf.refused:SESSION_ENDED',
      },
    });
  });

  it('further people sign, a licence is fetched, a fee is paid', async () => {
    const second = makePerson(2);
    const identifier = licenceIdentifier({
      type: '11440232MB2D06811W001',
      issuer: '12441500196720244T',
      serial: '2026000042',
      version: '001',
    });
    const bytes = Buffer.from('%PDF-1.7 licence');
    const licence = {
      ...{ holder: known.number, type: LICENCE_TYPE, identifier, name: '居民身份证' },
      ...{ mediaType: 'application/pdf' as const, bytes, validUntil: null },
    };
    const { adapter, sandbox } = await opened({
      sandbox: { people: [known, second], licences: [licence] },
    });
    const submission = makeSubmission(TASK_CODE, 1, { furtherSigners: [claim(second)] });
    const { caseNumber } = await must(adapter.submit(submission, never));
    const list = await must(adapter.signers(caseNumber, never));
    const waiting = list?.signers.find(({ signed }) => !signed);
    const signature = { ...submission.signature, sha256: list?.documentSha256 as string };
    const signed = await must(
      adapter.sign(makeSignature(caseNumber, waiting?.id as string, second, { signature }), never),
    );
    expect(signed.signers.every((one) => one.signed)).toBe(true);

    const session = await must(adapter.authenticate(personLogin(), never));
    const found = await must(adapter.fetchLicence(session, makeLicenceRequest(), never));
    expect(found).toMatchObject({ identifier, mediaType: 'application/pdf' });
    expect(Buffer.from(found?.bytes ?? [])).toEqual(bytes);

    const { paymentNumber } = await must(
      adapter.requestPayment({ idempotencyKey: keyOf(6), caseNumber }, never),
    );
    sandbox.pay(paymentNumber);
    expect((await must(adapter.paymentState(paymentNumber, never))).state).toBe('paid');
  });

  it('a ticket, a rating and a parcel arrive as they were meant', async () => {
    const { adapter, sandbox } = await opened();
    const { caseNumber } = await must(adapter.submit(makeSubmission(TASK_CODE), never));
    const { ticketNumber } = await must(adapter.sendTicket(makeTicket(), never));
    expect((await must(adapter.ticket(ticketNumber, never)))?.ticketNumber).toBe(ticketNumber);
    await must(adapter.rate(makeRating(caseNumber, 'dissatisfied'), never));
    // Guangdong counts up: the worst but one is 2, not 4.
    expect(sandbox.ratings()).toEqual([{ caseNumber, stars: 2, rater: 'person' }]);
    expect((await must(adapter.orderMail(makeMail(caseNumber), never))).mailNumber).toMatch(/^EM/);
  });

  it('a package of three arrives as three cases', async () => {
    const { adapter, sandbox } = await opened();
    const items = [1, 2, 3].map((n) =>
      makeSubmission(TASK_CODE, n, { package: { id: 'package-1', index: n, of: 3 } }),
    );
    const outcomes = await must(adapter.submitPackage(items, never));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(sandbox.cases()).toHaveLength(3);
  });

  it('a document of a megabyte arrives whole, and so does a result', async () => {
    const result = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(700_000)]);
    const line = await opened({ sandbox: { makeResult: async () => result } });
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(1_000_000)]);
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const one = makeSubmission(TASK_CODE, 1);
    const submission = {
      ...one,
      document: { base64: pdf.toString('base64'), sha256 },
      signature: { ...one.signature, sha256 },
    };
    const { caseNumber } = await must(line.adapter.submit(submission, never));
    await until(line, caseNumber, 'finished');
    const fetched = await must(line.adapter.fetchResult(caseNumber, never));
    expect(Buffer.from(fetched.pdf).equals(result)).toBe(true);
  });

  const gateways: TifGateSettings[] = [
    { ...TIF_SETTINGS, headers: { prefix: 'x-tif', hash: 'sha256', hexCase: 'upper' } },
    { ...TIF_SETTINGS, headers: { prefix: 'x-rio', hash: 'sm3', hexCase: 'lower' } },
    { ...TIF_SETTINGS, headers: { prefix: 'x-tif', hash: 'sm3', hexCase: 'upper' } },
    { ...TIF_SETTINGS, cipher: { mode: 'ecb', encoding: 'hex' } },
    { ...TIF_SETTINGS, signature: { form: 'der', encoding: 'base64', covers: 'plain' } },
  ];
  it.each(gateways)('that wants it so: %j', async (settings) => {
    const { adapter, sandbox } = await opened({ settings });
    await must(adapter.submit(makeSubmission(TASK_CODE), never));
    expect(sandbox.cases()).toHaveLength(1);
  });
});

describe('when the gateway or the region fails', () => {
  const submit = (adapter: RegionAdapter) => adapter.submit(makeSubmission(TASK_CODE), never);

  it.each([
    ['server-error', {}, 'unreachable', 'http-500', 0],
    ['too-many', { retryAfterSeconds: 7 }, 'rate-limited', 'http-429', 0],
    ['cut', {}, 'unreachable', 'network', 1],
    ['drift', {}, 'schema', 'schema:caseNumber', 1],
    ['expired-token', {}, 'unauthorized', 'http-401', 0],
    ['wrong-signature', {}, 'unauthorized', 'http-401', 0],
    ['forged-answer', {}, 'unauthorized', 'answer-signature', 1],
  ] as [Fault, object, string, string, number][])(
    '%s: %j gives %s, and the case is sent again without a double',
    async (fault, details, kind, reason, booked) => {
      const { adapter, sandbox } = await opened();
      sandbox.faults.failNext(fault, details);
      expect(await submit(adapter)).toMatchObject({
        ok: false,
        error: { kind, technicianCode: `tif-gateway.submit.${reason}`, retryable: kind !== 'schema' },
      });
      expect(sandbox.cases()).toHaveLength(booked);
      expect((await submit(adapter)).ok).toBe(true);
      expect(sandbox.cases()).toHaveLength(1);
    },
  );

  it.each([
    [{ retryAfterSeconds: 7 }, 7_000],
    [{ retryAfterSeconds: 90, retryAsDate: true }, 90_000],
    [{}, undefined],
  ])('too many: %j asks for a pause of %s ms', async (details, pause) => {
    const { adapter, sandbox } = await opened();
    sandbox.faults.failNext('too-many', details);
    const answer = await submit(adapter);
    expect(answer.ok ? null : answer.error.retryAfterMs).toBe(pause);
  });

  it('a duplicate that is only called one is looked up by its key', async () => {
    const { adapter, sandbox } = await opened();
    sandbox.faults.failNext('duplicate');
    const { caseNumber } = await must(submit(adapter));
    expect(sandbox.cases()).toMatchObject([{ caseNumber }]);
  });

  it('of a package what the region left out is asked for again', async () => {
    const { adapter, sandbox } = await opened();
    sandbox.faults.failNext('partial-batch');
    const items = [1, 2, 3].map((n) => makeSubmission(TASK_CODE, n));
    const outcomes = await must(adapter.submitPackage(items, never));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false]);
    for (const item of items) await must(adapter.submit(item, never));
    expect(sandbox.cases()).toHaveLength(3);
  });

  it('a slow answer ends at the deadline, and the second try finds the case', async () => {
    const { adapter, sandbox, clock } = await opened({ config: { timeouts: { submit: 5_000 } } });
    sandbox.faults.failNext('slow', { slowMs: 60_000 });
    const answer = submit(adapter);
    while (sandbox.cases().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(5_000);
    expect(await answer).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'tif-gateway.submit.timeout' },
    });
    expect((await submit(adapter)).ok).toBe(true);
    expect(sandbox.cases()).toMatchObject([{ copies: 2 }]);
  });

  it.each([-3_600_000, 3_600_000])(
    'a clock that differs by %i ms is learnt from the first refusal',
    async (skewMs) => {
      const { adapter, sandbox, logged } = await opened();
      sandbox.faults.failRepeatedly('clock-skew', { skewMs });
      expect((await submit(adapter)).ok).toBe(true);
      sandbox.faults.clear();
      expect((await submit(adapter)).ok).toBe(true);
      expect(logged.join()).not.toContain('failed');
    },
  );

  it('the machine’s own clock may be a day wrong', async () => {
    const clock = new VirtualClock();
    const machineClock = new VirtualClock(clock.now() + 86_400_000);
    const { adapter, sandbox } = await opened({ clock, machineClock });
    expect((await submit(adapter)).ok).toBe(true);
    expect((await adapter.ping(never)).ok).toBe(true);
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('a region that is switched off is down, and up again afterwards', async () => {
    const { adapter, sandbox } = await opened();
    await sandbox.setMode('off');
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'tif-gateway.ping.network' },
    });
    await sandbox.setMode('refusing');
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'tif-gateway.ping.http-503' },
    });
    await sandbox.setMode('on');
    expect((await adapter.ping(never)).ok).toBe(true);
  });

  it('a session of another region goes nowhere', async () => {
    const { adapter } = await opened();
    const session: RegionSession = {
      region: '120000',
      holder: 'person',
      token: 't'.repeat(20),
      expiresAt: 9e15,
    };
    expect(await adapter.casesOf(session, null, never)).toMatchObject({
      ok: false,
      error: { technicianCode: 'tif-gateway.casesOf.other-region' },
    });
  });

  it('a region’s refusal is a refusal, for good', async () => {
    const { adapter } = await opened();
    expect(await adapter.submit(makeSubmission(`9${TASK_CODE.slice(1)}`), never)).toMatchObject({
      ok: false,
      error: { kind: 'rejected', technicianCode: 'tif-gateway.submit.refused:TASK_UNKNOWN' },
    });
  });
});

describe('what must not be seen', () => {
  const canary = makePerson(9, '金丝雀');

  it('never stands in a log, an error, an address or in clear on the wire, whatever happens', async () => {
    const wire: string[] = [];
    const line = await opened({
      sandbox: { people: [known, canary] },
      fetch: async (url, init) => {
        const headers = JSON.stringify([...new Headers(init?.headers)]);
        wire.push(`${String(url)} ${headers} ${String(init?.body)}`);
        return globalThis.fetch(url, init);
      },
    });
    const { adapter, sandbox, logged } = line;
    const { caseNumber } = await must(adapter.submit(makeSubmission(TASK_CODE, 5), never));
    const session = await must(adapter.authenticate(personLogin(canary), never));
    const faults: (Fault | null)[] = [
      ...[null, 'server-error', 'too-many', 'cut', 'drift', 'duplicate', 'partial-batch'],
      ...['expired-token', 'wrong-signature', 'forged-answer', 'clock-skew'],
    ] as (Fault | null)[];
    const errors: string[] = [];
    for (const fault of faults) {
      if (fault) sandbox.faults.failRepeatedly(fault);
      for (const ask of Object.values(everyOperation(adapter, { session, caseNumber, person: canary }))) {
        const answer = await ask();
        if (!answer.ok) errors.push(JSON.stringify(answer.error));
      }
      sandbox.faults.clear();
    }
    expect(errors.length).toBeGreaterThan(100);
    const secrets = [
      canary.name,
      canary.number,
      canary.number.slice(6),
      session.token,
      ...Object.values(TIF_SECRETS),
    ];
    for (const place of [logged, errors, wire])
      for (const secret of secrets) expect(place.join('\n')).not.toContain(secret);
    expect(wire.join('\n')).not.toContain(caseNumber);
  });
});

describe('the configuration', () => {
  it.each([
    [{ regionPublicKey: 'zz' }, 'adapter.regionPublicKey: not a public SM2 key; correct it'],
    [
      { regionPublicKey: `04${'11'.repeat(64)}` },
      'adapter.regionPublicKey: not a public SM2 key; correct it',
    ],
    [{ endpoint: 'http://gateway.region.example/' }, /^.*adapter\.endpoint: must be https/],
    [{ headers: { prefix: 'x-foo', hash: 'sm3', hexCase: 'lower' } }, /adapter\.headers\.prefix: /],
    [{ token: 'canary' }, /adapter\.token: unknown key; remove it or correct its spelling$/],
    [{ serviceIds: { submitt: 'x' } }, /adapter\.serviceIds/],
    [{ clientId: '张伟' }, /adapter\.clientId: visible ASCII/],
  ] as const)('with %j is refused in one line', (config, message) => {
    const made = createRegions({
      catalogueRegions: [
        {
          code: '440100',
          adapter: { ...tifConfig('https://gateway.region.example'), codeSet: 'guangdong', ...config },
        },
      ],
      profileRegions: {},
      secrets: async () => null,
      fetch: globalThis.fetch,
      clock: new VirtualClock(),
      random: (count) => new Uint8Array(count),
      log: { info: () => {}, warn: () => {} },
    });
    expect(made.ok ? null : made.error.message).toMatch(message);
    expect(made.ok ? '' : made.error.message).not.toContain('\n');
  });
});
