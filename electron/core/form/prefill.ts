import { isDate } from './checks.ts';
import type { FormField, FormGroup } from './fields.ts';
import type { FormContext, FormValue, PrefillNote, PrefillSources } from './types.ts';

export interface Prefilled {
  readonly values: Readonly<Record<string, FormValue>>;
  /** By field: where its first answer came from, and whether it may be changed. */
  readonly notes: Readonly<Record<string, PrefillNote>>;
}

/** First answers from what is at hand. What does not fit its field is left out, so that nothing wrong is ever locked. */
export function prefillOf(groups: readonly FormGroup[], sources: PrefillSources | undefined): Prefilled {
  const values: Record<string, FormValue> = {};
  const notes: Record<string, PrefillNote> = {};
  for (const field of groups.flatMap((group) => group.fields)) {
    const value = sourceValue(field, sources);
    if (value === undefined || !field.prefill) continue;
    values[field.name] = value;
    const { from } = field.prefill;
    notes[field.name] = {
      from: from === 'card' ? (sources?.card?.by ?? 'card') : from,
      locked: field.prefill.editable === false,
    };
  }
  return { values, notes };
}

/** The answer that nobody may change, whatever a screen says; undefined when there is none. */
export function lockedValue(field: FormField, context: FormContext): FormValue | undefined {
  return field.prefill?.editable === false ? sourceValue(field, context.sources) : undefined;
}

function sourceValue(field: FormField, sources: PrefillSources | undefined): FormValue | undefined {
  const { prefill } = field;
  if (!prefill) return undefined;
  const found = fromSource(prefill, sources);
  if (found === undefined || found === null || found === '') return undefined;
  return fitting(field, found);
}

function fromSource(
  prefill: NonNullable<FormField['prefill']>,
  sources: PrefillSources | undefined,
): FormValue | null | undefined {
  switch (prefill.from) {
    case 'card':
      return sources?.card?.values[prefill.key];
    case 'licence':
      return lookUp(sources?.licence, prefill.key);
    case 'case':
      return lookUp(sources?.case, prefill.key);
    case 'site':
      return sources?.site?.[prefill.key];
  }
}

function lookUp<T>(values: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return values && Object.hasOwn(values, key) ? values[key] : undefined;
}

function fitting(field: FormField, value: FormValue): FormValue | undefined {
  const { kind } = field;
  if (kind === 'yes-no') return typeof value === 'boolean' ? value : undefined;
  if (kind === 'number' || kind === 'money') return typeof value === 'number' ? value : undefined;
  if (kind === 'choices' || kind === 'repeat') return Array.isArray(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (kind === 'choice' || kind === 'region')
    return field.choices.some((choice) => choice.value === value) ? value : undefined;
  if (kind !== 'date') return [...value].length <= field.most ? value : undefined;
  const date = value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isDate(date) ? date : undefined;
}
