import { statfsSync } from 'node:fs';

/** Free space below which no citizen begins an application, in bytes: room for the ones under way, the log and a backup. */
export const SPACE_FLOOR = 200 * 1024 * 1024;

/** Bytes that this program may still write where `path` lies; null when the disk does not say. */
export function freeBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/**
 * Whether there is room for one more application. Ask **before** a citizen begins. A disk that does not even say how
 * full it is, is not trusted with one.
 */
export function hasRoom(path: string, free: (path: string) => number | null = freeBytes): boolean {
  return (free(path) ?? 0) >= SPACE_FLOOR;
}
