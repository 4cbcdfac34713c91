import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../core/index.ts';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { MIGRATIONS } from './migrations.ts';

export interface OpenedStore {
  readonly db: SqlDatabase;
  /** Where a damaged file was set aside at this start, or null. */
  readonly setAside: string | null;
}

/**
 * Opens the kiosk's database: durable pragmas set and read back, quick_check, migrations. A damaged file is set aside
 * (`….corrupt-<ms>`, with its -wal and -shm), never deleted, and a new one begun.
 * The error is one line that says what to do.
 */
export function openStore(
  path: string,
  open: OpenDatabase,
  nowMs: number,
): Result<OpenedStore, { message: string }> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return err({
      message: `the data folder ${dirname(path)} cannot be made (${reason(error)}): check --data and its rights`,
    });
  }
  const first = tryOpen(path, open);
  if (first.ok) return ok({ db: first.value, setAside: null });
  if (!first.error.damaged) return err({ message: first.error.message });
  const aside = `${path}.corrupt-${nowMs}`;
  for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, aside + end);
  const second = tryOpen(path, open);
  return second.ok ? ok({ db: second.value, setAside: aside }) : err({ message: second.error.message });
}

function tryOpen(
  path: string,
  open: OpenDatabase,
): Result<SqlDatabase, { damaged: boolean; message: string }> {
  let db: SqlDatabase | undefined;
  try {
    db = open(path);
    db.exec('pragma busy_timeout = 2000');
    db.pragma('journal_mode = wal');
    // better-sqlite3 is built so that a reopened WAL database falls back to NORMAL, which forgets acknowledged cases.
    db.exec(
      'pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on',
    );
    assertPragma(db, 'journal_mode', 'wal');
    assertPragma(db, 'synchronous', 2);
    assertPragma(db, 'foreign_keys', 1);
    assertPragma(db, 'trusted_schema', 0);
    if (db.pragma('quick_check(1)') !== 'ok')
      throw Object.assign(new Error('quick_check failed'), { code: 'SQLITE_CORRUPT' });
    migrate(db);
    return ok(db);
  } catch (error) {
    try {
      db?.close();
    } catch {
      // The file is what it is; the first error is the one to tell.
    }
    const code = String((error as { code?: unknown }).code ?? '');
    const damaged = code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
    return err({
      damaged,
      message: `the database ${path} cannot be opened (${reason(error)}): is another kiosk using this data folder?`,
    });
  }
}

function assertPragma(db: SqlDatabase, name: string, want: string | number): void {
  const is = db.pragma(name);
  if (is !== want) throw new Error(`pragma ${name} reads ${String(is)}, not ${want}`);
}

function migrate(db: SqlDatabase): void {
  const version = Number(db.pragma('user_version'));
  if (version > MIGRATIONS.length) {
    // A newer program was here and was taken back. Its schema says whether this one may go on with it.
    const floor = db.prepare<{ version: number }>('select version from schema_floor').get()?.version;
    if (floor !== undefined && floor <= MIGRATIONS.length) return;
    throw new Error(
      `its schema ${version} is newer than this program knows (${MIGRATIONS.length}): start the newer version`,
    );
  }
  for (let v = version; v < MIGRATIONS.length; v++) {
    db.transaction(() => {
      db.exec(MIGRATIONS[v] as string);
      db.exec(`pragma user_version = ${v + 1}`);
    });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
