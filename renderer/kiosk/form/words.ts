import type { CompiledForm, FormField, FormProblem } from '../../../electron/core/index.ts';
import type { Kiosk } from '../context.tsx';

type Words = Pick<Kiosk, 't' | 'text'>;

/** The field that a problem is about: of the form, or of a line of a repeated group. */
export function problemField(form: CompiledForm, problem: FormProblem): FormField | undefined {
  const field = form.fields.find((one) => one.name === problem.field);
  return problem.part === null ? field : field?.fields.find((one) => one.name === problem.part);
}

/** What is wrong with an answer, in a sentence that does not repeat it. */
export function problemWords({ t }: Words, field: FormField, problem: FormProblem): string {
  const chosen = field.choices.length > 0 || field.kind === 'yes-no';
  if (problem.kind === 'missing') return t(chosen ? 'form:problem.missingChoice' : 'form:problem.missing');
  return t(`form:problem.${problem.kind}`, { limit: problem.limit ?? '' });
}

/** Which answer is to be corrected, by the words under which it is asked. */
export function problemTitle({ t, text }: Words, form: CompiledForm, problem: FormProblem): string {
  const owner = form.fields.find((one) => one.name === problem.field);
  const label = text((problemField(form, problem) ?? owner)?.label ?? { 'zh-CN': '', en: '' });
  if (problem.row === null || !owner) return t('form:wrongTitle', { label });
  return t('form:wrongInRow', { label, row: rowTitle({ t, text }, owner, problem.row) });
}

/** 股东（2） */
export function rowTitle({ t, text }: Words, field: FormField, row: number): string {
  return t('form:rowTitle', { title: text(field.rowTitle ?? field.label), number: row + 1 });
}
