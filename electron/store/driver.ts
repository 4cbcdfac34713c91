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
  /** Copies the database as it is at one instant into a file, some pages at a time, while the work goes on. */
  backup(path: string): Promise<void>;
  close(): void;
}

/** With `readOnly` a file that is not there is an error, and nothing can be written through it. */
export interface OpenOptions {
  readonly readOnly?: boolean;
}

export type OpenDatabase = (path: string, options?: OpenOptions) => SqlDatabase;
