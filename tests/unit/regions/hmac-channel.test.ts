import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { hmacChannel } from '../../../electron/regions/adapters/hmac-gateway/channel.ts';
import { configSchema } from '../../../electron/regions/adapters/hmac-gateway/config.ts';
import { bodyDigestOf, signatureOf } from '../../../electron/regions/adapters/hmac-gateway/signature.ts';
import type { ChannelRequest } from '../../../electron/regions/exchange/index.ts';

const SECRET = 'hmac-secret-for-tests';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** A channel whose `fetch` notes what leaves and answers as told; the region's clock may differ from the machine's. */
function bench(
  options: { config?: Record<string, unknown>; answer?: (sent: Sent, times: number) => Response } = {},
) {
  const clock = new VirtualClock();
  const sent: Sent[] = [];
  let secret: string | null = SECRET;
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const one = {
      url: String(url),
      method: init?.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: (init?.body ?? null) as string | null,
    };
    sent.push(one);
    return options.answer?.(one, sent.length) ?? Response.json({ fine: true });
  };
  const config = configSchema.parse({
    kind: 'hmac-gateway',
    endpoint: 'https://gateway.example/zw/',
    clientId: 'kiosk-ak',
    signBody: true,
    codeSet: 'zhejiang',
    ...options.config,
  });
  const channel = hmacChannel({ config, secret: async () => secret, fetch, clock });
  const send = (change: Partial<ChannelRequest> = {}) =>
    channel.send({
      operation: 'submit',
      key: 'key-1',
      session: null,
      fields: { name: '张伟' },
      signal: new AbortController().signal,
      ...change,
    });
  return {
    send,
    sent,
    clock,
    loseSecret: () => {
      secret = null;
    },
  };
}

const refusedFor = (region: VirtualClock) => (sent: Sent) =>
  Math.abs(Date.parse(sent.headers['x-bg-date-time'] ?? '') - region.now()) > 90_000
    ? Response.json(
        { code: 'CLOCK_SKEW' },
        { status: 401, headers: { date: new Date(region.now()).toUTCString() } },
      )
    : Response.json({ fine: true });

describe('a call through the hmac gateway', () => {
  it('is signed over method, path, query, account, date and body', async () => {
    const { send, sent } = bench({ config: { query: { appId: '应 用', a: '1' } } });
    expect(await send()).toEqual({ ok: true, value: { kind: 'answer', body: { fine: true } } });
    const [one] = sent;
    expect(one?.url).toBe('https://gateway.example/zw/submit?a=1&appId=%E5%BA%94%20%E7%94%A8');
    const bodyDigest = bodyDigestOf(one?.body ?? '');
    expect(one?.headers).toMatchObject({
      'x-bg-hmac-access-key': 'kiosk-ak',
      'x-bg-hmac-algorithm': 'hmac-sha256',
      'x-bg-body-digest': `sha-256=:${bodyDigest}:`,
      'idempotency-key': 'key-1',
      'x-bg-hmac-signature': signatureOf(SECRET, {
        method: 'POST',
        path: '/zw/submit',
        query: [
          ['a', '1'],
          ['appId', '应 用'],
        ],
        accessKey: 'kiosk-ak',
        date: one?.headers['x-bg-date-time'] ?? '',
        bodyDigest,
      }),
    });
  });

  it('leaves the body out of the signature where the gateway does not know it', async () => {
    const { send, sent } = bench({ config: { signBody: false, headerPrefix: 'X-Gov' } });
    await send();
    expect(sent[0]?.headers).not.toHaveProperty('x-gov-body-digest');
    expect(sent[0]?.headers['x-gov-hmac-signature']).toBe(
      signatureOf(SECRET, {
        method: 'POST',
        path: '/zw/submit',
        query: [],
        accessKey: 'kiosk-ak',
        date: sent[0]?.headers['x-gov-date-time'] ?? '',
        bodyDigest: null,
      }),
    );
  });

  it('asks whether the line is up without a body', async () => {
    const { send, sent } = bench();
    await send({ operation: 'ping', key: null, fields: {} });
    expect(sent[0]).toMatchObject({ method: 'GET', url: 'https://gateway.example/zw/ping', body: null });
  });

  it.each([-600_000, 600_000])('learns the region’s time when its own is %i ms off', async (off) => {
    const region = new VirtualClock(new VirtualClock().now() - off);
    const { send, sent } = bench({ answer: refusedFor(region) });
    expect(await send()).toMatchObject({ ok: true });
    expect(sent).toHaveLength(2);
    expect(await send()).toMatchObject({ ok: true });
    expect(sent).toHaveLength(3);
  });

  it('does not go on when the right time does not help', async () => {
    const { send, sent, clock } = bench({
      answer: () =>
        Response.json(
          { code: 'SIGNATURE_WRONG' },
          { status: 401, headers: { date: new Date(clock.now()).toUTCString() } },
        ),
    });
    expect(await send()).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', technicianCode: 'hmac-gateway.submit.http-401' },
    });
    expect(sent).toHaveLength(1);
  });

  it('sends nothing without the secret', async () => {
    const { send, sent, loseSecret } = bench();
    loseSecret();
    expect(await send()).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', technicianCode: 'hmac-gateway.submit.no-hmac-key' },
    });
    expect(sent).toEqual([]);
  });

  it.each<[number, Record<string, string>, string, string]>([
    [422, {}, 'refused', 'TASK_UNKNOWN'],
    [429, { 'retry-after': '7' }, 'rate-limited', 'http-429'],
    [503, {}, 'unreachable', 'http-503'],
    [403, {}, 'unauthorized', 'http-403'],
  ])('reads an answer %i', async (status, headers, kind, word) => {
    const { send } = bench({ answer: () => Response.json({ code: 'TASK_UNKNOWN' }, { status, headers }) });
    expect(await send()).toMatchObject(
      kind === 'refused'
        ? { ok: true, value: { kind, code: word } }
        : { ok: false, error: { kind, technicianCode: `hmac-gateway.submit.${word}` } },
    );
  });

  it('shows neither the secret nor a name in headers or address', async () => {
    const { send, sent } = bench();
    await send({ session: 'session-token' });
    const { body: _, ...open } = sent[0] as Sent;
    expect(JSON.stringify(open)).not.toMatch(/张伟|hmac-secret/);
  });
});
