import { createHash } from 'node:crypto';
import type { RandomBytes } from '../../electron/core/index.ts';
import {
  createSealer,
  type OpenDatabase,
  openStore,
  type Sealer,
  SQLITE_DRIVERS,
  type SqlDatabase,
} from '../../electron/store/index.ts';

/** Repeatable bytes that differ from call to call. */
export function countingRandom(seed = 'seed'): RandomBytes {
  let n = 0;
  return (count) => {
    const out = new Uint8Array(count);
    for (let at = 0; at < count; at += 32) {
      out.set(
        createHash('sha256')
          .update(`${seed}${n++}`)
          .digest()
          .subarray(0, Math.min(32, count - at)),
        at,
      );
    }
    return out;
  };
}

export function testSealer(random = countingRandom('seal')): Sealer {
  return createSealer(
    { current: 1, keys: new Map([[1, { suite: 'aes-256-gcm', bytes: random(32) }]]), lookup: random(32) },
    random,
  );
}

/** The database driver of this run: the suite runs once with each (vitest.config.ts). */
export const openTestDatabase: OpenDatabase =
  process.env.TONGBAN_TEST_SQLITE === 'node:sqlite'
    ? SQLITE_DRIVERS['node:sqlite']
    : SQLITE_DRIVERS['better-sqlite3'];

/** A real database in a file that the caller names (WAL needs one). */
export function testDatabase(path: string): SqlDatabase {
  const opened = openStore(path, openTestDatabase, 0);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.db;
}
