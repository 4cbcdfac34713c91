import { assign } from 'xstate';
import type { CaseView, PaperName, PrintState, Withdrawing } from '../contract/index.ts';
import { openedFrom, opening } from './machine-correct.ts';
import { openedDraft, openingDraft } from './machine-draft.ts';
import { rating, ratingFrom } from './machine-rating.ts';
import { reportFrom } from './machine-report.ts';
import { mayGoToPhone } from './machine-result-phone.ts';
import { base, printed, problemIn, type SessionContext, valueOr } from './machine-session.ts';

/** What comes after: receipt, result, one’s own cases, a session that a restart cut off. */

const printState = (paper: PaperName, state: PrintState): Partial<SessionContext> =>
  paper === 'receipt' ? { receipt: state } : { result: state };

/** Prints one paper of the case that `receiptNumber` names, then goes on to `next`, whatever came of it. */
const printing = (
  paper: 'receipt' | 'result',
  next: string,
  receiptNumber: (context: SessionContext) => string,
  known = true,
) =>
  base.createStateConfig({
    entry: assign(() => printState(paper, 'printing')),
    invoke: {
      src: 'print',
      input: ({ context }) => ({
        what: paper === 'receipt' ? paper : context.what,
        receiptNumber: receiptNumber(context),
        language: context.language,
        known,
        came: context.came,
      }),
      onDone: {
        target: next,
        actions: assign(({ event }) => ({
          ...printState(paper, printed(event.output)),
          came: null,
          problem: problemIn(event.output),
        })),
      },
      onError: {
        target: next,
        actions: ['internalProblem', assign(() => ({ ...printState(paper, 'failed'), came: null }))],
      },
    },
  });

/** What the region has said of a case can be had on paper. */
export function hasNotice(one: CaseView, what: 'acceptance' | 'correction'): boolean {
  if (what === 'correction') return one.correction !== undefined;
  return one.acceptedAt !== null && one.regionNumber !== null;
}

/** The answer to "what lies in the tray?" of the paper that is asked about. */
const answered = (guard: 'receiptAsked' | 'resultAsked') =>
  ({ guard, target: 'printing', actions: 'noteWhatCame' }) as const;

const withdrawn = (context: SessionContext) => (context.withdrawing as Withdrawing).receiptNumber;

/** The new case first, and the one in whose place it stands as it is now. */
const replacedBy = (
  cases: readonly CaseView[],
  { before, now }: { readonly before: CaseView; readonly now: CaseView },
): CaseView[] => [now, ...cases.map((one) => (one.receiptNumber === before.receiptNumber ? before : one))];

const ofCurrent = (context: SessionContext) => (context.current as CaseView).receiptNumber;

export const submitted = base.createStateConfig({
  type: 'parallel',
  // From here the case is in the database; the session keeps only what is needed to show and print it.
  entry: assign({
    person: null,
    claim: null,
    values: {},
    page: null,
    sources: {},
    formProblems: [],
    document: null,
    strokes: null,
  }),
  invoke: {
    src: 'watchCase',
    input: ({ context }) => ({ receiptNumber: (context.current as CaseView).receiptNumber }),
    // The case is stored: without news of it the picture stands still, the journey goes on.
    onError: {},
  },
  on: {
    CASE: { actions: assign({ current: ({ event }) => event.view }) },
    // Leaving the screen would lose sight of a paper that is on its way.
    rate: {
      ...rating('submitted'),
      actions: assign(({ context, event }) => ratingFrom(context, event.receiptNumber, 'submitted')),
    },
    done: 'farewell',
  },
  states: {
    receipt: {
      initial: 'printing',
      states: {
        printing: printing('receipt', 'ended', ofCurrent),
        ended: {
          on: {
            printReceipt: { guard: ({ context }) => context.receipt !== 'asking', target: 'printing' },
            paperCame: answered('receiptAsked'),
          },
        },
      },
    },
    result: {
      initial: 'none',
      states: {
        none: {
          always: {
            guard: ({ context }) =>
              context.current?.resultReady === true &&
              context.current.delivery === 'print-here' &&
              // One paper after the other: the printer is one.
              context.receipt !== 'printing' &&
              // Nor while the citizen looks at what lies in the tray.
              context.receipt !== 'asking' &&
              context.receipt !== 'none',
            target: 'printing',
          },
        },
        printing: printing('result', 'ended', ofCurrent),
        ended: {
          on: {
            printResult: { guard: ({ context }) => context.result === 'failed', target: 'printing' },
            paperCame: answered('resultAsked'),
          },
        },
      },
    },
  },
});

export const finding = base.createStateConfig({
  invoke: {
    src: 'findCases',
    input: ({ context }) => ({ person: context.person, receiptClaim: context.receiptClaim }),
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: 'cases',
        actions: assign({
          cases: ({ event }) => valueOr(event.output, []),
          result: 'none',
          what: 'result',
          problem: null,
        }),
      },
      {
        guard: ({ context }) => context.receiptClaim !== null,
        target: 'noCard',
        actions: assign({ problem: ({ event }) => problemIn(event.output) }),
      },
      {
        target: 'stuck',
        actions: assign({ problem: ({ event }) => problemIn(event.output) }),
      },
    ],
    onError: { target: 'stuck', actions: 'internalProblem' },
  },
});

