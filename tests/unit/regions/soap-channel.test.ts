import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ok, VirtualClock } from '../../../electron/core/index.ts';
import { soapChannel } from '../../../electron/regions/adapters/soap/channel.ts';
import { configSchema } from '../../../electron/regions/adapters/soap/config.ts';
import type { RegionFailure } from '../../../electron/regions/index.ts';
import { SOAP, signedAnswer, WSSE, WSU } from '../../support/soap-answers.ts';

const region = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const kiosk = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const NS = 'urn:tongban:region:1';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** `ID` stands for the id of the request. */
  readonly body: string | ((id: string) => string);
}
interface Said {
  readonly version?: '1.1' | '1.2';
  /** Answers are signed and have to be. */
  readonly signed?: boolean;
  readonly config?: object;
  readonly operation?: 'ping' | 'fetchResult';
  readonly clock?: VirtualClock;
}

/** One request over a made-up line, and what was sent. */
async function ask(replies: readonly Reply[], said: Said = {}) {
  const { version = '1.1', signed = false, operation = 'ping' } = said;
  const clock = said.clock ?? new VirtualClock(Date.parse('2026-11-20T02:00:00Z'));
  const sent: { readonly body: string; readonly headers: Headers }[] = [];
  const channel = soapChannel({
    config: configSchema.parse({
      ...{ kind: 'soap', endpoint: 'https://region.example/soap', codeSet: 'tongban', version },
      ...(signed
        ? { security: 'x509', regionPublicKey: 'x' }
        : { security: 'username-text', clientId: 'me' }),
      ...said.config,
    }),
    account: async () =>
      ok(
        signed
          ? { by: 'signature', key: kiosk.privateKey, certificate: 'QUJD' }
          : { by: 'password', name: 'me', password: 'secret', digest: false },
      ),
    regionKey: signed ? region.publicKey : null,
    fetch: async (_, init) => {
      const body = String(init?.body);
      sent.push({ body, headers: new Headers(init?.headers) });
      const { status = 200, headers = {}, body: answer } = replies[sent.length - 1] as Reply;
      const id = /<tb:requestId>(\w+)</.exec(body)?.[1] ?? '';
      return new Response(typeof answer === 'string' ? answer.replaceAll('ID', id) : answer(id), {
        status,
        headers,
      });
    },
    clock,
    random: (count) => new Uint8Array(count).fill(sent.length + 1),
  });
  const answer = await channel.send({
    ...{ operation, key: null, session: null, fields: {}, signal: new AbortController().signal },
  });
  return { answer, sent };
}

const plain = (content: string, version: '1.1' | '1.2' = '1.1', security = '') =>
  `<s:Envelope xmlns:s="${SOAP[version]}" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" xmlns:tb="${NS}"><s:Header>${security}</s:Header><s:Body>${content}</s:Body></s:Envelope>`;
const fault11 = (code: string, detail = '') =>
  `<s:Fault><faultcode>${code}</faultcode><faultstring>张三办不了</faultstring><detail>${detail}</detail></s:Fault>`;
const fault12 = (code: string, subcode = '', detail = '') =>
  `<s:Fault><s:Code><s:Value>${code}</s:Value>${subcode === '' ? '' : `<s:Subcode><s:Value>${subcode}</s:Value></s:Subcode>`}</s:Code><s:Reason><s:Text xml:lang="zh">张三办不了</s:Text></s:Reason><s:Detail>${detail}</s:Detail></s:Fault>`;
const refusal = (code: string, id = 'ID') =>
  `<tb:refusal><tb:requestId>${id}</tb:requestId><tb:code>${code}</tb:code></tb:refusal>`;
const response = (fields: string, id = 'ID') =>
  `<tb:pingResponse><tb:requestId>${id}</tb:requestId>${fields}</tb:pingResponse>`;
const GOOD = '<tb:outcome>answer</tb:outcome><tb:body><tb:status>up</tb:status></tb:body>';
const outcome = ({ answer }: Awaited<ReturnType<typeof ask>>) =>
  answer.ok ? answer.value : `${answer.error.kind} ${answer.error.technicianCode}`;

