import type { CompiledForm } from './compile.ts';
import type { RawValues } from './normalise.ts';
import type { FieldKind, FormContext, FormProblem, FormValue, FormValues } from './types.ts';

/** Pages of a form besides its groups. No group can be called so. */
export const PAGE = {
  /** A short form: person and questions on one page. */
  all: '@all',
  /** First page of a longer form: who applies. */
  person: '@person',
  /** Last page of a longer form: every answer once more. */
  check: '@check',
  /** Questions that a region asks once more (补正), apart from the rest. */
  correction: '@correction',
} as const;

/** Most questions that stand beside the person on one page. */
const SHORT = 3;
/** What needs no more room than a few choices or a number pad. */
const SMALL: readonly FieldKind[] = ['choice', 'choices', 'yes-no', 'date', 'phone'];

/** The pages with these answers, in their order: one group a page, or all on one when it is little. */
export function formPages(form: CompiledForm, values: RawValues, context: FormContext): string[] {
  const { groups, fields } = form;
  const short =
    groups.length < 2 && fields.length <= SHORT && fields.every((field) => SMALL.includes(field.kind));
  if (short) return [PAGE.all];
  return [PAGE.person, ...form.visible(values, context).map((group) => group.id), PAGE.check];
}

/** The names of the fields that a page asks or could ask. */
export function pageFields(form: CompiledForm, page: string): string[] {
  const groups = page === PAGE.all ? form.groups : form.groups.filter((group) => group.id === page);
  return groups.flatMap((group) => group.fields.map((field) => field.name));
}

/** The answers so far with those of one page put in their place; what a page does not ask, it cannot answer. */
export function withPage(
  form: CompiledForm,
  page: string,
  before: FormValues,
  given: FormValues,
): Record<string, FormValue> {
  const mine = new Set(pageFields(form, page));
  const kept = Object.entries(before).filter(([name]) => !mine.has(name));
  return Object.fromEntries([...kept, ...Object.entries(given).filter(([name]) => mine.has(name))]);
}

/** The page on which a field is asked. */
export function pageOf(form: CompiledForm, pages: readonly string[], field: string): string {
  return pages.find((page) => pageFields(form, page).includes(field)) ?? (pages[0] as string);
}

/** The problems of one page. */
export function pageProblems(
  form: CompiledForm,
  page: string,
  problems: readonly FormProblem[],
): readonly FormProblem[] {
  const mine = new Set(pageFields(form, page));
  return problems.filter((problem) => mine.has(problem.field));
}
