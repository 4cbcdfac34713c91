import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { type ChannelRequest, OPERATION_NAMES } from '../../../electron/regions/exchange/index.ts';
import {
  LineMonitor,
  type RegionSession,
  regionFailure,
  type Submission,
} from '../../../electron/regions/index.ts';
import { openMemoryLine, refusing, saying } from '../../support/memory-channel.ts';
import { makePerson } from '../../support/people.ts';
import {
  everyOperation,
  makeLicenceRequest,
  makeMaterial,
  makeRating,
  sha256,
} from '../../support/region-requests.ts';
import { company, makeSubmission, TASK_CODE } from '../../support/sandbox.ts';

const never = new AbortController().signal;
const session: RegionSession = {
  region: '990000',
  holder: 'person',
  token: 'citizens-token',
  expiresAt: 9e15,
};
const submission = makeSubmission(TASK_CODE);
const heardCase = {
  caseNumber: 'C1',
  receiptNumber: submission.receiptNumber,
  state: '02',
  acceptedAt: '2026-11-20T10:00:00+08:00',
  finishedAt: null,
  resultReady: false,
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  const answer = (await work) as { ok: boolean; error: { kind: string; technicianCode: string } };
  return answer.ok ? 'ok' : `${answer.error.kind} ${answer.error.technicianCode}`;
}

describe('every operation of the port', () => {
  it('is one of the exchange', () => {
    const { adapter } = openMemoryLine(saying({}));
    expect(Object.keys(everyOperation(adapter)).sort()).toEqual([...OPERATION_NAMES].sort());
  });

  it('without its capability answers not-supported, and nothing is sent', async () => {
    const { adapter, sent } = openMemoryLine(saying({}), { capabilities: {} });
    const always = new Set(['ping', 'submit', 'progress']);
    for (const [operation, call] of Object.entries(everyOperation(adapter))) {
      if (always.has(operation)) continue;
      expect(await codeOf(call())).toBe(`not-supported toy.${operation}.not-supported`);
    }
    expect(sent).toEqual([]);
  });

  it('answers a drifted body with the place in it', async () => {
    const { adapter, logged } = openMemoryLine(saying({ strange: '张三' }));
    for (const [operation, call] of Object.entries(everyOperation(adapter)))
      expect(await codeOf(call())).toMatch(new RegExp(`^schema toy\\.${operation}\\.schema:[a-zA-Z0-9]+$`));
    expect(logged.join()).not.toContain('张三');
  });

  it('answers at its deadline, whatever the channel does, and leaves no timer', async () => {
    const { adapter, clock } = openMemoryLine(() => new Promise(() => {}));
    for (const [operation, call] of Object.entries(everyOperation(adapter))) {
      const waiting = codeOf(call());
      await clock.advance(120_000);
      expect(await waiting).toBe(`unreachable toy.${operation}.timeout`);
    }
    expect(clock.pending).toBe(0);
  });

  it('takes a channel that throws for a line that is down, and tells nothing of what was thrown', async () => {
    const { adapter, logged } = openMemoryLine(() =>
      Promise.reject(new Error(`body: ${submission.applicant.name}`)),
    );
    for (const [operation, call] of Object.entries(everyOperation(adapter)))
      expect(await codeOf(call())).toBe(`unreachable toy.${operation}.channel`);
    expect(logged.join()).not.toContain(submission.applicant.name);
  });

  it('passes a channel’s failure on as it is', async () => {
    const failed = regionFailure('rate-limited', 'toy.x.http-429', 17_000);
    const { adapter } = openMemoryLine(async () => err(failed));
    for (const call of Object.values(everyOperation(adapter))) expect(await call()).toEqual(err(failed));
  });

  it('passes through the line monitor', async () => {
    const { adapter, sent } = openMemoryLine(saying({}));
    const lines = new LineMonitor({ adapters: [adapter], clock: new VirtualClock(), onUp: () => {} });
    const watched = lines.adapter('990000');
    if (!watched) throw new Error('no adapter');
    for (const call of Object.values(everyOperation(watched))) await call();
    expect(sent.map(({ operation }) => operation).sort()).toEqual([...OPERATION_NAMES].sort());
    expect(lines.lines.value.get('990000')?.line).toBe('up');
  });
});