describe('a fault', () => {
  it.each([
    ['s:Client', '', 'rejected soap.ping.fault-client'],
    ['s:Client', refusal('TASK_UNKNOWN'), { kind: 'refused', code: 'TASK_UNKNOWN' }],
    ['s:Client', refusal('REQUEST_IN_PROGRESS'), { kind: 'refused', code: 'REQUEST_IN_PROGRESS' }],
    ['s:Client', refusal('张三'), 'rejected soap.ping.fault-client'],
    ['s:Client', refusal('TASK_UNKNOWN', 'another'), 'unauthorized soap.ping.unproved-fault-client'],
    ['s:Client.Overload', '', 'rate-limited soap.ping.fault-Overload'],
    ['s:Client', refusal('E42'), 'unreachable soap.ping.fault-E42'],
    ['s:Server', '', 'unreachable soap.ping.fault-server'],
    ['s:Server', refusal('TASK_UNKNOWN'), 'unreachable soap.ping.fault-server'],
    ['s:Server', refusal('TOO_MANY'), 'rate-limited soap.ping.fault-server'],
    ['s:VersionMismatch', '', 'schema soap.ping.fault-version'],
    ['s:MustUnderstand', '', 'schema soap.ping.fault-version'],
    ['tb:Client', '', 'unreachable soap.ping.fault-unknown'],
    ['Client', '', 'unreachable soap.ping.fault-unknown'],
    ['x:Client', '', 'unreachable soap.ping.fault-unknown'],
    ['', '', 'unreachable soap.ping.fault-unknown'],
    ['s:constructor', '', 'unreachable soap.ping.fault-unknown'],
    ['wsse:FailedAuthentication', '', 'unauthorized soap.ping.fault-FailedAuthentication'],
    ['wsse:InvalidSecurity', '', 'unauthorized soap.ping.fault-InvalidSecurity'],
    ['wsse:张三', '', 'unauthorized soap.ping.fault-Security'],
    ['wsu:MessageExpired', '', 'unauthorized soap.ping.fault-MessageExpired'],
  ] as const)('of SOAP 1.1, %s %s, is %j', async (code, detail, meant) => {
    const config = { faultCodes: { Overload: 'rate-limited', E42: 'unreachable' } };
    const body = plain(fault11(code, detail));
    for (const status of [500, 400, 200]) {
      const asked = await ask(
        [
          { status, body },
          { status, body },
        ],
        { config },
      );
      expect(outcome(asked)).toEqual(meant);
      expect(JSON.stringify(asked.answer)).not.toContain('张三');
    }
  });

  it.each([
    ['s:Sender', '', '', 'rejected soap.ping.fault-client'],
    ['s:Sender', '', refusal('TASK_UNKNOWN'), { kind: 'refused', code: 'TASK_UNKNOWN' }],
    ['s:Sender', 'wsse:FailedCheck', '', 'unauthorized soap.ping.fault-FailedCheck'],
    ['s:Sender', 'tb:Later', '', 'unreachable soap.ping.fault-Later'],
    ['s:Receiver', '', '', 'unreachable soap.ping.fault-server'],
    ['s:DataEncodingUnknown', '', '', 'schema soap.ping.fault-version'],
  ] as const)('of SOAP 1.2, %s %s %s, is %j', async (code, subcode, detail, meant) => {
    const body = plain(fault12(code, subcode, detail), '1.2');
    const config = { faultCodes: { Later: 'unreachable' } };
    const replies = [
      { status: 400, body },
      { status: 400, body },
    ];
    expect(outcome(await ask(replies, { version: '1.2', config }))).toEqual(meant);
  });

  it('that asks for a pause gets it', async () => {
    const body = plain(fault11('s:Server'));
    const { answer } = await ask([{ status: 503, body, headers: { 'retry-after': '7' } }]);
    expect(answer.ok ? null : answer.error.retryAfterMs).toBe(7_000);
  });

  it('that nobody signed never ends a case, where answers are signed', async () => {
    const kinds: string[] = [];
    for (const code of ['s:Client', 's:VersionMismatch', 's:Client.Never', 's:Server', 'wsse:FailedCheck']) {
      const config = { faultCodes: { Never: 'rejected' } };
      const body = plain(fault11(code, refusal('TASK_UNKNOWN')));
      const { answer } = await ask(
        [
          { status: 500, body },
          { status: 500, body },
        ],
        { signed: true, config },
      );
      kinds.push(answer.ok ? 'refused' : answer.error.kind);
    }
    expect(kinds).toEqual(['unauthorized', 'unauthorized', 'unauthorized', 'unreachable', 'unauthorized']);
  });

  it('that was signed ends one, when it speaks of this very request', async () => {
    const signed = (id?: string) => ({
      status: 500,
      body: (own: string) =>
        signedAnswer({
          key: region.privateKey,
          content: fault11('s:Client', refusal('TASK_UNKNOWN', id ?? own)),
        }),
    });
    expect(outcome(await ask([signed()], { signed: true }))).toEqual({
      kind: 'refused',
      code: 'TASK_UNKNOWN',
    });
    expect(outcome(await ask([signed('another')], { signed: true }))).toBe(
      'unauthorized soap.ping.unproved-fault-client',
    );
  });
});

