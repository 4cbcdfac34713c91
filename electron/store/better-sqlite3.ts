import Database from 'better-sqlite3';
import type { OpenOptions, SqlDatabase, SqlValue, Statement } from './driver.ts';
import { transactions } from './transactions.ts';

/** The driver port over better-sqlite3. Throws what SQLite says when the file is not a database. */
export function openBetterSqlite3(path: string, options: OpenOptions = {}): SqlDatabase {
  const db = new Database(path, { readonly: options.readOnly === true });
  const statements = new Map<string, Statement>();
  return {
    exec: (sql) => void db.exec(sql),
    prepare<Row>(sql: string) {
      let known = statements.get(sql);
      if (!known) {
        const raw = db.prepare<SqlValue[], unknown>(sql);
        known = {
          run: (...values) => {
            const info = raw.run(...values);
            return { changes: info.changes, lastInsertRowid: Number(info.lastInsertRowid) };
          },
          get: (...values) => raw.get(...values),
          all: (...values) => raw.all(...values),
        };
        statements.set(sql, known);
      }
      return known as Statement<Row>;
    },
    transaction: transactions({
      prepare: (sql) => db.prepare(sql),
      isOpen: () => db.inTransaction,
    }),
    pragma: (text) => db.pragma(text, { simple: true }),
    backup: async (path) => void (await db.backup(path)),
    close: () => db.close(),
  };
}
