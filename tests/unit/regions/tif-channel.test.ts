import { describe, expect, it } from 'vitest';
import * as ciphers from '../../../electron/ciphers/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  TIF_SKEW_SECONDS,
  TifGate,
  type TifGateSettings,
  type TifRequest,
} from '../../../electron/demo/sandbox-region/fronts/tif-gate.ts';
import { tifChannel } from '../../../electron/regions/adapters/tif-gateway/channel.ts';
import { configSchema } from '../../../electron/regions/adapters/tif-gateway/config.ts';
import { accountKeys } from '../../../electron/regions/adapters/tif-gateway/keys.ts';
import { inlineSealer } from '../../../electron/regions/adapters/tif-gateway/sealer.ts';
import { seededRandom, TIF_GATE, TIF_SECRETS, TIF_SETTINGS, tifConfig } from '../../support/tif-account.ts';

interface BenchOptions {
  readonly settings?: TifGateSettings;
  readonly config?: Record<string, unknown>;
  readonly secrets?: Partial<Record<string, string | null>>;
  /** Milliseconds by which the machine's clock is ahead of the region's. */
  readonly machineAhead?: number;
  /** What comes back instead of the gate's answer. */
  readonly answer?: (request: TifRequest | null, gate: TifGate) => Response | undefined;
}

/** A channel whose `fetch` is a strict gateway, with what passed through it. */
function bench(options: BenchOptions = {}) {
  const settings = options.settings ?? TIF_SETTINGS;
  const regionClock = new VirtualClock();
  const clock = new VirtualClock(regionClock.now() + (options.machineAhead ?? 0));
  const gate = new TifGate({
    settings,
    ...TIF_GATE,
    random: seededRandom('gate'),
  });
  const sent: { readonly url: string; readonly headers: Record<string, string>; readonly body: string }[] =
    [];
  const refused: string[] = [];
  const passed: TifRequest[] = [];
  const date = new Date(regionClock.now()).toUTCString();
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    sent.push({ url: String(url), headers, body: String(init?.body) });
    const operation = String(url).split('/').at(-1) as string;
    const judged = gate.open(operation, headers, Buffer.from(String(init?.body)), regionClock.now());
    const request = 'request' in judged ? judged.request : null;
    if (request) passed.push(request);
    const special = options.answer?.(request, gate);
    if (special) return special;
    if ('refusal' in judged) {
      refused.push(judged.refusal.code);
      return Response.json(
        { code: judged.refusal.code },
        { status: judged.refusal.status, headers: { date } },
      );
    }
    const body = { nonce: judged.request.nonce, outcome: 'answer', body: { echo: judged.request.fields } };
    return new Response(Buffer.from(gate.seal(body, regionClock.now())), { headers: { date } });
  };
  const config = configSchema.parse({
    ...tifConfig('https://gateway.example/ebus/', settings),
    codeSet: 'tongban',
    ...options.config,
  });
  const random = seededRandom('kiosk');
  const given = (): Partial<Record<string, string | null>> => ({ ...TIF_SECRETS, ...options.secrets });
  const regionKey = ciphers.sm2PublicKeyOfHex(config.regionPublicKey) as Uint8Array;
  const keys = accountKeys({
    secret: async (name) => given()[name] ?? null,
    sealerOf: (own) => inlineSealer({ options: config, regionKey, ...own }, random),
  });
  const channel = tifChannel({ config, keys, fetch, clock, random });
  const send = (fields = { name: '张伟' }) =>
    channel.send({
      operation: 'submit',
      key: 'key-1',
      session: null,
      fields,
      signal: new AbortController().signal,
    });
  return { send, sent, refused, passed, clock, regionClock };
}

const failing = (kind: string, reason: string) => ({
  ok: false,
  error: { kind, technicianCode: `tif-gateway.submit.${reason}` },
});

