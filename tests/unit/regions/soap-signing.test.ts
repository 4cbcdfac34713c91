import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignature, signText } from '../../../electron/regions/adapters/soap/signing.ts';

const pairs = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
/** Enough that r and s begin with zeros and with high bits, in both places. */
const ROUNDS = 1_500;

describe.each(['P-256', 'P-384', 'RSA'] as const)('a signature with %s', (name) => {
  const { privateKey, publicKey } = pairs[name];
  const asNode = { dsaEncoding: 'ieee-p1363' } as const;
  const rounds = name === 'P-256' ? ROUNDS : 50;

  it('is one for Node, and Node’s is one for us', async () => {
    for (let round = 0; round < rounds; round++) {
      const text = `text ${round} 张伟`;
      const bytes = Buffer.from(text);
      const ours = await signText(text, privateKey);
      expect(verify('sha256', bytes, { key: publicKey, ...asNode }, ours)).toBe(true);
      expect(isSignature(text, publicKey, sign('sha256', bytes, { key: privateKey, ...asNode }))).toBe(true);
    }
  });

  it('is none of another text, and no other bytes are one', async () => {
    const good = await signText('text', privateKey);
    expect(isSignature('text', publicKey, good)).toBe(true);
    expect(isSignature('text ', publicKey, good)).toBe(false);
    const others: Buffer[] = [0, 1, 63, 64, 65, 96, 256].flatMap((size) => [
      Buffer.alloc(size),
      randomBytes(size),
    ]);
    others.push(Buffer.alloc(good.length, 255), good.subarray(1), Buffer.concat([good, Buffer.alloc(1)]));
    if (name !== 'RSA') others.push(sign('sha256', Buffer.from('text'), privateKey));
    for (const bytes of others) expect(isSignature('text', publicKey, bytes)).toBe(false);
  });
});

it('a curve that is not used here is a mistake of ours', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp521r1' });
  await expect(signText('text', privateKey)).rejects.toThrow('curve');
});
