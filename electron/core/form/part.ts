import type { CheckSpec, FieldSpec, FormFile } from './types.ts';

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

function freed({ when: _, prefill: __, ...field }: FieldSpec, asked: ReadonlySet<string>): FieldSpec {
  return field.check ? { ...field, check: field.check.filter((check) => isJudged(check, asked)) } : field;
}

function isJudged(check: CheckSpec, asked: ReadonlySet<string>): boolean {
  return typeof check === 'string' || !('field' in check) || asked.has(check.field);
}
