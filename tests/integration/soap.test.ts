import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { type Fault, type SoapFrontOptions, selfSigned } from '../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter, type RegionSession } from '../../electron/regions/index.ts';
import { makePerson } from '../support/people.ts';
import { everyOperation, makeMail, makeRating, makeTicket, personLogin } from '../support/region-requests.ts';
import { known, makeSubmission, TASK_CODE } from '../support/sandbox.ts';
import {
  ecPair,
  openSoapLine,
  SOAP_ACCOUNT,
  SOAP_ADAPTER,
  SOAP_SECRETS,
  type SoapLine,
  type SoapLineOptions,
} from '../support/soap-line.ts';

const never = new AbortController().signal;
const open: SoapLine[] = [];
afterEach(async () => {
  for (const line of open.splice(0)) await line.stop();
});
async function opened(options: SoapLineOptions = {}): Promise<SoapLine> {
  const line = await openSoapLine(options);
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

const booked = async (adapter: RegionAdapter, n = 1) =>
  (await must(adapter.submit(makeSubmission(TASK_CODE, n), never))).caseNumber as string;

/** Lets a case live on until it is in this state. */
async function until({ adapter, clock }: SoapLine, caseNumber: string, state: string) {
  for (let i = 0; i < 40; i++) {
    const now = await must(adapter.status(caseNumber, never));
    if (now?.state === state) return now;
    await clock.advance(1_000);
  }
  throw new Error(`the case never was ${state}`);
}

type Way = Pick<SoapFrontOptions, 'version' | 'security'>;
const WAYS: readonly Way[] = (['1.1', '1.2'] as const).flatMap((version) =>
  (['x509', 'username-digest', 'username-text'] as const).map((security) => ({ version, security })),
);

describe.each(WAYS)('through SOAP $version with $security', (front) => {
  it('a ticket, a rating, a parcel and a package of three arrive as they were meant', async () => {
    const { adapter, sandbox } = await opened({ front });
    const caseNumber = await booked(adapter);
    const text = '跑了三次，没办成 <&> "]]>" \t\r\n\u0000 😀 结束';
    const { ticketNumber } = await must(adapter.sendTicket(makeTicket({ text }), never));
    expect((await must(adapter.ticket(ticketNumber, never)))?.ticketNumber).toBe(ticketNumber);
    await must(adapter.rate(makeRating(caseNumber, 'very-satisfied'), never));
    expect(sandbox.ratings()).toEqual([{ caseNumber, stars: 5, rater: 'person' }]);
    expect((await must(adapter.orderMail(makeMail(caseNumber), never))).mailNumber).toMatch(/^EM/);
    const items = [2, 3, 4].map((n) =>
      makeSubmission(TASK_CODE, n, { package: { id: 'package-1', index: n - 1, of: 3 } }),
    );
    const outcomes = await must(adapter.submitPackage(items, never));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(sandbox.cases()).toHaveLength(4);
  });

  const submit = (adapter: RegionAdapter) => adapter.submit(makeSubmission(TASK_CODE), never);
  const x509 = front.security === 'x509';

  it.each([
    ['server-error', {}, 'unreachable', 'fault-server', 0],
    ['too-many', { retryAfterSeconds: 7 }, 'rate-limited', 'fault-server', 0],
    ['cut', {}, 'unreachable', 'network', 1],
    ['drift', {}, 'schema', 'schema:caseNumber', 1],
    ['expired-token', {}, 'unauthorized', 'fault-FailedAuthentication', 0],
    ['wrong-signature', {}, 'unauthorized', 'fault-FailedCheck', 0],
    ['forged-answer', {}, 'schema', x509 ? 'schema:signature-wrong' : 'schema:requestId', 1],
  ] as [Fault, object, string, string, number][])(
    '%s: %j gives %s, and the case is sent again without a double',
    async (fault, details, kind, reason, copies) => {
      const { adapter, sandbox } = await opened({ front });
      sandbox.faults.failNext(fault, details);
      expect(await submit(adapter)).toMatchObject({
        ok: false,
        error: { kind, technicianCode: `soap.submit.${reason}`, retryable: kind !== 'schema' },
      });
      expect(sandbox.cases()).toHaveLength(copies);
      expect((await submit(adapter)).ok).toBe(true);
      expect(sandbox.cases()).toHaveLength(1);
    },
  );

  it.each(['server-error', 'too-many'] as const)('%s: the region’s pause is kept', async (fault) => {
    const { adapter, sandbox } = await opened({ front });
    const pauses: (number | undefined | null)[] = [];
    for (const details of [{ retryAfterSeconds: 7 }, { retryAfterSeconds: 90, retryAsDate: true }, {}]) {
      sandbox.faults.failNext(fault, details);
      const answer = await submit(adapter);
      pauses.push(answer.ok ? null : answer.error.retryAfterMs);
    }
    expect(pauses).toEqual([7_000, 90_000, undefined]);
  });

  it('a duplicate that is only called one is looked up by its key', async () => {
    const { adapter, sandbox } = await opened({ front });
    sandbox.faults.failNext('duplicate');
    const caseNumber = await booked(adapter);
    expect(sandbox.cases()).toMatchObject([{ caseNumber }]);
  });

  it('of a package what the region left out is asked for again', async () => {
    const { adapter, sandbox } = await opened({ front });
    sandbox.faults.failNext('partial-batch');
    const items = [1, 2, 3].map((n) => makeSubmission(TASK_CODE, n));
    const outcomes = await must(adapter.submitPackage(items, never));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false]);
    for (const item of items) await must(adapter.submit(item, never));
    expect(sandbox.cases()).toHaveLength(3);
  });

  it('a slow answer ends at the deadline, and the second try finds the case', async () => {
    const { adapter, sandbox, clock } = await opened({ front, config: { timeouts: { submit: 5_000 } } });
    sandbox.faults.failNext('slow', { slowMs: 60_000 });
    const answer = submit(adapter);
    while (sandbox.cases().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(5_000);
    expect(await answer).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'soap.submit.timeout' },
    });
    expect((await submit(adapter)).ok).toBe(true);
    expect(sandbox.cases()).toMatchObject([{ copies: 2 }]);
  });

  it.each([-3_600_000, 3_600_000])(
    'a clock that differs by %i ms is learnt from the first refusal',
    async (skewMs) => {
      const { adapter, sandbox, logged } = await opened({ front });
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
    const { adapter, sandbox } = await opened({ front, clock, machineClock });
    expect((await submit(adapter)).ok).toBe(true);
    expect((await adapter.ping(never)).ok).toBe(true);
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('a region that is switched off is down, and up again afterwards', async () => {
    const { adapter, sandbox } = await opened({ front });
    await sandbox.setMode('off');
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'soap.ping.network' },
    });
    await sandbox.setMode('refusing');
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'soap.ping.http-503' },
    });
    await sandbox.setMode('on');
    expect((await adapter.ping(never)).ok).toBe(true);
  });

  it('a region’s refusal is a refusal, for good', async () => {
    const { adapter } = await opened({ front });
    expect(await adapter.submit(makeSubmission(`9${TASK_CODE.slice(1)}`), never)).toMatchObject({
      ok: false,
      error: { kind: 'rejected', technicianCode: 'soap.submit.refused:TASK_UNKNOWN' },
    });
  });

  it('nothing of a person stands in a log, an error or an address, whatever happens', async () => {
    const canary = makePerson(9, '金丝雀');
    const places: string[] = [];
    const line = await opened({
      front,
      sandbox: { people: [known, canary] },
      fetch: async (url, init) => {
        places.push(`${String(url)} ${JSON.stringify([...new Headers(init?.headers)])}`);
        return globalThis.fetch(url, init);
      },
    });
    const { adapter, sandbox, logged } = line;
    const caseNumber = await booked(adapter, 5);
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
      ...[canary.name, canary.number, canary.number.slice(6), session.token],
      ...Object.values(SOAP_SECRETS),
    ];
    for (const place of [logged, errors, places])
      for (const secret of secrets) expect(place.join('\n')).not.toContain(secret);
  });
});

