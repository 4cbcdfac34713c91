import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ciphersOf } from '../../../electron/store/ciphers.ts';
import {
  createSealer,
  credentialKeys,
  currentSuite,
  keyFile,
  keysText,
  machineKeys,
  machineSecret,
  type parseKeys,
  rotateKey,
  type SealKeys,
  withoutKey,
} from '../../../electron/store/index.ts';
import { keyFingerprint } from '../../../electron/store/keys.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-keys-'));
  path = join(dir, 'keys.json');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const must = (loaded: ReturnType<typeof parseKeys>): SealKeys => {
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
};
const refusal = (loaded: ReturnType<typeof parseKeys>) => (loaded.ok ? null : loaded.error.message);
const context = { idem: 'a', kind: 'case', schema: 1 };

describe('the key file', () => {
  it('is made at the first start, for its owner alone, and is the same at the next', () => {
    const made = must(keyFile(path, randomBytes).load(true));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['keys.json']);
    expect(keysText(must(keyFile(path, randomBytes).load(true)))).toBe(keysText(made));
  });

  it('is not made anew while sealed cases need the lost one', () => {
    expect(refusal(keyFile(path, randomBytes).load(false))).toMatch(/missing.*restore it/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([0o640, 0o604, 0o660, 0o644])('is refused when others can read it (mode %o)', (mode) => {
    must(keyFile(path, randomBytes).load(true));
    chmodSync(path, mode);
    expect(refusal(keyFile(path, randomBytes).load(true))).toMatch(/open to others.*chmod 600/);
  });

  it('is an error when broken, and left as it is', () => {
    for (const text of ['{', '{}', '{"current":2,"keys":{"1":"00"},"lookup":"00"}']) {
      writeFileSync(path, text, { mode: 0o600 });
      expect(refusal(keyFile(path, randomBytes).load(true))).toContain('broken');
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('must name a current key that is there', () => {
    const keys = must(keyFile(path, randomBytes).load(true));
    writeFileSync(path, keysText({ ...keys, current: 7 }));
    expect(refusal(keyFile(path, randomBytes).load(true))).toContain('broken');
  });

  it('is left alone when it cannot be read or written', () => {
    mkdirSync(path, { mode: 0o700 });
    expect(refusal(keyFile(path, randomBytes).load(true))).toContain('cannot be read');
    expect(refusal(keyFile(join(dir, 'none', 'keys.json'), randomBytes).load(true))).toContain(
      'cannot be written',
    );
  });

  it('holds AES keys in the form that programs before the second suite read', () => {
    must(keyFile(path, randomBytes).load(true));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      current: 1,
      keys: { 1: expect.stringMatching(/^[0-9a-f]{64}$/) },
      lookup: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is made for SM4 where the site says so, and refused by a runtime without it', () => {
    const keys = must(keyFile(path, randomBytes, 'sm4-ctr-hmac-sm3').load(true));
    expect(keys.keys.get(1)).toMatchObject({ suite: 'sm4-ctr-hmac-sm3' });
    const bare = ciphersOf(null);
    expect(refusal(keyFile(path, randomBytes, 'aes-256-gcm', bare).load(true))).toMatch(/runtime lacks/);
    const fresh = keyFile(join(dir, 'other.json'), randomBytes, 'sm4-ctr-hmac-sm3', bare);
    expect(refusal(fresh.load(true))).toMatch(/lacks sm4/);
    expect(() => createSealer(keys, randomBytes, bare)).toThrow('cannot be used');
  });

  it('is destroyed for good: its bytes are overwritten before its name goes', () => {
    const keys = keyFile(path, randomBytes);
    must(keys.load(true));
    const bytes = statSync(path).size;
    const held = openSync(path, 'r');
    expect(keys.destroy()).toMatchObject({ ok: true, value: { destroyed: true } });
    expect(readFileSync(held)).toEqual(Buffer.alloc(bytes));
    closeSync(held);
    expect(readdirSync(dir)).toEqual([]);
    expect(keys.destroy()).toMatchObject({ ok: false });
  });
});

describe('key rotation', () => {
  it('makes a new current key of any suite; the old one goes on opening what it sealed', () => {
    const file = keyFile(path, randomBytes);
    const first = must(file.load(true));
    const old = createSealer(first, randomBytes).seal(Buffer.from('private'), context);
    file.replace(rotateKey(first, 'sm4-ctr-hmac-sm3', randomBytes));
    const sealer = createSealer(must(file.load(false)), randomBytes);
    expect(sealer.currentKey).toBe(2);
    expect(sealer.seal(Buffer.from('x'), context).keyId).toBe(2);
    const opened = sealer.open(old, context);
    expect(opened.ok && Buffer.from(opened.value).toString()).toBe('private');
    expect(sealer.personHmac('1')).toEqual(createSealer(first, randomBytes).personHmac('1'));
  });

  it('leaves nothing of a dropped key in the file that lay there', () => {
    const file = keyFile(path, randomBytes);
    const two = rotateKey(must(file.load(true)), 'aes-256-gcm', randomBytes);
    file.replace(two);
    const held = openSync(path, 'r');
    const one = withoutKey(two, 1, new Map([[2, 5]]));
    if (!one.ok) throw new Error(one.error.message);
    file.replace(one.value);
    expect(readFileSync(held).every((byte) => byte === 0)).toBe(true);
    closeSync(held);
    expect([...must(file.load(false)).keys.keys()]).toEqual([2]);
  });

  it('drops no key that is current, in use or unknown', () => {
    const two = rotateKey(must(keyFile(path, randomBytes).load(true)), 'aes-256-gcm', randomBytes);
    expect(withoutKey(two, 2, new Map())).toMatchObject({
      error: { message: expect.stringMatching(/current/) },
    });
    expect(withoutKey(two, 1, new Map([[1, 3]]))).toMatchObject({
      error: { message: expect.stringMatching(/3 rows/) },
    });
    expect(withoutKey(two, 9, new Map())).toMatchObject({
      error: { message: expect.stringMatching(/no key 9/) },
    });
  });

  it('tells keys apart by a fingerprint that is not the key', () => {
    const two = rotateKey(must(keyFile(path, randomBytes).load(true)), 'aes-256-gcm', randomBytes);
    const [a, b] = [...two.keys.values()].map(keyFingerprint);
    expect(a).not.toBe(b);
    expect(keysText(two)).not.toContain(a);
  });
});

describe('the credential of systemd', () => {
  it('is taken where the service was given one, whatever its mode shows; otherwise the file is', () => {
    const keys = must(keyFile(path, randomBytes).load(true));
    const given = join(dir, 'credentials');
    mkdirSync(given);
    expect(keysText(must(machineKeys(dir, given, randomBytes).load(false)))).toBe(keysText(keys));
    const sealed = rotateKey(keys, 'aes-256-gcm', randomBytes);
    writeFileSync(join(given, 'tongban-keys'), keysText(sealed), { mode: 0o440 });
    expect(must(machineKeys(dir, given, randomBytes).load(false)).current).toBe(2);
    expect(must(machineKeys(dir, undefined, randomBytes).load(false)).current).toBe(1);
  });

  it('says what to do when it is missing or broken, and makes none', () => {
    expect(refusal(credentialKeys(dir).load(true))).toContain('LoadCredentialEncrypted=');
    writeFileSync(join(dir, 'tongban-keys'), 'x');
    expect(refusal(credentialKeys(dir).load(true))).toContain('broken');
  });

  it('is not ours to destroy, and says who has to', () => {
    expect(credentialKeys(dir).destroy()).toMatchObject({
      ok: true,
      value: { destroyed: false, note: expect.stringContaining('TPM') },
    });
  });
});

describe('a secret of the machine for another use', () => {
  it('stays when the sealing keys change, and is another on another machine', () => {
    const keys = must(keyFile(join(dir, 'one.json'), randomBytes).load(true));
    const secret = machineSecret(keys, 'text signature');
    expect(secret).toHaveLength(32);
    const rotated = rotateKey(keys, 'sm4-ctr-hmac-sm3', randomBytes);
    expect(machineSecret(rotated, 'text signature')).toEqual(secret);
    expect([keys, rotated].map(currentSuite)).toEqual(['aes-256-gcm', 'sm4-ctr-hmac-sm3']);
    const other = must(keyFile(join(dir, 'other.json'), randomBytes).load(true));
    expect(machineSecret(other, 'text signature')).not.toEqual(secret);
    expect(Buffer.from(secret).equals(Buffer.from(keys.lookup))).toBe(false);
  });
});
