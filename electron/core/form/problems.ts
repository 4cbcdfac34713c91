import { type OutputUnit, Validator } from '@cfworker/json-schema';
import { birthDateOf, fullYears, isDate, plainProblem } from './checks.ts';
import type { Lookup } from './conditions.ts';
import type { FormField } from './fields.ts';
import { askedParts, isRow, own } from './normalise.ts';
import type {
  CheckSpec,
  FormContext,
  FormProblem,
  FormRow,
  FormValue,
  ProblemKind,
  PropertySchema,
} from './types.ts';

/** What is wrong with one answer: the kind, and the bound that was missed. */
interface Fault {
  readonly kind: ProblemKind;
  readonly limit: string | number | null;
  readonly row?: number;
  readonly part?: string;
}

const KEYWORDS: Readonly<Record<string, ProblemKind>> = {
  type: 'type',
  enum: 'choice',
  minLength: 'too-short',
  maxLength: 'too-long',
  minimum: 'too-small',
  maximum: 'too-large',
  pattern: 'pattern',
  format: 'date',
  minItems: 'too-few',
  maxItems: 'too-many',
  uniqueItems: 'twice',
};

const validators = new WeakMap<PropertySchema, Validator>();

/** The errors of JSON Schema for one value, most specific first. No code is generated: the pages forbid it. */
export function schemaErrors(schema: PropertySchema, value: unknown): OutputUnit[] {
  let validator = validators.get(schema);
  if (!validator) {
    // A copy: the validator writes into the schema that it is given.
    validator = new Validator(structuredClone(schema) as never, '2020-12', false);
    validators.set(schema, validator);
  }
  return validator.validate(value).errors;
}

/** The first thing wrong with each field that is asked. */
export function fieldProblems(
  field: FormField,
  value: FormValue | undefined,
  lookup: Lookup,
  context: FormContext,
): FormProblem[] {
  const at = (fault: Fault): FormProblem => ({
    field: field.name,
    row: fault.row ?? null,
    part: fault.part ?? null,
    kind: fault.kind,
    limit: fault.limit,
  });
  if (value === undefined) return field.required ? [at({ kind: 'missing', limit: null })] : [];
  const fault = field.kind === 'repeat' ? null : leafFault(field, value, lookup, context);
  if (fault) return [at(fault)];
  return field.kind === 'repeat' ? repeatFaults(field, value, lookup, context).map(at) : [];
}

function leafFault(field: FormField, value: FormValue, lookup: Lookup, context: FormContext): Fault | null {
  if (!rightType(field, value)) return { kind: 'type', limit: null };
  if (field.kind === 'date' && !isDate(value as string)) return { kind: 'date', limit: null };
  if (typeof value === 'string' && [...value].length > field.most)
    return { kind: 'too-long', limit: field.most };
  if (field.kind === 'choice' || field.kind === 'choices' || field.kind === 'region') {
    const offered = field.choices.map((choice) => choice.value);
    const odd = [value].flat().some((one) => !offered.includes(one as string));
    if (odd) return { kind: 'choice', limit: null };
  }
  if (typeof value === 'number' && !fits(value, field.decimals))
    return { kind: 'decimals', limit: field.decimals };
  return schemaFault(field.schema, value) ?? checkFault(field, value, lookup, context);
}

function schemaFault(schema: PropertySchema, value: unknown): Fault | null {
  const [error] = schemaErrors(schema, value).filter((one) => one.keyword !== 'items');
  if (!error) return null;
  const limit = own(schema as never, error.keyword);
  return {
    kind: KEYWORDS[error.keyword] ?? 'schema',
    limit: typeof limit === 'number' ? limit : null,
  };
}

function rightType({ kind }: FormField, value: FormValue): boolean {
  if (kind === 'yes-no') return typeof value === 'boolean';
  if (kind === 'number' || kind === 'money') return typeof value === 'number' && Number.isFinite(value);
  if (kind === 'choices') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  return typeof value === 'string';
}

function fits(value: number, decimals: number): boolean {
  return Number(value.toFixed(decimals)) === value;
}

function checkFault(field: FormField, value: FormValue, lookup: Lookup, context: FormContext): Fault | null {
  for (const check of field.check) {
    const fault = checked(check, value, lookup, context.today);
    if (fault) return fault;
  }
  return null;
}

function checked(check: CheckSpec, value: FormValue, lookup: Lookup, today: string): Fault | null {
  if (typeof check === 'string') {
    const kind = typeof value === 'string' ? plainProblem(check, value, today) : null;
    return kind && { kind, limit: null };
  }
  switch (check.is) {
    case 'not-before':
    case 'not-after': {
      const bound = 'date' in check ? check.date : lookup(check.field);
      if (typeof bound !== 'string' || typeof value !== 'string') return null;
      if (check.is === 'not-before') return value < bound ? { kind: 'before', limit: bound } : null;
      return value > bound ? { kind: 'after', limit: bound } : null;
    }
    case 'age-at-least':
    case 'age-at-most': {
      const text = String(value);
      const birth = isDate(text) ? text : birthDateOf(text);
      if (birth === null) return null;
      const years = fullYears(birth, today);
      if (check.is === 'age-at-least')
        return years < check.years ? { kind: 'too-young', limit: check.years } : null;
      return years > check.years ? { kind: 'too-old', limit: check.years } : null;
    }
    case 'same-as':
    case 'differs-from': {
      const other = lookup(check.field);
      if (other === undefined || (other === value) === (check.is === 'same-as')) return null;
      return { kind: check.is, limit: null };
    }
    case 'sum':
    case 'distinct':
      return null;
  }
}

function repeatFaults(field: FormField, value: FormValue, lookup: Lookup, context: FormContext): Fault[] {
  if (!Array.isArray(value)) return [{ kind: 'type', limit: null }];
  const rows = value as readonly FormRow[];
  const least = field.schema.minItems ?? 0;
  if (rows.length < least) return [{ kind: 'too-few', limit: least }];
  if (rows.length > field.most) return [{ kind: 'too-many', limit: field.most }];
  const faults = rows.flatMap((row, index): Fault[] => {
    if (!isRow(row)) return [{ kind: 'type', limit: null, row: index }];
    const inner: Lookup = (name) => (own(row, name) as FormValue | undefined) ?? lookup(name);
    return askedParts(field, row, lookup).flatMap((part) =>
      fieldProblems(part, own(row, part.name) as FormValue | undefined, inner, context).map(
        ({ kind, limit }) => ({ kind, limit, row: index, part: part.name }),
      ),
    );
  });
  return faults.length > 0 ? faults : field.check.flatMap((check) => rowsFault(check, rows));
}

function rowsFault(check: CheckSpec, rows: readonly FormRow[]): Fault[] {
  if (typeof check === 'string') return [];
  if (check.is === 'sum') {
    const sum = rows.reduce((total, row) => total + Number(own(row, check.of) ?? 0), 0);
    // Parts like 33.3 are no binary fractions.
    return Math.abs(sum - check.equals) < 1e-6 ? [] : [{ kind: 'sum', limit: check.equals }];
  }
  if (check.is === 'distinct') {
    const answers = rows.map((row) => own(row, check.of));
    const twice = answers.findIndex((one, i) => one !== undefined && answers.indexOf(one) < i);
    return twice < 0 ? [] : [{ kind: 'twice', limit: null, row: twice, part: check.of }];
  }
  return [];
}
