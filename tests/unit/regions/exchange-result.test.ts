import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64Of, hexOf, sm2KeyPair, sm2Signer, sm2Verifier, sm3 } from '../../../electron/ciphers/index.ts';
import { checkedResult, type HeardResult } from '../../../electron/regions/exchange/result.ts';
import { sameRandom } from '../../support/results.ts';

const bytes = new Uint8Array(Buffer.from('%PDF-1.7 result'));
const pair = sm2KeyPair(sameRandom('key'));
const sign = sm2Signer(pair.privateKey, sameRandom('k'), { form: 'raw' });
const verify = sm2Verifier(pair.publicKey, { form: 'raw' });
const certificates = [Uint8Array.of(1)];
const heard = (over: Partial<HeardResult> = {}) => ({ mediaType: 'application/pdf', bytes, ...over });
const checked = (over: Partial<HeardResult> = {}) => checkedResult(heard(over), { verify, certificates });

describe('what a region states of a result', () => {
  it('nothing: the result is taken, and nothing is called right', () => {
    expect(checked()).toEqual({
      ok: true,
      value: { bytes, mediaType: 'application/pdf', digest: false, signature: null, certificates },
    });
  });
  it.each([
    ['SHA-256', { sha256: createHash('sha256').update(bytes).digest('hex') }],
    ['SM3', { sm3: hexOf(sm3(bytes)) }],
  ])('its %s, rightly', (_, stated) => {
    expect(checked(stated)).toMatchObject({ ok: true, value: { digest: true } });
  });
  it('a signature by its key', () => {
    const signature = base64Of(sign(bytes));
    expect(checked({ signature })).toMatchObject({ ok: true, value: { digest: false, signature: 'good' } });
    expect(checkedResult(heard({ signature }), { verify: null, certificates })).toMatchObject({
      value: { signature: 'unchecked' },
    });
  });
  it.each([
    ['sha256', { sha256: '0'.repeat(64) }],
    ['sm3', { sm3: '0'.repeat(64) }],
    ['sm3', { sha256: createHash('sha256').update(bytes).digest('hex'), sm3: '0'.repeat(64) }],
    ['signature', { signature: base64Of(sign(Buffer.from('%PDF-1.7 another'))) }],
    ['signature', { signature: 'AAAA' }],
    ['signature', { signature: 'no base64 at all' }],
  ])('a wrong %s contradicts it', (path, stated) => {
    expect(checked(stated)).toEqual({ ok: false, error: { kind: 'contradicted', path } });
  });
  it.each([
    ['mediaType', { mediaType: 'text/html' }],
    ['ofd', { mediaType: 'application/ofd' }],
    ['pdf', { bytes: Buffer.from('PK\u0003\u0004') }],
  ])('another form than the protocol has: %s', (path, over) => {
    expect(checked(over)).toEqual({ ok: false, error: { kind: 'form', path } });
  });
  it('an OFD by either of its names', () => {
    const ofd = Buffer.from('PK\u0003\u0004');
    expect(checked({ bytes: ofd, mediaType: 'application/x-ofd' })).toMatchObject({
      value: { mediaType: 'application/ofd' },
    });
  });
});
