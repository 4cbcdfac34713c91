import { closeSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import type { SqlDatabase } from './driver.ts';

/**
 * Bytes that the write-ahead log has from the start, and is cut back to after its worst day. SQLite begins it anew after
 * 1,000 pages, which with their headers are 4,120,032 bytes: this has to hold them.
 */
export const LOG_ROOM = 4 * 1024 * 1024;

const STEP = 256 * 1024;

/**
 * Gives the write-ahead log of an open database its full size at once, written through with zeros. A commit then
 * overwrites blocks that the file already has, so that its sync need not write the file's size and place as well: that is
 * up to half of the time that a citizen's case takes to become durable.
 *
 * What stands behind the last frame of a log means nothing to SQLite: frames are known by the salt and the checksum that
 * run through them (file format, 4.1 and 4.3: sqlite.org/fileformat2.html). The place of the writer is held meanwhile, so
 * that no other program adds a frame where the zeros go. A disk without so much room, or that does not let the log be
 * touched, costs speed alone: nothing is said. Throws what SQLite throws.
 */
export function makeLogRoom(db: SqlDatabase, path: string): void {
  db.transaction(() => {
    try {
      grow(`${path}-wal`);
    } catch {
      // The log grows as it always did.
    }
  });
}

function grow(path: string): void {
  const log = openSync(path, 'r+');
  try {
    const zeros = Buffer.alloc(STEP);
    const from = fstatSync(log).size;
    for (let at = from; at < LOG_ROOM; )
      at += writeSync(log, zeros, 0, Math.min(zeros.length, LOG_ROOM - at), at);
    if (from < LOG_ROOM) fdatasyncSync(log);
  } finally {
    // SQLite's own locks are on the database and on the log's index: closing this handle loses none of them.
    closeSync(log);
  }
}
