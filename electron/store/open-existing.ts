import { existsSync } from 'node:fs';
import { err, ok, type Result } from '../core/index.ts';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { MIGRATIONS } from './migrations.ts';

/**
 * `read`: beside a running kiosk, nothing can be written. `write`: beside a running kiosk, in short transactions.
 * `alone`: no other program has the file open, and none can open it until this one is closed.
 */
export type Access = 'read' | 'write' | 'alone';

export interface OpenExistingFailure {
  readonly kind: 'missing' | 'in-use' | 'schema' | 'failed';
  /** One line that says what to do. */
  readonly message: string;
}

/** How long a short transaction of the kiosk is waited for, in milliseconds. */
const BUSY_MS = 2_000;

/**
 * Opens a kiosk's database for a tool. Unlike the kiosk's own `openStore` it never makes, migrates or sets aside a file:
 * a technician's look must not change what is there.
 */
export function openExisting(
  path: string,
  open: OpenDatabase,
  access: Access,
): Result<SqlDatabase, OpenExistingFailure> {
  if (!existsSync(path))
    return err({ kind: 'missing', message: `there is no database ${path}: check the data folder` });
  let db: SqlDatabase | undefined;
  try {
    db = open(path, { readOnly: access === 'read' });
    db.exec(`pragma busy_timeout = ${access === 'alone' ? 0 : BUSY_MS}; pragma trusted_schema = off`);
    // In WAL mode every program that has the file open holds a lock on it; before the first access this asks for all of it.
    if (access === 'alone') db.exec('pragma locking_mode = exclusive');
    if (access !== 'read') {
      db.exec('pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on');
      db.transaction(() => undefined);
      if (db.pragma('synchronous') !== 2) throw new Error('pragma synchronous does not read 2');
    }
    const wrong = schemaProblem(db);
    if (wrong === null) return ok(db);
    db.close();
    return err({ kind: 'schema', message: `the database ${path} ${wrong}` });
  } catch (error) {
    try {
      db?.close();
    } catch {
      // The file is what it is; the first error is the one to tell.
    }
    const { code, message } = error as { code?: unknown; message: string };
    if (String(code).startsWith('SQLITE_BUSY')) {
      return err({
        kind: 'in-use',
        message: `the database ${path} is open in another program: stop the kiosk first`,
      });
    }
    return err({ kind: 'failed', message: `the database ${path} cannot be opened (${message})` });
  }
}

function schemaProblem(db: SqlDatabase): string | null {
  const version = Number(db.pragma('user_version'));
  if (version < MIGRATIONS.length)
    return `has the older schema ${version}: start this version of the kiosk once, it brings it up to date`;
  if (version === MIGRATIONS.length) return null;
  const floor = db.prepare<{ version: number }>('select version from schema_floor').get()?.version;
  return floor !== undefined && floor <= MIGRATIONS.length
    ? null
    : `has the newer schema ${version}: use the program of that version`;
}
