import { tidyName } from './checks.ts';
import { holds, type Lookup } from './conditions.ts';
import type { FormField, FormGroup } from './fields.ts';
import { lockedValue } from './prefill.ts';
import type { FormContext, FormRow, FormValue, FormValues } from './types.ts';

/** What came in, of whatever type: a screen is not trusted. */
export type RawValues = Readonly<Record<string, unknown>>;

export interface Asked {
  /** The groups that are asked, each with the fields that are asked. */
  readonly groups: readonly FormGroup[];
  /** Their answers in standard form. One of a wrong type is still in: it is a problem, not an empty answer. */
  readonly values: FormValues;
}

/**
 * Goes through the form once, in its order: what is asked hangs on earlier answers that are asked themselves, so the
 * answer to a hidden question can neither leave nor open another one.
 */
export function ask(groups: readonly FormGroup[], raw: RawValues, context: FormContext): Asked {
  const values: Record<string, FormValue> = {};
  const lookup: Lookup = (name) => own(values, name) as FormValue | undefined;
  const asked = groups.flatMap((group) => {
    if (!holds(group.when, lookup)) return [];
    const fields = group.fields.filter((field) => {
      if (!holds(field.when, lookup)) return false;
      const value = lockedValue(field, context) ?? clean(field, own(raw, field.name), lookup);
      if (value !== undefined) values[field.name] = value;
      return true;
    });
    return fields.length > 0 ? [{ ...group, fields }] : [];
  });
  return { groups: asked, values };
}

/** The fields that one line of a repeated group asks. */
export function askedParts(
  field: FormField,
  row: RawValues,
  outer: Lookup,
): Asked['groups'][number]['fields'] {
  return cleanRow(field, row, outer).parts;
}

function cleanRow(field: FormField, row: RawValues, outer: Lookup): { parts: FormField[]; row: FormRow } {
  const values: Record<string, FormRow[string]> = {};
  const lookup: Lookup = (name) => (own(values, name) as FormValue | undefined) ?? outer(name);
  const parts = field.fields.filter((part) => {
    if (!holds(part.when, lookup)) return false;
    const value = clean(part, own(row, part.name), lookup);
    if (value !== undefined) values[part.name] = value as FormRow[string];
    return true;
  });
  return { parts, row: values };
}

/** One answer in its standard form, or undefined when it is empty. */
function clean(field: FormField, value: unknown, lookup: Lookup): FormValue | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.kind === 'repeat') {
    if (!Array.isArray(value)) return value as FormValue;
    if (value.length === 0) return undefined;
    return value.map((row: unknown) => (isRow(row) ? cleanRow(field, row, lookup).row : row)) as FormRow[];
  }
  if (field.kind === 'choices') {
    if (!Array.isArray(value)) return value as FormValue;
    if (value.length === 0) return undefined;
    const order = field.choices.map((choice) => choice.value);
    const place = (one: unknown) => order.indexOf(one as string);
    return [...new Set(value as string[])].sort((a, b) => place(a) - place(b));
  }
  if (typeof value !== 'string') return value as FormValue;
  const text = cleanText(field, value);
  if (text === '') return undefined;
  if (field.kind !== 'number' && field.kind !== 'money') return text;
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
}

function cleanText(field: FormField, given: string): string {
  const { kind, check } = field;
  // Neither keys nor paper know control characters.
  const text = given.replace(/\p{Cc}+/gu, ' ');
  if (kind === 'id-number' || kind === 'usc-code' || check.includes('task-code'))
    return packed(text).toUpperCase();
  if (kind === 'number' || kind === 'money') return packed(text).replace(/,|\.$/g, '');
  if (kind === 'date') return packed(text).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (kind === 'phone' || check.includes('bank-card') || check.includes('postcode')) return packed(text);
  return check.includes('person-name') || check.includes('latin-name') ? tidyName(text) : text.trim();
}

/** Without spaces, and with the plain forms of full-width characters. Never used for names: NFKC changes rare characters. */
function packed(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '');
}

export function isRow(value: unknown): value is RawValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function own(values: RawValues, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