describe('a call through the gateway', () => {
  const settings: TifGateSettings[] = [
    TIF_SETTINGS,
    { ...TIF_SETTINGS, headers: { prefix: 'x-tif', hash: 'sha256', hexCase: 'upper' } },
    { ...TIF_SETTINGS, headers: { prefix: 'x-rio', hash: 'sm3', hexCase: 'lower' } },
    { ...TIF_SETTINGS, headers: { prefix: 'x-tif', hash: 'sm3', hexCase: 'upper' } },
    { ...TIF_SETTINGS, cipher: { mode: 'ecb', encoding: 'hex' } },
    { ...TIF_SETTINGS, signature: { form: 'der', encoding: 'base64', covers: 'plain' } },
  ];
  it.each(settings)('passes its checks and comes back: %j', async (one) => {
    const { send, passed, sent } = bench({ settings: one });
    expect(await send()).toEqual({
      ok: true,
      value: { kind: 'answer', body: { echo: { name: '张伟' } } },
    });
    expect(passed).toMatchObject([
      { operation: 'submit', key: 'key-1', session: null, fields: { name: '张伟' } },
    ]);
    expect(sent[0]?.url).toBe('https://gateway.example/ebus/submit');
  });

  it.each(settings.slice(1))('is refused by a gateway that wants it otherwise: %j', async (one) => {
    const { send, refused } = bench({ settings: TIF_SETTINGS, config: { ...one } });
    expect((await send()).ok).toBe(false);
    expect(refused).toHaveLength(1);
  });

  it('shows nothing of the citizen in address, headers or body', async () => {
    const { send, sent } = bench();
    await send();
    expect(JSON.stringify(sent)).not.toContain('张伟');
    expect(JSON.stringify(sent)).not.toContain(TIF_SECRETS['gateway-token']);
  });

  it('names the service where the region file does', async () => {
    const { send, sent } = bench({ config: { serviceIds: { submit: 'svc-submit' } } });
    await send();
    expect(sent[0]?.headers['x-tif-serviceid']).toBe('svc-submit');
  });

  it('uses another nonce each time', async () => {
    const { send, sent, passed } = bench();
    await send();
    await send();
    expect(passed).toHaveLength(2);
    expect(new Set(sent.map(({ headers }) => headers['x-tif-nonce'])).size).toBe(2);
  });
});

describe('the clock', () => {
  it.each([-7_200_000, (TIF_SKEW_SECONDS + 5) * 1000, 86_400_000])(
    'that is %i ms ahead is learnt once, and the call passes',
    async (machineAhead) => {
      const { send, refused, passed } = bench({ machineAhead });
      expect((await send()).ok).toBe(true);
      expect((await send()).ok).toBe(true);
      expect(refused).toEqual(['TIF_TIMESTAMP']);
      expect(passed).toHaveLength(2);
    },
  );

  it('within the allowed skew is left alone', async () => {
    const { send, refused } = bench({ machineAhead: 60_000 });
    expect((await send()).ok).toBe(true);
    expect(refused).toEqual([]);
  });

  it('is not tried for ever: a gateway that refuses the corrected one too is a technician’s matter', async () => {
    const { send, sent } = bench({
      machineAhead: 86_400_000,
      answer: () => new Response(null, { status: 401, headers: { date: new Date(0).toUTCString() } }),
    });
    expect(await send()).toMatchObject(failing('unauthorized', 'http-401'));
    expect(sent).toHaveLength(2);
  });
});

