import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { failureOfStatus, retryAfterMs } from '../../../electron/regions/adapters/rest-oauth2/answers.ts';
import { within } from '../../../electron/regions/exchange/deadline.ts';
import { createRegions, type Fetch, type RegionAdapter } from '../../../electron/regions/index.ts';

const never = new AbortController().signal;
const adapterData = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../assets/regions/120000.json'), 'utf8'),
).adapter;
const silent = { info: () => {}, warn: () => {} };

interface Sent {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** An adapter whose network answers `reply`; the token endpoint gives tokens unless told otherwise. */
function adapterOver(
  reply: (sent: Sent) => Response | Promise<Response>,
  options: { token?: (sent: Sent) => Response; config?: object; clock?: VirtualClock } = {},
): { adapter: RegionAdapter; sent: Sent[]; clock: VirtualClock } {
  const sent: Sent[] = [];
  const clock = options.clock ?? new VirtualClock();
  const fetch: Fetch = async (input, init) => {
    const one = {
      url: new URL(String(input)),
      headers: new Headers(init?.headers),
      body: String(init?.body ?? ''),
    };
    sent.push(one);
    if (!one.url.pathname.endsWith('/token')) return reply(one);
    return (
      options.token?.(one) ?? Response.json({ access_token: 'T', token_type: 'Bearer', expires_in: 300 })
    );
  };
  const regions = createRegions({
    catalogueRegions: [{ code: '120000', adapter: { ...adapterData, ...options.config } }],
    profileRegions: {},
    secrets: async () => 'secret',
    fetch,
    clock,
    random: (count) => new Uint8Array(count),
    log: silent,
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return { adapter: regions.value.get('120000') as RegionAdapter, sent, clock };
}

async function codeOf(
  work: Promise<{ ok: true } | { ok: false; error: { kind: string; technicianCode: string } }>,
) {
  const answer = await work;
  return answer.ok ? 'ok' : `${answer.error.kind} ${answer.error.technicianCode}`;
}

describe('what a status means', () => {
  const now = Date.parse('2026-11-20T02:00:00Z');
  const answer = (status: number, code?: string, headers: Record<string, string> = {}) => ({
    status,
    headers: new Headers(headers),
    body: Buffer.from(
      code === undefined ? '<html>张三 990000…</html>' : JSON.stringify({ code, message: '张三' }),
    ),
  });

  it.each([
    [301, undefined, 'unreachable', true, 'w.http-301'],
    [400, 'SCHEMA', 'rejected', false, 'w.http-400:SCHEMA'],
    [400, undefined, 'rejected', false, 'w.http-400'],
    [400, '张三', 'rejected', false, 'w.http-400'],
    [401, undefined, 'unauthorized', true, 'w.http-401'],
    [403, 'X', 'unauthorized', true, 'w.http-403'],
    [404, 'CASE_UNKNOWN', 'rejected', false, 'w.http-404:CASE_UNKNOWN'],
    [408, undefined, 'unreachable', true, 'w.http-408'],
    [409, 'REQUEST_IN_PROGRESS', 'unreachable', true, 'w.http-409:REQUEST_IN_PROGRESS'],
    [409, 'CLOSED', 'rejected', false, 'w.http-409:CLOSED'],
    [425, undefined, 'unreachable', true, 'w.http-425'],
    [500, undefined, 'unreachable', true, 'w.http-500'],
    [599, undefined, 'unreachable', true, 'w.http-599'],
  ])('%i %s is %s', (status, code, kind, retryable, technicianCode) => {
    expect(failureOfStatus('w', answer(status, code), now)).toMatchObject({
      kind,
      retryable,
      technicianCode,
    });
  });

  it.each([
    ['30', 30_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 02:01:00 GMT', 60_000],
    ['Fri, 20 Nov 2026 01:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After %j is %s ms', (text, ms) => {
    expect(retryAfterMs(new Headers({ 'retry-after': text }), now)).toBe(ms);
  });

  it('a pause that a 503 asks for is passed on', () => {
    expect(failureOfStatus('w', answer(503, undefined, { 'retry-after': '5' }), now).retryAfterMs).toBe(
      5_000,
    );
  });
});

describe('the deadline', () => {
  it('answers at its moment even if the work does not listen, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const ended = within(clock, 1_000, never, () => new Promise<never>(() => {}));
    await clock.advance(1_000);
    expect(await ended).toEqual({ kind: 'timeout' });
    expect(await within(clock, 1_000, never, async () => 7)).toEqual({ kind: 'done', value: 7 });
    expect(clock.pending).toBe(0);
  });

  it('does not begin for a caller who has gone', async () => {
    let begun = false;
    const ended = await within(new VirtualClock(), 1_000, AbortSignal.abort(), async () => {
      begun = true;
    });
    expect(ended).toEqual({ kind: 'aborted' });
    expect(begun).toBe(false);
  });

  it('covers the body too, not only the first byte', async () => {
    const endless = new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{')) }));
    const { adapter, clock, sent } = adapterOver(() => endless);
    const waiting = codeOf(adapter.ping(never));
    while (sent.length < 2) await clock.advance(0);
    await clock.advance(5_000);
    expect(await waiting).toBe('unreachable rest-oauth2.ping.timeout');
  });

  it('of the token request has a code of its own', async () => {
    const clock = new VirtualClock();
    const regions = createRegions({
      catalogueRegions: [{ code: '120000', adapter: adapterData }],
      profileRegions: {},
      secrets: async () => 'secret',
      fetch: () => new Promise<never>(() => {}),
      clock,
      random: (count) => new Uint8Array(count),
      log: silent,
    });
    const waiting = codeOf((regions.ok && regions.value.get('120000')?.ping(never)) as never);
    await clock.advance(8_000);
    expect(await waiting).toBe('unreachable rest-oauth2.token.timeout');
  });
});

describe('answers that are not what the protocol says', () => {
  it.each([
    ['not JSON', 'up', 'json'],
    ['no object', '7', 'root'],
    ['another word', '{"status":"down"}', 'status'],
  ])('%s', async (_, body, path) => {
    const { adapter } = adapterOver(() => new Response(body));
    expect(await codeOf(adapter.ping(never))).toBe(`schema rest-oauth2.ping.schema:${path}`);
  });

  it('too long', async () => {
    const { adapter } = adapterOver(() => new Response(' '.repeat(300_000)));
    expect(await codeOf(adapter.ping(never))).toBe('schema rest-oauth2.ping.schema:length');
  });

  it.each([
    ['text/html', '%PDF-1.7', undefined, 'content-type'],
    ['application/pdf', '<html>', undefined, 'pdf'],
    ['application/pdf', '%PDF-1.7', createHash('sha256').update('%PDF-1.4').digest('base64'), 'repr-digest'],
  ])('a result of type %s with %s', async (type, body, digest, path) => {
    const headers = { 'content-type': type, ...(digest ? { 'repr-digest': `sha-256=:${digest}:` } : {}) };
    const { adapter } = adapterOver(() => new Response(body, { headers }));
    expect(await codeOf(adapter.fetchResult('C1', never))).toBe(
      `schema rest-oauth2.fetchResult.schema:${path}`,
    );
  });

  it.each([
    [Response.json({ token: 'x' }), 'schema rest-oauth2.token.schema'],
    [new Response('<html>'), 'schema rest-oauth2.token.schema'],
    [new Response('', { status: 302 }), 'unreachable rest-oauth2.token.http-302'],
    [new Response('', { status: 429 }), 'rate-limited rest-oauth2.token.http-429'],
    [
      Response.json({ error: 'invalid_scope' }, { status: 400 }),
      'unauthorized rest-oauth2.token.invalid_scope',
    ],
    [Response.json({ error: '张三' }, { status: 400 }), 'unauthorized rest-oauth2.token.http-400'],
  ])('of the token endpoint: %o', async (reply, code) => {
    const { adapter } = adapterOver(() => Response.json({ status: 'up' }), { token: () => reply });
    expect(await codeOf(adapter.ping(never))).toBe(code);
  });
});

describe('the account at the token endpoint', () => {
  const up = () => Response.json({ status: 'up' });

  it('is proved by form', async () => {
    const { adapter, sent } = adapterOver(up);
    await adapter.ping(never);
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toMatchObject({
      grant_type: 'client_credentials',
      client_secret: 'secret',
      scope: 'cases persons',
    });
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer T');
  });

  it('or by header', async () => {
    const { adapter, sent } = adapterOver(up, { config: { clientAuthentication: 'basic' } });
    await adapter.ping(never);
    expect(sent[0]?.headers.get('authorization')).toMatch(/^Basic /);
    expect(sent[0]?.body).not.toContain('secret');
  });
});
