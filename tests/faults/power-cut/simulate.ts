import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../electron/store/index.ts';
import { Random } from '../../fuzz/random.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { type Cut, Disk, type Files } from './disk.ts';
import { type DiskOp, recordDisk } from './trace.ts';

export interface PowerCutReport {
  /** Disks rebuilt and opened. */
  readonly states: number;
  /** Syncs that the program made. */
  readonly syncs: number;
  /** Promises that it made. */
  readonly promises: number;
  /** States in which the database did not open, or not sound. */
  readonly corrupt: number;
  /** States in which a promise was broken, and the most promises broken in one. */
  readonly lossy: number;
  readonly worst: number;
  readonly examples: readonly string[];
}

const CUTS: readonly Cut[] = ['drop', 'subset', 'torn'];

/** The memory disk where there is one: every state is written out in full. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Records the writer's disk once. `sync` chooses the honest or the planted bad writer. */
export function recordWriter(cases: number, sync: 'full' | 'normal'): DiskOp[] {
  const base = mkdtempSync(join(SCRATCH, 'tongban-power-cut-'));
  const folder = join(base, 'data');
  mkdirSync(folder);
  try {
    const writer = join(import.meta.dirname, 'writer.ts');
    return recordDisk([process.execPath, writer, folder, String(cases), sync], folder);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Cuts the power at `states` random moments of a recording and looks at what is left. */
export function simulatePowerCuts(ops: readonly DiskOp[], states: number, seed: number): PowerCutReport {
  const random = new Random(seed);
  const moments = Array.from({ length: states }, () => random.below(ops.length + 1)).sort((a, b) => a - b);
  const disk = new Disk();
  const promised = new Set<string>();
  const examples: string[] = [];
  let [at, corrupt, lossy, worst, syncs] = [0, 0, 0, 0, 0];
  const scratch = mkdtempSync(join(SCRATCH, 'tongban-power-cut-'));
  try {
    for (const [index, moment] of moments.entries()) {
      for (; at < moment; at++) {
        const op = ops[at] as DiskOp;
        disk.apply(op);
        if (op.kind === 'said') promised.add(op.line);
        if (op.kind === 'sync') syncs++;
      }
      const cut = CUTS[index % CUTS.length] as Cut;
      const left = examine(disk.cut(cut, random), join(scratch, String(index)), promised);
      if (typeof left === 'string') {
        corrupt++;
        if (examples.length < 5) examples.push(`after call ${moment}, ${cut}: ${left}`);
      } else if (left > 0) {
        lossy++;
        worst = Math.max(worst, left);
        if (examples.length < 5) examples.push(`after call ${moment}, ${cut}: ${left} promises broken`);
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const promises = ops.filter(({ kind }) => kind === 'said').length;
  return { states, syncs, promises, corrupt, lossy, worst, examples };
}

/** Starts the kiosk's store on these files: how many promises are broken, or what is wrong with the database. */
function examine(files: Files, folder: string, promised: ReadonlySet<string>): number | string {
  mkdirSync(folder);
  for (const [path, bytes] of files) {
    // The index of the log lives in memory: after a cut it is made anew.
    if (!path.endsWith('-shm')) writeFileSync(join(folder, path), bytes);
  }
  const opened = openStore(join(folder, 'kiosk.db'), openTestDatabase, 0);
  try {
    if (!opened.ok) return opened.error.message;
    if (opened.value.setAside !== null) return 'the database was set aside as damaged';
    const { db } = opened.value;
    const sound = db.pragma('integrity_check');
    if (sound !== 'ok') return `integrity_check: ${String(sound)}`;
    const jobs = new Map(
      db
        .prepare<{ idem: string; state: number }>(
          `select o.idem, o.state from outbox o join cases c on c.id = o.case_id`,
        )
        .all()
        .map(({ idem, state }) => [idem, state]),
    );
    let broken = 0;
    for (const promise of promised) {
      const [what, id = ''] = promise.split(' ');
      const state = jobs.get(id);
      if (state === undefined || (what === 'done' && state !== 2)) broken++;
    }
    return broken;
  } finally {
    if (opened.ok) opened.value.db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
