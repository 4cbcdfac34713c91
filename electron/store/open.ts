import { existsSync, mkdirSync, type readSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../core/index.ts';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { isCorrupt, isUnreadable, reason } from './errors.ts';
import { DATABASE_PARTS, putInPlace, renameDatabase } from './files.ts';
import { LOG_ROOM, makeLogRoom } from './log-room.ts';
import { MIGRATIONS } from './migrations.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { skipSerials } from './serials.ts';

export interface OpenedStore {
  readonly db: SqlDatabase;
  /** Where a damaged file was set aside at this start, or null. */
  readonly setAside: string | null;
  /** What was taken over from it; null when nothing was set aside, or nothing could be taken over. */
  readonly salvaged: Salvaged | null;
}

type Failure = { readonly message: string };

/** A finished database that is to take the place of another: where it lies until the other has been renamed. */
export const nextDatabase = (path: string) => `${path}.next`;

/**
 * Opens the kiosk's database: durable pragmas set and read back, quick_check, migrations. A damaged file is set aside
 * (`….corrupt-<ms>`, with its -wal and -shm), never deleted; a new one is begun with what could be read of it.
 * Sectors that the disk does not give any more are damage like any other, when a second look finds them, too.
 * The error is one line that says what to do. `migrations` are those of another program in tests, `read` a bad disk.
 */
export function openStore(
  path: string,
  open: OpenDatabase,
  nowMs: number,
  migrations: readonly string[] = MIGRATIONS,
  read?: typeof readSync,
): Result<OpenedStore, Failure> {
  const next = nextDatabase(path);
  const aside = `${path}.corrupt-${nowMs}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    finishReplacement(path, aside);
  } catch (error) {
    return err({
      message: `the data folder ${dirname(path)} cannot be made or written (${reason(error)}): check --data and its rights`,
    });
  }
  let first = tryOpen(path, open, migrations);
  // A disk that fails once is no damaged file.
  if (!first.ok && first.error.damage === 'unreadable') first = tryOpen(path, open, migrations);
  if (first.ok) {
    rmSync(next, { force: true });
    return ok({ db: first.value, setAside: null, salvaged: null });
  }
  const { damage, message } = first.error;
  if (damage === 'none') return err({ message });
  const create = (fresh: string) => {
    const made = tryOpen(fresh, open, migrations, false);
    if (!made.ok) throw new Error(made.error.message);
    return made.value;
  };
  // A disk that gives nothing at all back may be well tomorrow, and the file with it.
  if (damage === 'unreadable' && !canCreate(`${next}.part`, create)) return err({ message });
  let salvaged: Salvaged | null;
  try {
    salvaged = salvage(path, next, open, create, nowMs, read);
    renameDatabase(path, aside);
    if (salvaged) putInPlace(next, path);
  } catch (error) {
    return err({
      message: `the damaged database ${path} cannot be set aside (${reason(error)}): check the data folder's rights`,
    });
  }
  const second = tryOpen(path, open, migrations);
  if (!second.ok) return err({ message: second.error.message });
  if (!salvaged) skipSerials(second.value, nowMs);
  return ok({ db: second.value, setAside: aside, salvaged });
}

function canCreate(path: string, create: (path: string) => SqlDatabase): boolean {
  try {
    for (const end of DATABASE_PARTS) rmSync(path + end, { force: true });
    create(path).close();
    return true;
  } catch {
    return false;
  } finally {
    for (const end of DATABASE_PARTS) rmSync(path + end, { force: true });
  }
}

/** After a power cut between the two renames of a replacement: the second is done now. */
function finishReplacement(path: string, aside: string): void {
  if (existsSync(path) || !existsSync(nextDatabase(path))) return;
  // A log without its database would be taken for the new one's.
  renameDatabase(path, aside);
  putInPlace(nextDatabase(path), path);
}

function tryOpen(
  path: string,
  open: OpenDatabase,
  migrations: readonly string[],
  logRoom = true,
): Result<SqlDatabase, { damage: 'none' | 'corrupt' | 'unreadable'; message: string }> {
  let db: SqlDatabase | undefined;
  try {
    db = open(path);
    db.exec('pragma busy_timeout = 2000');
    db.pragma('journal_mode = wal');
    // better-sqlite3 is built so that a reopened WAL database falls back to NORMAL, which forgets acknowledged cases.
    db.exec(
      'pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on',
    );
    db.pragma(`journal_size_limit = ${LOG_ROOM}`);
    assertPragma(db, 'journal_mode', 'wal');
    assertPragma(db, 'synchronous', 2);
    assertPragma(db, 'foreign_keys', 1);
    assertPragma(db, 'trusted_schema', 0);
    if (db.pragma('quick_check(1)') !== 'ok')
      throw Object.assign(new Error('quick_check failed'), { code: 'SQLITE_CORRUPT' });
    migrate(db, migrations);
    if (logRoom) makeLogRoom(db, path);
    return ok(db);
  } catch (error) {
    try {
      db?.close();
    } catch {
      // The file is what it is; the first error is the one to tell.
    }
    return err({
      damage: isCorrupt(error) ? 'corrupt' : isUnreadable(error) ? 'unreadable' : 'none',
      message: `the database ${path} cannot be opened (${reason(error)}): is another kiosk using this data folder?`,
    });
  }
}

function assertPragma(db: SqlDatabase, name: string, want: string | number): void {
  const is = db.pragma(name);
  if (is !== want) throw new Error(`pragma ${name} reads ${String(is)}, not ${want}`);
}

function migrate(db: SqlDatabase, migrations: readonly string[]): void {
  const version = Number(db.pragma('user_version'));
  if (version > migrations.length) {
    // A newer program was here and was taken back. Its schema says whether this one may go on with it.
    const floor = db.prepare<{ version: number }>('select version from schema_floor').get()?.version;
    if (floor !== undefined && floor <= migrations.length) return;
    throw new Error(
      `its schema ${version} is newer than this program knows (${migrations.length}): start the newer version`,
    );
  }
  for (let v = version; v < migrations.length; v++) {
    db.transaction(() => {
      db.exec(migrations[v] as string);
      db.exec(`pragma user_version = ${v + 1}`);
    });
  }
}
