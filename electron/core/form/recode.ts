import { err, ok, type Result } from '../result.ts';
import { isRow } from './normalise.ts';
import type { FormRow, FormValue, FormValues } from './types.ts';

/** The code of a region for the text of a field (`shareholders.kind` in a repeated group); undefined when it has none. */
export type FieldCode = (field: string, text: string) => string | undefined;

/**
 * The answers in another code: every text, every member of a list and every text in the lines of a repeated group goes
 * through `code`; numbers and booleans stay. The error names the first field whose text has no code, never the text.
 */
export function recodeForm(values: FormValues, code: FieldCode): Result<FormValues, string> {
  let gap: string | undefined;
  const recode = (field: string, value: FormValue): FormValue => {
    if (typeof value === 'string') {
      const found = code(field, value);
      if (found === undefined) gap ??= field;
      return found ?? value;
    }
    if (!Array.isArray(value)) return value;
    return (value as readonly (string | FormRow)[]).map((one) =>
      isRow(one) ? recodeAll(one as FormRow, `${field}.`) : recode(field, one),
    ) as FormValue;
  };
  const recodeAll = (all: FormValues, prefix: string): FormValues =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, recode(prefix + name, value)]));
  const done = recodeAll(values, '');
  return gap === undefined ? ok(done) : err(gap);
}
