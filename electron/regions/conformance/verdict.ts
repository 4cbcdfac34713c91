import { isDeepStrictEqual } from 'node:util';
import type { Result } from '../../core/index.ts';
import { failure } from '../failure.ts';
import type { RegionFailure } from '../port.ts';

/** A check's expectation was not met. The message may hold what the region said, and is cleaned before it is told. */
export class Unmet extends Error {}

/** Characters of a value in a message. */
const VALUE_CHARACTERS = 160;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > VALUE_CHARACTERS ? `${text.slice(0, VALUE_CHARACTERS)}…` : text;
}

/** Throws unless it is so; `what` says what should be. */
export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Unmet(what);
}

/** Throws unless both are deeply the same. */
export function same(actual: unknown, expected: unknown, what = 'the answer'): void {
  if (!isDeepStrictEqual(actual, expected))
    throw new Unmet(`${what}: expected ${shown(expected)}, got ${shown(actual)}`);
}

/** Throws unless `actual` has everything that `expected` has; lists have the same length. */
export function like(actual: unknown, expected: unknown, what = 'the answer'): void {
  if (!covers(actual, expected))
    throw new Unmet(`${what}: expected ${shown(expected)} in it, got ${shown(actual)}`);
}

function covers(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return isDeepStrictEqual(actual, expected);
  if (actual === null || typeof actual !== 'object') return false;
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, value]) =>
    covers((actual as Record<string, unknown>)[key], value),
  );
}

/** What it holds, or throws with the technician's code. */
export function value<T>(answer: Result<T, RegionFailure>, what = 'the answer'): T {
  if (!answer.ok) throw new Unmet(`${what}: ${answer.error.technicianCode}`);
  return answer.value;
}

/**
 * Throws unless it failed so, with everything that follows from the kind of failure. A code that ends in `.` is only the
 * beginning of what is told.
 */
export function fails(
  answer: Result<unknown, RegionFailure>,
  kind: RegionFailure['kind'],
  code: string,
  retryAfterMs?: number,
): void {
  if (answer.ok) throw new Unmet(`expected ${kind} (${code}), got an answer`);
  const { technicianCode, pending: _, ...rest } = answer.error;
  const { technicianCode: __, ...expected } = failure(kind, code, retryAfterMs);
  same({ technicianCode, ...rest }, { technicianCode, ...expected }, 'the failure');
  const right = code.endsWith('.') ? technicianCode.startsWith(code) : technicianCode === code;
  if (!right) throw new Unmet(`expected the code ${code}, got ${technicianCode}`);
}
