import { err, ok, type Result } from '../result.ts';
import type { Lookup } from './conditions.ts';
import { type FormField, type FormGroup, groupsOf } from './fields.ts';
import { ask, askedParts, isRow, own, type RawValues } from './normalise.ts';
import { type Prefilled, prefillOf } from './prefill.ts';
import { fieldProblems, schemaErrors } from './problems.ts';
import { type ReadableGroup, readableGroups } from './readable.ts';
import type {
  FormContext,
  FormFile,
  FormProblem,
  FormRow,
  FormValue,
  FormValues,
  PrefillSources,
} from './types.ts';

/** A form that can be asked: the same on the screen, where it helps, and in the host, where it is the truth. */
export interface CompiledForm {
  readonly id: string;
  readonly file: FormFile;
  readonly groups: readonly FormGroup[];
  /** All fields in the order of the screen. */
  readonly fields: readonly FormField[];
  /** The groups that are asked with these answers, each with the fields that are asked. */
  visible(values: RawValues, context: FormContext): readonly FormGroup[];
  /** The fields that one line of a repeated group asks. */
  visibleParts(field: FormField, row: RawValues, values: RawValues): readonly FormField[];
  /** The answers in standard form: trimmed, hidden and unknown ones gone, locked ones as their source has them. */
  normalise(values: RawValues, context: FormContext): FormValues;
  /** What is wrong with the answers that are asked, in the order of the screen; at most one problem a field. */
  problems(values: RawValues, context: FormContext): readonly FormProblem[];
  /** The answers in standard form, or everything that is wrong, answers to questions that do not exist included. */
  validate(values: RawValues, context: FormContext): Result<FormValues, readonly FormProblem[]>;
  prefill(sources: PrefillSources): Prefilled;
  /** The answers in words, by groups. */
  readable(values: RawValues, context: FormContext): readonly ReadableGroup[];
}

/** Takes a file that `formFileProblems` has nothing against. */
export function compileForm(file: FormFile): CompiledForm {
  const groups = groupsOf(file);
  const fields = groups.flatMap((group) => group.fields);

  const problems = (values: RawValues, context: FormContext): FormProblem[] => {
    const asked = ask(groups, values, context);
    const lookup: Lookup = (name) => own(asked.values, name) as FormValue | undefined;
    return asked.groups.flatMap((group) =>
      group.fields.flatMap((field) => fieldProblems(field, lookup(field.name), lookup, context)),
    );
  };

  return {
    id: file.id,
    file,
    groups,
    fields,
    visible: (values, context) => ask(groups, values, context).groups,
    visibleParts: (field, row, values) =>
      askedParts(field, row, (name) => own(values, name) as FormValue | undefined),
    normalise: (values, context) => ask(groups, values, context).values,
    problems,
    validate(values, context) {
      const found = [...unknownFields(fields, values), ...problems(values, context)];
      if (found.length > 0) return err(found);
      const clean = ask(groups, values, context).values;
      // The file's own JSON Schema has the last word.
      const [error] = schemaErrors(file.schema, clean);
      if (!error) return ok(clean);
      const field = error.instanceLocation.split('/')[1] ?? '';
      return err([problem(field, null, null, 'schema')]);
    },
    prefill: (sources) => prefillOf(groups, sources),
    readable: (values, context) => {
      const asked = ask(groups, values, context);
      return readableGroups(asked.groups, asked.values);
    },
  };
}

function unknownFields(fields: readonly FormField[], values: RawValues): FormProblem[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    if (!field) return [problem(name, null, null, 'unknown')];
    if (field.kind !== 'repeat' || !Array.isArray(value)) return [];
    return (value as readonly FormRow[]).flatMap((row, index) =>
      (isRow(row) ? Object.keys(row) : []).flatMap((part) =>
        field.fields.some((one) => one.name === part) ? [] : [problem(name, index, part, 'unknown')],
      ),
    );
  });
}

function problem(
  field: string,
  row: number | null,
  part: string | null,
  kind: FormProblem['kind'],
): FormProblem {
  return { field, row, part, kind, limit: null };
}