/** Nothing of a person, a document or a session may be found in logs or failures, whatever goes wrong. */
describe('canaries', () => {
  const person = makePerson(41, '金丝雀');
  const canaries = [
    person.name,
    person.number,
    'citizens-token',
    company.creditCode,
    company.name,
    '13800000000',
    '和平路12号',
    '跑了三次没办成',
    submission.document.base64,
  ];
  const echo = (request: ChannelRequest) => JSON.stringify([request.fields, request.session]);
  const ways: Record<string, (request: ChannelRequest) => ReturnType<Parameters<typeof openMemoryLine>[0]>> =
    {
      'an answer that drifted': async (request) =>
        ok({ kind: 'answer', body: { [echo(request)]: echo(request) } }),
      'an answer of text': async (request) => ok({ kind: 'answer', body: echo(request) }),
      'a refusal in words': async (request) => ok({ kind: 'refused', code: echo(request) }),
      'a refusal by number': async () => ok({ kind: 'refused', code: person.number }),
      'a strange document': async (request) =>
        ok({
          kind: 'binary',
          mediaType: echo(request),
          bytes: Buffer.from(echo(request)),
          sha256: echo(request),
        }),
      'a thrown error': (request) => Promise.reject(new Error(echo(request))),
    };

  it.each(Object.keys(ways))('%s, in every operation', async (way) => {
    const { adapter, sent, logged } = openMemoryLine(ways[way] as never);
    const told: string[] = [];
    for (const call of Object.values(everyOperation(adapter, { session, person })))
      told.push(JSON.stringify(await call()));
    const seen = JSON.stringify(sent);
    const out = logged.join() + told.join();
    expect(out.length).toBeGreaterThan(1_000);
    for (const canary of canaries) {
      expect(seen).toContain(canary);
      expect(out).not.toContain(canary);
    }
  });

  it('a value without a code', async () => {
    const { adapter, logged } = openMemoryLine(saying({}), {
      mappings: { form: { 'XT-GA-020': { purpose: { train: '01' } } } },
    });
    const answer = await adapter.submit({ ...submission, form: { purpose: '金丝雀' } }, never);
    expect(await codeOf(Promise.resolve(answer))).toBe('rejected toy.submit.mapping:form.purpose');
    expect(JSON.stringify(answer) + logged.join()).not.toContain('金丝雀');
  });
});

