import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  backup,
  checkMove,
  createSealer,
  inspect,
  keyFile,
  keysText,
  moveIn,
  moveOut,
  openStore,
  restore,
  type SealKeys,
  type SqlDatabase,
} from '../../../electron/store/index.ts';
import { newKeys } from '../../../electron/store/keys.ts';
import { fillStore } from '../../support/filled-store.ts';
import { openTestDatabase, testDatabase } from '../../support/memory-store.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
let dir: string;
let path: string;
let copy: string;
let db: SqlDatabase;
let keys: SealKeys;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-backup-'));
  path = join(dir, 'kiosk.db');
  copy = join(dir, 'copy.db');
  db = testDatabase(path);
  keys = newKeys('aes-256-gcm', randomBytes);
  fillStore(db, createSealer(keys, randomBytes), 300, 1_000);
});
afterEach(() => {
  try {
    db.close();
  } catch {
    // Some tests have closed it.
  }
  rmSync(dir, { recursive: true, force: true });
});

const count = (database: SqlDatabase) =>
  database.prepare<{ n: number }>('select count(*) as n from cases').get()?.n;
const addSerial = (n: number) =>
  db.transaction(() => {
    db.prepare('insert into serials (day, last) values (?, ?)').run(`a${n}`, n);
    db.prepare('insert into serials (day, last) values (?, ?)').run(`b${n}`, n);
  });

describe('a backup', () => {
  it('is one whole file for its owner alone, which opens as a store', async () => {
    const made = await backup(db, copy, openTestDatabase);
    expect(made).toMatchObject({ ok: true, value: { cases: 300, jobs: 300, bytes: statSync(copy).size } });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    const again = testDatabase(copy);
    expect(count(again)).toBe(300);
    again.close();
  });

  it('is of one instant, though the kiosk goes on writing meanwhile', async () => {
    let ended = false;
    const made = backup(db, copy, openTestDatabase).finally(() => {
      ended = true;
    });
    let written = 0;
    while (!ended && written < 5_000) {
      addSerial(written++);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await made).toMatchObject({ ok: true });
    expect(written).toBeGreaterThan(0);
    const other = testDatabase(copy);
    const days = other
      .prepare<{ a: number; b: number }>(
        "select sum(day like 'a%') as a, sum(day like 'b%') as b from serials",
      )
      .get();
    expect(days?.a).toBe(days?.b);
    expect(count(other)).toBe(300);
    other.close();
  });

  it('replaces an older one only when it is whole', async () => {
    await backup(db, copy, openTestDatabase);
    const old = readFileSync(copy);
    const failed = await backup(
      { ...db, backup: () => Promise.reject(new Error('the stick was pulled')) },
      copy,
      openTestDatabase,
    );
    expect(failed).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('stick was pulled') },
    });
    const broken = await backup(
      { ...db, backup: async (to) => writeFileSync(to, 'torn'.repeat(2_000)) },
      copy,
      openTestDatabase,
    );
    expect(broken).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('no whole database') },
    });
    expect(readFileSync(copy)).toEqual(old);
    expect(readdirSync(dir).some((name) => name.includes('.part'))).toBe(false);
  });

  it('that is damaged, dangling or missing is found out', async () => {
    await backup(db, copy, openTestDatabase);
    const bytes = readFileSync(copy);
    writeFileSync(copy, Buffer.from(bytes).fill(0xa5, bytes.length - 3 * 4096, bytes.length - 2 * 4096));
    expect(inspect(copy, openTestDatabase)).toMatchObject({ ok: false });
    writeFileSync(copy, bytes);
    const other = openTestDatabase(copy);
    other.exec("pragma foreign_keys = off; delete from cases where id = 'case-000001'");
    other.close();
    expect(inspect(copy, openTestDatabase)).toMatchObject({
      error: { message: expect.stringContaining('refers to one that is missing') },
    });
    expect(inspect(join(dir, 'none.db'), openTestDatabase)).toMatchObject({
      error: { message: expect.stringContaining('no such file') },
    });
    expect(existsSync(join(dir, 'none.db'))).toBe(false);
  });
});

