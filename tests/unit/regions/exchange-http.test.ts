import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  endpointSchema,
  type HttpRequest,
  httpCall,
  isLoopback,
  jsonOf,
  judgeStatus,
  LEARNT_CLOCK,
  LearntClock,
  retryAfterMs,
  within,
} from '../../../electron/regions/exchange/index.ts';

const never = new AbortController().signal;
const now = Date.parse('2026-11-20T02:00:00Z');

function call(fetch: HttpRequest['fetch'], change: Partial<HttpRequest> = {}) {
  const url = 'https://gateway.region.example/x';
  return httpCall({ fetch, where: 'w.op', method: 'POST', url, body: '{}', signal: never, ...change });
}

describe('what a status means', () => {
  const answer = (status: number, code?: string, headers: Record<string, string> = {}) => ({
    status,
    headers: new Headers(headers),
    body: Buffer.from(
      code === undefined ? '<html>张三 990000…</html>' : JSON.stringify({ code, message: '张三' }),
    ),
  });

  it.each([
    [301, undefined, 'unreachable', true, 'w.http-301'],
    [400, undefined, 'rejected', false, 'w.http-400'],
    [400, '张三', 'rejected', false, 'w.http-400'],
    [401, undefined, 'unauthorized', true, 'w.http-401'],
    [401, 'ANYTHING', 'unauthorized', true, 'w.http-401'],
    [403, 'X', 'unauthorized', true, 'w.http-403'],
    [404, undefined, 'rejected', false, 'w.http-404'],
    [408, undefined, 'unreachable', true, 'w.http-408'],
    [425, undefined, 'unreachable', true, 'w.http-425'],
    [429, 'TOO_MANY', 'rate-limited', true, 'w.http-429'],
    [500, 'X', 'unreachable', true, 'w.http-500'],
    [599, undefined, 'unreachable', true, 'w.http-599'],
  ])('%i %s is %s', (status, code, kind, retryable, technicianCode) => {
    expect(judgeStatus('w', answer(status, code), now)).toMatchObject({
      error: { kind, retryable, technicianCode },
    });
  });

  it.each([400, 404, 409, 422])("%i with a code is the region's own refusal", (status) => {
    expect(judgeStatus('w', answer(status, 'CASE_UNKNOWN'), now)).toEqual({
      ok: true,
      value: { kind: 'refused', code: 'CASE_UNKNOWN' },
    });
  });

  it("another envelope's code is read by the kind", () => {
    expect(judgeStatus('w', answer(400), now, () => 'FROM_XML')).toMatchObject({
      value: { code: 'FROM_XML' },
    });
  });

  it.each([
    ['30', 30_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 02:01:00 GMT', 60_000],
    ['Fri, 20 Nov 2026 01:00:00 GMT', 0],
    ['99999999999', 86_400_000],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After %j is %s ms', (text, ms) => {
    expect(retryAfterMs(new Headers({ 'retry-after': text }), now)).toBe(ms);
  });

  it('a pause that a 503 asks for is passed on', () => {
    expect(judgeStatus('w', answer(503, undefined, { 'retry-after': '5' }), now)).toMatchObject({
      error: { retryAfterMs: 5_000 },
    });
  });
});

describe('one request', () => {
  it('never follows a redirect and sends what it is given', async () => {
    let seen: RequestInit | undefined;
    const heard = await call(
      async (_, init) => {
        seen = init;
        return new Response('{"a":1}', { status: 302, headers: { location: 'https://elsewhere.example' } });
      },
      { headers: { 'x-a': 'b' } },
    );
    expect(seen).toMatchObject({ method: 'POST', body: '{}', redirect: 'manual', headers: { 'x-a': 'b' } });
    expect(heard).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it('a broken line is unreachable, and what was thrown is not told', async () => {
    const heard = await call(() => Promise.reject(new Error('connect to 张三 failed')));
    expect(heard).toMatchObject({ error: { kind: 'unreachable', technicianCode: 'w.op.network' } });
    expect(JSON.stringify(heard)).not.toContain('张三');
  });

  it('a body that breaks off is unreachable too', async () => {
    const broken = new ReadableStream({
      pull: (stream) => stream.error(new Error('reset')),
    });
    expect(await call(async () => new Response(broken))).toMatchObject({
      error: { technicianCode: 'w.op.network' },
    });
  });

  it('a body over the limit is not read on', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (stream) => {
        pulled++;
        stream.enqueue(new Uint8Array(1_000));
      },
    });
    const heard = await call(async () => new Response(endless), { limit: 5_000 });
    expect(heard).toMatchObject({ error: { kind: 'schema', technicianCode: 'w.op.schema:length' } });
    expect(pulled).toBeLessThan(20);
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ['up', undefined],
    ['', undefined],
  ])('%j as JSON', (text, value) => {
    expect(jsonOf(Buffer.from(text))).toEqual(value);
  });

  it('bytes that are no UTF-8 are no JSON', () => {
    expect(jsonOf(new Uint8Array([0x22, 0xff, 0x22]))).toBeUndefined();
  });
});