describe('a submission', () => {
  it('goes out in codes, with its key, and without what it does not have', async () => {
    const { adapter, sent } = openMemoryLine(saying(heardCase));
    expect(await adapter.submit(submission, never)).toEqual(
      ok({
        caseNumber: 'C1',
        state: 'accepted',
        acceptedAt: Date.parse('2026-11-20T02:00:00Z'),
        finishedAt: null,
        resultReady: false,
      }),
    );
    expect(sent[0]?.key).toBe(submission.idempotencyKey);
    const fields = JSON.parse(JSON.stringify(sent[0]?.fields));
    expect(fields).toMatchObject({
      channel: '9',
      delivery: '4',
      submittedAt: '2026-11-20T10:00:00+08:00',
      applicant: { certificateType: '111', source: '1' },
      form: { purpose: 'train' },
      signature: { signedAt: '2026-11-20T09:59:30+08:00' },
    });
    for (const absent of [
      'agency',
      'parts',
      'package',
      'materials',
      'mode',
      'organisation',
      'furtherSigners',
    ])
      expect(fields).not.toHaveProperty(absent);
  });

  it('carries agent, organisation, materials, parts, package and further signers', async () => {
    const { adapter, sent } = openMemoryLine(saying(heardCase));
    const second = makePerson(2);
    const rich: Partial<Submission> = {
      mode: 'joint',
      organisation: { name: company.name, creditCode: company.creditCode },
      agency: {
        principal: { holder: 'person', person: { name: second.name, number: second.number } },
        proof: { kind: 'paper', number: null, sha256: 'a'.repeat(64) },
        authorisation: {
          number: 'W-B017-261121-102000',
          document: { base64: '', sha256: 'a'.repeat(64) },
          signature: { sha256: 'a'.repeat(64), strokes: [], signedAt: 0 },
        },
      },
      materials: [makeMaterial(), makeMaterial(2, { from: 'original', file: null })],
      parts: [{ id: 'P1', authority: '公安', matterCode: 'XT-GA-020', taskCode: TASK_CODE }],
      package: { id: 'package-1', index: 2, of: 27 },
      furtherSigners: [{ name: second.name, number: second.number }],
    };
    expect((await adapter.submit({ ...submission, ...rich }, never)).ok).toBe(true);
    expect(JSON.parse(JSON.stringify(sent[0]?.fields))).toMatchObject({
      mode: '3',
      organisation: { certificateType: '001', certificateNumber: company.creditCode },
      agency: {
        principal: { holder: '1' },
        proof: { kind: '2', number: null },
        authorisation: { number: 'W-B017-261121-102000', document: { sha256: 'a'.repeat(64) } },
      },
      materials: [
        { from: '1', file: { mediaType: 'image/jpeg' } },
        { from: '5', file: null },
      ],
      parts: [{ id: 'P1', taskCode: TASK_CODE }],
      package: { index: 2, of: 27 },
      furtherSigners: [{ certificateType: '111' }],
    });
  });

  it.each([
    ['jointHandling', { parts: [] }, 'parts'],
    ['packages', { package: { id: 'package-1', index: 1, of: 1 } }, 'package'],
    ['signatures', { furtherSigners: [] }, 'furtherSigners'],
  ])('with something that needs %s is not sent without it', async (_, change, name) => {
    const { adapter, sent } = openMemoryLine(saying(heardCase), { capabilities: {} });
    expect(await codeOf(adapter.submit({ ...submission, ...change }, never))).toBe(
      `not-supported toy.submit.not-supported:${name}`,
    );
    expect(sent).toEqual([]);
  });

  it('that is called already received is asked for by its key', async () => {
    const { adapter, sent } = openMemoryLine(async ({ operation }) =>
      operation === 'submit'
        ? ok({ kind: 'refused', code: 'ALREADY_RECEIVED' })
        : ok({ kind: 'answer', body: heardCase }),
    );
    expect(await adapter.submit(submission, never)).toMatchObject({ ok: true, value: { caseNumber: 'C1' } });
    expect(sent.map(({ operation, fields }) => [operation, fields.caseKey])).toEqual([
      ['submit', undefined],
      ['progress', submission.idempotencyKey],
    ]);
  });

  it('that is called already received and is not found waits', async () => {
    const { adapter } = openMemoryLine(async ({ operation }) =>
      ok({ kind: 'refused', code: operation === 'submit' ? 'ALREADY_RECEIVED' : 'CASE_UNKNOWN' }),
    );
    expect(await codeOf(adapter.submit(submission, never))).toBe('unreachable toy.submit.received-unseen');
  });

  it("that is answered with somebody else's receipt number is drift", async () => {
    const { adapter } = openMemoryLine(saying({ ...heardCase, receiptNumber: 'B017-other' }));
    expect(await codeOf(adapter.submit(submission, never))).toBe('schema toy.submit.schema:receiptNumber');
  });
});

describe('a package', () => {
  const items = [1, 2, 3, 4].map((n) => makeSubmission(TASK_CODE, n));
  const taken = (n: number) => ({
    key: items[n]?.idempotencyKey,
    outcome: 'taken',
    case: { ...heardCase, caseNumber: `C${n}`, receiptNumber: items[n]?.receiptNumber },
  });

  it('has an outcome for each item, in its order, whatever the answer leaves out', async () => {
    const { adapter } = openMemoryLine(
      saying({
        items: [
          { key: items[2]?.idempotencyKey, outcome: 'refused', code: 'TASK_UNKNOWN' },
          { key: items[1]?.idempotencyKey, outcome: 'later' },
          taken(0),
        ],
      }),
    );
    const answer = await adapter.submitPackage(items, never);
    if (!answer.ok) throw new Error(answer.error.technicianCode);
    expect(await Promise.all(answer.value.map((one) => codeOf(Promise.resolve(one))))).toEqual([
      'ok',
      'unreachable toy.submitPackage.item-later',
      'rejected toy.submitPackage.refused:TASK_UNKNOWN',
      'unreachable toy.submitPackage.item-missing',
    ]);
  });

  it('one answer about another receipt number spoils that item alone', async () => {
    const { adapter } = openMemoryLine(
      saying({ items: [{ ...taken(0), case: { ...heardCase, receiptNumber: 'other' } }, taken(1)] }),
    );
    const answer = await adapter.submitPackage(items.slice(0, 2), never);
    expect(answer).toMatchObject({ value: [{ error: { kind: 'schema' } }, { value: { caseNumber: 'C1' } }] });
  });
});

