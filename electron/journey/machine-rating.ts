import { assign } from 'xstate';
import type { CaseView, GivenWords, RatedAs, TicketShown } from '../contract/index.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { RatingGiven } from './types.ts';

/** 好差评: voluntary, on the way out or from the list of one's cases. */

/** Whoever says this is asked whether somebody may ring. */
export const LOW: readonly RatedAs[] = ['dissatisfied', 'very-dissatisfied'];

const ratingOf = (context: SessionContext) => context.rating as RatingGiven;

/** The case that is rated, as it stands. */
export function ratedCase({ rating, current, cases }: SessionContext): CaseView | null {
  const all = current ? [current, ...cases] : cases;
  return all.find((one) => one.receiptNumber === rating?.receiptNumber) ?? null;
}

type Asked = { context: SessionContext; event: { receiptNumber: string } };

/** From the screen of a case into its rating, where one would be taken. */
export const rating = (from: RatingGiven['from']) => ({
  guard: ({ context, event }: Asked) =>
    (from === 'submitted' ? [context.current] : context.cases).some(
      (one) => one?.receiptNumber === event.receiptNumber && one.rating !== undefined,
    ),
  target: '#journey.flow.rate',
});

export function ratingFrom(
  context: SessionContext,
  receiptNumber: string,
  from: RatingGiven['from'],
): Partial<SessionContext> {
  const ticketId = context.facts.newId();
  return { rating: { receiptNumber, from, ticketId, words: null, given: null }, problem: null };
}

const isFromCases = ({ context }: { context: SessionContext }) => ratingOf(context).from === 'cases';

export const rate = base.createStateConfig({
  initial: 'choosing',
  on: {
    back: {
      guard: isFromCases,
      target: '#journey.flow.cases',
      actions: assign({ rating: null, problem: null }),
    },
    done: '#journey.flow.farewell',
  },
  states: {
    choosing: {
      on: {
        giveRating: {
          target: 'giving',
          actions: assign(({ context, event: { type: _, ...words } }) => ({
            rating: {
              ...ratingOf(context),
              words: LOW.includes(words.satisfaction) ? words : { ...words, phone: null },
            },
            problem: null,
          })),
        },
      },
    },
    /** Stored, or not, in one transaction: who leaves meanwhile has still rated or not. */
    giving: {
      invoke: {
        src: 'rate',
        input: ({ context }) => {
          const { receiptNumber, ticketId, words } = ratingOf(context);
          const who = context.person;
          return { receiptNumber, ticketId, who, words: words as GivenWords };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'given',
            actions: assign(({ context, event }) => {
              const taken = valueOr(event.output, null) as { view: CaseView; ticket: TicketShown | null };
              const now = ratingOf(context);
              const { satisfaction } = now.words as GivenWords;
              return {
                rating: { ...now, words: null, given: { satisfaction, ticket: taken.ticket } },
                cases: context.cases.map((one) =>
                  one.receiptNumber === now.receiptNumber ? taken.view : one,
                ),
              };
            }),
          },
          { target: 'choosing', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'choosing', actions: 'internalProblem' },
      },
    },
    given: {},
  },
});
