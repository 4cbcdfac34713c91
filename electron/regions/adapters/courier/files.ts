import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Folders for the owner alone; what is on the way to its name ends in `.part`, which counts as not there. */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  syncFolder(dirname(path));
}

/**
 * Writes a file piece by piece (mode 0600), whole and durable or not at all. Returns its size in bytes and its SHA-256,
 * lower-case hex. Throws what the disk throws.
 */
export function writeFile(
  path: string,
  write: (sink: (bytes: Uint8Array) => void) => void,
): { readonly bytes: number; readonly sha256: string } {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = openSync(part, 'wx', 0o600);
    try {
      write((piece) => {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
        hash.update(piece);
        bytes += piece.length;
      });
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
  return { bytes, sha256: hash.digest('hex') };
}

/** Moves a file to another folder of the same disk, durably. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
  syncFolder(dirname(from));
}

/** Overwrites a file with zeros and removes it; one that is not there is gone. */
export function destroyFile(path: string): void {
  if (!isThere(path)) return;
  const file = openSync(path, 'r+');
  try {
    const zeros = Buffer.alloc(65_536);
    const { size } = fstatSync(file);
    for (let at = 0; at < size; ) at += writeSync(file, zeros, 0, Math.min(zeros.length, size - at), at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
  syncFolder(dirname(path));
}

export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
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
