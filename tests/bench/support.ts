import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Fewer rounds: CI runs the benchmarks for correctness, people read the figures. */
export const quick = process.argv.includes('--quick');

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against, as in the list of targets; absent for figures that only explain. */
  readonly target?: number;
}

/** Prints the figures as a table and writes them under `results/`. */
export function report(name: string, figures: readonly Figure[]): void {
  const rows = figures.map((one) => ({
    what: one.what,
    figure: `${Number(one.value.toFixed(1))} ${one.unit}`,
    target: one.target === undefined ? '' : `≤ ${one.target} ${one.unit}`,
    met: one.target === undefined ? '' : one.value <= one.target ? 'yes' : 'NO',
  }));
  console.table(rows);
  const dir = join(import.meta.dirname, 'results');
  mkdirSync(dir, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify({ name, quick, machine, figures }, null, 2)}\n`);
}

/** The p-th percentile (0 to 1) by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}
