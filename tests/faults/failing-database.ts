import type { OpenDatabase, SqlDatabase, Statement } from '../../electron/store/index.ts';

/** What the disk does: the n-th call fails; or it and all after it, until the disk is well again. */
export type Fault = 'once' | 'from-then-on';
export type FaultCode = 'SQLITE_IOERR' | 'SQLITE_FULL';

/** A disk that fails at the n-th call of the database, counted over all that is opened on it. */
export class FailingDisk {
  calls = 0;
  /** Calls that failed. */
  injected = 0;
  readonly #failAt: number;
  readonly #fault: Fault;
  readonly #code: FaultCode;
  #well = false;

  constructor(failAt: number, fault: Fault, code: FaultCode) {
    this.#failAt = failAt;
    this.#fault = fault;
    this.#code = code;
  }

  /** From now on nothing fails any more. */
  heal(): void {
    this.#well = true;
  }

  #call(): void {
    this.calls++;
    if (this.#well || this.calls < this.#failAt || (this.#fault === 'once' && this.calls > this.#failAt))
      return;
    this.injected++;
    const message = this.#code === 'SQLITE_FULL' ? 'database or disk is full' : 'disk I/O error';
    throw Object.assign(new Error(message), { code: this.#code });
  }

  /** The driver port over this disk: every statement, begin, commit and pragma is one call. */
  opener(open: OpenDatabase): OpenDatabase {
    return (path, options) => this.#wrap(open(path, options));
  }

  #wrap(db: SqlDatabase): SqlDatabase {
    let depth = 0;
    return {
      ...db,
      exec: (sql) => {
        this.#call();
        db.exec(sql);
      },
      pragma: (text) => {
        this.#call();
        return db.pragma(text);
      },
      prepare: <Row>(sql: string): Statement<Row> => {
        const raw = db.prepare<Row>(sql);
        return {
          run: (...values) => {
            this.#call();
            return raw.run(...values);
          },
          get: (...values) => {
            this.#call();
            return raw.get(...values);
          },
          all: (...values) => {
            this.#call();
            return raw.all(...values);
          },
        };
      },
      transaction: (work) => {
        if (depth > 0) return db.transaction(work);
        this.#call();
        depth++;
        try {
          return db.transaction(() => {
            const value = work();
            // A commit that fails is rolled back, as SQLite does it.
            this.#call();
            return value;
          });
        } finally {
          depth--;
        }
      },
    };
  }
}
