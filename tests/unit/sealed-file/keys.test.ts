import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  loadKeyPair,
  loadPublicKey,
  makeKeyPair,
  writeKeyPair,
} from '../../../electron/sealed-file/index.ts';
import { countingRandom } from '../../support/memory-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const failure = (result: { ok: true } | { ok: false; error: { message: string } }) => {
  if (result.ok) throw new Error('it was taken');
  expect(result.error.message).not.toContain('\n');
  return result.error.message;
};

describe.each(['sender', 'recipient'] as const)('a pair of keys for a %s', (role) => {
  const other = role === 'sender' ? 'recipient' : 'sender';

  it('is written once and read again', () => {
    const pair = makeKeyPair(role, countingRandom(role));
    const path = join(dir, 'own.pem');
    expect(writeKeyPair(path, pair)).toEqual({ ok: true, value: { publicPath: join(dir, 'own.pub.pem') } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const [read, known] = [loadKeyPair(path, role), loadPublicKey(join(dir, 'own.pub.pem'), role)];
    if (!read.ok || !known.ok) throw new Error('not read');
    expect(read.value.public.id).toBe(pair.public.id);
    expect(known.value.id).toBe(pair.public.id);
    expect(read.value.private.equals(pair.private)).toBe(true);

    const before = readFileSync(path, 'utf8');
    expect(failure(writeKeyPair(path, makeKeyPair(role, countingRandom('second'))))).toContain(
      'own.pem is there already',
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('leaves nothing half done', () => {
    writeFileSync(join(dir, 'own.pub.pem'), '');
    expect(failure(writeKeyPair(join(dir, 'own.pem'), makeKeyPair(role, countingRandom(''))))).toContain(
      'own.pub.pem is there',
    );
    expect(failure(loadKeyPair(join(dir, 'own.pem'), role))).toContain('cannot be read (ENOENT)');
    expect(
      failure(writeKeyPair(join(dir, 'no/such/own.pem'), makeKeyPair(role, countingRandom('')))),
    ).toContain('ENOENT');
  });

  it('may be made by other programs', () => {
    const made = role === 'sender' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
    writeFileSync(join(dir, 'a.pem'), made.privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      mode: 0o600,
    });
    writeFileSync(join(dir, 'b.pem'), made.publicKey.export({ format: 'pem', type: 'spki' }));
    const [own, known] = [loadKeyPair(join(dir, 'a.pem'), role), loadPublicKey(join(dir, 'b.pem'), role)];
    expect(own.ok && known.ok && own.value.public.id === known.value.id).toBe(true);
  });

  it('is refused in another role, when others can read it, and when it is none', () => {
    const path = join(dir, 'own.pem');
    writeKeyPair(path, makeKeyPair(role, countingRandom(role)));
    expect(failure(loadKeyPair(path, other))).toContain(`a ${other} has one for`);
    expect(failure(loadPublicKey(join(dir, 'own.pub.pem'), other))).toContain(`a ${other} has one for`);
    expect(failure(loadPublicKey(path, role))).toContain('is a private key');
    expect(failure(loadPublicKey(join(dir, 'none.pem'), role))).toContain('cannot be read');
    chmodSync(path, 0o640);
    expect(failure(loadKeyPair(path, role))).toContain('chmod 600');
    for (const text of ['', 'hello', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----']) {
      writeFileSync(join(dir, 'bad.pem'), text, { mode: 0o600 });
      expect(failure(loadKeyPair(join(dir, 'bad.pem'), role))).toContain('no private key');
      expect(failure(loadPublicKey(join(dir, 'bad.pem'), role))).toContain('no public key');
    }
  });
});

it('the public key is the one that belongs to the private bytes (RFC 8032 §7.1, test 1)', () => {
  const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const pair = makeKeyPair('sender', () => Buffer.from(secret, 'hex'));
  expect(Buffer.from(pair.public.raw).toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
});