describe('roaming', () => {
  it('a token of another region is never sent', async () => {
    const { adapter, sent } = openMemoryLine(saying({}));
    const foreign = { ...session, region: '440100' };
    for (const call of [
      adapter.casesOf(foreign, null, never),
      adapter.fetchLicence(foreign, makeLicenceRequest(), never),
      adapter.endSession(foreign, never),
    ])
      expect(await call).toMatchObject({ error: { kind: 'unauthorized', for: 'citizen', retryable: false } });
    expect(sent).toEqual([]);
  });

  it('an ended token is not sent, and ending it again is no failure', async () => {
    const { adapter, sent } = openMemoryLine(saying({}));
    const ended = { ...session, expiresAt: 0 };
    expect(await adapter.casesOf(ended, null, never)).toMatchObject({
      error: { kind: 'unauthorized', citizenMessageKey: 'regionSessionEnded' },
    });
    expect(await adapter.endSession(ended, never)).toEqual({ ok: true, value: undefined });
    expect(sent).toEqual([]);
  });

  it('the token goes with operations on own things alone', async () => {
    const { adapter, sent } = openMemoryLine(saying({}));
    for (const call of Object.values(everyOperation(adapter, { session }))) await call();
    const withToken = sent.filter((one) => one.session !== null).map((one) => one.operation);
    expect(withToken.sort()).toEqual(['casesOf', 'endSession', 'fetchLicence']);
    expect(JSON.stringify(sent.map(({ fields }) => fields))).not.toContain(session.token);
  });

  it('a log-in belongs to the region that gave it', async () => {
    const { adapter } = openMemoryLine(
      saying({ session: 'abcdefgh', expiresAt: '2026-11-20T10:20:00+08:00' }),
    );
    const person = makePerson(1);
    expect(await adapter.authenticate({ holder: 'person', person, by: 'card' }, never)).toEqual(
      ok({
        region: '990000',
        holder: 'person',
        token: 'abcdefgh',
        expiresAt: Date.parse('2026-11-20T02:20:00Z'),
      }),
    );
  });
});

describe('what a refusal means', () => {
  it.each([
    ['CASE_WITHDRAWN', 'rejected', 'citizen'],
    ['RESULT_NOT_READY', 'unreachable', 'nobody'],
    ['REQUEST_IN_PROGRESS', 'unreachable', 'nobody'],
    ['TOO_MANY', 'rate-limited', 'nobody'],
    ['SIGNATURE_WRONG', 'unauthorized', 'technician'],
    ['CLOCK_SKEW', 'unauthorized', 'technician'],
    ['ACCOUNT_UNKNOWN', 'unauthorized', 'technician'],
    ['SESSION_ENDED', 'unauthorized', 'citizen'],
    ['constructor', 'rejected', 'citizen'],
  ])('%s is %s, for the %s', async (code, kind, who) => {
    const { adapter } = openMemoryLine(refusing(code));
    expect(await adapter.submit(submission, never)).toMatchObject({ error: { kind, for: who } });
  });

  it('an unknown case is null for who asks, not for who sends', async () => {
    const { adapter } = openMemoryLine(refusing('CASE_UNKNOWN'));
    expect(await adapter.progress('key', never)).toEqual(ok(null));
    expect(await adapter.status('C1', never)).toEqual(ok(null));
    expect(await codeOf(adapter.fetchResult('C1', never))).toBe(
      'rejected toy.fetchResult.refused:CASE_UNKNOWN',
    );
  });

  it('an unknown ticket is null', async () => {
    const { adapter } = openMemoryLine(refusing('TICKET_UNKNOWN'));
    expect(await adapter.ticket('T1', never)).toEqual(ok(null));
  });
});

