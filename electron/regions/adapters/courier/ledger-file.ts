import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../../../core/index.ts';
import {
  type CustodyEntry,
  type CustodyRow,
  type LedgerFault,
  nextRow,
  verifyLedger,
} from '../../custody/index.ts';
import { makeFolder, syncFolder } from './files.ts';

/**
 * A custody ledger in a file that only grows. One process writes it; a row is on the disk when `append` returns. What a
 * power cut left of a last line was never answered for, and goes.
 */
export class LedgerFile {
  readonly #path: string;
  readonly #onRow: (row: CustodyRow) => void;
  readonly #onReload: () => void;
  #rows: CustodyRow[] = [];
  /** Bytes that have been read. */
  #size = 0;
  /** What the file looked like from outside then; null: it was never looked at. */
  #look: string | null = null;

  /** `onRow` hears each row once, in order; `onReload` that they will come anew from the first. */
  constructor(path: string, onRow: (row: CustodyRow) => void, onReload: () => void) {
    this.#path = path;
    this.#onRow = onRow;
    this.#onReload = onReload;
  }

  get rows(): readonly CustodyRow[] {
    return this.#rows;
  }

  /**
   * Reads the file where somebody changed it since the last time. A fault means: nothing is to be written any more. Rows that
   * this object has once read must still be there.
   */
  refresh(): Result<void, LedgerFault> {
    const look = lookOf(statSync(this.#path, { throwIfNoEntry: false }));
    if (look === this.#look) return ok();
    const text = look === NOTHING ? '' : readFileSync(this.#path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const lines = whole === '' ? [] : whole.slice(0, -1).split('\n');
    const known = this.#rows.at(-1);
    const read = verifyLedger(lines.map(rowOf), known ? [known] : []);
    if (!read.ok) return err(read.error);
    const end = Buffer.byteLength(whole);
    if (whole.length < text.length) this.#cut(end);
    this.#rows = [...read.value];
    this.#size = end;
    this.#look = lookOf(statSync(this.#path, { throwIfNoEntry: false }));
    this.#onReload();
    for (const row of this.#rows) this.#onRow(row);
    return ok();
  }

  /** Call `refresh` first, in the same turn. Throws what the disk throws; then nothing was written down. */
  append(entry: CustodyEntry): CustodyRow {
    const row = nextRow(this.#rows.at(-1) ?? null, entry);
    const line = Buffer.from(`${JSON.stringify(row)}\n`);
    const first = this.#size === 0;
    if (first) makeFolder(dirname(this.#path));
    const file = openSync(this.#path, 'a', 0o600);
    try {
      try {
        for (let at = 0; at < line.length; ) at += writeSync(file, line, at);
        fsyncSync(file);
        if (first) syncFolder(dirname(this.#path));
        this.#look = lookOf(fstatSync(file));
      } catch (error) {
        // Half a line before the next whole one would look like an edited row.
        ftruncateSync(file, this.#size);
        throw error;
      }
    } finally {
      closeSync(file);
    }
    this.#size += line.length;
    this.#rows.push(row);
    this.#onRow(row);
    return row;
  }

  #cut(end: number): void {
    const file = openSync(this.#path, 'r+');
    try {
      ftruncateSync(file, end);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

const NOTHING = '';

function lookOf(stats: Stats | undefined): string {
  return stats ? `${stats.ino}:${stats.size}:${stats.mtimeMs}` : NOTHING;
}

function rowOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