describe('an answer', () => {
  it('is read, whatever its namespaces are called', async () => {
    const body = `<Envelope xmlns="${SOAP['1.1']}"><Body><pingResponse xmlns="${NS}"><requestId>ID</requestId><outcome>answer</outcome><body type="object"><status>up</status></body></pingResponse></Body></Envelope>`;
    expect(outcome(await ask([{ body }]))).toEqual({ kind: 'answer', body: { status: 'up' } });
  });

  it('with a document holds its bytes', async () => {
    const fields =
      '<tb:outcome>binary</tb:outcome><tb:mediaType>application/pdf</tb:mediaType><tb:base64>JVBERg==</tb:base64><tb:sha256 type="null"/>';
    const body = plain(response(fields).replaceAll('ping', 'fetchResult'));
    const { answer } = await ask([{ body }], { operation: 'fetchResult' });
    expect(answer).toEqual({
      ok: true,
      value: {
        kind: 'binary',
        mediaType: 'application/pdf',
        bytes: new Uint8Array(Buffer.from('%PDF')),
        sha256: null,
      },
    });
    const broken = await ask([{ body: body.replace('JVBERg==', 'JVBE*') }], { operation: 'fetchResult' });
    expect(outcome(broken)).toBe('schema soap.fetchResult.schema:base64');
  });

  it.each([
    ['schema:xml-syntax', '<html>'],
    ['schema:xml-syntax', ''],
    ['schema:xml-markup', `<!DOCTYPE x>${plain(response(GOOD))}`],
    ['schema:envelope', '<html/>'],
    ['schema:envelope', plain(response(GOOD), '1.2')],
    ['schema:envelope', plain('')],
    ['schema:must-understand', plain(response(GOOD), '1.1', '<x s:mustUnderstand="1"/>')],
    ['schema:response', plain(response(GOOD).replaceAll('ping', 'submit'))],
    ['schema:response', plain(response(GOOD)).replace(`xmlns:tb="${NS}"`, 'xmlns:tb="urn:other"')],
    ['schema:mapping', plain(response('<tb:outcome type="x"/>'))],
    ['schema:outcome', plain(response('<tb:outcome>maybe</tb:outcome>'))],
    ['schema:outcome', plain('<tb:pingResponse/>')],
    ['schema:requestId', plain(response(GOOD, 'another'))],
  ])('is drift, %s: %s', async (reason, body) => {
    expect(outcome(await ask([{ body }]))).toBe(`schema soap.ping.${reason}`);
  });

  it.each([
    [429, 'rate-limited'],
    [401, 'unauthorized'],
    [404, 'unauthorized'],
    [302, 'unreachable'],
    [408, 'unreachable'],
    [502, 'unreachable'],
  ])('with the status %i and no envelope is said by somebody on the way: %s', async (status, kind) => {
    for (const body of ['', '<html/>', plain(response(GOOD))])
      expect(outcome(await ask([{ status, body }]))).toBe(`${kind} soap.ping.http-${status}`);
  });

  it('that is too long is not read', async () => {
    expect(outcome(await ask([{ body: 'x'.repeat(2 * 1024 * 1024 + 1) }]))).toBe(
      'schema soap.ping.schema:length',
    );
  });

  it('without a signature is not believed where one is due', async () => {
    expect(outcome(await ask([{ body: plain(response(GOOD)) }], { signed: true }))).toBe(
      'schema soap.ping.schema:signature-unsigned',
    );
  });
});

describe('the region’s clock', () => {
  const expired = (created: string) =>
    plain(
      fault11('wsu:MessageExpired'),
      '1.1',
      created &&
        `<wsse:Security><wsu:Timestamp><wsu:Created>${created}</wsu:Created></wsu:Timestamp></wsse:Security>`,
    );

  it.each([
    ['the fault’s Timestamp', { status: 500, body: expired('2026-11-20T05:00:00Z') }],
    [
      'the Date header',
      { status: 500, body: expired(''), headers: { date: 'Fri, 20 Nov 2026 05:00:00 GMT' } },
    ],
    [
      'a bare 401’s Date header',
      { status: 401, body: '', headers: { date: 'Fri, 20 Nov 2026 05:00:00 GMT' } },
    ],
  ])('is learnt from %s, and the request is sent once more', async (_, refused) => {
    const asked = await ask([refused, { body: plain(response(GOOD)) }]);
    expect(asked.answer.ok).toBe(true);
    expect(asked.sent.map(({ body }) => /<wsu:Created>(.*?)</.exec(body)?.[1])).toEqual([
      '2026-11-20T02:00:00Z',
      '2026-11-20T05:00:00Z',
    ]);
    const nonces = asked.sent.map(({ body }) => /Base64Binary">(.*?)</.exec(body)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it('that is the same is no reason to ask again, and neither is a second refusal', async () => {
    const same = await ask([{ status: 500, body: expired('2026-11-20T02:00:00Z') }]);
    expect(same.sent).toHaveLength(1);
    const twice = await ask([
      { status: 500, body: expired('2026-11-20T05:00:00Z') },
      { status: 500, body: expired('2026-11-20T09:00:00Z') },
    ]);
    expect(twice.sent).toHaveLength(2);
    expect((twice.answer as { readonly error: RegionFailure }).error.kind).toBe('unauthorized');
  });
});

describe('what goes over the line', () => {
  it('names the operation as the version of SOAP does', async () => {
    const one = await ask([{ body: plain(response(GOOD)) }]);
    expect(one.sent[0]?.headers.get('soapaction')).toBe(`"${NS}#ping"`);
    expect(one.sent[0]?.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const two = await ask([{ body: plain(response(GOOD), '1.2') }], { version: '1.2' });
    expect(two.sent[0]?.headers.get('content-type')).toBe(
      `application/soap+xml; charset=utf-8; action="${NS}#ping"`,
    );
    expect(two.sent[0]?.headers.get('soapaction')).toBeNull();
  });
});
