import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestHeaders } from '../../../electron/regions/adapters/tif-gateway/headers.ts';
import {
  REVERSE_SKEW_SECONDS,
  type ReverseCallOptions,
  verifyReverseCall,
} from '../../../electron/regions/adapters/tif-gateway/reverse-call.ts';

const digest = (hash: string, text: string) => createHash(hash).update(text).digest('hex');

describe('the headers of a request', () => {
  const account = { paasId: 'kiosk-01', token: 'a-token' };
  const request = { seconds: 1_795_140_000, nonce: 'n0nce', serviceId: null };
  const text = '1795140000a-tokenn0nce1795140000';

  it.each([
    ['sha256', 'lower', digest('sha256', text)],
    ['sha256', 'upper', digest('sha256', text).toUpperCase()],
    ['sm3', 'lower', digest('sm3', text)],
    ['sm3', 'upper', digest('sm3', text).toUpperCase()],
  ] as const)('are signed with %s in %s case', (hash, hexCase, signature) =>
    expect(requestHeaders(account, request, { prefix: 'x-tif', hash, hexCase })).toEqual({
      'x-tif-paasid': 'kiosk-01',
      'x-tif-timestamp': '1795140000',
      'x-tif-nonce': 'n0nce',
      'x-tif-signature': signature,
    }),
  );

  it('name the service where the gateway has several, and speak the older prefix', () => {
    const headers = requestHeaders(
      account,
      { ...request, serviceId: 'svc-7' },
      { prefix: 'x-rio', hash: 'sha256', hexCase: 'lower' },
    );
    expect(Object.keys(headers)).toEqual([
      'x-rio-paasid',
      'x-rio-timestamp',
      'x-rio-nonce',
      'x-rio-signature',
      'x-rio-serviceId',
    ]);
    expect(headers['x-rio-serviceId']).toBe('svc-7');
  });
});

describe('a call from the region to us', () => {
  const nowMs = Date.parse('2026-11-20T02:00:00Z');
  const options: ReverseCallOptions = { token: 'a-token', prefix: 'x-tif', nowMs };

  /** A call as a gateway makes it. */
  function call(change: Record<string, string | undefined> = {}, hash = 'sha256') {
    const parts = {
      timestamp: String(nowMs / 1000),
      nonce: 'abc',
      uid: 'u1',
      uinfo: 'info',
      ext: 'e',
      ...change,
    };
    const { timestamp, nonce, uid = '', uinfo = '', ext = '' } = parts;
    const signature = digest(
      hash,
      `${timestamp}a-token${nonce},${uid},${uinfo},${ext}${timestamp}`,
    ).toUpperCase();
    const all = { signature, ...parts };
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [`x-tif-${name}`, value]));
  }

  it('is known by its signature', () =>
    expect(verifyReverseCall(call(), options)).toEqual({
      ok: true,
      value: { uid: 'u1', uinfo: 'info', ext: 'e', nonce: 'abc', seconds: nowMs / 1000 },
    }));

  it('may be about nobody', () => {
    const answer = verifyReverseCall(call({ uid: undefined, uinfo: undefined, ext: undefined }), options);
    expect(answer).toMatchObject({ ok: true, value: { uid: '', uinfo: '', ext: '' } });
  });

  it('may be signed with SM3 where the region does so', () => {
    expect(verifyReverseCall(call({}, 'sm3'), { ...options, hash: 'sm3' }).ok).toBe(true);
    expect(verifyReverseCall(call({}, 'sm3'), options)).toEqual({ ok: false, error: 'signature' });
  });

  it('may write its signature in lower case', () => {
    const headers = call();
    const signature = headers['x-tif-signature']?.toLowerCase();
    expect(verifyReverseCall({ ...headers, 'x-tif-signature': signature }, options).ok).toBe(true);
  });

  it.each(['uid', 'uinfo', 'ext', 'nonce', 'timestamp'])(
    'is refused when %s was changed on the way',
    (name) => {
      const headers = call();
      const before = headers[`x-tif-${name}`] as string;
      headers[`x-tif-${name}`] = name === 'timestamp' ? String(Number(before) + 1) : `${before}x`;
      expect(verifyReverseCall(headers, options)).toEqual({ ok: false, error: 'signature' });
    },
  );

  it('is refused when it was signed with another token', () =>
    expect(verifyReverseCall(call(), { ...options, token: 'b-token' })).toEqual({
      ok: false,
      error: 'signature',
    }));

  it.each(['timestamp', 'nonce', 'signature'])('is refused without %s', (name) =>
    expect(verifyReverseCall({ ...call(), [`x-tif-${name}`]: undefined }, options)).toEqual({
      ok: false,
      error: 'header',
    }),
  );

  it('is refused with the other prefix', () =>
    expect(verifyReverseCall(call(), { ...options, prefix: 'x-rio' })).toEqual({
      ok: false,
      error: 'header',
    }));

  it('is taken within the allowed skew, both ways, and refused beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), (seconds) => {
        const answer = verifyReverseCall(call(), { ...options, nowMs: nowMs + seconds * 1000 });
        if (Math.abs(seconds) <= REVERSE_SKEW_SECONDS) expect(answer.ok).toBe(true);
        else expect(answer).toEqual({ ok: false, error: 'skew' });
      }),
    );
  });

  it('never throws, whatever the headers', () => {
    const names = ['timestamp', 'nonce', 'signature', 'uid', 'uinfo', 'ext'].map((name) => `x-tif-${name}`);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (headers) => {
        expect(verifyReverseCall(headers, options).ok).toBe(false);
      }),
    );
  });
});
