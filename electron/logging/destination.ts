import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/index.ts';

/** Where log lines go: pino asks for no more than this. */
export interface Destination {
  write(line: string): void;
  close(): void;
}

export interface FileDestinationOptions {
  readonly dir: string;
  readonly clock: Clock;
  /** Days that a file stays after the day it was begun. */
  readonly retentionDays: number;
  /** Bytes that one day may take; the rest of that day is dropped, so that a loop cannot fill the disk. */
  readonly maxBytesPerDay: number;
}

const DAY_MS = 86_400_000;
const FILE = /^tongban-(\d{4}-\d{2}-\d{2})\.jsonl$/;

/**
 * One file a day of China Standard Time (no summer time there, so a fixed offset is right), written synchronously: the
 * line before a crash is the one that matters. A disk that cannot be written to never stops the kiosk.
 */
export function fileDestination(options: FileDestinationOptions): Destination {
  const { dir, clock } = options;
  let day = '';
  let fd: number | null = null;
  let bytes = 0;

  function dayOf(instantMs: number): string {
    return new Date(instantMs + 8 * 3_600_000).toISOString().slice(0, 10);
  }

  function roll(today: string) {
    close();
    day = today;
    bytes = 0;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    fd = openSync(join(dir, `tongban-${today}.jsonl`), 'a', 0o600);
    const oldest = dayOf(clock.now() - options.retentionDays * DAY_MS);
    for (const name of readdirSync(dir)) {
      const date = FILE.exec(name)?.[1];
      if (date !== undefined && date < oldest) rmSync(join(dir, name), { force: true });
    }
  }

  function close() {
    if (fd !== null) closeSync(fd);
    fd = null;
  }

  return {
    write(line) {
      try {
        const today = dayOf(clock.now());
        if (today !== day || fd === null) roll(today);
        const size = Buffer.byteLength(line);
        if (fd === null || bytes + size > options.maxBytesPerDay) return;
        writeSync(fd, line);
        bytes += size;
      } catch {
        // A full or broken disk: the next line tries again.
        try {
          close();
        } catch {
          fd = null;
        }
      }
    },
    close,
  };
}
