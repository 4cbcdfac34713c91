import { assign } from 'xstate';
import type { CaseView } from '../contract/index.ts';
import { type CompiledForm, type FormValues, localDate, PAGE, withPage } from '../core/index.ts';
import { failure } from './failures.ts';
import { documentIn, missingIn } from './machine-character.ts';
import { reportFrom } from './machine-report.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import { marked, signing, UNSIGNED } from './machine-sign.ts';
import type { Correcting, CorrectionDraft } from './types.ts';

/** 补正: a round of correction is answered, the answer read, signed and stored; then what became of it. */

type Turn = Partial<SessionContext>;

const correctingOf = (context: SessionContext) => context.correcting as Correcting;

/** The case whose correction is answered, as it stands in the list. */
export function correctedCase(context: SessionContext): CaseView | null {
  const { receiptNumber } = correctingOf(context);
  return context.cases.find((one) => one.receiptNumber === receiptNumber) ?? null;
}

/** A round that waits for an answer from here. One that the region did not take may be answered anew. */
export function isOpen({ correction }: CaseView): boolean {
  return correction?.answer === 'open' || correction?.answer === 'failed';
}

/** What stands on the screen of a case's correction, with what was typed before it was left; null: there is nothing. */
function opened(context: SessionContext, receiptNumber: string): Correcting | null {
  const one = context.cases.find((each) => each.receiptNumber === receiptNumber);
  if (!one?.correction || !isOpen(one)) return null;
  const { round } = one.correction;
  const before = context.correcting;
  if (before?.receiptNumber === receiptNumber && before.round === round) return before;
  const asked = context.facts.correction(receiptNumber, context.person);
  return asked && { receiptNumber, round, asked, values: asked.values };
}

/** A round takes one answer: what can be given only in part is given elsewhere. */
export function canAnswer(context: SessionContext): boolean {
  const { form, items } = correctingOf(context).asked;
  if (context.problem?.retryable === false) return false;
  return form !== null && items.every((item) => item.here);
}

const judge = (context: SessionContext) => ({ today: localDate(context.facts.now()) });

function taken(context: SessionContext, values: FormValues): FormValues {
  const { asked } = correctingOf(context);
  const form = asked.form as CompiledForm;
  return form.normalise(values, judge(context));
}

/** Only what can be answered is. */
function validated(context: SessionContext, values: FormValues) {
  return (correctingOf(context).asked.form as CompiledForm).validate(values, judge(context));
}

function refused(context: SessionContext, values: FormValues): Turn {
  const result = validated(context, values);
  return {
    correcting: { ...correctingOf(context), values },
    formProblems: result.ok ? [] : result.error,
    problem: null,
  };
}

function draft(context: SessionContext): CorrectionDraft {
  const { receiptNumber, round, asked, values } = correctingOf(context);
  const { document, strokes, fingerprint } = context;
  return { receiptNumber, round, asked, values, document, strokes, fingerprint };
}

const replaced = (context: SessionContext, view: CaseView): Turn => ({
  current: view,
  cases: context.cases.map((one) => (one.receiptNumber === view.receiptNumber ? view : one)),
});

/** From the list of cases into one of its corrections. */
export const opening = {
  guard: ({ context, event }: { context: SessionContext; event: { receiptNumber: string } }) =>
    opened(context, event.receiptNumber) !== null,
  target: '#journey.flow.correct',
} as const;

export const openedFrom = (context: SessionContext, receiptNumber: string): Turn => ({
  correcting: opened(context, receiptNumber),
  formProblems: [],
  problem: null,
  document: null,
  ...UNSIGNED,
  current: null,
});

export const correct = base.createStateConfig({
  initial: 'answering',
  states: {
    answering: {
      entry: 'forgetDocument',
      on: {
        TYPED: {
          guard: ({ context, event }) =>
            event.page === PAGE.correction && correctingOf(context).asked.form !== null,
          actions: assign({
            correcting: ({ context, event }) => {
              const now = correctingOf(context);
              const form = now.asked.form as CompiledForm;
              const values = form.groups.reduce<FormValues>(
                (before, { id }) => withPage(form, id, before, event.values),
                now.values,
              );
              return { ...now, values };
            },
          }),
        },
        giveCorrection: [
          {
            guard: ({ context, event }) => validated(context, event.values).ok,
            target: 'preparing',
            actions: assign(({ context, event }) => ({
              correcting: { ...correctingOf(context), values: taken(context, event.values) },
              formProblems: [],
              problem: null,
            })),
          },
          { actions: assign(({ context, event }) => refused(context, event.values)) },
        ],
        report: {
          target: '#journey.flow.report',
          actions: assign(({ context }) => reportFrom(context, 'correct')),
        },
        back: { target: '#journey.flow.cases', actions: 'clearProblem' },
      },
    },
    preparing: {
      invoke: {
        src: 'prepareCorrection',
        input: ({ context }) => draft(context),
        onDone: [
          {
            guard: ({ event }) => missingIn(event.output).length > 0,
            target: 'answering',
            actions: assign({ problem: failure('correctionUnprintable') }),
          },
          {
            guard: ({ event }) => event.output.ok,
            target: 'review',
            actions: assign({ document: ({ event }) => documentIn(event.output) }),
          },
          { target: 'answering', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'answering', actions: 'internalProblem' },
      },
    },
    review: { on: { toSign: 'sign', back: 'answering' } },
    sign: signing({
      here: '#journey.flow.correct.sign',
      signed: '#journey.flow.correct.sending',
      back: '#journey.flow.correct.review',
      keep: marked,
    }),
    /** Taken in, or not, in one transaction: a citizen who leaves meanwhile has still answered or not. */
    sending: {
      invoke: {
        src: 'sendCorrection',
        input: ({ context }) => draft(context),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'given',
            actions: assign(({ context, event }) => ({
              ...replaced(context, valueOr(event.output, null) as CaseView),
              correcting: { ...correctingOf(context), values: {} },
              document: null,
              ...UNSIGNED,
            })),
          },
          {
            guard: ({ event }) => problemIn(event.output)?.retryable === true,
            target: 'sign',
            actions: assign({ problem: ({ event }) => problemIn(event.output), ...UNSIGNED }),
          },
          { target: 'answering', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'sign', actions: ['internalProblem', assign(UNSIGNED)] },
      },
    },
    given: {
      invoke: {
        src: 'watchCase',
        input: ({ context }) => ({ receiptNumber: correctingOf(context).receiptNumber }),
        // The answer is stored: without news of it the picture stands still, the journey goes on.
        onError: {},
      },
      on: {
        CASE: { actions: assign(({ context, event }) => replaced(context, event.view)) },
        back: {
          target: '#journey.flow.cases',
          actions: assign({ correcting: null, current: null, problem: null }),
        },
        done: '#journey.flow.farewell',
      },
    },
  },
});
