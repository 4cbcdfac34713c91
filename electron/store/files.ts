import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What belongs to one SQLite database: the file, its write-ahead log, the log's index. */
export const DATABASE_PARTS = ['', '-wal', '-shm'] as const;

/** Makes a file's bytes durable. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes renames and new names in a folder durable. */
export function syncFolder(folder: string): void {
  // coverage-defer: Windows has no such call; its file systems journal names by themselves.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Moves a finished file to its name, so that after a power cut there is the old one or the new one, whole. */
export function putInPlace(from: string, to: string): void {
  syncFile(from);
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Writes a file for its owner alone (mode 0600), whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, text, { mode: 0o600, flag: 'wx' });
  putInPlace(part, path);
}

/** Copies a file, for its owner alone, whole or not at all. */
export function copyWhole(from: string, to: string): void {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, '', { mode: 0o600, flag: 'wx' });
  copyFileSync(from, part);
  putInPlace(part, to);
}

const SECTORS = 4_096;

/**
 * Copies what can be read of a file, some sectors at a time; zeros stand where the disk gives nothing. Returns how many
 * bytes were not given. Throws when the copy cannot be written.
 */
export function copyReadable(from: string, to: string, read: typeof readSync = readSync): number {
  const source = openSync(from, 'r');
  try {
    const target = openSync(to, 'wx', 0o600);
    try {
      const { size } = fstatSync(source);
      const bytes = Buffer.alloc(SECTORS);
      let lost = 0;
      for (let at = 0; at < size; at += SECTORS) {
        const wanted = Math.min(SECTORS, size - at);
        let got = 0;
        try {
          got = read(source, bytes, 0, wanted, at);
        } catch {
          // A dead sector: the next ones may be well.
        }
        bytes.fill(0, got, wanted);
        lost += wanted - got;
        writeSync(target, bytes, 0, wanted, at);
      }
      return lost;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** Gives all parts of a database another name, the file itself first: what is left then is never taken for its log. */
export function renameDatabase(from: string, to: string): void {
  for (const part of DATABASE_PARTS) if (existsSync(from + part)) renameSync(from + part, to + part);
  syncFolder(dirname(to));
}

/** Writes zeros over a file where it lies, durably. A flash drive may keep the old bytes in cells that it set aside. */
export function overwrite(file: number): void {
  const zeros = Buffer.alloc(64 * 1024);
  const { size } = fstatSync(file);
  for (let at = 0; at < size; ) at += writeSync(file, zeros, 0, Math.min(zeros.length, size - at), at);
  fsyncSync(file);
}
