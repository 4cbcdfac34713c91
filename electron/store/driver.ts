/** The little that the house asks of SQLite, so that another driver can take better-sqlite3's place (old glibc, Loongson). */
export interface Statement<Row = unknown> {
  run(...values: SqlValue[]): { changes: number; lastInsertRowid: number };
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
}

export type SqlValue = string | number | Uint8Array | null;

export interface SqlDatabase {
  exec(sql: string): void;
  /** Prepared once a text and kept. */
  prepare<Row = unknown>(sql: string): Statement<Row>;
  /** Runs `work` in one immediate transaction; a throw rolls back and goes on to the caller. */
  transaction<T>(work: () => T): T;
  /** The single value that a pragma answers. */
  pragma(text: string): unknown;
  close(): void;
}

export type OpenDatabase = (path: string) => SqlDatabase;