describe('secrets', () => {
  it.each([
    ['gateway-token', null, 'no-gateway-token'],
    ['sm4-key', null, 'no-sm4-key'],
    ['sm2-private-key', null, 'no-sm2-private-key'],
    ['sm4-key', 'canary-not-hex', 'bad-sm4-key'],
    ['sm4-key', 'abcd', 'bad-sm4-key'],
    ['sm2-private-key', '00'.repeat(32), 'bad-sm2-private-key'],
  ])('%s of %s: nothing is sent, the case waits', async (name, text, reason) => {
    const { send, sent } = bench({ secrets: { [name]: text } });
    expect(await send()).toMatchObject(failing('unauthorized', reason));
    expect(sent).toEqual([]);
  });

  it.each([
    ['gateway-token', 'another-token', 'TIF_SIGNATURE'],
    ['sm4-key', 'ab'.repeat(16), 'TIF_CIPHER'],
    ['sm2-private-key', '11'.repeat(32), 'TIF_SIGN_DATA'],
  ])('a wrong %s is found by the gateway', async (name, text, code) => {
    const { send, refused } = bench({ secrets: { [name]: text } });
    expect(await send()).toMatchObject(failing('unauthorized', 'http-401'));
    expect(refused).toEqual([code]);
  });

  it('are read anew for each call', async () => {
    const secrets: Record<string, string | null> = { 'gateway-token': null };
    const { send } = bench({ secrets });
    expect((await send()).ok).toBe(false);
    secrets['gateway-token'] = TIF_SECRETS['gateway-token'];
    expect((await send()).ok).toBe(true);
  });
});

describe('an answer', () => {
  /** A bench whose gateway seals these words. */
  const saying = (words: (request: TifRequest) => unknown) =>
    bench({
      answer: (request, gate) =>
        request ? new Response(Buffer.from(gate.seal(words(request), 0))) : undefined,
    });

  it('may be the region’s refusal', async () => {
    const { send } = saying(({ nonce }) => ({ nonce, outcome: 'refused', code: 'TASK_UNKNOWN' }));
    expect(await send()).toEqual({ ok: true, value: { kind: 'refused', code: 'TASK_UNKNOWN' } });
  });

  it('may be a document', async () => {
    const { send } = saying(({ nonce }) => ({
      nonce,
      outcome: 'binary',
      mediaType: 'application/pdf',
      base64: 'JVBERi0=',
      sha256: null,
    }));
    const value = { kind: 'binary', mediaType: 'application/pdf', sha256: null };
    expect(await send()).toMatchObject({
      ok: true,
      value: { ...value, bytes: new Uint8Array(Buffer.from('%PDF-')) },
    });
  });

  it('to another request is not taken for this one’s', async () => {
    const { send } = saying(() => ({ nonce: 'another', outcome: 'answer', body: {} }));
    expect(await send()).toMatchObject(failing('schema', 'schema:nonce'));
  });

  it.each([
    ['no outcome', () => ({}), 'schema:outcome'],
    ['a refusal in words', ({ nonce }) => ({ nonce, outcome: 'refused', code: '不行' }), 'schema:outcome'],
    [
      'a document in no base64',
      ({ nonce }) => ({ nonce, outcome: 'binary', mediaType: 'a/b', base64: '%', sha256: null }),
      'schema:base64',
    ],
  ] as [string, (request: TifRequest) => unknown, string][])(
    'with %s is a change of the protocol',
    async (_, words, reason) => {
      expect(await saying(words).send()).toMatchObject(failing('schema', reason));
    },
  );

  /** A bench that says these bytes. */
  const raw = (answer: () => Response) => bench({ answer }).send();

  it('signed by somebody else is not believed', async () => {
    const { send } = bench({
      answer: (request, gate) =>
        new Response(Buffer.from(gate.seal({ nonce: request?.nonce, outcome: 'answer', body: {} }, 0, true))),
    });
    expect(await send()).toMatchObject(failing('schema', 'schema:envelope-signature'));
  });

  it.each([
    ['{"code":0,"data":{}}', 'schema:envelope-form'],
    ['{"data":{}}', 'schema:gateway'],
    ['<html>', 'schema:gateway'],
  ])('of %s is a change of the protocol', async (text, reason) =>
    expect(await raw(() => new Response(text))).toMatchObject(failing('schema', reason)),
  );

  it.each([
    [429, 'rate-limited'],
    [503, 'unreachable'],
    [302, 'unreachable'],
    [400, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'unauthorized'],
    [422, 'unauthorized'],
  ])('with status %i, unsigned, is %s: it ends no case', async (status, kind) => {
    const answer = await raw(
      () => new Response('{"code":"CASE_UNKNOWN"}', { status, headers: { 'retry-after': '7' } }),
    );
    expect(answer).toMatchObject({ ...failing(kind, `http-${status}`), error: { kind, retryable: true } });
  });

  it('of 200 with a gateway’s code means what the region file says', async () => {
    const gatewayCodes = { '1004': 'rate-limited', '-1': 'unauthorized' };
    const coded = (code: number) =>
      bench({ config: { gatewayCodes }, answer: () => Response.json({ code, message: '张伟' }) }).send();
    expect(await coded(1004)).toMatchObject(failing('rate-limited', 'gateway-code:1004'));
    expect(await coded(-1)).toMatchObject(failing('unauthorized', 'gateway-code:-1'));
    expect(await coded(7)).toMatchObject(failing('unreachable', 'gateway-code:7'));
  });
});

