import type { SqlDatabase } from './driver.ts';

interface Connection {
  prepare(sql: string): { run(): unknown };
  /** Whether SQLite itself thinks that a transaction is under way. */
  isOpen(): boolean;
}

/**
 * The port's `transaction` over one connection. Begin and commit are prepared once: to parse them anew each time, or to
 * wrap each piece of work, takes a good part of what a small transaction takes in memory.
 */
export function transactions(db: Connection): SqlDatabase['transaction'] {
  const levels: { begin: { run(): unknown }; commit: { run(): unknown }; back: { run(): unknown }[] }[] = [];
  const level = (depth: number) => {
    // A transaction inside another is a savepoint.
    const [begin, commit, ...back] =
      depth === 0
        ? ['begin immediate', 'commit', 'rollback']
        : [
            `savepoint nested_${depth}`,
            `release nested_${depth}`,
            `rollback to nested_${depth}`,
            `release nested_${depth}`,
          ];
    const made = {
      begin: db.prepare(begin as string),
      commit: db.prepare(commit as string),
      back: back.map((sql) => db.prepare(sql)),
    };
    levels[depth] = made;
    return made;
  };
  let depth = 0;
  return (work) => {
    const { begin, commit, back } = levels[depth] ?? level(depth);
    begin.run();
    depth++;
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite itself has rolled back after some errors (disk full): then there is nothing left to undo.
      if (db.isOpen()) for (const one of back) one.run();
      throw error;
    } finally {
      depth--;
    }
  };
}
