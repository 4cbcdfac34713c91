import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { err, ok, type Result } from '../core/index.ts';
import type { SqlDatabase } from './driver.ts';
import { type KeyProvider, type KeysDestroyed, keyFingerprint } from './keys.ts';
import { destroyPackages, packagesBeside, SEALED_FOLDERS } from './sealed-files.ts';
import { SEALED_COLUMNS } from './sealed-rows.ts';

type Failure = { readonly message: string };

/** What was done to a machine's data at the end of its service, to be printed and signed. */
export interface DecommissionProof {
  readonly machineCode: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Key ids with the SHA-256 of each key, so that a copy that turns up can be recognised. */
  readonly keys: readonly { readonly id: number; readonly suite: string; readonly sha256: string }[];
  readonly keysDestroyed: KeysDestroyed;
  /** Sealed payloads and results that were erased from the database. */
  readonly payloadsShredded: number;
  /** Applications and tickets among them that had not reached their region; 0 unless it was said that they may go. */
  readonly unsent: number;
  /** Packages beside the database that were overwritten and removed, with the SHA-256 of each (hex); none unless it was said that they may go. */
  readonly packagesDestroyed: readonly { readonly name: string; readonly sha256: string }[];
  /** SHA-256 of the database file afterwards, hex. */
  readonly databaseSha256: string;
  /** Files beside it that hold payloads sealed under these keys (set aside, replaced): unreadable, to be destroyed with the disk. */
  readonly filesLeft: readonly string[];
  /** SHA-256 of the JSON of all above, hex. */
  readonly sha256: string;
}

/**
 * Ends a machine's service: erases what was sealed, then destroys the keys. Run it with the kiosk stopped; the
 * database is closed afterwards. Refused while applications wait that no region has, or packages lie in its sealed
 * folders that no courier has taken, unless `evenUnsent`.
 *
 * What it means: without the keys nobody reads a payload, in this file, in a copy or in a backup. On a flash drive the
 * overwritten key may live on in a cell that the drive has put aside; full-disk encryption, or the drive's own secure
 * erase, covers that, and the proof does not claim it.
 */
export function decommission(deps: {
  readonly db: SqlDatabase;
  readonly path: string;
  readonly keys: KeyProvider;
  readonly machineCode: string;
  readonly nowMs: number;
  readonly evenUnsent?: boolean;
}): Result<DecommissionProof, Failure> {
  const { db, path, keys, machineCode, nowMs } = deps;
  const unsent = Number(
    db
      .prepare<{ n: number }>(
        "select count(*) as n from outbox where kind in ('case', 'ticket') and state <> 2 and payload is not null",
      )
      .get()?.n,
  );
  if (unsent > 0 && !deps.evenUnsent)
    return err({
      message: `${unsent} applications or tickets have not reached their region: send or export them first`,
    });
  const { sound, unsound } = packagesBeside(dirname(path));
  const packages = sound.length + unsound.length;
  if (packages > 0 && !deps.evenUnsent)
    return err({
      message: `${packages} packages are left in ${SEALED_FOLDERS.join(', ')}: hand them over, or move them out, first`,
    });
  const loaded = keys.load(false);
  if (!loaded.ok) return loaded;
  // The keys last: broken off before, it can be done again.
  const payloadsShredded = shred(db);
  db.close();
  const packagesDestroyed = destroyPackages(dirname(path));
  const destroyed = keys.destroy();
  if (!destroyed.ok) return destroyed;
  const proof = {
    machineCode,
    at: nowMs,
    keys: [...loaded.value.keys].map(([id, key]) => ({ id, suite: key.suite, sha256: keyFingerprint(key) })),
    keysDestroyed: destroyed.value,
    payloadsShredded,
    unsent,
    packagesDestroyed,
    databaseSha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    filesLeft: copiesBeside(path),
  };
  return ok({ ...proof, sha256: createHash('sha256').update(JSON.stringify(proof)).digest('hex') });
}

/** Erases every sealed byte, and what the file and its log still hold of them. Returns how many rows. */
function shred(db: SqlDatabase): number {
  db.exec('pragma secure_delete = on');
  const rows = db.transaction(() =>
    SEALED_COLUMNS.reduce(
      (sum, { table, bytes }) =>
        sum + db.prepare(`update ${table} set ${bytes} = null where ${bytes} is not null`).run().changes,
      0,
    ),
  );
  db.exec('vacuum');
  db.pragma('wal_checkpoint(truncate)');
  return rows;
}

function copiesBeside(path: string): string[] {
  const name = basename(path);
  return readdirSync(dirname(path))
    .filter((file) => file.startsWith(`${name}.`))
    .sort();
}
