import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfBase64, sm2KeyPair, sm2Signer, sm2Verifier } from '../../../electron/ciphers/index.ts';
import {
  type Envelope,
  type EnvelopeOptions,
  openEnvelope,
  sealEnvelope as sealText,
} from '../../../electron/regions/adapters/tif-gateway/envelope.ts';

const random = (count: number) => new Uint8Array(randomBytes(count));
const pair = sm2KeyPair(random);
const sm4Key = random(16);
const SECONDS = 1_795_140_000;

const sealEnvelope = (payload: unknown, ...rest: Rest) => sealText(JSON.stringify(payload), ...rest);
type Rest = Parameters<typeof sealText> extends [string, ...infer R] ? R : never;

/** Options and the keys for them; one pair plays both sides. */
function bench(change: { mode?: 'ecb' | 'cbc'; form?: 'raw' | 'der'; covers?: 'encrypted' | 'plain' } = {}) {
  const form = change.form ?? 'raw';
  const options: EnvelopeOptions = {
    appCode: 'KIOSK',
    version: '1.0.0',
    cipher: { mode: change.mode ?? 'cbc', encoding: 'base64' },
    signature: { form, encoding: 'hex', covers: change.covers ?? 'encrypted' },
  };
  const sign = sm2Signer(pair.privateKey, random, { form });
  const verify = sm2Verifier(pair.publicKey, { form });
  return { options, keys: { sm4Key, sign, verify } };
}

const combinations = (['ecb', 'cbc'] as const).flatMap((mode) =>
  (['raw', 'der'] as const).flatMap((form) =>
    (['encrypted', 'plain'] as const).map((covers) => ({ mode, form, covers })),
  ),
);

describe('a sealed body', () => {
  it.each(combinations)('opens to what was put in: $mode, $form, signed over $covers', (combination) => {
    const { options, keys } = bench(combination);
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const sealed = sealEnvelope(payload, SECONDS, keys, options, random);
        const opened = openEnvelope(JSON.parse(JSON.stringify(sealed)), keys, options);
        expect(opened).toEqual({ ok: true, value: JSON.parse(JSON.stringify(payload)) });
      }),
      { numRuns: 10 },
    );
  });

  it('is what the README says: SM4 in CBC behind its vector, opened here by OpenSSL', () => {
    const { options, keys } = bench();
    const sealed = sealEnvelope({ name: '张伟' }, SECONDS, keys, options, random);
    expect(sealed).toMatchObject({ appCode: 'KIOSK', version: '1.0.0', encType: 'SM4', signType: 'SM2' });
    expect(sealed.timestamp).toBe('1795140000');
    const bytes = bytesOfBase64(sealed.data.encData) as Uint8Array;
    const opener = createDecipheriv('sm4-cbc', sm4Key, bytes.subarray(0, 16));
    expect(Buffer.concat([opener.update(bytes.subarray(16)), opener.final()]).toString()).toBe(
      '{"name":"张伟"}',
    );
    const signed = `appCode=KIOSK&data=${sealed.data.encData}&encType=SM4&signType=SM2&timestamp=1795140000&version=1.0.0`;
    expect(keys.verify(new TextEncoder().encode(signed), Buffer.from(sealed.signData, 'hex'))).toBe(true);
  });

  it('never has the same vector twice', () => {
    const { options, keys } = bench();
    const texts = [1, 2].map(() => sealEnvelope({}, SECONDS, keys, options, random).data.encData);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it.each(combinations)('is refused when any part was changed: $mode, $form, $covers', (combination) => {
    const { options, keys } = bench(combination);
    const sealed = sealEnvelope({ name: '张伟', long: 'x'.repeat(64) }, SECONDS, keys, options, random);
    const bytes = Buffer.from(sealed.data.encData, 'base64');
    const changed = (at: number): Envelope => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] as number) ^ 1;
      return { ...sealed, data: { encData: copy.toString('base64') } };
    };
    const wrong: unknown[] = [
      { ...sealed, timestamp: '1795140001' },
      { ...sealed, version: '1.0.1' },
      { ...sealed, signData: sealEnvelope({ other: 1 }, SECONDS, keys, options, random).signData },
      ...[0, 15, 16, 31, bytes.length - 17, bytes.length - 1].map(changed),
    ];
    for (const body of wrong)
      expect(openEnvelope(body, keys, options)).toEqual({ ok: false, error: 'signature' });
  });

  it('signed by somebody else is refused', () => {
    const { options, keys } = bench();
    const other = sm2Signer(sm2KeyPair(random).privateKey, random, { form: 'raw' });
    const sealed = sealEnvelope({}, SECONDS, { ...keys, sign: other }, options, random);
    expect(openEnvelope(sealed, keys, options)).toEqual({ ok: false, error: 'signature' });
  });

  it.each([
    ['no object', 'text'],
    ['another application', { appCode: 'OTHER' }],
    ['another cipher', { encType: 'AES' }],
    ['another signature', { signType: 'RSA' }],
    ['no data', { data: {} }],
    ['data in no base64', { data: { encData: '%%%' } }],
    ['a signature in no hexadecimal', { signData: 'zz' }],
    ['a time in words', { timestamp: 'now' }],
  ])('with %s is none', (_, change) => {
    const { options, keys } = bench();
    const sealed = sealEnvelope({}, SECONDS, keys, options, random);
    const body = typeof change === 'string' ? change : { ...sealed, ...change };
    expect(openEnvelope(body, keys, options)).toEqual({ ok: false, error: 'form' });
  });

  it('may bear its time as a number', () => {
    const { options, keys } = bench();
    const sealed = sealEnvelope({ a: 1 }, SECONDS, keys, options, random);
    expect(openEnvelope({ ...sealed, timestamp: SECONDS }, keys, options)).toEqual({
      ok: true,
      value: { a: 1 },
    });
  });

  it.each([
    ['no JSON', Buffer.from('hello'), 'json'],
    ['no UTF-8', Buffer.from([0xff, 0xfe]), 'signature'],
  ] as const)('around %s is refused though it is signed', (_, content, problem) => {
    const { options, keys } = bench({ mode: 'ecb' });
    const cipher = createCipheriv('sm4-ecb', sm4Key, null);
    const encData = Buffer.concat([cipher.update(content), cipher.final()]).toString('base64');
    const { appCode, version } = options;
    const text = `appCode=${appCode}&data=${encData}&encType=SM4&signType=SM2&timestamp=1&version=${version}`;
    const signData = Buffer.from(keys.sign(new TextEncoder().encode(text))).toString('hex');
    const body = {
      appCode,
      version,
      timestamp: '1',
      encType: 'SM4',
      signType: 'SM2',
      data: { encData },
      signData,
    };
    expect(openEnvelope(body, keys, options)).toEqual({ ok: false, error: problem });
  });
});
