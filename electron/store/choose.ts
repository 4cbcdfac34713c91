import { openBetterSqlite3 } from './better-sqlite3.ts';
import type { OpenDatabase, OpenOptions } from './driver.ts';
import { openNodeSqlite } from './node-sqlite.ts';

export const SQLITE_DRIVERS = {
  'better-sqlite3': openBetterSqlite3,
  'node:sqlite': openNodeSqlite,
} as const satisfies Record<string, OpenDatabase>;

/**
 * better-sqlite3 where its binary loads, otherwise Node's own SQLite: the file and the promises are the same. A file
 * that cannot be opened is no reason to change the driver.
 */
export function openSqlite(
  path: string,
  options: OpenOptions = {},
  first: OpenDatabase = openBetterSqlite3,
  second: OpenDatabase = openNodeSqlite,
): ReturnType<OpenDatabase> {
  try {
    return first(path, options);
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '');
    if (code !== 'ERR_DLOPEN_FAILED' && code !== 'MODULE_NOT_FOUND') throw error;
    return second(path, options);
  }
}
