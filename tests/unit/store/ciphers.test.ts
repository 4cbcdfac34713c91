import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aes256Gcm, ciphersOf, opensslSm, type SmPrimitives } from '../../../electron/store/ciphers.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const sm = opensslSm() as SmPrimitives;
const suites = Object.entries(ciphersOf(sm));

describe('SM4 and SM3 as this runtime brings them', () => {
  it('give the block of GB/T 32907, example 1', () => {
    const key = hex('0123456789abcdeffedcba9876543210');
    // In counter mode, zeros come out as the enciphered counter.
    expect(Buffer.from(sm.sm4Ctr(key, key, new Uint8Array(16))).toString('hex')).toBe(
      '681edf34d206965e86b3e94f536e4246',
    );
  });

  it('give the digest of GB/T 32905, example 1, and HMAC over it by its definition', () => {
    const sm3 = (...parts: Uint8Array[]) => {
      const hash = createHash('sm3');
      for (const part of parts) hash.update(part);
      return hash.digest();
    };
    expect(sm3(Buffer.from('abc')).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    const key = Buffer.alloc(64);
    key.set(hex('0123456789abcdeffedcba9876543210'));
    const pad = (byte: number) => Buffer.from(key.map((value) => value ^ byte));
    const byDefinition = sm3(pad(0x5c), sm3(pad(0x36), Buffer.from('two parts')));
    const ours = sm.hmacSm3(key.subarray(0, 16), [Buffer.from('two '), Buffer.from('parts')]);
    expect(Buffer.from(ours).toString('hex')).toBe(byDefinition.toString('hex'));
  });

  it('are not claimed where one of them is missing', () => {
    expect(opensslSm(['aes-256-gcm'], ['sm3'])).toBeNull();
    expect(opensslSm(['sm4-ctr'], ['sha256'])).toBeNull();
    expect(ciphersOf(null)).toMatchObject({ 'aes-256-gcm': aes256Gcm, 'sm4-ctr-hmac-sm3': null });
  });
});

describe.each(suites)('the suite %s', (_, cipher) => {
  if (!cipher) throw new Error('this Node brings no SM algorithms');
  const key = randomBytes(cipher.keyBytes);
  const keyed = cipher.withKey(key);
  const bytes = fc.uint8Array({ maxLength: 300 });

  it('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(bytes, bytes, (plain, aad) => {
        const opened = keyed.open(keyed.seal(plain, aad, randomBytes), aad);
        expect([...(opened as Uint8Array)]).toEqual([...plain]);
      }),
    );
  });

  it('opens nothing that was changed in any bit, cut or lengthened', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), fc.nat(7), (plain, aad, at, bit) => {
        const sealed = keyed.seal(plain, aad, randomBytes);
        const turned = Uint8Array.from(sealed);
        turned[at % sealed.length] = (turned[at % sealed.length] as number) ^ (1 << bit);
        expect(keyed.open(turned, aad)).toBeNull();
        expect(keyed.open(sealed.subarray(0, at % sealed.length), aad)).toBeNull();
        expect(keyed.open(Buffer.concat([sealed, Buffer.of(0)]), aad)).toBeNull();
      }),
    );
  });

  it('opens nothing under other data or another key', () => {
    const sealed = keyed.seal(Buffer.from('private'), Buffer.from('ab'), randomBytes);
    expect(keyed.open(sealed, Buffer.from('a'))).toBeNull();
    expect(keyed.open(sealed, Buffer.from('abc'))).toBeNull();
    for (let at = 0; at < key.length; at++) {
      const other = Buffer.from(key);
      other[at] = (other[at] as number) ^ 1;
      // The SM4 half of the key is no part of the MAC: with it alone changed, what opens is not the plain text.
      const opened = cipher.withKey(other).open(sealed, Buffer.from('ab'));
      expect(opened && Buffer.from(opened).toString()).not.toBe('private');
    }
  });

  it('has its key for itself: what the caller does with those bytes later changes nothing', () => {
    const lent = Buffer.from(key);
    const own = cipher.withKey(lent);
    lent.fill(0);
    expect(own.open(keyed.seal(Buffer.from('x'), Buffer.of(), randomBytes), Buffer.of())).not.toBeNull();
  });

  it('does not seal the same twice alike', () => {
    const twice = [1, 2].map(() => keyed.seal(Buffer.from('x'), Buffer.of(), randomBytes));
    expect(Buffer.compare(twice[0] as Uint8Array, twice[1] as Uint8Array)).not.toBe(0);
  });
});
