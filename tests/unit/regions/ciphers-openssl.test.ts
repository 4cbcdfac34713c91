import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bytesOfHex,
  hexOf,
  sm2Decrypt,
  sm2Encrypt,
  sm2PublicKeyOf,
  sm2Signer,
  sm2Verifier,
} from '../../../electron/ciphers/index.ts';
import { mustSkip } from '../../support/missing-tool.ts';

function opensslKnowsSm2(): boolean {
  try {
    return execFileSync('openssl', ['list', '-public-key-algorithms'], { stdio: 'pipe' })
      .toString()
      .includes('SM2');
  } catch {
    return false;
  }
}

const skip = mustSkip('SM2 against OpenSSL', opensslKnowsSm2() ? [] : ['openssl with SM2']);
const random = (count: number) => new Uint8Array(randomBytes(count));

describe.skipIf(skip)('SM2 against OpenSSL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-sm2-'));
  const file = (name: string, content?: Uint8Array) => {
    const path = join(folder, name);
    if (content) writeFileSync(path, content);
    return path;
  };
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const USER_ID = ['-pkeyopt', 'distid:1234567812345678'];
  const message = new TextEncoder().encode('统一申办');
  let privateKey = new Uint8Array();
  let publicKey = new Uint8Array();

  beforeAll(() => {
    openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'key.pem');
    openssl('ec', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
    // ECPrivateKey (RFC 5915): the 32-byte number is the first octet string; the point ends SubjectPublicKeyInfo.
    const der = openssl('ec', '-in', 'key.pem', '-outform', 'DER');
    const at = der.indexOf(Buffer.from([0x04, 0x20]));
    privateKey = new Uint8Array(der.subarray(at + 2, at + 34));
    publicKey = new Uint8Array(openssl('ec', '-in', 'key.pem', '-pubout', '-outform', 'DER').subarray(-65));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the same public key', () => expect(hexOf(sm2PublicKeyOf(privateKey))).toBe(hexOf(publicKey)));

  it('takes our signature', () => {
    file('message', message);
    file('ours', sm2Signer(privateKey, random, { form: 'der' })(message));
    const how = ['-rawin', '-digest', 'sm3', ...USER_ID];
    const said = openssl(
      ...[
        'pkeyutl',
        '-verify',
        '-in',
        'message',
        '-sigfile',
        'ours',
        '-pubin',
        '-inkey',
        'public.pem',
        ...how,
      ],
    );
    expect(said.toString()).toContain('Signature Verified Successfully');
  });

  it('makes signatures that we take', () => {
    file('message', message);
    const how = ['-rawin', '-digest', 'sm3', ...USER_ID];
    openssl(...['pkeyutl', '-sign', '-in', 'message', '-inkey', 'key.pem', '-out', 'theirs', ...how]);
    const theirs = new Uint8Array(readFileSync(file('theirs')));
    expect(sm2Verifier(publicKey, { form: 'der' })(message, theirs)).toBe(true);
    expect(sm2Verifier(publicKey, { form: 'der' })(message.subarray(1), theirs)).toBe(false);
  });

  it('opens what we encrypted', () => {
    const encrypted = sm2Encrypt(publicKey, message, random, 'c1c3c2');
    file('ours', asn1OfCipher(encrypted));
    expect(openssl('pkeyutl', '-decrypt', '-in', 'ours', '-inkey', 'key.pem')).toEqual(Buffer.from(message));
  });

  it('encrypts what we open', () => {
    file('message', message);
    openssl('pkeyutl', '-encrypt', '-in', 'message', '-pubin', '-inkey', 'public.pem', '-out', 'theirs');
    const [x = '', y = '', digest = '', text = ''] = numbersOf(
      openssl('asn1parse', '-inform', 'DER', '-in', 'theirs'),
    );
    const parts = [`04${x.padStart(64, '0')}${y.padStart(64, '0')}`, digest, text];
    expect(sm2Decrypt(privateKey, bytesOfHex(parts.join('')) as Uint8Array, 'c1c3c2')).toEqual(message);
  });
});

/** `SEQUENCE { INTEGER x, INTEGER y, OCTET STRING digest, OCTET STRING text }`, GM/T 0009-2012 §7.2. */
function asn1OfCipher(encrypted: Uint8Array): Uint8Array {
  const field = (tag: number, content: Uint8Array) =>
    Buffer.concat([Buffer.from([tag, content.length]), content]);
  const integer = (bytes: Uint8Array) => {
    const hex = BigInt(`0x${hexOf(bytes)}`).toString(16);
    const even = hex.length % 2 === 1 ? `0${hex}` : hex;
    return field(2, Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex'));
  };
  return field(
    0x30,
    Buffer.concat([
      integer(encrypted.subarray(1, 33)),
      integer(encrypted.subarray(33, 65)),
      field(4, encrypted.subarray(65, 97)),
      field(4, encrypted.subarray(97)),
    ]),
  );
}

/** What stands behind the last colon of each primitive line of `openssl asn1parse`. */
function numbersOf(listing: Uint8Array): string[] {
  return [...new TextDecoder().decode(listing).matchAll(/prim:.*:([0-9A-F]+)$/gm)].map(
    (match) => match[1] as string,
  );
}
