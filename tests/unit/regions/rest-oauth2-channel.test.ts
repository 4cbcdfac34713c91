import { describe, expect, it } from 'vitest';
import { type Clock, VirtualClock } from '../../../electron/core/index.ts';
import { pathOf } from '../../../electron/regions/adapters/rest-oauth2/channel.ts';
import { OPERATION_NAMES } from '../../../electron/regions/exchange/index.ts';
import { createRegions, type Fetch, type RegionAdapter } from '../../../electron/regions/index.ts';
import { everyOperation } from '../../support/region-requests.ts';
import { makeSubmission, REST_ADAPTER, TASK_CODE } from '../../support/sandbox.ts';

const never = new AbortController().signal;

interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

interface Network {
  /** Of the token endpoint; a token unless told otherwise. */
  readonly token?: (sent: Sent) => Response;
  readonly config?: object;
  readonly clock?: Clock;
  readonly fetch?: Fetch;
}

/** An adapter whose network answers `reply`. */
function adapterWith(
  reply: (sent: Sent) => Response | Promise<Response>,
  { token, config, clock = new VirtualClock(), fetch }: Network = {},
): { adapter: RegionAdapter; sent: Sent[] } {
  const sent: Sent[] = [];
  const heard: Fetch = async (input, init) => {
    const one = {
      url: new URL(String(input)),
      method: init?.method ?? 'GET',
      headers: new Headers(init?.headers),
      body: String(init?.body ?? ''),
    };
    sent.push(one);
    if (!one.url.pathname.endsWith('/token')) return reply(one);
    return token?.(one) ?? Response.json({ access_token: 'T', token_type: 'Bearer', expires_in: 300 });
  };
  const regions = createRegions({
    catalogueRegions: [{ code: '120000', adapter: { ...REST_ADAPTER, kind: 'rest-oauth2', ...config } }],
    profileRegions: {},
    secrets: async () => 'secret',
    fetch: fetch ?? heard,
    clock,
    random: (count) => new Uint8Array(count),
    log: { info: () => {}, warn: () => {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return { adapter: regions.value.get('120000') as RegionAdapter, sent };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const answer = (await work) as { ok: boolean; error: { kind: string; technicianCode: string } };
  return answer.ok ? 'ok' : `${answer.error.kind} ${answer.error.technicianCode}`;
}

const up = () => Response.json({ status: 'up' });

describe('what travels', () => {
  it('each operation has a path of its own', () => {
    const paths = OPERATION_NAMES.map(pathOf);
    expect(new Set(paths).size).toBe(paths.length);
    expect(pathOf('checkPerson')).toBe('/v1/check-person');
  });

  it('nothing of a person stands in an address', async () => {
    const { adapter, sent } = adapterWith(() => Response.json({}));
    for (const call of Object.values(everyOperation(adapter))) await call();
    for (const { url } of sent) expect(url.href).toMatch(/^https:\/\/gateway\.region\.example\/[a-z0-9/-]+$/);
  });

  it('the key is a header, and so is the log-in', async () => {
    const { adapter, sent } = adapterWith(() => Response.json({}));
    const submission = makeSubmission(TASK_CODE);
    await adapter.submit(submission, never);
    const session = { region: '120000', holder: 'person', token: 'citizens-token', expiresAt: 9e15 } as const;
    await adapter.casesOf(session, null, never);
    expect(sent[1]?.headers.get('idempotency-key')).toBe(submission.idempotencyKey);
    expect(sent[2]?.headers.get('idempotency-key')).toBeNull();
    expect(sent[2]?.headers.get('tongban-session')).toBe('citizens-token');
    expect(sent[2]?.body).toBe('{"after":null}');
  });
});

describe('the account at the token endpoint', () => {
  it('is proved by form', async () => {
    const { adapter, sent } = adapterWith(up);
    await adapter.ping(never);
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toMatchObject({
      grant_type: 'client_credentials',
      client_secret: 'secret',
      scope: 'cases persons',
    });
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer T');
  });

  it('or by header', async () => {
    const { adapter, sent } = adapterWith(up, { config: { clientAuthentication: 'basic' } });
    await adapter.ping(never);
    expect(sent[0]?.headers.get('authorization')).toMatch(/^Basic /);
    expect(sent[0]?.body).not.toContain('secret');
  });

  it.each([
    [Response.json({ token: 'x' }), 'schema rest-oauth2.token.schema'],
    [new Response('<html>'), 'schema rest-oauth2.token.schema'],
    [new Response('', { status: 302 }), 'unreachable rest-oauth2.token.http-302'],
    [new Response('', { status: 429 }), 'rate-limited rest-oauth2.token.http-429'],
    [new Response('', { status: 503 }), 'unreachable rest-oauth2.token.http-503'],
    [Response.json({ code: 'NO' }, { status: 404 }), 'rejected rest-oauth2.token.refused:NO'],
    [
      Response.json({ error: 'invalid_scope' }, { status: 400 }),
      'unauthorized rest-oauth2.token.invalid_scope',
    ],
    [Response.json({ error: '张三' }, { status: 400 }), 'unauthorized rest-oauth2.token.http-400'],
    [new Response(' '.repeat(2_000_000)), 'schema rest-oauth2.token.schema:length'],
  ])('%o', async (reply, code) => {
    const { adapter } = adapterWith(up, { token: () => reply });
    expect(await codeOf(adapter.ping(never))).toBe(code);
  });

  it('that does not answer has a code of its own', async () => {
    const clock = new VirtualClock();
    const { adapter } = adapterWith(up, {
      clock,
      config: { tokenTimeout: 2_000 },
      fetch: () => new Promise<never>(() => {}),
    });
    const waiting = codeOf(adapter.ping(never));
    await clock.advance(2_000);
    expect(await waiting).toBe('unreachable rest-oauth2.token.timeout');
  });
});

describe('a token that the region refuses', () => {
  it('is renewed once, unseen by the caller', async () => {
    let calls = 0;
    const { adapter, sent } = adapterWith(() => (++calls === 1 ? new Response('', { status: 401 }) : up()));
    expect(await codeOf(adapter.ping(never))).toBe('ok');
    expect(sent.map(({ url }) => url.pathname.split('/').at(-1))).toEqual([
      'token',
      'health',
      'token',
      'health',
    ]);
  });

  it('again and again is a matter of the account', async () => {
    const { adapter, sent } = adapterWith(() => new Response('', { status: 401 }));
    expect(await codeOf(adapter.ping(never))).toBe('unauthorized rest-oauth2.ping.http-401');
    expect(sent).toHaveLength(4);
  });
});

describe('answers that are not what the protocol says', () => {
  it.each([
    ['not JSON', 'up', 'json'],
    ['no object', '7', 'root'],
    ['another word', '{"status":"down"}', 'status'],
    ['too long', ' '.repeat(1_100_000), 'length'],
  ])('%s', async (_, body, path) => {
    const { adapter } = adapterWith(
      () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    );
    expect(await codeOf(adapter.ping(never))).toBe(`schema rest-oauth2.ping.schema:${path}`);
  });

  it('a page where JSON should be', async () => {
    const { adapter } = adapterWith(
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    );
    expect(await codeOf(adapter.ping(never))).toBe('schema rest-oauth2.ping.schema:json');
  });

  it.each([
    ['text/html', '%PDF-1.7', undefined, 'mediaType'],
    ['application/pdf', '<html>', undefined, 'pdf'],
    ['application/pdf', '%PDF-1.7', 'AAAA', 'sha256'],
  ])('a result of type %s with %s', async (type, body, digest, path) => {
    const headers = { 'content-type': type, ...(digest ? { 'repr-digest': `sha-256=:${digest}:` } : {}) };
    const { adapter } = adapterWith(() => new Response(body, { headers }));
    expect(await codeOf(adapter.fetchResult('C1', never))).toBe(
      `schema rest-oauth2.fetchResult.schema:${path}`,
    );
  });

  it('the deadline covers the body too, not only the first byte', async () => {
    const clock = new VirtualClock();
    const endless = new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{')) }));
    const { adapter, sent } = adapterWith(() => endless, { clock });
    const waiting = codeOf(adapter.ping(never));
    while (sent.length < 2) await clock.advance(0);
    await clock.advance(5_000);
    expect(await waiting).toBe('unreachable rest-oauth2.ping.timeout');
  });
});
