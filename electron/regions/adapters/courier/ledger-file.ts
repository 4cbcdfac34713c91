import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
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
  #size = -1;

  /** `onRow` hears each row once, in order; `onReload` that they will come anew from the first. */
  constructor(path: string, onRow: (row: CustodyRow) => void, onReload: () => void) {
    this.#path = path;
    this.#onRow = onRow;
    this.#onReload = onReload;
  }

  get rows(): readonly CustodyRow[] {
    return this.#rows;
  }

  /** Reads the file where it has changed since the last time. A fault means: nothing is to be written any more. */
  refresh(): Result<void, LedgerFault> {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.#size) return ok();
    const text = size === 0 ? '' : readFileSync(this.#path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const lines = whole === '' ? [] : whole.slice(0, -1).split('\n');
    const read = verifyLedger(lines.map(rowOf));
    if (!read.ok) return err(read.error);
    const end = Buffer.byteLength(whole);
    if (end < size) this.#cut(end);
    this.#rows = [...read.value];
    this.#size = end;
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

function rowOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
