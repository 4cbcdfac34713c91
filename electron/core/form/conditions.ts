import type { Condition, FormScalar, FormValue } from './types.ts';

/** The answer of a field that is asked, or undefined. */
export type Lookup = (field: string) => FormValue | undefined;

/** Whether a condition is fulfilled; no condition always is. */
export function holds(condition: Condition | undefined, answer: Lookup): boolean {
  if (condition === undefined) return true;
  if ('all' in condition) return condition.all.every((one) => holds(one, answer));
  if ('any' in condition) return condition.any.some((one) => holds(one, answer));
  const value = answer(condition.field);
  const answered = value !== undefined;
  if ('answered' in condition) return condition.answered === answered;
  if (!answered) return false;
  if ('equals' in condition) return has(value, condition.equals);
  if ('in' in condition) return condition.in.some((one) => has(value, one));
  if ('not' in condition) return !has(value, condition.not);
  if (typeof value !== 'number') return false;
  return 'atLeast' in condition ? value >= condition.atLeast : value <= condition.atMost;
}

/** The fields that a condition looks at. */
export function fieldsOf(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  return [condition.field];
}

function has(value: FormValue, wanted: FormScalar): boolean {
  return Array.isArray(value) ? (value as readonly unknown[]).includes(wanted) : value === wanted;
}
