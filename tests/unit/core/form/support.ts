import {
  type CompiledForm,
  compileForm,
  type FieldSpec,
  type FormContext,
  type FormFile,
  type FormProblem,
  type FormText,
  formFileProblems,
  type PropertySchema,
} from '../../../../electron/core/index.ts';

export const TODAY: FormContext = { today: '2026-11-21' };
export const say = (zh: string, en = zh): FormText => ({ 'zh-CN': zh, en });

/** One field and the schema of its answer. */
export type Asked = readonly [field: Omit<FieldSpec, 'label'> & { label?: FormText }, schema: PropertySchema];

/** A file with these groups of fields. */
export function fileOf(groups: readonly (readonly Asked[])[], required: readonly string[] = []): FormFile {
  const all = groups.flat();
  return {
    id: 'test',
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: Object.fromEntries(all.map(([field, schema]) => [field.name, schema])),
      required: [...required],
      additionalProperties: false,
    },
    ui: {
      groups: groups.map((fields, i) => ({
        id: `g${i + 1}`,
        title: say(`第${i + 1}组`),
        fields: fields.map(([field]) => ({ label: say(field.name), ...field })),
      })),
    },
  };
}

/** A form of one group. Throws when its file is wrong: a mistake of the test. */
export function formOf(fields: readonly Asked[], required: readonly string[] = []): CompiledForm {
  const file = fileOf([fields], required);
  const wrong = formFileProblems(file);
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  return compileForm(file);
}

/** `name: kind`, `rows[1].name: kind (limit)` */
export function short(problems: readonly FormProblem[]): string[] {
  return problems.map(
    ({ field, row, part, kind, limit }) =>
      `${field}${row === null ? '' : `[${row}]`}${part === null ? '' : `.${part}`}: ${kind}${limit === null ? '' : ` (${limit})`}`,
  );
}

export function problemsOf(form: CompiledForm, values: Readonly<Record<string, unknown>>): string[] {
  const result = form.validate(values, TODAY);
  return result.ok ? [] : short(result.error);
}

export const text = (
  name: string,
  over: Partial<FieldSpec> = {},
  schema: Partial<PropertySchema> = {},
): Asked => [
  { name, kind: 'text', ...over },
  { type: 'string', ...schema },
];
export const choice = (name: string, values: readonly string[], over: Partial<FieldSpec> = {}): Asked => [
  { name, kind: 'choice', choices: values.map((value) => ({ value, label: say(value) })), ...over },
  { type: 'string', enum: values },
];
export const yesNo = (name: string, over: Partial<FieldSpec> = {}): Asked => [
  { name, kind: 'yes-no', ...over },
  { type: 'boolean' },
];
export const date = (name: string, over: Partial<FieldSpec> = {}): Asked => [
  { name, kind: 'date', ...over },
  { type: 'string', format: 'date' },
];
export const amount = (
  name: string,
  over: Partial<FieldSpec> = {},
  schema: Partial<PropertySchema> = {},
): Asked => [
  { name, kind: 'number', ...over },
  { type: 'number', ...schema },
];
