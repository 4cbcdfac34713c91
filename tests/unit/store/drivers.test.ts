import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, SQLITE_DRIVERS, type SqlDatabase } from '../../../electron/store/index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-driver-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe.each(Object.entries(SQLITE_DRIVERS))('the driver %s', (_, open) => {
  let db: SqlDatabase;
  beforeEach(() => {
    db = open(join(dir, 'x.db'));
    db.exec('create table t (id integer primary key, name text unique, bytes blob) strict');
  });
  afterEach(() => db.close());
  const names = () => db.prepare<{ name: string }>('select name from t order by id').all();
  const put = (name: string) => db.prepare('insert into t (name) values (?)').run(name);

  it('writes and reads every kind of value', () => {
    const insert = db.prepare('insert into t (name, bytes) values (?, ?)');
    expect(insert.run('𠮷', Uint8Array.of(0, 255))).toEqual({ changes: 1, lastInsertRowid: 1 });
    expect(insert.run('b', null)).toEqual({ changes: 1, lastInsertRowid: 2 });
    const row = db.prepare<{ name: string; bytes: Uint8Array }>('select * from t where id = ?').get(1);
    expect(row?.name).toBe('𠮷');
    expect([...(row?.bytes ?? [])]).toEqual([0, 255]);
    expect(db.prepare('select * from t where id = ?').get(9)).toBeUndefined();
    expect(names()).toHaveLength(2);
  });

  it('opens a file to read only, when it is there', () => {
    put('a');
    const reader = open(join(dir, 'x.db'), { readOnly: true });
    expect(reader.prepare('select name from t').all()).toHaveLength(1);
    expect(() => reader.exec('delete from t')).toThrow(/readonly/);
    reader.close();
    expect(() => open(join(dir, 'none.db'), { readOnly: true }).pragma('user_version')).toThrow();
    expect(existsSync(join(dir, 'none.db'))).toBe(false);
  });

  it('prepares a text once', () => {
    expect(db.prepare('select 1')).toBe(db.prepare('select 1'));
  });

  it('commits a transaction, undoes one that throws, and passes the error on', () => {
    expect(
      db.transaction(() => {
        put('a');
        return 7;
      }),
    ).toBe(7);
    expect(() =>
      db.transaction(() => {
        put('b');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(names()).toEqual([{ name: 'a' }]);
  });

  it('undoes only the inner one of two transactions', () => {
    db.transaction(() => {
      put('a');
      expect(() =>
        db.transaction(() => {
          put('b');
          throw new Error('inner');
        }),
      ).toThrow('inner');
      db.transaction(() => put('c'));
    });
    expect(names()).toEqual([{ name: 'a' }, { name: 'c' }]);
  });

  it('names what SQLite refused', () => {
    put('a');
    expect(() => put('a')).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) }),
    );
    expect(() => db.exec('no sql')).toThrow(/syntax error/);
    const path = join(dir, 'no.db');
    writeFileSync(path, 'x'.repeat(5_000));
    const damaged = () => {
      const other = open(path);
      try {
        other.pragma('journal_mode = wal');
      } finally {
        other.close();
      }
    };
    expect(damaged).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }));
    expect(() => open(join(dir, 'none', 'x.db'))).toThrow(/unable to open|does not exist/);
  });

  it('answers a pragma with its one value, or nothing', () => {
    expect(db.pragma('user_version')).toBe(0);
    expect(db.pragma('journal_mode = wal')).toBe('wal');
    expect(db.pragma('no_such_pragma')).toBeUndefined();
  });
});

describe('choosing a driver', () => {
  const opened = (name: string) => ({ name }) as unknown as SqlDatabase;
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };

  it('takes the second when the binary of the first cannot be loaded', () => {
    for (const code of ['ERR_DLOPEN_FAILED', 'MODULE_NOT_FOUND']) {
      expect(openSqlite('x', {}, failing(code), () => opened('second'))).toEqual({ name: 'second' });
    }
  });

  it('does not change the driver because a file is damaged', () => {
    expect(() => openSqlite('x', {}, failing('SQLITE_NOTADB'), () => opened('second'))).toThrow(
      'SQLITE_NOTADB',
    );
    expect(() =>
      openSqlite(
        'x',
        {},
        () => {
          throw new Error('other');
        },
        () => opened('second'),
      ),
    ).toThrow('other');
  });

  it('takes the first as a rule', () => {
    const db = openSqlite(join(dir, 'y.db'));
    expect(db.pragma('user_version')).toBe(0);
    db.close();
  });
});
