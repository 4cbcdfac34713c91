import { execFileSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkText,
  digestsOf,
  type MachineKey,
  machineKeyOfPem,
  machineSigner,
  readVerificationText,
  type SignatureMethod,
  type VerificationFacts,
  verificationText,
} from '../../../../electron/documents/index.ts';
import { base32Of, bytesOfBase32 } from '../../../../electron/documents/integrity/base32.ts';
import { qrCode } from '../../../../electron/documents/kit/qr-code.ts';

const METHODS: readonly SignatureMethod[] = ['Ed25519', 'SM2'];
const signers = { Ed25519: machineSigner(secret(1), 'Ed25519'), SM2: machineSigner(secret(1), 'SM2') };
const stranger = machineSigner(secret(2), 'Ed25519');
const file = digestsOf(Buffer.from('a document'));

function secret(seed: number): Uint8Array {
  return new Uint8Array(32).fill(seed);
}

function facts(over: Partial<VerificationFacts> = {}): VerificationFacts {
  return {
    paper: { 'zh-CN': '通办回执', en: 'Tongban receipt' },
    site: { 'zh-CN': '北京城市副中心政务服务中心一层自助区', en: 'Beijing Sub-centre' },
    machineCode: 'B017',
    number: 'B017-261121-0001-7',
    at: Date.parse('2026-11-21T02:20:00Z'),
    ...file,
    ...over,
  };
}

function verdict(text: string, key: MachineKey): string {
  const read = readVerificationText(text);
  return read.ok ? checkText(read.value, key) : read.error.message;
}

describe('a verification text', () => {
  it('says plainly what it says, in Chinese and English', () => {
    expect(verificationText(facts()).split('\n')).toEqual([
      '通办回执 Tongban receipt TB2',
      '网点 Site 北京城市副中心政务服务中心一层自助区 B017',
      '编号 No. B017-261121-0001-7',
      '时间 Time 2026-11-21T02:20:00Z',
      `文件 File SHA-256 ${file.sha256.toUpperCase()}`,
      `文件 File SM3 ${file.sm3.toUpperCase()}`,
    ]);
  });

  it.each(METHODS)(
    'signed by %s, is proven by whoever has the public key, and reads back the same',
    (method) => {
      const text = verificationText(facts(), signers[method]);
      const key = machineKeyOfPem(signers[method].pem);
      if (!key.ok) throw new Error(key.error.message);
      expect(key.value.id).toBe(signers[method].id);
      expect(verdict(text, key.value)).toBe('signed');
      expect(readVerificationText(text)).toMatchObject({
        ok: true,
        value: {
          version: 2,
          paper: '通办回执 Tongban receipt',
          site: '北京城市副中心政务服务中心一层自助区 B017',
          number: 'B017-261121-0001-7',
          time: '2026-11-21T02:20:00Z',
          ...file,
        },
      });
      // The same text for the same facts: a second print is the same paper.
      expect(verificationText(facts(), signers[method])).toBe(text);
    },
  );

  it('is checked by a verifier that was written from the description alone', () => {
    const text = verificationText(facts(), signers.Ed25519);
    const [, body = '', base32 = ''] =
      /^([\s\S]*)\n签名 Signature Ed25519 [0-9A-F]{16} ([A-Z2-7]{103})$/.exec(text) ?? [];
    const bits = [...base32].map((c) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
    );
    const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
    const message = Buffer.from(`tongban verification text 2\0${body}`);
    expect(verify(null, message, createPublicKey(signers.Ed25519.pem), Buffer.from(bytes))).toBe(true);
  });

  it('survives the line ends of another system, and a line end after it', () => {
    const text = verificationText(facts(), signers.Ed25519);
    expect(verdict(`${text.replaceAll('\n', '\r\n')}\r\n`, signers.Ed25519)).toBe('signed');
  });

  it('by another machine, or by nobody, is not this machine’s', () => {
    expect(verdict(verificationText(facts(), stranger), signers.Ed25519)).toBe('other-key');
    expect(verdict(verificationText(facts(), signers.SM2), signers.Ed25519)).toBe('other-key');
    expect(verdict(verificationText(facts()), signers.Ed25519)).toBe('unsigned');
  });

  it('of another machine under this one’s key id is caught', () => {
    const forged = verificationText(facts(), { ...stranger, id: signers.Ed25519.id });
    expect(verdict(forged, signers.Ed25519)).toBe('altered');
  });

  it('of version 1 is still read, and proves nothing by itself', () => {
    const old = [
      '通办回执 TB1',
      '网点 某政务服务中心 B017',
      '收件号 B017-261121-0001-7',
      '提交 2026-11-21T02:20:00.000Z',
      `SHA-256 ${file.sha256}`,
    ].join('\n');
    expect(readVerificationText(old)).toMatchObject({
      ok: true,
      value: { version: 1, number: 'B017-261121-0001-7', sha256: file.sha256, sm3: null, signature: null },
    });
    expect(verdict(old, signers.Ed25519)).toBe('unsigned');
    const parcel = ['通办包裹 TBC1', '包裹号 T7K3', '寄往 130700', '封装 2026-11-21T02:20:00.000Z'].join(
      '\n',
    );
    expect(readVerificationText(parcel)).toMatchObject({ ok: true, value: { number: 'T7K3' } });
  });

  it.each([
    ['', /first line/],
    ['通办回执 TB3', /first line/],
    ['通办回执 TB2\n\n编号 No. 1', /empty line/],
    ['通办回执 TB2\n编号 No. 1\n编号 No. 2', /twice/],
    ['通办回执 TB2\n文件 File SHA-256 5f', /not 64/],
    ['通办回执 TB2\n签名 Signature Ed25519', /signature/],
    ['通办'.repeat(3000), /too long/],
  ])('that is none is refused: %j', (text, message) => {
    const read = readVerificationText(text);
    expect(read.ok ? '' : read.error.message).toMatch(message);
  });

  it('has no line more than it should, whatever a site or a number is called', () => {
    const text = verificationText(facts({ number: '1\n文件 File SHA-256 00' }));
    expect(text.split('\n')).toHaveLength(6);
  });

  it('fits into a code whose modules are 0.4 mm at 34 mm, be the site’s name as long as it may', () => {
    for (const method of METHODS)
      for (const name of ['自助区', '很长的网点名称'.repeat(9)])
        for (const more of [[], [['台账 Ledger', `12 ${'A7'.repeat(32)}`] as const]]) {
          const text = verificationText(
            facts({ site: { 'zh-CN': name, en: '' }, more, ...(more.length > 0 ? { sm3: null } : {}) }),
            signers[method],
          );
          expect(((96 / 72) * 25.4) / qrCode(text).modules.size).toBeGreaterThanOrEqual(0.4);
        }
  });
});

