import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { OpenOptions, SqlDatabase, SqlValue, Statement } from './driver.ts';

/** SQLite's primary result codes that the house tells apart; better-sqlite3 gives them as these names. */
const CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};

/**
 * The driver port over the SQLite that Node itself brings: for systems whose C library is too old for better-sqlite3's
 * binary (UOS 20, Kylin V10) or for whose processor there is none (LoongArch). Throws what SQLite says when the file is
 * not a database, with `code` as better-sqlite3 names it.
 */
export function openNodeSqlite(path: string, options: OpenOptions = {}): SqlDatabase {
  const db = named(() => new DatabaseSync(path, { readOnly: options.readOnly === true }));
  const statements = new Map<string, Statement>();
  let depth = 0;
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
    transaction(work) {
      // A transaction inside another is a savepoint, as better-sqlite3 does it.
      const name = `nested_${depth}`;
      const [begin, commit, back] =
        depth === 0
          ? ['begin immediate', 'commit', 'rollback']
          : [`savepoint ${name}`, `release ${name}`, `rollback to ${name}; release ${name}`];
      named(() => db.exec(begin as string));
      depth++;
      try {
        const result = work();
        named(() => db.exec(commit as string));
        return result;
      } catch (error) {
        // SQLite itself has rolled back after some errors (disk full): then there is nothing left to undo.
        if (db.isTransaction) db.exec(back as string);
        throw error;
      } finally {
        depth--;
      }
    },
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
      (error as { code?: string }).code = CODES[errcode & 0xff] ?? `SQLITE_${errcode}`;
    }
    throw error;
  }
}
