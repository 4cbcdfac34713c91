import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import type { Fault, TifGateSettings } from '../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter, type RegionSession } from '../../electron/regions/index.ts';
import { makePerson } from '../support/people.ts';
import { everyOperation, personLogin } from '../support/region-requests.ts';
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
    await until(line, caseNumber as string, 'finished');
    const fetched = await must(line.adapter.fetchResult(caseNumber as string, never));
    expect(Buffer.from(fetched.bytes).equals(result)).toBe(true);
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

describe('the bundled region file of Guangzhou', () => {
  it('speaks to its sandbox', async () => {
    const path = join(import.meta.dirname, '../../assets/regions/440112.json');
    const { adapter: config } = JSON.parse(readFileSync(path, 'utf8')) as {
      adapter: Record<string, unknown>;
    };
    const { adapter, sandbox } = await opened({ config });
    await must(adapter.submit(makeSubmission(TASK_CODE), never));
    expect(sandbox.cases()).toHaveLength(1);
  });
});

describe('when the gateway or the region fails', () => {
  const submit = (adapter: RegionAdapter) => adapter.submit(makeSubmission(TASK_CODE), never);

  it.each([
    ['expired-token', 'unauthorized', 'http-401', 0],
    ['forged-answer', 'schema', 'schema:envelope-signature', 1],
  ] as const)(
    '%s gives %s, and the case is sent again without a double',
    async (fault, kind, reason, booked) => {
      const { adapter, sandbox } = await opened();
      sandbox.faults.failNext(fault);
      expect(await submit(adapter)).toMatchObject({
        ok: false,
        error: { kind, technicianCode: `tif-gateway.submit.${reason}` },
      });
      expect(sandbox.cases()).toHaveLength(booked);
      expect((await submit(adapter)).ok).toBe(true);
      expect(sandbox.cases()).toHaveLength(1);
    },
  );

  it('a clock that was an hour wrong and is right again is learnt each time', async () => {
    const { adapter, sandbox, logged } = await opened();
    sandbox.faults.failRepeatedly('clock-skew', { skewMs: -3_600_000 });
    expect((await submit(adapter)).ok).toBe(true);
    sandbox.faults.clear();
    expect((await submit(adapter)).ok).toBe(true);
    expect(logged.join()).not.toContain('failed');
  });

  it('the machine’s own clock may be a day wrong', async () => {
    const clock = new VirtualClock();
    const machineClock = new VirtualClock(clock.now() + 86_400_000);
    const { adapter, sandbox } = await opened({ clock, machineClock });
    expect((await submit(adapter)).ok).toBe(true);
    expect((await adapter.ping(never)).ok).toBe(true);
    expect(sandbox.cases()).toHaveLength(1);
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
    const booked = await must(adapter.submit(makeSubmission(TASK_CODE, 5), never));
    const caseNumber = booked.caseNumber as string;
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
