import type { CheckSpec, Condition, FieldSpec, FormFile } from './types.ts';

/**
 * The questions of a form that a region asks once more (补正), as a form of their own, in the order of the whole one;
 * null when it has none of them. They are asked without their conditions, for the region has asked them; a check that
 * looks at a question which is not among them is left to the region. Nothing is filled in or locked.
 */
export function partOfForm(file: FormFile, names: readonly string[]): FormFile | null {
  const asked = new Set(names);
  const groups = file.ui.groups.flatMap(({ when: _, ...group }) => {
    const fields = group.fields.filter(({ name }) => asked.has(name)).map((field) => freed(field, asked));
    return fields.length > 0 ? [{ ...group, fields }] : [];
  });
  const kept = groups.flatMap(({ fields }) => fields.map(({ name }) => name));
  if (kept.length === 0) return null;
  const properties = Object.fromEntries(
    Object.entries(file.schema.properties).filter(([name]) => kept.includes(name)),
  );
  // What is asked once more is asked for an answer, also where the whole form could do without.
  return { ...file, schema: { ...file.schema, properties, required: kept }, ui: { groups } };
}

/**
 * The form without some of its questions, which are answered elsewhere; null when nothing is left. Questions that are asked
 * only after one of these are asked always: nobody here knows its answer.
 */
export function formWithout(file: FormFile, names: readonly string[]): FormFile | null {
  const gone = new Set(names);
  const asked = new Set(
    file.ui.groups.flatMap(({ fields }) => fields.map(({ name }) => name)).filter((name) => !gone.has(name)),
  );
  const knows = (when: Condition | undefined): when is Condition =>
    when !== undefined && !looksAt(when, gone);
  const freedNames: string[] = [];
  const groups = file.ui.groups.flatMap(({ when, ...group }) => {
    const fields = group.fields
      .filter(({ name }) => asked.has(name))
      .map(({ when: own, required, ...field }) => {
        const conditional = knows(own) || knows(when);
        // Without a condition it is the schema that says so.
        if (required && !conditional) freedNames.push(field.name);
        return {
          ...field,
          ...(knows(own) ? { when: own } : {}),
          ...(required !== undefined && conditional ? { required } : {}),
          ...(field.check ? { check: field.check.filter((check) => isJudged(check, asked)) } : {}),
        };
      });
    return fields.length > 0 ? [{ ...group, ...(knows(when) ? { when } : {}), fields }] : [];
  });
  if (asked.size === 0) return null;
  const properties = Object.fromEntries(
    Object.entries(file.schema.properties).filter(([name]) => asked.has(name)),
  );
  const required = [...(file.schema.required ?? []).filter((name) => asked.has(name)), ...freedNames];
  return { ...file, schema: { ...file.schema, properties, required }, ui: { groups } };
}

/** Whether a condition looks at one of these questions. */
function looksAt(when: Condition, names: ReadonlySet<string>): boolean {
  if ('all' in when) return when.all.some((one) => looksAt(one, names));
  if ('any' in when) return when.any.some((one) => looksAt(one, names));
  return names.has(when.field);
}

function freed({ when: _, prefill: __, ...field }: FieldSpec, asked: ReadonlySet<string>): FieldSpec {
  return field.check ? { ...field, check: field.check.filter((check) => isJudged(check, asked)) } : field;
}

function isJudged(check: CheckSpec, asked: ReadonlySet<string>): boolean {
  return typeof check === 'string' || !('field' in check) || asked.has(check.field);
}
