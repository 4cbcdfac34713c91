import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSealer,
  foreignKeys,
  keysInUse,
  reseal,
  rotateKey,
  type SealKeys,
  type SqlDatabase,
} from '../../../electron/store/index.ts';
import { newKeys } from '../../../electron/store/keys.ts';
import { fillStore } from '../../support/filled-store.ts';
import { countingRandom, testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let keys: SealKeys;
const random = countingRandom('reseal');
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-reseal-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  keys = newKeys('aes-256-gcm', random);
  fillStore(db, createSealer(keys, random), 45);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const payload = (sealerKeys: SealKeys, id: number) => {
  const row = db
    .prepare<{ payload: Uint8Array; key_id: number; idem: string }>(
      'select payload, key_id, idem from outbox where id = ?',
    )
    .get(id);
  if (!row) throw new Error('no row');
  const opened = createSealer(sealerKeys, random).open(
    { bytes: row.payload, keyId: row.key_id },
    { idem: row.idem, kind: 'case', schema: 1 },
  );
  return opened.ok ? Buffer.from(opened.value).toString() : opened.error;
};

describe('resealing', () => {
  it.each(['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const)(
    'moves every payload and result to a new key of %s',
    (suite) => {
      const next = rotateKey(keys, suite, random);
      const steps = [...reseal(db, createSealer(next, random))];
      expect(steps.length).toBeGreaterThan(4);
      expect(steps.reduce((sum, { moved }) => sum + moved, 0)).toBe(90);
      expect(keysInUse(db)).toEqual(new Map([[2, 90]]));
      const alone = { ...next, keys: new Map([...next.keys].filter(([id]) => id === 2)) };
      expect(payload(alone, 17)).toBe('application 17');
      expect([...reseal(db, createSealer(next, random))]).toEqual([]);
    },
  );

  it('goes on where it was broken off', () => {
    const sealer = createSealer(rotateKey(keys, 'aes-256-gcm', random), random);
    const first = reseal(db, sealer).next();
    expect(first.value).toEqual({ moved: 20, unreadable: 0 });
    expect(keysInUse(db)).toEqual(
      new Map([
        [1, 70],
        [2, 20],
      ]),
    );
    for (const step of reseal(db, sealer)) expect(step.unreadable).toBe(0);
    expect(keysInUse(db)).toEqual(new Map([[2, 90]]));
  });

  it('leaves what does not open as it is, and counts it', () => {
    db.exec("update outbox set payload = x'00' where id = 3");
    const next = rotateKey(keys, 'aes-256-gcm', random);
    const steps = [...reseal(db, createSealer(next, random))];
    expect(steps.reduce((sum, { unreadable }) => sum + unreadable, 0)).toBe(1);
    expect(keysInUse(db)).toEqual(
      new Map([
        [1, 1],
        [2, 89],
      ]),
    );
    expect(db.prepare('select payload from outbox where id = 3').get()).toEqual({
      payload: expect.any(Uint8Array),
    });
  });
});

describe('keys and database', () => {
  it('belong together when the keys open what is sealed, though single rows be damaged', () => {
    db.exec("update outbox set payload = x'00' where id = 45");
    expect(foreignKeys(db, createSealer(keys, random))).toEqual([]);
  });

  it('do not when they are of another machine, or a key is missing', () => {
    expect(foreignKeys(db, createSealer(newKeys('aes-256-gcm', random), random))).toEqual([1]);
    db.exec('update outbox set key_id = 7 where id = 45');
    expect(foreignKeys(db, createSealer(keys, random))).toEqual([7]);
  });
});
