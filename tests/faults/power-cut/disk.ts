import type { DiskOp } from './trace.ts';

/** Files and what is in them. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * What a cut leaves of the work since the last sync: nothing; some of it; or some of it, and of its writes only some
 * sectors of 512 bytes.
 */
export type Cut = 'drop' | 'subset' | 'torn';

/** The rebuilt disk wants chance; a test gives the same. */
export interface Chance {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}

const SECTOR = 512;

/**
 * A disk that keeps for certain only what was synced. A sync of a file keeps all that was done to that file; it also
 * keeps every creation, removal and renaming before it, of any file, as journalling file systems do.
 */
export class Disk {
  readonly #durable = new Map<string, Uint8Array>();
  #pending: DiskOp[] = [];

  apply(op: DiskOp): void {
    if (op.kind === 'said') return;
    if (op.kind !== 'sync') {
      this.#pending.push(op);
      return;
    }
    const kept: DiskOp[] = [];
    for (const one of this.#pending) {
      const ofNames = one.kind === 'create' || one.kind === 'unlink' || one.kind === 'rename';
      if (ofNames || ('path' in one && one.path === op.path)) change(this.#durable, one);
      else kept.push(one);
    }
    this.#pending = kept;
  }

  /** What could be lost if the power went now. */
  get unsynced(): number {
    return this.#pending.length;
  }

  /** The files after a cut now. */
  cut(how: Cut, chance: Chance): Files {
    const files = new Map([...this.#durable].map(([path, bytes]) => [path, bytes.slice()]));
    if (how === 'drop') return files;
    for (const op of this.#pending) {
      if (chance.below(2) === 0) continue;
      if (how === 'torn' && op.kind === 'write') {
        for (let at = 0; at < op.bytes.length; at += SECTOR) {
          if (chance.below(2) === 0) continue;
          change(files, { ...op, at: op.at + at, bytes: op.bytes.subarray(at, at + SECTOR) });
        }
      } else change(files, op);
    }
    return files;
  }
}

function change(files: Map<string, Uint8Array>, op: DiskOp): void {
  switch (op.kind) {
    case 'create':
      if (op.truncate || !files.has(op.path)) files.set(op.path, new Uint8Array(0));
      break;
    case 'write': {
      const old = files.get(op.path) ?? new Uint8Array(0);
      const end = op.at + op.bytes.length;
      const bytes = end <= old.length ? old : resized(old, end);
      bytes.set(op.bytes, op.at);
      files.set(op.path, bytes);
      break;
    }
    case 'truncate':
      files.set(op.path, resized(files.get(op.path) ?? new Uint8Array(0), op.size));
      break;
    case 'unlink':
      files.delete(op.path);
      break;
    case 'rename': {
      const moved = files.get(op.path);
      files.delete(op.path);
      if (moved) files.set(op.to, moved);
      break;
    }
    case 'sync':
    case 'said':
      break;
  }
}

function resized(bytes: Uint8Array, size: number): Uint8Array {
  const next = new Uint8Array(size);
  next.set(bytes.subarray(0, size));
  return next;
}
