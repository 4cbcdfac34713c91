import { assign, raise } from 'xstate';
import type { CaseView } from '../contract/index.ts';
import { base, type SessionContext } from './machine-session.ts';

/** A case's result goes to the phone of whoever has the case on the screen. */

/** Whether there is a file to give: what contradicts its region is not kept. */
export const hasFile = (one: CaseView): boolean => one.result !== undefined && one.result.use !== 'none';

export const mayGoToPhone = (context: SessionContext, one: CaseView): boolean =>
  hasFile(one) && context.facts.phoneReady?.() === true;

type Giving = NonNullable<SessionContext['giving']>;

const withPage = (context: SessionContext, page: Giving['page']): Partial<SessionContext> =>
  context.giving ? { giving: { ...context.giving, page } } : {};

/** The address lives as long as this state: whoever leaves it closes it. */
export const resultPhone = base.createStateConfig({
  initial: 'waiting',
  entry: 'clearProblem',
  states: {
    waiting: {
      invoke: {
        src: 'giveToPhone',
        input: ({ context }) => ({
          receiptNumber: (context.giving as Giving).receiptNumber,
          language: context.language,
        }),
        onError: { target: 'over', actions: 'internalProblem' },
      },
      on: {
        PHONE: [
          {
            guard: ({ event }) => event.news.kind === 'open',
            actions: [
              assign(({ context, event: { news } }) =>
                news.kind === 'open' ? withPage(context, { url: news.url, endsAt: news.endsAt }) : {},
              ),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            guard: ({ event }) => event.news.kind === 'taken',
            target: 'taken',
            actions: raise({ type: 'ACTIVITY' }),
          },
          {
            target: 'over',
            actions: assign(({ event: { news } }) =>
              news.kind === 'closed' ? { problem: news.problem } : {},
            ),
          },
        ],
      },
    },
    taken: {
      entry: assign(({ context }) => withPage(context, null)),
      on: { retry: 'waiting', done: '#journey.flow.farewell' },
    },
    over: {
      entry: assign(({ context }) => withPage(context, null)),
      on: { retry: { target: 'waiting', actions: 'clearProblem' } },
    },
  },
  on: { back: { target: 'cases', actions: ['clearProblem', assign({ giving: null })] } },
});