describe('restoring', () => {
  it('puts the backup in place, keeps what was there, and gives no receipt number again', async () => {
    await backup(db, copy, openTestDatabase);
    db.exec("insert into serials (day, last) values ('newer', 1)");
    db.close();
    const restored = restore(copy, path, openTestDatabase, NOW);
    expect(restored).toMatchObject({ ok: true, value: { cases: 300, replaced: `${path}.replaced-${NOW}` } });
    const old = openTestDatabase(`${path}.replaced-${NOW}`);
    expect(old.prepare("select last from serials where day = 'newer'").get()).toEqual({ last: 1 });
    old.close();
    const now = openStore(path, openTestDatabase, NOW);
    if (!now.ok) throw new Error(now.error.message);
    expect(now.value.setAside).toBeNull();
    expect(now.value.db.prepare("select last from serials where day = '261121'").get()).toEqual({
      last: 1_300,
    });
    now.value.db.close();
  });

  it('puts it in the place of a damaged file, too', async () => {
    await backup(db, copy, openTestDatabase);
    db.close();
    writeFileSync(path, 'damaged');
    expect(restore(copy, path, openTestDatabase, NOW)).toMatchObject({ ok: true });
    expect(readFileSync(`${path}.replaced-${NOW}`, 'utf8')).toBe('damaged');
  });

  it('is refused while the kiosk runs, and leaves all as it is', async () => {
    await backup(db, copy, openTestDatabase);
    expect(restore(copy, path, openTestDatabase, NOW)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('stop the kiosk') },
    });
    addSerial(1);
    expect(existsSync(`${path}.replaced-${NOW}`)).toBe(false);
  });

  it('is refused from a file that is no backup, or into no folder', async () => {
    db.close();
    writeFileSync(copy, 'x'.repeat(5_000));
    expect(restore(copy, path, openTestDatabase, NOW)).toMatchObject({ ok: false });
    db = testDatabase(path);
    await backup(db, copy, openTestDatabase);
    db.close();
    expect(restore(copy, join(dir, 'none', 'kiosk.db'), openTestDatabase, NOW)).toMatchObject({
      error: { message: expect.stringContaining('was not restored') },
    });
    db = testDatabase(path);
    expect(count(db)).toBe(300);
  });
});

describe('moving to a replacement machine', () => {
  const stick = () => join(dir, 'stick');
  const fresh = () => join(dir, 'fresh');

  it('takes database and keys along; the new machine opens every case', async () => {
    expect(await moveOut(db, keys, stick(), openTestDatabase, randomBytes)).toMatchObject({
      ok: true,
      value: { cases: 300 },
    });
    expect(moveIn(stick(), fresh(), openTestDatabase, randomBytes, NOW)).toMatchObject({ ok: true });
    const there = keyFile(join(fresh(), 'keys.json'), randomBytes).load(false);
    expect(there.ok && keysText(there.value)).toBe(keysText(keys));
    const moved = testDatabase(join(fresh(), 'kiosk.db'));
    const row = moved
      .prepare<{ payload: Uint8Array; key_id: number }>("select * from outbox where idem = 'case-000007'")
      .get();
    if (!row || !there.ok) throw new Error('not moved');
    const opened = createSealer(there.value, randomBytes).open(
      { bytes: row.payload, keyId: row.key_id },
      { idem: 'case-000007', kind: 'case', schema: 1 },
    );
    expect(opened.ok && Buffer.from(opened.value).toString().trim()).toBe('application 7');
    moved.close();
  });

  it('is stopped when keys and database do not belong together, or one of them is missing or broken', async () => {
    await moveOut(db, keys, stick(), openTestDatabase, randomBytes);
    const said = () => {
      const checked = moveIn(stick(), fresh(), openTestDatabase, randomBytes, NOW);
      return checked.ok ? null : checked.error.message;
    };
    writeFileSync(join(stick(), 'keys.json'), keysText(newKeys('aes-256-gcm', randomBytes)));
    expect(said()).toContain('of another machine');
    writeFileSync(join(stick(), 'keys.json'), '{}');
    expect(said()).toContain('broken');
    rmSync(join(stick(), 'keys.json'));
    expect(said()).toContain('worth nothing without it');
    rmSync(join(stick(), 'kiosk.db'));
    expect(said()).toContain('no such file');
    expect(existsSync(fresh())).toBe(false);
  });

  it('overwrites nothing, neither on the stick nor on the new machine', async () => {
    await moveOut(db, keys, stick(), openTestDatabase, randomBytes);
    const there = { error: { message: expect.stringContaining('already there') } };
    expect(await moveOut(db, keys, stick(), openTestDatabase, randomBytes)).toMatchObject(there);
    mkdirSync(fresh());
    writeFileSync(join(fresh(), 'keys.json'), 'mine');
    expect(moveIn(stick(), fresh(), openTestDatabase, randomBytes, NOW)).toMatchObject(there);
    expect(readFileSync(join(fresh(), 'keys.json'), 'utf8')).toBe('mine');
  });

  it('says when a folder cannot be written', async () => {
    await moveOut(db, keys, stick(), openTestDatabase, randomBytes);
    writeFileSync(join(dir, 'file'), '');
    const no = { error: { message: expect.stringContaining('cannot be written') } };
    expect(await moveOut(db, keys, join(dir, 'file', 'x'), openTestDatabase, randomBytes)).toMatchObject(no);
    expect(moveIn(stick(), join(dir, 'file', 'x'), openTestDatabase, randomBytes, NOW)).toMatchObject(no);
    const pulled = { ...db, backup: () => Promise.reject(new Error('pulled')) };
    expect(await moveOut(pulled, keys, fresh(), openTestDatabase, randomBytes)).toMatchObject({ ok: false });
    expect(checkMove(stick(), openTestDatabase, randomBytes)).toMatchObject({ ok: true });
  });
});
