import { ok, type Result } from '../../electron/core/index.ts';
import type { Answer } from './types.ts';

/** Lines of what a thing is called and its value, with the values in one column. */
export function table(rows: readonly (readonly [string, string | number | null])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}`);
}

export function done(lines: readonly string[], data: unknown): Result<Answer, never> {
  return ok({ lines, data });
}
