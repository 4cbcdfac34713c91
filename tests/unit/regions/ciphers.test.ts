import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64Of,
  bytesOfBase64,
  bytesOfHex,
  hexOf,
  hmacSm3,
  type Sm2CipherOrder,
  type Sm2SignatureForm,
  type Sm4Mode,
  sm2Decrypt,
  sm2Encrypt,
  sm2KeyPair,
  sm2PrivateKeyOfHex,
  sm2PublicKeyOf,
  sm2PublicKeyOfHex,
  sm2Signer,
  sm2Verifier,
  sm3,
  sm4Blocks,
  sm4Decrypt,
  sm4Encrypt,
} from '../../../electron/ciphers/index.ts';

const hex = (text: string) => bytesOfHex(text.replaceAll(/\s/g, '')) as Uint8Array;
const utf8 = (text: string) => new TextEncoder().encode(text);
const random = (count: number) => new Uint8Array(randomBytes(count));
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
/** A copy with one bit turned over. */
const bent = (some: Uint8Array, at: number) =>
  some.map((byte, i) => (i === Math.floor(at / 8) % some.length ? byte ^ (1 << (at % 8)) : byte));

describe('SM3', () => {
  // GB/T 32905-2016, annex A.
  it.each([
    ['abc', '66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732'],
  ])('of %s is the published digest', (text, digest) => expect(sm3(utf8(text))).toEqual(hex(digest)));

  it('agrees with OpenSSL, alone and in an HMAC', () => {
    fc.assert(
      fc.property(bytes(300), bytes(100), (message, key) => {
        expect(hexOf(sm3(message))).toBe(createHash('sm3').update(message).digest('hex'));
        expect(hexOf(hmacSm3(key, message))).toBe(createHmac('sm3', key).update(message).digest('hex'));
      }),
    );
  });
});

describe('SM4', () => {
  const key = hex('0123456789abcdeffedcba9876543210');

  // GB/T 32907-2016, annex A.1.
  it('of one block is the published one, and comes back', () => {
    const block = sm4Blocks('encrypt', key, key, { mode: 'ecb' });
    expect(block).toEqual(hex('681edf34 d206965e 86b3e94f 536e4246'));
    expect(sm4Blocks('decrypt', key, block, { mode: 'ecb' })).toEqual(key);
  });

  // GB/T 32907-2016, annex A.2: a million times over. CBC over zeros from the block on is the same chain.
  it('of one block a million times over is the published one', () => {
    const chain = sm4Blocks('encrypt', key, new Uint8Array(16_000_000), { mode: 'cbc', iv: key });
    expect(chain.subarray(-16)).toEqual(hex('595298c7 c6fd271f 0402f804 c33d3f66'));
  });

  it.each(['ecb', 'cbc'] as const)('in %s agrees with OpenSSL in both directions', (mode) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        bytes(200),
        (anyKey, iv, plain) => {
          const how: Sm4Mode = mode === 'cbc' ? { mode, iv } : { mode };
          const vector = mode === 'cbc' ? iv : null;
          const ours = sm4Encrypt(anyKey, plain, how);
          const theirs = createCipheriv(`sm4-${mode}`, anyKey, vector);
          expect(hexOf(ours)).toBe(theirs.update(plain, undefined, 'hex') + theirs.final('hex'));
          const opener = createDecipheriv(`sm4-${mode}`, anyKey, vector);
          expect(Buffer.concat([opener.update(ours), opener.final()])).toEqual(Buffer.from(plain));
          expect(sm4Decrypt(anyKey, ours, how)).toEqual(plain);
        },
      ),
    );
  });

  it('opens nothing whose padding or length is wrong', () => {
    const ecb = { mode: 'ecb' } as const;
    const padded = (last: string) => sm4Blocks('encrypt', key, hex(`${'00'.repeat(13)}${last}`), ecb);
    expect(sm4Decrypt(key, padded('030303'), ecb)).toHaveLength(13);
    for (const last of ['000000', '020303', '111111', '0000ff'])
      expect(sm4Decrypt(key, padded(last), ecb)).toBeNull();
    expect(sm4Decrypt(key, new Uint8Array(), ecb)).toBeNull();
    expect(sm4Decrypt(key, padded('030303').subarray(1), ecb)).toBeNull();
  });

  it('takes keys, vectors and blocks of sixteen bytes only', () => {
    expect(() => sm4Encrypt(key.subarray(1), key, { mode: 'ecb' })).toThrow('key');
    expect(() => sm4Encrypt(key, key, { mode: 'cbc', iv: key.subarray(1) })).toThrow('vector');
    expect(() => sm4Blocks('encrypt', key, key.subarray(1), { mode: 'ecb' })).toThrow('blocks');
  });
});

