import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describeSealedFile, fileSource, sealedFileAdvice } from '../sealed-file/index.ts';
import { copyWhole, overwrite, syncFolder } from './files.ts';

/**
 * Folders of sealed files (sealed-file/) that belong to a machine's data and lie beside its database: `courier/` holds the
 * packages of zones that accept on paper (代收代办). Each is encrypted to its region's key and no key of this machine opens
 * it: a change of the machine's keys does not concern them, they are only carried along.
 */
export const SEALED_FOLDERS = ['courier'] as const;

/**
 * Custody ledgers (交接台账) lie among the packages in clear, for they hold nothing personal. They only ever grow, and are
 * carried along like packages.
 */
const LEDGER = /\.ledger$/;

/** One sealed file. */
export interface SealedPackage {
  /** Its path from the data folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Machine code of the kiosk that made it. */
  readonly sender: string;
  /** Id of the key that it was sealed for. */
  readonly recipientKey: string;
}

export interface Packages {
  readonly sound: readonly SealedPackage[];
  /** Files that are no whole sealed files, and why. What lies there in clear is carried nowhere. */
  readonly unsound: readonly { readonly name: string; readonly why: string }[];
}

/** What lies in the sealed folders of a data folder. A file that is still being written (`….part`) is none yet. */
export function packagesBeside(dataDir: string): Packages {
  const sound: SealedPackage[] = [];
  const unsound: { name: string; why: string }[] = [];
  for (const path of filesIn(dataDir).filter((one) => !LEDGER.test(one))) {
    const name = relative(dataDir, path).replaceAll('\\', '/');
    const file = openSync(path, 'r');
    try {
      const source = fileSource(file);
      const header = describeSealedFile(source);
      if (header.ok) {
        const { sender, recipientKey } = header.value;
        sound.push({ name, bytes: source.size, sender, recipientKey });
      } else unsound.push({ name, why: sealedFileAdvice(header.error) });
    } finally {
      closeSync(file);
    }
  }
  return { sound, unsound };
}

/**
 * Copies the sound packages of one folder to another, each whole or not at all. A file of that name with other bytes is
 * kept as `….replaced-<ms>`. With `mirror` what the first folder has no more goes from the second. Custody ledgers go along.
 * Returns how many packages there are. Throws what the disk throws.
 */
export function carryPackages(
  from: string,
  to: string,
  how: { readonly nowMs: number } | { readonly mirror: true },
): number {
  const { sound } = packagesBeside(from);
  for (const { name } of sound) {
    const target = join(to, name);
    if (existsSync(target)) {
      if (digest(target) === digest(join(from, name))) continue;
      if ('nowMs' in how) renameSync(target, `${target}.replaced-${how.nowMs}`);
    }
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copyWhole(join(from, name), target);
  }
  const ledgers = filesIn(from).flatMap((path) => (LEDGER.test(path) ? [relative(from, path)] : []));
  for (const name of ledgers) {
    const target = join(to, name);
    if (existsSync(target)) {
      // An older copy of the same ledger adds nothing to it.
      if ('nowMs' in how && readFileSync(target).indexOf(readFileSync(join(from, name))) === 0) continue;
      if ('nowMs' in how) renameSync(target, `${target}.replaced-${how.nowMs}`);
    }
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copyWhole(join(from, name), target);
  }
  if ('mirror' in how) {
    const kept = new Set([...sound.map(({ name }) => name), ...ledgers].map((name) => join(to, name)));
    for (const path of filesIn(to)) if (!kept.has(path)) rmSync(path);
  }
  return sound.length;
}

/** Overwrites and removes everything in the sealed folders. Returns what there was, with the SHA-256 of each (hex). */
export function destroyPackages(dataDir: string): { readonly name: string; readonly sha256: string }[] {
  return filesIn(dataDir).map((path) => {
    const gone = { name: relative(dataDir, path).replaceAll('\\', '/'), sha256: digest(path) };
    const file = openSync(path, 'r+');
    try {
      overwrite(file);
    } finally {
      closeSync(file);
    }
    rmSync(path);
    syncFolder(dirname(path));
    return gone;
  });
}

function filesIn(dataDir: string): string[] {
  const files: string[] = [];
  const look = (path: string) => {
    const found: Stats | undefined = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) for (const name of readdirSync(path).sort()) look(join(path, name));
    else if (found?.isFile() && !path.endsWith('.part') && !/\.replaced-\d+$/.test(path)) files.push(path);
  };
  for (const folder of SEALED_FOLDERS) look(join(dataDir, folder));
  return files;
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