describe('whatever the facts', () => {
  const anyFacts = fc.record({
    site: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    number: fc.stringMatching(/^[0-9A-Z-]{1,24}$/),
    at: fc.integer({ min: 0, max: 4e12 }),
    sha256: fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)),
    sm3: fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)),
  });
  type Drawn = Pick<VerificationFacts, 'number' | 'at' | 'sha256' | 'sm3'> & { readonly site: string };
  const textOf = ({ site, ...over }: Drawn, method: SignatureMethod) =>
    verificationText(facts({ ...over, site: { 'zh-CN': site, en: '' } }), signers[method]);

  it('a text reads back and is proven', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const text = textOf(one, 'Ed25519');
        const read = readVerificationText(text);
        expect(read).toMatchObject({
          ok: true,
          value: { number: one.number, sha256: one.sha256, sm3: one.sm3 },
        });
        expect(verdict(text, signers.Ed25519)).toBe('signed');
      }),
      { numRuns: 100 },
    );
  });

  it('every changed, lost or added character is caught', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(), fc.string({ unit: 'binary', maxLength: 2 }), (one, where, by) => {
        const characters = [...textOf(one, 'Ed25519')];
        const at = where % characters.length;
        fc.pre(characters[at] !== by);
        characters[at] = by;
        const text = characters.join('');
        // A carriage return before a line end is no character of the text.
        fc.pre(text.replaceAll('\r\n', '\n') !== textOf(one, 'Ed25519'));
        expect(verdict(text, signers.Ed25519)).not.toBe('signed');
      }),
      { numRuns: 300 },
    );
  });

  it.each(METHODS)('and each single character of one text by %s, turned into another', (method) => {
    const characters = [...verificationText(facts(), signers[method])];
    // SM2 takes ten times as long.
    const step = method === 'SM2' ? 9 : 1;
    for (let at = 0; at < characters.length; at += step) {
      const changed = [...characters];
      changed[at] = changed[at] === 'A' ? 'B' : 'A';
      expect(verdict(changed.join(''), signers[method]), `character ${at}`).not.toBe('signed');
    }
  });

  it('base 32 has one spelling of the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(bytesOfBase32(base32Of(bytes))).toEqual(bytes);
      }),
    );
    expect(bytesOfBase32('AB')).toBeNull();
    expect(bytesOfBase32('aa')).toBeNull();
    // RFC 4648 §10, without padding.
    expect(base32Of(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  });
});

describe('a machine’s key', () => {
  it('is the same after every start, and another for another machine', () => {
    for (const method of METHODS) {
      expect(machineSigner(secret(1), method).id).toBe(signers[method].id);
      expect(machineSigner(secret(2), method).id).not.toBe(signers[method].id);
    }
  });

  it('is refused where it is private, of another kind, or none', () => {
    const why = (pem: string) => {
      const read = machineKeyOfPem(pem);
      return read.ok ? 'read' : read.error.message;
    };
    expect(why('-----BEGIN PRIVATE KEY-----')).toContain('private key');
    expect(why('none')).toContain('no public key');
    const der = Buffer.from(signers.SM2.pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    der[der.length - 1] = (der.at(-1) as number) ^ 1;
    const body = der.toString('base64');
    expect(why(`-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`)).toContain('no point');
  });

  it('by SM2 is one that OpenSSL reads', () => {
    const input = signers.SM2.pem;
    expect(
      execFileSync('openssl', ['pkey', '-pubin', '-noout', '-text'], { input, encoding: 'utf8' }),
    ).toContain('SM2');
  });
});