describe('addresses', () => {
  it.each(['https://a.example', 'http://127.0.0.1:8080/x', 'http://localhost:1', 'http://[::1]:1/'])(
    '%s may be spoken to',
    (url) => expect(endpointSchema.safeParse(url).success).toBe(true),
  );
  it.each(['http://a.example', 'ftp://127.0.0.1/', 'http://127.0.0.1.example/', 'nowhere'])(
    '%s may not',
    (url) => expect(endpointSchema.safeParse(url).success).toBe(false),
  );
  it('loopback is this machine alone', () => {
    expect(isLoopback('http://127.3.2.1/')).toBe(true);
    expect(isLoopback('http://128.0.0.1/')).toBe(false);
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
});

describe("the region's clock", () => {
  it('is the own one until the region says otherwise', () => {
    const clock = new VirtualClock(now);
    expect(new LearntClock(clock).now()).toBe(now);
  });

  it.each([-600_000, 95_000, 86_400_000])(
    'an offset of %i ms is learnt to the second, and runs on',
    async (offset) => {
      const clock = new VirtualClock(now);
      const learnt = new LearntClock(clock);
      const date = new Date(Math.floor((now + offset) / 1000) * 1000).toUTCString();
      expect(learnt.learnFromHeaders(new Headers({ date }), now)).toBe(true);
      expect(Math.abs(learnt.offsetMs - offset)).toBeLessThanOrEqual(1_000);
      await clock.advance(5_000);
      expect(learnt.now()).toBe(clock.now() + learnt.offsetMs);
      expect(
        learnt.learnFromHeaders(
          new Headers({ date: new Date(clock.now() + offset).toUTCString() }),
          clock.now(),
        ),
      ).toBe(false);
    },
  );

  it('takes the middle of the trip', async () => {
    const clock = new VirtualClock(now);
    const learnt = new LearntClock(clock);
    await clock.advance(8_000);
    expect(learnt.learn(now + 4_000, now)).toBe(false);
    expect(learnt.offsetMs).toBe(0);
  });

  it('learns nothing from an answer that took too long, or from no date', async () => {
    const clock = new VirtualClock(now);
    const learnt = new LearntClock(clock);
    expect(learnt.learnFromHeaders(new Headers({ date: 'yesterday' }), now)).toBe(false);
    expect(learnt.learnFromHeaders(new Headers(), now)).toBe(false);
    await clock.advance(LEARNT_CLOCK.longestTrip + 1);
    expect(learnt.learn(now + 600_000, now)).toBe(false);
    expect(learnt.offsetMs).toBe(0);
  });

  it('comes back when the own clock is set right', () => {
    const clock = new VirtualClock(now);
    const learnt = new LearntClock(clock);
    learnt.learn(now + 600_000, now);
    expect(learnt.learn(now, now)).toBe(true);
    expect(learnt.now()).toBe(now);
  });
});
