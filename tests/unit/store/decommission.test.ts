import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSealer,
  decommission,
  type KeyProvider,
  keyFile,
  keysText,
  type SqlDatabase,
} from '../../../electron/store/index.ts';
import { keyFingerprint } from '../../../electron/store/keys.ts';
import { fillStore } from '../../support/filled-store.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let path: string;
let db: SqlDatabase;
let keys: KeyProvider;
let secret: { text: string; fingerprint: string; sealed: Uint8Array };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-end-'));
  path = join(dir, 'kiosk.db');
  db = testDatabase(path);
  keys = keyFile(join(dir, 'keys.json'), randomBytes);
  const loaded = keys.load(true);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const [key] = [...loaded.value.keys.values()];
  if (!key) throw new Error('no key');
  fillStore(db, createSealer(loaded.value, randomBytes), 20, 2_000);
  secret = {
    text: keysText(loaded.value),
    fingerprint: keyFingerprint(key),
    sealed: db.prepare<{ payload: Uint8Array }>('select payload from outbox where id = 5').get()
      ?.payload as Uint8Array,
  };
});
afterEach(() => {
  try {
    db.close();
  } catch {
    // As a rule it is closed.
  }
  rmSync(dir, { recursive: true, force: true });
});

const end = (over: { keys?: KeyProvider; evenUnsent?: boolean } = {}) =>
  decommission({ db, path, keys, machineCode: 'B017', nowMs: 1_000, ...over });
const sent = () => db.exec('update outbox set state = 2');

describe('the end of a machine’s service', () => {
  it('destroys the keys, erases what they sealed, and proves it in figures', () => {
    sent();
    writeFileSync(`${path}.corrupt-1`, 'set aside once');
    const proof = end();
    if (!proof.ok) throw new Error(proof.error.message);
    expect(existsSync(join(dir, 'keys.json'))).toBe(false);
    const left = readFileSync(path);
    expect(left.includes(Buffer.from(secret.sealed.subarray(100, 200)))).toBe(false);
    expect(existsSync(`${path}-wal`)).toBe(false);
    const { sha256, ...rest } = proof.value;
    expect(rest).toEqual({
      machineCode: 'B017',
      at: 1_000,
      keys: [{ id: 1, suite: 'aes-256-gcm', sha256: secret.fingerprint }],
      keysDestroyed: { destroyed: true, note: expect.any(String) },
      payloadsShredded: 40,
      unsent: 0,
      packagesDestroyed: [],
      databaseSha256: createHash('sha256').update(left).digest('hex'),
      filesLeft: ['kiosk.db.corrupt-1'],
    });
    expect(sha256).toBe(createHash('sha256').update(JSON.stringify(rest)).digest('hex'));
    expect(JSON.stringify(proof.value)).not.toContain(JSON.parse(secret.text).keys[1]);
    db = testDatabase(path);
    expect(db.prepare('select count(*) as n from cases').get()).toEqual({ n: 20 });
  });

  it('is refused while an application has not reached its region, unless it is said that it may go', () => {
    sent();
    db.exec('update outbox set state = 3 where id = 5');
    expect(end()).toMatchObject({ error: { message: expect.stringContaining('1 applications') } });
    expect(existsSync(join(dir, 'keys.json'))).toBe(true);
    expect(end({ evenUnsent: true })).toMatchObject({ ok: true, value: { unsent: 1, payloadsShredded: 40 } });
  });

  it('does nothing without the keys, and can be done again when the keys could not be destroyed', () => {
    sent();
    const failed = { ok: false, error: { message: 'no' } } as const;
    expect(end({ keys: { ...keys, load: () => failed } })).toEqual(failed);
    expect(db.prepare('select count(payload) as n from outbox').get()).toEqual({ n: 20 });
    expect(end({ keys: { ...keys, destroy: () => failed } })).toEqual(failed);
    db = testDatabase(path);
    expect(end()).toMatchObject({
      ok: true,
      value: { payloadsShredded: 0, keysDestroyed: { destroyed: true } },
    });
  });
});