describe('the gateway of the sandbox', () => {
  /** One good request, sent again with a change. */
  async function again(
    change: (sent: ReturnType<typeof bench>['sent'][number]) => {
      readonly operation?: string;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    },
  ) {
    const { send, sent } = bench();
    await send();
    const first = sent[0] as (typeof sent)[number];
    const clock = new VirtualClock();
    const gate = new TifGate({ settings: TIF_SETTINGS, ...TIF_GATE, random: seededRandom('g') });
    const { operation = 'submit', headers = {}, body = first.body } = change(first);
    const judge = () =>
      gate.open(operation, { ...first.headers, ...headers }, Buffer.from(body), clock.now());
    return { judge, gate, clock };
  }
  const code = (judged: ReturnType<TifGate['open']>) => ('refusal' in judged ? judged.refusal.code : null);

  it('takes a nonce once', async () => {
    const { judge } = await again(() => ({}));
    expect([code(judge()), code(judge())]).toEqual([null, 'TIF_NONCE']);
  });

  it('takes no body on another path', async () => {
    const { judge } = await again(() => ({ operation: 'withdraw' }));
    expect(code(judge())).toBe('TIF_OTHER_REQUEST');
  });

  it('takes nothing old', async () => {
    const { judge, clock } = await again(() => ({}));
    await clock.advance((TIF_SKEW_SECONDS + 1) * 1000);
    expect(code(judge())).toBe('TIF_TIMESTAMP');
  });

  it.each([
    ['TIF_ACCOUNT', 'x-tif-paasid', 'somebody'],
    ['TIF_HEADER', 'x-tif-timestamp', '17951400.5'],
    ['TIF_HEADER', 'x-tif-nonce', ''],
    ['TIF_SIGNATURE', 'x-tif-signature', 'A'.repeat(64)],
    ['TIF_SIGNATURE', 'x-tif-nonce', 'f'.repeat(32)],
  ])('says %s to a wrong %s', async (expected, name, value) => {
    const { judge } = await again(() => ({ headers: { [name]: value } }));
    expect(code(judge())).toBe(expected);
  });

  it.each([
    ['TIF_BODY', { encType: 'AES' }],
    ['TIF_BODY', { more: 1 }],
    ['TIF_APP_CODE', { appCode: 'OTHER' }],
    ['TIF_BODY_TIMESTAMP', { timestamp: '1795140001' }],
    ['TIF_SIGN_DATA', { signData: 'ab'.repeat(64) }],
    ['TIF_CIPHER', { data: { encData: 'AAAA' } }],
  ])('says %s to a body with %j', async (expected, change) => {
    const { judge } = await again((sent) => ({
      body: JSON.stringify({ ...JSON.parse(sent.body), ...change }),
    }));
    expect(code(judge())).toBe(expected);
  });
});
