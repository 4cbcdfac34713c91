import { assign } from 'xstate';
import {
  type CompiledForm,
  type FormValues,
  formPages,
  PAGE,
  pageOf,
  pageProblems,
  withPage,
} from '../core/index.ts';
import { asksForWhom, sourcesOf } from './machine-for-whom.ts';
import { base, checked, formOf, judgeOf, type SessionContext } from './machine-session.ts';

/** The form, page by page. What was typed stays whatever page is on the screen; what is hidden leaves with nobody. */

type Turn = Partial<SessionContext>;

interface PageAnswer {
  readonly page: string;
  readonly values: FormValues;
}

/** The form of the chosen matter. A matter without one is never started. */
const need = (context: SessionContext): CompiledForm => formOf(context) as CompiledForm;

/** First answers for somebody new; who comes back finds the page that was left. */
function opened(context: SessionContext): Turn {
  const form = formOf(context);
  if (context.page !== null || !form || !context.person) return {};
  const sources = sourcesOf(context);
  const { values } = form.prefill(sources);
  const [page = PAGE.all] = formPages(form, values, { ...judgeOf(context), sources });
  return { sources, values, page, formProblems: [], toCheck: false };
}

export function pagesOf(context: SessionContext): string[] {
  const form = formOf(context);
  return form ? formPages(form, context.values, judgeOf(context)) : [PAGE.all];
}

/** What was typed, in standard form where it is asked; the answers to hidden questions wait in case they are asked again. */
function taken(context: SessionContext, { page, values }: PageAnswer): FormValues {
  const form = need(context);
  const all = withPage(form, page, context.values, values);
  return { ...all, ...form.normalise(all, judgeOf(context)) };
}

/** On to the next page, or to what is wrong on this one. */
function answered(context: SessionContext, event: PageAnswer): Turn {
  const form = need(context);
  const values = taken(context, event);
  const judge = judgeOf(context);
  const problems = form.problems(values, judge);
  const here = pageProblems(form, event.page, problems);
  if (here.length > 0) return { values, formProblems: here };
  const pages = formPages(form, values, judge);
  const done = context.toCheck && problems.length === 0;
  const next = done ? PAGE.check : (pages[pages.indexOf(event.page) + 1] ?? event.page);
  return { values, formProblems: [], page: next, toCheck: context.toCheck && next !== PAGE.check };
}

/** Back to the page of the first wrong answer, which the screen names. */
function refused(context: SessionContext, values: FormValues): Turn {
  const form = formOf(context);
  if (!form) return { values };
  const judge = judgeOf(context);
  const result = form.validate(values, judge);
  const formProblems = result.ok ? [] : result.error;
  const pages = formPages(form, values, judge);
  return { values, formProblems, page: pageOf(form, pages, formProblems[0]?.field ?? '') };
}

function accepted(context: SessionContext, given: FormValues): Turn {
  const values = need(context).normalise(given, judgeOf(context));
  return { values, page: pagesOf({ ...context, values }).at(-1) as string, formProblems: [], problem: null };
}

const onThisPage = ({ context, event }: { context: SessionContext; event: PageAnswer }) =>
  context.page === event.page && formOf(context) !== null;

const before = (context: SessionContext): string | undefined => {
  const pages = pagesOf(context);
  return pages[pages.indexOf(context.page ?? '') - 1];
};

export const details = base.createStateConfig({
  entry: assign(({ context }) => opened(context)),
  on: {
    TYPED: {
      guard: onThisPage,
      actions: assign({
        values: ({ context, event }) => withPage(need(context), event.page, context.values, event.values),
      }),
    },
    answerPage: { guard: onThisPage, actions: assign(({ context, event }) => answered(context, event)) },
    goToPage: {
      guard: ({ context, event }) => {
        const pages = pagesOf(context);
        const to = pages.indexOf(event.page);
        return to >= 0 && to < pages.indexOf(context.page ?? '');
      },
      actions: assign(({ context, event }) => ({
        values: taken(context, { page: context.page ?? '', values: event.values }),
        page: event.page,
        formProblems: [],
        toCheck: context.toCheck || context.page === PAGE.check,
      })),
    },
    confirmDetails: [
      {
        guard: ({ context, event }) => checked(context, event.values)?.ok === true,
        target: 'materials',
        actions: assign(({ context, event }) => accepted(context, event.values)),
      },
      { actions: assign(({ context, event }) => refused(context, event.values)) },
    ],
    back: [
      {
        guard: ({ context }) => before(context) !== undefined,
        actions: assign(({ context }) => ({ page: before(context) ?? null, formProblems: [] })),
      },
      { guard: ({ context }) => asksForWhom(context), target: 'forWhom' },
      { target: 'identify', actions: 'clearProblem' },
    ],
  },
});
