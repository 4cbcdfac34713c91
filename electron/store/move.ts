import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';
import { type Backup, backup, inspect, restore } from './backup.ts';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { copyWhole, writeWhole } from './files.ts';
import { keysText, parseKeys, type SealKeys } from './keys.ts';
import { createSealer } from './seal.ts';
import { carryPackages, SEALED_FOLDERS } from './sealed-files.ts';
import { foreignKeys } from './sealed-rows.ts';

type Failure = { readonly message: string };

const DATABASE = 'kiosk.db';
const KEYS = 'keys.json';

/**
 * Writes a machine's data for its replacement: `kiosk.db`, `keys.json` and, with `dataDir`, the sealed packages that lie
 * there, in one folder, which must be new or hold none of them. With the keys in it, whoever has the folder can read the cases: carry it on an encrypted stick.
 */
export async function moveOut(
  db: SqlDatabase,
  keys: SealKeys,
  folder: string,
  open: OpenDatabase,
  random: RandomBytes,
  dataDir?: string,
): Promise<Result<Backup, Failure>> {
  const occupied = isOccupied(folder);
  if (occupied) return occupied;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const written = await backup(db, join(folder, DATABASE), open);
    if (!written.ok) return written;
    writeWhole(join(folder, KEYS), keysText(keys));
    if (dataDir !== undefined) carryPackages(dataDir, folder, { mirror: true });
  } catch {
    return err({ message: `${folder} cannot be written: check its rights and its space` });
  }
  return checkMove(folder, open, random);
}

/** Whether such a folder is whole, and its keys open what its database has sealed. */
export function checkMove(folder: string, open: OpenDatabase, random: RandomBytes): Result<Backup, Failure> {
  const path = join(folder, DATABASE);
  const found = inspect(path, open);
  if (!found.ok) return found;
  let text: string;
  try {
    text = readFileSync(join(folder, KEYS), 'utf8');
  } catch {
    return err({ message: `${join(folder, KEYS)} cannot be read: the database is worth nothing without it` });
  }
  // On a stick rights mean nothing, so they are not asked for here.
  const keys = parseKeys(text, join(folder, KEYS));
  if (!keys.ok) return keys;
  const db = open(path);
  try {
    const foreign = foreignKeys(db, createSealer(keys.value, random));
    if (foreign.length === 0) return found;
    return err({
      message: `${folder}: these keys do not open the database (key ${foreign.join(', ')}): they are of another machine`,
    });
  } finally {
    db.close();
  }
}

/** Takes such a folder over into a new machine's data folder, which must hold neither database nor keys nor packages. */
export function moveIn(
  folder: string,
  dataDir: string,
  open: OpenDatabase,
  random: RandomBytes,
  nowMs: number,
): Result<Backup, Failure> {
  const checked = checkMove(folder, open, random);
  if (!checked.ok) return checked;
  const occupied = isOccupied(dataDir);
  if (occupied) return occupied;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // The keys first: a database without them would have them made anew.
    copyWhole(join(folder, KEYS), join(dataDir, KEYS));
    carryPackages(folder, dataDir, { mirror: true });
  } catch {
    return err({ message: `${dataDir} cannot be written: check its rights and its space` });
  }
  const restored = restore(join(folder, DATABASE), join(dataDir, DATABASE), open, nowMs);
  return restored.ok ? ok(checked.value) : restored;
}

function isOccupied(folder: string): Result<never, Failure> | null {
  const there = [DATABASE, KEYS, ...SEALED_FOLDERS].find((name) => existsSync(join(folder, name)));
  return there ? err({ message: `${join(folder, there)} is already there: nothing is overwritten` }) : null;
}
