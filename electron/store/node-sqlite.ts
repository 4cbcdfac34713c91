import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { OpenOptions, SqlDatabase, SqlValue, Statement } from './driver.ts';
import { transactions } from './transactions.ts';

/** SQLite's result codes that the house tells apart, primary ones and extended; better-sqlite3 gives them as these names. */
const CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
  266: 'SQLITE_IOERR_READ',
  522: 'SQLITE_IOERR_SHORT_READ',
  8202: 'SQLITE_IOERR_DATA',
  8458: 'SQLITE_IOERR_CORRUPTFS',
  8714: 'SQLITE_IOERR_IN_PAGE',
};

/**
 * The driver port over the SQLite that Node itself brings: for systems whose C library is too old for better-sqlite3's
 * binary (UOS 20, Kylin V10) or for whose processor there is none (LoongArch). Throws what SQLite says when the file is
 * not a database, with `code` as better-sqlite3 names it.
 */
export function openNodeSqlite(path: string, options: OpenOptions = {}): SqlDatabase {
  const db = named(() => new DatabaseSync(path, { readOnly: options.readOnly === true }));
  const statements = new Map<string, Statement>();
  return {
    exec: (sql) => named(() => db.exec(sql)),
    prepare<Row>(sql: string) {
      let known = statements.get(sql);
      if (!known) {
        known = statementOf(named(() => db.prepare(sql)));
        statements.set(sql, known);
      }
      return known as Statement<Row>;
    },
    transaction: transactions({
      prepare: (sql) => statementOf(named(() => db.prepare(sql))),
      isOpen: () => db.isTransaction,
    }),
    pragma(text) {
      const row = named(() => db.prepare(`pragma ${text}`).get());
      return row === undefined ? undefined : Object.values(row)[0];
    },
    backup: async (path) => void (await backup(db, path)),
    close: () => db.close(),
  };
}

function statementOf(raw: StatementSync): Statement {
  const input = (values: SqlValue[]) => values as SQLInputValue[];
  return {
    run: (...values) => {
      const info = named(() => raw.run(...input(values)));
      return { changes: Number(info.changes), lastInsertRowid: Number(info.lastInsertRowid) };
    },
    get: (...values) => named(() => raw.get(...input(values))),
    all: (...values) => named(() => raw.all(...input(values))),
  };
}

/** Gives SQLite's errors the names that the rest of the house knows. */
function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode === 'number') {
      (error as { code?: string }).code = CODES[errcode] ?? CODES[errcode & 0xff] ?? `SQLITE_${errcode}`;
    }
    throw error;
  }
}