export const cases = base.createStateConfig({
  initial: 'shown',
  on: { done: 'farewell' },
  states: {
    shown: {
      on: {
        back: '#journey.flow.home',
        report: {
          target: '#journey.flow.report',
          actions: assign(({ context }) => reportFrom(context, 'cases')),
        },
        printResult: {
          guard: ({ context, event }) =>
            context.cases.some((c) => c.receiptNumber === event.receiptNumber && c.resultReady),
          target: 'printing',
          actions: assign({ printing: ({ event }) => event.receiptNumber, what: 'result', problem: null }),
        },
        resultToPhone: {
          guard: ({ context, event }) =>
            context.cases.some(
              (one) => one.receiptNumber === event.receiptNumber && mayGoToPhone(context, one),
            ),
          target: '#journey.flow.resultPhone',
          actions: assign({
            giving: ({ event }) => ({ receiptNumber: event.receiptNumber, page: null }),
          }),
        },
        printNotice: {
          guard: ({ context, event }) =>
            context.cases.some((c) => c.receiptNumber === event.receiptNumber && hasNotice(c, event.what)),
          target: 'printing',
          actions: assign(({ event }) => ({
            printing: event.receiptNumber,
            what: event.what,
            problem: null,
          })),
        },
        paperCame: answered('resultAsked'),
        rate: {
          ...rating('cases'),
          actions: assign(({ context, event }) => ratingFrom(context, event.receiptNumber, 'cases')),
        },
        openDraft: {
          ...openingDraft,
          actions: assign(({ context, event }) => openedDraft(context, event)),
        },
        openCorrection: {
          ...opening,
          actions: assign(({ context, event }) => openedFrom(context, event.receiptNumber)),
        },
        askChangeWay: {
          guard: ({ context, event }) =>
            context.cases.some((c) => c.receiptNumber === event.receiptNumber && c.otherWay !== undefined),
          target: 'consenting',
          actions: assign(({ event }) => ({
            withdrawing: { receiptNumber: event.receiptNumber, step: 'confirm', to: 'courier' } as const,
            problem: null,
            result: 'none' as const,
          })),
        },
        askWithdraw: {
          guard: ({ context, event }) =>
            context.cases.some((c) => c.receiptNumber === event.receiptNumber && c.canWithdraw),
          target: 'confirming',
          actions: assign(({ event }) => ({
            withdrawing: { receiptNumber: event.receiptNumber, step: 'confirm' } as const,
            problem: null,
            result: 'none' as const,
          })),
        },
      },
    },
    printing: printing('result', 'shown', (context) => context.printing as string),
    // The citizen's consent to the other way, in words that say what becomes of this one.
    consenting: {
      on: {
        keep: { target: 'shown', actions: assign({ withdrawing: null }) },
        changeWay: 'changing',
      },
    },
    changing: {
      entry: assign(({ context }) => ({
        withdrawing: { receiptNumber: withdrawn(context), step: 'working', to: 'courier' } as const,
      })),
      invoke: {
        src: 'changeWay',
        input: ({ context }) => ({ receiptNumber: withdrawn(context) }),
        onDone: {
          target: 'shown',
          actions: assign(({ context, event: { output } }) => ({
            withdrawing: null,
            problem: problemIn(output),
            cases: output.ok ? replacedBy(context.cases, output.value) : context.cases,
          })),
        },
        onError: { target: 'shown', actions: ['internalProblem', assign({ withdrawing: null })] },
      },
    },
    // Taking back is asked twice: one tap too many must not cost an application.
    confirming: {
      on: {
        keep: { target: 'shown', actions: assign({ withdrawing: null }) },
        withdraw: 'withdrawing',
      },
    },
    withdrawing: {
      entry: assign(({ context }) => ({
        withdrawing: { receiptNumber: withdrawn(context), step: 'working' } as const,
      })),
      invoke: {
        src: 'withdraw',
        input: ({ context }) => ({ receiptNumber: withdrawn(context) }),
        onDone: {
          target: 'shown',
          actions: assign(({ context, event }) => ({
            withdrawing: null,
            problem: problemIn(event.output),
            cases: context.cases.map((one) =>
              event.output.ok && one.receiptNumber === event.output.value.receiptNumber
                ? event.output.value
                : one,
            ),
          })),
        },
        onError: { target: 'shown', actions: ['internalProblem', assign({ withdrawing: null })] },
      },
    },
  },
});

export const recovered = base.createStateConfig({
  initial: 'shown',
  on: { done: 'farewell' },
  states: {
    shown: {
      entry: 'learnReceipt',
      on: {
        // A print that the restart cut off is asked after: what is known of it comes by and by.
        DEVICES: { actions: 'learnReceipt' },
        printReceipt: {
          guard: ({ context }) =>
            context.recovered?.receiptNumber != null &&
            context.receipt !== 'asking' &&
            context.receipt !== 'printing',
          target: 'printing',
        },
        paperCame: answered('receiptAsked'),
      },
    },
    // Nobody has shown who they are: what was handed out already is not printed once more.
    printing: printing('receipt', 'shown', (context) => context.recovered?.receiptNumber as string, false),
  },
});
