import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FormField } from '../contract/index.ts';
import { err, ok, type Result } from '../core/index.ts';
import { fail } from './problem.ts';
import type { FormFile } from './schema.ts';

export type FieldProblem = 'missing' | 'invalid' | 'unknown';

/** Which answer is wrong. Never holds the answer itself. */
export interface FieldError {
  readonly field: string;
  readonly problem: FieldProblem;
}

/** A matter's form: how it is asked, and how answers are judged. */
export interface MatterForm {
  readonly id: string;
  readonly fields: readonly FormField[];
  /** The answers, trimmed and without the empty ones, or every field that is wrong. */
  validate(values: Readonly<Record<string, string>>): Result<Record<string, string>, readonly FieldError[]>;
}

/** Compiles a form file. Throws `CatalogueError` when its schema and its screen do not belong together. */
export function compileForm(file: string, form: FormFile): MatterForm {
  let judge: ValidateFunction;
  try {
    judge = new Ajv2020({ allErrors: true, strict: true, strictTypes: true }).compile(form.schema);
  } catch (error) {
    return fail(file, `schema: ${(error as Error).message}; correct the JSON Schema`);
  }
  const properties = form.schema.properties;
  const asked = new Set(form.ui.map((field) => field.name));
  for (const name of Object.keys(properties))
    if (!asked.has(name)) fail(file, `ui does not ask for "${name}"; add a field for it`);
  const fields = form.ui.map((field, i) => checkedField(file, `ui[${i}]`, field, form.schema));
  if (asked.size !== fields.length) fail(file, 'ui asks for the same field twice; remove one');
  return {
    id: form.id,
    fields,
    validate: (values) => {
      const given: Record<string, string> = Object.create(null);
      for (const [name, value] of Object.entries(values)) if (value.trim() !== '') given[name] = value.trim();
      if (judge(given)) return ok({ ...given });
      return err(fieldErrors(judge.errors ?? []));
    },
  };
}

function checkedField(
  file: string,
  at: string,
  field: FormFile['ui'][number],
  schema: FormFile['schema'],
): FormField {
  const property = schema.properties[field.name];
  if (!property)
    fail(file, `${at}.name: schema.properties has no "${field.name}"; add it or correct the name`);
  if (field.kind === 'choice') {
    const offered = field.choices.map((choice) => choice.value);
    const allowed = property?.enum ?? [];
    const odd = [
      ...offered.filter((v) => !allowed.includes(v)),
      ...allowed.filter((v) => !offered.includes(v)),
    ][0];
    if (offered.length === 0) fail(file, `${at}.choices is empty; a choice needs some`);
    if (odd !== undefined)
      fail(file, `${at}.choices and the enum of "${field.name}" differ in "${odd}"; make them the same`);
  } else if (field.choices.length > 0) fail(file, `${at}.choices: only a choice has choices; empty the list`);
  return { ...field, required: schema.required.includes(field.name) };
}

function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const found = new Map<string, FieldProblem>();
  for (const error of errors) {
    if (error.keyword === 'required') found.set(String(error.params.missingProperty), 'missing');
    else if (error.keyword === 'additionalProperties')
      found.set(String(error.params.additionalProperty), 'unknown');
    else {
      const field = error.instancePath.split('/')[1] ?? '';
      if (!found.has(field)) found.set(field, 'invalid');
    }
  }
  return [...found].map(([field, problem]) => ({ field, problem }));
}
