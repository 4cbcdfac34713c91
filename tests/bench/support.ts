import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../electron/core/index.ts';

/** Fewer rounds: CI runs the benchmarks for correctness, people read the figures. */
export const quick = process.argv.includes('--quick');

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against, as in the list of targets; absent for figures that only explain. */
  readonly target?: number;
  /** The target is a least and not a most. */
  readonly atLeast?: boolean;
}

/** Prints the figures as a table and writes them under `results/`. */
export function report(name: string, figures: readonly Figure[]): void {
  const rows = figures.map((one) => ({
    what: one.what,
    figure: `${Number(one.value.toFixed(one.unit === '×' ? 2 : 1))} ${one.unit}`,
    target: one.target === undefined ? '' : `${one.atLeast ? '≥' : '≤'} ${one.target} ${one.unit}`,
    met: one.target === undefined ? '' : isMet(one) ? 'yes' : 'NO',
  }));
  console.table(rows);
  const dir = join(import.meta.dirname, 'results');
  mkdirSync(dir, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify({ name, quick, machine, figures }, null, 2)}\n`);
}

function isMet({ value, target, atLeast }: Figure): boolean {
  if (target === undefined) return true;
  return atLeast ? value >= target : value <= target;
}

/** The p-th percentile (0 to 1) by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** A clock that keeps parts of a millisecond: Node's timers round up, which would be held against the driver. */
export const fineClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimeout: (fn, ms) => {
    const handle = { cleared: false };
    const due = performance.now() + ms;
    const look = () => {
      if (handle.cleared) return;
      if (performance.now() >= due) fn();
      else setImmediate(look);
    };
    if (ms > 3) setTimeout(look, ms - 3);
    else setImmediate(look);
    return handle;
  },
  clearTimeout: (handle) => {
    if (handle) (handle as { cleared: boolean }).cleared = true;
  },
};
