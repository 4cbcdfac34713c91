import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../core/index.ts';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { codeOf, reason } from './errors.ts';
import { copyWhole, DATABASE_PARTS, putInPlace, renameDatabase } from './files.ts';
import { nextDatabase } from './open.ts';
import { carryPackages } from './sealed-files.ts';
import { skipSerials } from './serials.ts';

type Failure = { readonly message: string };

/** A database at rest in one file, looked through and found whole. */
export interface Backup {
  readonly bytes: number;
  /** Its `user_version`. */
  readonly schema: number;
  readonly cases: number;
  readonly jobs: number;
}

/** Where the packages of a backup lie: as in a data folder, in a folder beside the file. */
export const packagesOf = (backup: string) => `${backup}.packages`;

/**
 * Copies the database, as it is at one instant, into one file while the kiosk works; looked through, durable, and under
 * its name only when it is whole (an older backup of that name stays until then). Payloads in it are sealed: it is worth
 * nothing without the keys. With `dataDir` the sealed packages that lie there come along (`packagesOf`), copied after the
 * database: none is missing that it knows of.
 */
export async function backup(
  db: SqlDatabase,
  path: string,
  open: OpenDatabase,
  dataDir?: string,
): Promise<Result<Backup, Failure>> {
  const part = `${path}.part`;
  const clear = () => {
    for (const end of DATABASE_PARTS) rmSync(part + end, { force: true });
  };
  try {
    clear();
    writeFileSync(part, '', { mode: 0o600, flag: 'wx' });
    await db.backup(part);
    const found = inspect(part, open);
    if (!found.ok) return found;
    if (dataDir === undefined) putInPlace(part, path);
    else {
      carryPackages(dataDir, packagesOf(path), { nowMs: 0 });
      putInPlace(part, path);
      carryPackages(dataDir, packagesOf(path), { mirror: true });
    }
    return found;
  } catch (error) {
    return err({
      message: `the backup ${path} was not written (${reason(error)}): check the folder and its space`,
    });
  } finally {
    clear();
  }
}

/** Looks a backup through: every page, every index, every reference. */
export function inspect(path: string, open: OpenDatabase): Result<Backup, Failure> {
  const broken = (why: string) =>
    err({ message: `${path} is no whole database (${why}): take another backup` });
  if (!existsSync(path)) return broken('no such file');
  let db: SqlDatabase | undefined;
  try {
    db = open(path);
    // One file: no log beside it.
    db.pragma('journal_mode = delete');
    const integrity = db.pragma('integrity_check(1)');
    if (integrity !== 'ok') return broken(String(integrity));
    if (db.pragma('foreign_key_check') !== undefined) return broken('a row refers to one that is missing');
    const count = (table: string) =>
      Number(db?.prepare<{ n: number }>(`select count(*) as n from ${table}`).get()?.n);
    return ok({
      bytes: statSync(path).size,
      schema: Number(db.pragma('user_version')),
      cases: count('cases'),
      jobs: count('outbox'),
    });
  } catch (error) {
    return broken(reason(error));
  } finally {
    db?.close();
  }
}

/**
 * Puts a backup in the place of the database at `path`, while the kiosk is stopped. What is there is kept as
 * `….replaced-<ms>`. Jobs that were sent after the backup are sent again under the same idempotency keys, after their
 * regions were asked; cases taken in after it are not in it. Packages of the backup come back, those of later cases stay.
 */
export function restore(
  from: string,
  path: string,
  open: OpenDatabase,
  nowMs: number,
): Result<Backup & { readonly replaced: string | null }, Failure> {
  try {
    const found = inspect(from, open);
    if (!found.ok) return found;
    const there = existsSync(path);
    if (there && inUse(path, open)) return err({ message: `${path} is in use: stop the kiosk first` });
    // The packages first: more of them than the database knows of do no harm.
    carryPackages(packagesOf(from), dirname(path), { nowMs });
    const next = nextDatabase(path);
    const waiting = `${next}.restored`;
    copyWhole(from, waiting);
    const db = open(waiting);
    db.exec('pragma synchronous = full');
    skipSerials(db, nowMs);
    db.close();
    putInPlace(waiting, next);
    const replaced = `${path}.replaced-${nowMs}`;
    renameDatabase(path, replaced);
    putInPlace(next, path);
    return ok({ ...found.value, replaced: there ? replaced : null });
  } catch (error) {
    return err({
      message: `${from} was not restored (${reason(error)}): check the data folder and its space`,
    });
  }
}

/** Whether another program has the database open: it cannot leave its log then. */
function inUse(path: string, open: OpenDatabase): boolean {
  let db: SqlDatabase | undefined;
  try {
    db = open(path);
    db.exec('pragma busy_timeout = 0');
    db.pragma('journal_mode = delete');
    return false;
  } catch (error) {
    return codeOf(error).startsWith('SQLITE_BUSY');
  } finally {
    db?.close();
  }
}