/** GB/T 32918.5-2017 (GM/T 0003.5-2012), annexes A and C: keys and the random number of both examples. */
const EXAMPLE = {
  privateKey: hex('3945208F 7B2144B1 3F36E38A C6D39F95 88939369 2860B51A 42FB81EF 4DF7C5B8'),
  publicKey: hex(`04
    09F9DF31 1E5421A1 50DD7D16 1E4BC5C6 72179FAD 1833FC07 6BB08FF3 56F35020
    CCEA490C E26775A5 2DC6EA71 8CC1AA60 0AED05FB F35E084A 6632F607 2DA9AD13`),
  k: hex('59276E27 D506861A 16680F3A D9C02DCC EF3CC1FA 3CDBE4CE 6D54B80D EAC1BC21'),
};
const exampleRandom = () => EXAMPLE.k;

describe('SM2 signatures', () => {
  const r = 'F5A03B06 48D2C463 0EEAC513 E1BB81A1 5944DA38 27D5B741 43AC7EAC EEE720B3';
  const s = 'B1B6AA29 DF212FD8 763182BC 0D421CA1 BB9038FD 1F7F42D4 840B69C4 85BBC1AA';
  const message = utf8('message digest');

  it('of the published example are the published numbers, r ‖ s and DER', () => {
    const raw = sm2Signer(EXAMPLE.privateKey, exampleRandom, { form: 'raw' })(message);
    expect(raw).toEqual(hex(r + s));
    const der = sm2Signer(EXAMPLE.privateKey, exampleRandom, { form: 'der' })(message);
    expect(der).toEqual(hex(`3046 022100 ${r} 022100 ${s}`));
    expect(sm2Verifier(EXAMPLE.publicKey, { form: 'raw' })(message, raw)).toBe(true);
    expect(sm2Verifier(EXAMPLE.publicKey, { form: 'der' })(message, der)).toBe(true);
  });

  it('are bound to the user id', () => {
    const sign = sm2Signer(EXAMPLE.privateKey, random, { form: 'raw', userId: 'ALICE123@YAHOO.COM' });
    const signature = sign(message);
    expect(
      sm2Verifier(EXAMPLE.publicKey, { form: 'raw', userId: 'ALICE123@YAHOO.COM' })(message, signature),
    ).toBe(true);
    expect(sm2Verifier(EXAMPLE.publicKey, { form: 'raw' })(message, signature)).toBe(false);
  });

  it.each(['raw', 'der'] as const)('as %s hold for what was signed and for nothing else', (form) => {
    const pair = sm2KeyPair(random);
    const [sign, verify] = [
      sm2Signer(pair.privateKey, random, { form }),
      sm2Verifier(pair.publicKey, { form }),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), (some, at) => {
        const signature = sign(some);
        expect(verify(some, signature)).toBe(true);
        expect(verify(bent(some, at), signature)).toBe(false);
        expect(verify(some, bent(signature, at))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('work ahead: the same signatures, each point used once', () => {
    const works: (() => void)[] = [];
    const drawn: string[] = [];
    const noted = (count: number) => {
      const some = random(count);
      drawn.push(hexOf(some));
      return some;
    };
    const sign = sm2Signer(EXAMPLE.privateKey, noted, { form: 'raw' }, (work) => works.push(work));
    const verify = sm2Verifier(EXAMPLE.publicKey, { form: 'raw' });
    const signatures: Uint8Array[] = [];
    for (let i = 0; i < 6; i++) {
      signatures.push(sign(message));
      // Every other time nobody found the time; once two found it.
      if (i % 2 === 0) for (const work of [...works, ...works]) work();
    }
    expect(signatures.every((signature) => verify(message, signature))).toBe(true);
    expect(new Set(signatures.map((signature) => hexOf(signature))).size).toBe(6);
    expect(drawn).toHaveLength(6);
  });

  const order = 'FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF 7203DF6B 21C6052B 53BBF409 39D54123';
  const zero = '00'.repeat(32);
  it.each([
    ['r and s of zero', zero + zero, 'raw'],
    ['s of zero', r + zero, 'raw'],
    ['r of zero', zero + s, 'raw'],
    ['s outside the group', r + order, 'raw'],
    ['r outside the group', order + s, 'raw'],
    ['one byte less', (r + s).slice(0, -2), 'raw'],
    ['nothing', '', 'raw'],
    ['nothing as DER', '', 'der'],
    ['DER that ends early', `3046 022100 ${r} 0221`, 'der'],
    ['DER with something behind', `3046 022100 ${r} 022100 ${s} 00`, 'der'],
    ['DER with a negative number', `3044 0220 ${r} 0220 ${s}`, 'der'],
    ['DER with a zero too many', `3047 02220000 ${r} 022100 ${s}`, 'der'],
    ['DER with a long length', `308146 022100 ${r} 022100 ${s}`, 'der'],
  ] as const)('never hold with %s, and nothing is thrown', (_, signature, form: Sm2SignatureForm) =>
    expect(sm2Verifier(EXAMPLE.publicKey, { form })(message, hex(signature))).toBe(false),
  );
});

describe('SM2 encryption', () => {
  const message = utf8('encryption standard');
  const c1 = `04
    04EBFC71 8E8D1798 62043226 8E77FEB6 415E2EDE 0E073C0F 4F640ECD 2E149A73
    E858F9D8 1E5430A5 7B36DAAB 8F950A3C 64E6EE6A 63094D99 283AFF76 7E124DF0`;
  const c2 = '21886CA9 89CA9C7D 58087307 CA93092D 651EFA';
  const c3 = '59983C18 F809E262 923C53AE C295D303 83B54E39 D609D160 AFCB1908 D0BD8766';

  it.each([
    ['c1c3c2', c1 + c3 + c2],
    ['c1c2c3', c1 + c2 + c3],
  ] as const)('of the published example in the order %s is the published text, and opens', (order, text) => {
    const encrypted = sm2Encrypt(EXAMPLE.publicKey, message, exampleRandom, order);
    expect(encrypted).toEqual(hex(text));
    expect(sm2Decrypt(EXAMPLE.privateKey, encrypted, order)).toEqual(message);
  });

  it.each(['c1c3c2', 'c1c2c3'] as const)(
    'in the order %s opens whole or not at all',
    (order: Sm2CipherOrder) => {
      const pair = sm2KeyPair(random);
      const other = sm2KeyPair(random);
      fc.assert(
        fc.property(bytes(100), fc.nat(), (plain, at) => {
          const encrypted = sm2Encrypt(pair.publicKey, plain, random, order);
          expect(sm2Decrypt(pair.privateKey, encrypted, order)).toEqual(plain);
          expect(sm2Decrypt(pair.privateKey, bent(encrypted, at), order)).toBeNull();
          expect(sm2Decrypt(other.privateKey, encrypted, order)).toBeNull();
          expect(sm2Decrypt(pair.privateKey, encrypted.subarray(0, at % encrypted.length), order)).toBeNull();
        }),
        { numRuns: 20 },
      );
    },
  );

  it('never sends a short text as it is: a mask of zeros is drawn again', () => {
    const plain = new Uint8Array([0x41]);
    // Found by trying: the first k whose mask of one byte for this key is zero.
    const draws = [hex(`${'00'.repeat(30)}01d6`), EXAMPLE.k];
    const encrypted = sm2Encrypt(EXAMPLE.publicKey, plain, () => draws.shift() as Uint8Array, 'c1c3c2');
    expect(draws).toEqual([]);
    expect(encrypted.at(-1)).not.toBe(0x41);
  });
});

describe('SM2 keys', () => {
  it('have the public key of the published example', () =>
    expect(sm2PublicKeyOf(EXAMPLE.privateKey)).toEqual(EXAMPLE.publicKey));

  it('are read from hexadecimal in every writing', () => {
    const text = hexOf(EXAMPLE.publicKey);
    const compressed = `03${text.slice(2, 66)}`;
    for (const one of [text, text.slice(2), text.toUpperCase(), compressed])
      expect(sm2PublicKeyOfHex(one)).toEqual(EXAMPLE.publicKey);
    expect(sm2PrivateKeyOfHex(hexOf(EXAMPLE.privateKey))).toEqual(EXAMPLE.privateKey);
  });

  it.each([
    ['nothing', ''],
    ['other letters', 'zz'.repeat(65)],
    ['a point beside the curve', `04${'01'.repeat(64)}`],
    ['the point at infinity', '00'],
    ['half a point', hexOf(EXAMPLE.publicKey).slice(0, 100)],
  ])('are not read from %s', (_, text) => expect(sm2PublicKeyOfHex(text)).toBeNull());

  it.each([
    ['zero', '00'.repeat(32)],
    ['the order of the group', 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'],
    ['the order less one', 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122'],
    ['31 bytes', '11'.repeat(31)],
  ])('are never %s', (_, text) => {
    expect(sm2PrivateKeyOfHex(text)).toBeNull();
    expect(() => sm2Signer(hex(text), random, { form: 'raw' })).toThrow('private key');
  });

  it('are not drawn from a broken source', () =>
    expect(() => sm2KeyPair((count) => new Uint8Array(count))).toThrow('random'));
});

describe('bytes as text', () => {
  it('go both ways', () => {
    fc.assert(
      fc.property(bytes(50), (some) => {
        expect(bytesOfHex(hexOf(some))).toEqual(some);
        expect(bytesOfHex(hexOf(some).toUpperCase())).toEqual(some);
        expect(bytesOfBase64(base64Of(some))).toEqual(some);
      }),
    );
  });

  it.each(['a', 'zz', '0x11', ' 11'])('%s is not hexadecimal', (text) => expect(bytesOfHex(text)).toBeNull());
  it.each(['YQ', 'YQ==\n', 'YR==', '@@@@', 'Y-_='])('%s is not base64', (text) =>
    expect(bytesOfBase64(text)).toBeNull(),
  );
});
