import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit says in which order of bytes the checksums are. */
const MAGIC = 0x377f0682;

/**
 * Puts the write-ahead log of a copy into it and removes the log, where SQLite does not: it puts in nothing of a file whose
 * first page is lost, and nothing that stands behind a frame that is lost. Frames are known by the salt of this log; what
 * comes after the last commit was promised to nobody. (File format, 4.1: sqlite.org/fileformat2.html.)
 */
export function applyLog(copy: string): void {
  const path = `${copy}-wal`;
  if (!existsSync(path)) return;
  const log = readFileSync(path);
  rmSync(path);
  if (log.length < HEADER || (log.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return;
  const size = log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  const frames: { page: number; commit: boolean; bytes: Uint8Array }[] = [];
  for (let at = HEADER; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) continue;
    const bytes = log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + size);
    frames.push({ page: log.readUInt32BE(at), commit: log.readUInt32BE(at + 4) !== 0, bytes });
  }
  const committed = frames.slice(0, frames.findLastIndex(({ commit }) => commit) + 1);
  const file = openSync(copy, 'r+');
  try {
    for (const { page, bytes } of committed) writeSync(file, bytes, 0, size, (page - 1) * size);
  } finally {
    closeSync(file);
  }
}
