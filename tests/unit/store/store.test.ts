import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer, keyFile, openStore } from '../../../electron/store/index.ts';
import { openTestDatabase } from '../../support/memory-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = () => {
  const opened = openStore(join(dir, 'kiosk.db'), openTestDatabase, 1_000);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

describe('opening the store', () => {
  it('sets durable pragmas at the first open and at every later one', () => {
    for (let i = 0; i < 2; i++) {
      const { db } = open();
      expect(db.pragma('synchronous')).toBe(2);
      expect(db.pragma('journal_mode')).toBe('wal');
      db.close();
    }
  });

  it('refuses a driver that does not keep what it was told', () => {
    const opened = openStore(
      join(dir, 'kiosk.db'),
      (path) => {
        const db = openTestDatabase(path);
        return { ...db, exec: (sql) => db.exec(sql.replace('synchronous = full', 'synchronous = normal')) };
      },
      1_000,
    );
    expect(opened).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('pragma synchronous reads 1') },
    });
  });

  it('sets a damaged file aside, byte for byte, and begins a new one', () => {
    const path = join(dir, 'kiosk.db');
    writeFileSync(path, 'this is not a database, but it is somebody’s');
    const { setAside } = open();
    expect(setAside).toBe(`${path}.corrupt-1000`);
    expect(readFileSync(setAside as string, 'utf8')).toContain('somebody’s');
  });

  it('sets a file with a torn page aside', () => {
    const first = open();
    first.db.transaction(() => {
      for (let i = 0; i < 400; i++) {
        first.db.prepare('insert into serials (day, last) values (?, ?)').run(`day-${i}`.padEnd(200, 'x'), i);
      }
    });
    first.db.pragma('wal_checkpoint(truncate)');
    first.db.close();
    const path = join(dir, 'kiosk.db');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length - 3 * 4096);
    writeFileSync(path, bytes);
    expect(open().setAside).not.toBeNull();
    expect(readdirSync(dir).some((name) => name.includes('.corrupt-'))).toBe(true);
  });

  it('goes on with the schema of a newer program that was taken back, and leaves it as it is', () => {
    const { db } = open();
    db.exec('pragma user_version = 999; alter table outbox add column of_the_future text');
    db.close();
    const again = open();
    expect(again.setAside).toBeNull();
    expect(again.db.pragma('user_version')).toBe(999);
    again.db.close();
  });

  it('does not touch a schema that says it is not for this program, and says so', () => {
    const { db } = open();
    db.exec('pragma user_version = 999; update schema_floor set version = 998');
    db.close();
    const again = openStore(join(dir, 'kiosk.db'), openTestDatabase, 1_000);
    expect(again).toMatchObject({ ok: false, error: { message: expect.stringContaining('newer') } });
    expect(readdirSync(dir).some((name) => name.includes('.corrupt-'))).toBe(false);
  });

  it('rolls a transaction back when it throws', () => {
    const { db } = open();
    expect(() =>
      db.transaction(() => {
        db.prepare('insert into serials (day, last) values (?, ?)').run('d', 1);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(db.prepare('select * from serials').all()).toEqual([]);
  });
});

describe('sealing', () => {
  const keys = () => {
    const loaded = keyFile(join(dir, 'keys.json'), randomBytes).load(true);
    if (!loaded.ok) throw new Error(loaded.error.message);
    return loaded.value;
  };
  const context = { idem: 'a', kind: 'case', schema: 1 };

  it('opens what it sealed, after a reload of the key file', () => {
    const sealed = createSealer(keys(), randomBytes).seal(Buffer.from('private'), context);
    expect(Buffer.from(sealed.bytes).toString('latin1')).not.toContain('private');
    const opened = createSealer(keys(), randomBytes).open(sealed, context);
    expect(opened.ok && Buffer.from(opened.value).toString()).toBe('private');
  });

  it.each([
    ['another job', { ...context, idem: 'b' }],
    ['another kind', { ...context, kind: 'rating' }],
    ['another schema', { ...context, schema: 2 }],
  ])('does not open under %s', (_, other) => {
    const sealer = createSealer(keys(), randomBytes);
    expect(sealer.open(sealer.seal(Buffer.from('x'), context), other)).toEqual({
      ok: false,
      error: 'not-authentic',
    });
  });

  it('does not open when a bit was turned, or the key is gone', () => {
    const sealer = createSealer(keys(), randomBytes);
    const sealed = sealer.seal(Buffer.from('private'), context);
    const turned = Uint8Array.from(sealed.bytes);
    turned[turned.length - 1] = (turned[turned.length - 1] as number) ^ 1;
    expect(sealer.open({ ...sealed, bytes: turned }, context).ok).toBe(false);
    expect(sealer.open({ ...sealed, keyId: 9 }, context)).toEqual({ ok: false, error: 'unknown-key' });
  });

  it('finds the same person again, and only with the same key', () => {
    const sealer = createSealer(keys(), randomBytes);
    expect(Buffer.compare(sealer.personHmac('1'), sealer.personHmac('1'))).toBe(0);
    rmSync(join(dir, 'keys.json'));
    expect(
      Buffer.compare(createSealer(keys(), randomBytes).personHmac('1'), sealer.personHmac('1')),
    ).not.toBe(0);
  });
});