describe('answers', () => {
  it.each([
    ['an unknown state', { state: '77' }, 'state'],
    ['no instant', { acceptedAt: 'soon' }, 'acceptedAt'],
    ['another type', { resultReady: 'yes' }, 'resultReady'],
    [
      'an unknown state of a part',
      { parts: [{ id: '1', authority: 'a', state: '77', finishedAt: null }] },
      'parts.0.state',
    ],
    [
      'a correction that asks nothing',
      { correction: { id: 'r', until: null, items: [] } },
      'correction.items',
    ],
  ])('%s is drift', async (_, change, path) => {
    const { adapter } = openMemoryLine(saying({ ...heardCase, ...change }));
    expect(await codeOf(adapter.progress('key', never))).toBe(`schema toy.progress.schema:${path}`);
  });

  it('a region may add keys', async () => {
    const { adapter } = openMemoryLine(saying({ ...heardCase, mood: 'good' }));
    expect((await adapter.progress('key', never)).ok).toBe(true);
  });

  it('about another case than the one asked for are drift', async () => {
    const { adapter } = openMemoryLine(saying(heardCase));
    expect(await codeOf(adapter.status('C2', never))).toBe('schema toy.status.schema:caseNumber');
  });

  it('correction and parts come in our words', async () => {
    const { adapter } = openMemoryLine(
      saying({
        ...heardCase,
        state: '05',
        correction: {
          id: 'r1',
          until: '2026-11-27T23:59:59+08:00',
          items: [{ kind: 'material', name: 'photo', note: '不清楚' }],
        },
        parts: [
          { id: 'a', authority: '公安', state: '04', finishedAt: '2026-11-20T10:00:00+08:00' },
          { id: 'b', authority: '人社', state: '06', finishedAt: null },
        ],
      }),
    );
    expect(await adapter.progress('key', never)).toMatchObject({
      value: {
        state: 'correction',
        correction: { until: Date.parse('2026-11-27T15:59:59Z') },
        parts: [{ state: 'refused' }, { state: 'approved' }],
      },
    });
  });

  it.each([
    [{ kind: 'binary', mediaType: 'text/html', bytes: Buffer.from('%PDF-1.7'), sha256: null }, 'mediaType'],
    [{ kind: 'binary', mediaType: 'application/pdf', bytes: Buffer.from('<html>'), sha256: null }, 'pdf'],
    [
      {
        kind: 'binary',
        mediaType: 'application/pdf',
        bytes: Buffer.from('%PDF-1.7'),
        sha256: '0'.repeat(64),
      },
      'sha256',
    ],
    [
      {
        kind: 'answer',
        body: { mediaType: 'application/pdf', base64: 'JVBERi0xLjc=', sha256: '0'.repeat(64) },
      },
      'sha256',
    ],
  ] as const)('a result that is not what it says: %j', async (heard, path) => {
    const { adapter } = openMemoryLine(async () => ok(heard));
    expect(await codeOf(adapter.fetchResult('C1', never))).toBe(`schema toy.fetchResult.schema:${path}`);
  });

  it('a result may also come in JSON', async () => {
    const pdf = Buffer.from('%PDF-1.7');
    const { adapter } = openMemoryLine(
      saying({ mediaType: 'application/pdf', base64: pdf.toString('base64'), sha256: sha256(pdf) }),
    );
    expect(await adapter.fetchResult('C1', never)).toEqual(
      ok({
        bytes: new Uint8Array(pdf),
        mediaType: 'application/pdf',
        digest: true,
        signature: null,
        certificates: [],
      }),
    );
  });

  it('a rating counts the second round by its number', async () => {
    const { adapter, sent } = openMemoryLine(saying({ taken: true }));
    await adapter.rate(makeRating('C1', 'dissatisfied', { round: 2, stage: 'accepted' }), never);
    expect(sent[0]?.fields).toMatchObject({ satisfaction: '4', round: '2', stage: '1', channel: '5' });
  });
});
