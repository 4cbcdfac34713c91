import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyDigestOf,
  canonicalQuery,
  httpDate,
  type SignedParts,
  signatureOf,
  signedText,
} from '../../../electron/regions/adapters/hmac-gateway/signature.ts';

const parts = (change: Partial<SignedParts> = {}): SignedParts => ({
  method: 'POST',
  path: '/gateway/submit',
  query: [],
  accessKey: 'kiosk-ak',
  date: 'Sat, 21 Nov 2026 08:00:00 GMT',
  bodyDigest: null,
  ...change,
});

describe('the canonical request', () => {
  it('is five lines, each with a line feed', () => {
    expect(signedText(parts())).toBe('POST\n/gateway/submit\n\nkiosk-ak\nSat, 21 Nov 2026 08:00:00 GMT\n');
  });

  it('has the body’s digest as a sixth where the body is signed too', () => {
    expect(signedText(parts({ bodyDigest: 'abc=' }))).toBe(
      'POST\n/gateway/submit\n\nkiosk-ak\nSat, 21 Nov 2026 08:00:00 GMT\nabc=\n',
    );
  });

  it.each<[string, [string, string][], string]>([
    [
      'sorts by name',
      [
        ['b', '2'],
        ['a', '1'],
      ],
      'a=1&b=2',
    ],
    [
      'sorts by value where names are equal',
      [
        ['a', '2'],
        ['a', '10'],
      ],
      'a=10&a=2',
    ],
    [
      'sorts by bytes, not by letters',
      [
        ['b', ''],
        ['B', ''],
        ['_', ''],
      ],
      'B=&_=&b=',
    ],
    ['writes a space as %20 and a plus as %2B', [['q', 'a b+c']], 'q=a%20b%2Bc'],
    ['writes Chinese as UTF-8', [['名', '津']], '%E5%90%8D=%E6%B4%A5'],
    ['keeps an empty value', [['a', '']], 'a='],
    ['writes the marks that encodeURIComponent leaves', [['a', "!'()*~-._"]], 'a=%21%27%28%29%2A~-._'],
    ['is empty without parameters', [], ''],
  ])('%s', (_, query, expected) => {
    expect(canonicalQuery(query)).toBe(expected);
  });

  it('does not depend on the order of the parameters', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }))), (query) => {
        expect(canonicalQuery(query.toReversed())).toBe(canonicalQuery(query));
        expect(canonicalQuery(query)).toMatch(/^[\w.~%=&-]*$/);
      }),
    );
  });
});

describe('the signature', () => {
  it('is HMAC-SHA256 of RFC 4231 (case 2) over a text of its own', () => {
    // The construction is checked against the published vector; the text is ours.
    expect(createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(signatureOf('Jefe', parts())).toBe(
      createHmac('sha256', 'Jefe').update(signedText(parts())).digest('base64'),
    );
  });

  it.each<[string, Partial<SignedParts>]>([
    ['method', { method: 'GET' }],
    ['path', { path: '/gateway/submit/' }],
    ['query', { query: [['a', '1']] }],
    ['account', { accessKey: 'other' }],
    ['date', { date: 'Sat, 21 Nov 2026 08:00:01 GMT' }],
    ['body', { bodyDigest: bodyDigestOf('{}') }],
  ])('changes with the %s', (_, change) => {
    expect(signatureOf('s', parts(change))).not.toBe(signatureOf('s', parts()));
  });

  it('states the date as RFC 1123 in GMT', () => {
    expect(httpDate(Date.parse('2026-11-21T16:00:00+08:00'))).toBe('Sat, 21 Nov 2026 08:00:00 GMT');
  });
});
