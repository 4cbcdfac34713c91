import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Access, type OpenDatabase, openExisting } from '../../../electron/store/index.ts';
import { openTestDatabase, testDatabase } from '../../support/memory-store.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-existing-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const opened = (access: Access, open = openTestDatabase) => {
  const db = openExisting(path, open, access);
  if (!db.ok) throw new Error(db.error.message);
  return db.value;
};
const refused = (access: Access, open = openTestDatabase) => {
  const db = openExisting(path, open, access);
  if (db.ok) db.value.close();
  return db.ok ? null : db.error;
};

describe('opening a database for a tool', () => {
  it.each(['read', 'write', 'alone'] as const)('to %s makes no file where there is none', (access) => {
    expect(refused(access)).toEqual({ kind: 'missing', message: expect.stringContaining(path) });
    expect(existsSync(path)).toBe(false);
  });

  it('to read works beside the kiosk and after it, and writes nothing', () => {
    const kiosk = testDatabase(path);
    kiosk.exec(`insert into serials values ('261121', 4)`);
    for (const end of [() => undefined, () => kiosk.close()]) {
      end();
      const db = opened('read');
      expect(db.prepare('select last from serials').get()).toMatchObject({ last: 4 });
      expect(() => db.exec('delete from serials')).toThrow(/readonly/);
      db.close();
    }
  });

  it('to write works beside the kiosk, as durably', () => {
    const kiosk = testDatabase(path);
    const db = opened('write');
    expect(db.pragma('synchronous')).toBe(2);
    expect(db.pragma('foreign_keys')).toBe(1);
    expect(db.pragma('secure_delete')).toBe(1);
    db.exec(`insert into serials values ('261121', 4)`);
    expect(kiosk.prepare('select last from serials').get()).toMatchObject({ last: 4 });
    db.close();
    kiosk.close();
  });

  it('alone is refused while the kiosk is there, and keeps the kiosk out while it lasts', () => {
    const kiosk = testDatabase(path);
    expect(refused('alone')).toEqual({
      kind: 'in-use',
      message: expect.stringContaining('stop the kiosk first'),
    });
    kiosk.close();
    const db = opened('alone');
    expect(refused('read')?.kind).toBe('in-use');
    db.close();
    testDatabase(path).close();
  });

  it('leaves a damaged file where it is', () => {
    writeFileSync(path, 'no database at all, and longer than a header needs to be. '.repeat(40));
    const before = readFileSync(path);
    for (const access of ['read', 'write', 'alone'] as const) {
      expect(refused(access)?.kind).toBe('failed');
    }
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).toEqual([]);
  });

  it('does not migrate: an older schema waits for its kiosk, a newer one for its program', () => {
    const kiosk = testDatabase(path);
    const version = Number(kiosk.pragma('user_version'));
    kiosk.exec(`pragma user_version = ${version - 1}`);
    expect(refused('write')).toEqual({
      kind: 'schema',
      message: expect.stringContaining('start this version'),
    });
    expect(kiosk.pragma('user_version')).toBe(version - 1);
    kiosk.exec(`pragma user_version = ${version + 1}`);
    expect(refused('read')).toBeNull();
    kiosk.exec(`update schema_floor set version = ${version + 1}`);
    expect(refused('read')).toEqual({ kind: 'schema', message: expect.stringContaining('newer schema') });
    kiosk.close();
  });

  it('refuses a driver that only says that it syncs', () => {
    testDatabase(path).close();
    const forgetful: OpenDatabase = (at, options) => {
      const db = openTestDatabase(at, options);
      return { ...db, pragma: (text) => (text === 'synchronous' ? 1 : db.pragma(text)) };
    };
    expect(refused('write', forgetful)?.message).toContain('synchronous');
  });
});