describe('a soap region', () => {
  it('takes a document of a megabyte whole, and so comes a result', async () => {
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
    const caseNumber = (await must(line.adapter.submit(submission, never))).caseNumber as string;
    await until(line, caseNumber, 'finished');
    const fetched = await must(line.adapter.fetchResult(caseNumber, never));
    expect(Buffer.from(fetched.bytes).equals(result)).toBe(true);
  });

  it.each([
    ['password', { password: null }, 'no-password'],
    ['password', { password: 'another' }, 'fault-FailedAuthentication'],
    ['x509', { 'x509-key': null }, 'no-x509-key'],
    ['x509', { 'x509-certificate': null }, 'no-x509-certificate'],
    ['x509', { 'x509-key': 'no key' }, 'bad-x509-key'],
    ['x509', { 'x509-certificate': 'no certificate' }, 'bad-x509-certificate'],
    ['x509', { 'x509-key': ecPair().privateKey }, 'x509-mismatch'],
  ] as const)('with %s and the secrets %o is for a technician: %s', async (mode, secrets, reason) => {
    const security = mode === 'x509' ? 'x509' : 'username-digest';
    const { adapter } = await opened({ front: { security }, secrets });
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', for: 'technician', technicianCode: `soap.ping.${reason}` },
    });
  });

  it.each(['rsa', 'ec'] as const)(
    'may have a certificate of its own, and both sides %s keys',
    async (type) => {
      const [kiosk, region] = [selfSigned('kiosk', 0, type), selfSigned('region', 0, type)];
      const { adapter, sandbox } = await opened({
        front: { account: { ...SOAP_ACCOUNT, certificate: kiosk.certificate }, privateKey: region.key },
        secrets: { 'x509-key': kiosk.key, 'x509-certificate': kiosk.certificate },
        config: { regionPublicKey: undefined, regionCertificate: region.certificate },
      });
      await booked(adapter);
      expect(sandbox.cases()).toHaveLength(1);
      const stranger = selfSigned('kiosk', 0, type);
      const other = await opened({
        front: { account: { ...SOAP_ACCOUNT, certificate: kiosk.certificate } },
        secrets: { 'x509-key': stranger.key, 'x509-certificate': stranger.certificate },
      });
      expect(await other.adapter.ping(never)).toMatchObject({
        error: { kind: 'unauthorized', technicianCode: 'soap.ping.fault-InvalidSecurityToken' },
      });
    },
  );

  it('whose certificate is another than the agreed one is not believed', async () => {
    const { adapter } = await opened({ config: { regionPublicKey: ecPair().publicKey } });
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'schema', for: 'technician', technicianCode: 'soap.ping.schema:signature-wrong' },
    });
  });

  it('that speaks another version of SOAP is told to a technician', async () => {
    const { adapter } = await opened({ front: { version: '1.2' }, config: { version: '1.1' } });
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', technicianCode: 'soap.ping.http-415' },
    });
  });

  it('never sees another region’s session', async () => {
    const { adapter } = await opened();
    const session: RegionSession = {
      ...{ region: '120000', holder: 'person', token: 't'.repeat(20), expiresAt: 9e15 },
    };
    expect(await adapter.casesOf(session, null, never)).toMatchObject({
      ok: false,
      error: { technicianCode: 'soap.casesOf.other-region' },
    });
  });
});

