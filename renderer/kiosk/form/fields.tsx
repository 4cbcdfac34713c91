import { useEffect } from 'react';
import type {
  CompiledForm,
  FormField,
  FormProblem,
  FormRow,
  FormValue,
  FormValues,
  PrefillNote,
} from '../../../electron/core/index.ts';
import { FieldInput } from './field-input.tsx';
import { Rows } from './rows.tsx';

/** One line of a repeated group that is open. */
export interface OpenRow {
  readonly field: string;
  readonly row: number;
}

/** A page of the form while it is being filled in. */
export interface FormDraft {
  readonly form: CompiledForm;
  readonly values: FormValues;
  /** The questions that are on the screen: of the page, or of the line that is open. */
  readonly fields: readonly FormField[];
  readonly problems: readonly FormProblem[];
  readonly notes: Readonly<Record<string, PrefillNote>>;
  /** The field that the keys write into. */
  readonly active: string | null;
  readonly row: OpenRow | null;
  set(values: FormValues): void;
  activate(field: string): void;
  open(row: OpenRow): void;
}

export function rowsOf(values: FormValues, field: string): readonly FormRow[] {
  const rows = values[field];
  return Array.isArray(rows) ? (rows as readonly FormRow[]) : [];
}

/** The answer of a field on the screen. */
export function answerOf(
  { values, row }: Pick<FormDraft, 'values' | 'row'>,
  name: string,
): FormValue | undefined {
  return row ? rowsOf(values, row.field)[row.row]?.[name] : values[name];
}

/** The answers with one of them changed; undefined takes it away. */
export function withAnswer(
  { values, row }: Pick<FormDraft, 'values' | 'row'>,
  name: string,
  value: FormValue | undefined,
): FormValues {
  const put = (into: FormValues): FormValues => {
    const { [name]: _, ...rest } = into;
    return value === undefined ? rest : { ...rest, [name]: value };
  };
  if (!row) return put(values);
  const rows = rowsOf(values, row.field).map((one, i) => (i === row.row ? (put(one) as FormRow) : one));
  return { ...values, [row.field]: rows };
}

/** The questions of a page or of an open line. */
export function Fields({ draft }: { readonly draft: FormDraft }) {
  const { fields, problems, row, active } = draft;
  useEffect(() => {
    if (active) document.querySelector(`[data-field="${active}"]`)?.scrollIntoView({ block: 'center' });
  }, [active]);
  return fields.map((field) => {
    if (field.kind === 'repeat')
      return (
        <Rows
          key={field.name}
          field={field}
          rows={rowsOf(draft.values, field.name)}
          problems={problems.filter((problem) => problem.field === field.name)}
          onOpen={(index) => draft.open({ field: field.name, row: index })}
          onChange={(rows) => draft.set({ ...draft.values, [field.name]: rows })}
        />
      );
    const problem = problems.find((one) =>
      row
        ? one.field === row.field && one.row === row.row && one.part === field.name
        : one.field === field.name,
    );
    return (
      <FieldInput
        key={field.name}
        field={field}
        value={answerOf(draft, field.name)}
        onChange={(value) => draft.set(withAnswer(draft, field.name, value))}
        problem={problem ?? null}
        note={row ? null : (draft.notes[field.name] ?? null)}
        active={active === field.name}
        onActivate={() => draft.activate(field.name)}
      />
    );
  });
}