describe('the configuration', () => {
  const { publicKey, privateKey } = ecPair();
  it.each([
    ['no key', { regionPublicKey: 'zz' }, /^.*adapter\.regionPublicKey: no RSA .* key; correct it$/],
    ['a private key', { regionPublicKey: privateKey }, /adapter\.regionPublicKey: no RSA/],
    [
      'no certificate',
      { regionPublicKey: undefined, regionCertificate: 'zz' },
      /adapter\.regionCertificate: no RSA/,
    ],
    ['neither', { regionPublicKey: undefined }, /adapter\.regionCertificate: x509 needs it/],
    [
      'both',
      { regionCertificate: 'zz' },
      /adapter\.regionCertificate: x509 needs it, or regionPublicKey, and not both/,
    ],
    ['no name', { security: 'username-text' }, /adapter\.clientId: needed for a UsernameToken; correct it$/],
    ['plain http', { endpoint: 'http://gateway.region.example/' }, /adapter\.endpoint: must be https/],
    ['a version of SOAP', { version: '1.3' }, /adapter\.version: /],
    [
      'a password',
      { password: 'canary' },
      /adapter\.password: unknown key; remove it or correct its spelling$/,
    ],
    ['fault codes', { faultCodes: { 'A B': 'rejected' } }, /adapter\.faultCodes/],
    ['a Chinese name', { clientId: '张伟' }, /adapter\.clientId: visible ASCII/],
  ] as const)('with %s is refused in one line', (_, config, message) => {
    const made = createRegions({
      catalogueRegions: [
        { code: '110000', adapter: { ...SOAP_ADAPTER, kind: 'soap', regionPublicKey: publicKey, ...config } },
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
    expect(made.ok ? '' : made.error.message).not.toContain('canary');
  });
});
