import { assign, raise, sendTo } from 'xstate';
import type { CaseView } from '../contract/index.ts';
import { handedIn } from './machine-materials.ts';
import { reportFrom } from './machine-report.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { AtLocker, LockerNews, LockerThing } from './types.ts';

/** 取件 and depositing originals: who it is, which cell, and what its door and sensor say. */

/** What lies here for whoever has shown a card. */
export function thingsOf({ facts, person }: SessionContext): LockerThing[] {
  return person ? (facts.locker?.lying(person.number) ?? []) : [];
}

export const canOpen = ({ state }: LockerThing) => state === 'ready' || state === 'overdue';

const CLOSED = {
  phase: 'opening',
  item: 'unknown',
  leftOpen: false,
  slip: 'none',
  outcome: null,
} as const satisfies Partial<AtLocker>;

function atThing(thing: LockerThing): AtLocker {
  const { cell, receiptNumber, matter } = thing;
  const act = thing.what === 'result' ? 'collect' : 'take-back';
  return { ...CLOSED, act, cell, receiptNumber, matter, items: [], low: false };
}

/** The originals that were promised for the locker; null when there are none. */
export function toDeposit(context: SessionContext, current: CaseView): AtLocker | null {
  const items = handedIn(context).flatMap(({ asked: { id, name }, given }) =>
    given.way === 'locker' ? [{ id, name }] : [],
  );
  if (items.length === 0) return null;
  const { receiptNumber, matter } = current;
  return { ...CLOSED, act: 'deposit', cell: null, receiptNumber, matter, items, low: false };
}

const at = (context: SessionContext) => context.locker as AtLocker;

export const collect = base.createStateConfig({
  on: {
    withCard: { target: 'collectCard', actions: 'clearProblem' },
    withCode: { target: 'collectCode', actions: 'clearProblem' },
    report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'collect')) },
    back: 'home',
  },
});

export const collectCard = base.createStateConfig({
  initial: 'consent',
  on: { back: { target: 'collect', actions: 'clearProblem' } },
  states: {
    consent: { on: { consent: { target: 'reader', actions: 'clearProblem' } } },
    reader: {
      always: { guard: 'readerReady', target: 'reading' },
      on: { DEVICES: { guard: 'readerReady', target: 'reading' } },
    },
    reading: {
      initial: 'waiting',
      invoke: { src: 'readCard' },
      states: { waiting: { on: { READING: 'card' } }, card: {} },
      on: {
        PERSON: [
          {
            guard: ({ event }) => event.result.ok,
            target: '#journey.flow.collectList',
            actions: assign({ person: ({ event }) => valueOr(event.result, null), problem: null }),
          },
          { guard: ({ event }) => problemIn(event.result)?.kind === 'readerAbsent', target: 'reader' },
          // A bug may not be tried again by itself without end.
          {
            guard: ({ event }) => problemIn(event.result)?.kind === 'internal',
            target: '#journey.flow.collect',
            actions: assign({ problem: ({ event }) => problemIn(event.result) }),
          },
          { target: 'reader', actions: assign({ problem: ({ event }) => problemIn(event.result) }) },
        ],
      },
    },
  },
});

export const collectCode = base.createStateConfig({
  initial: 'typing',
  on: { back: { target: 'collect', actions: 'clearProblem' } },
  states: {
    typing: {
      on: { giveCode: 'finding', withCard: { target: '#journey.flow.collectCard', actions: 'clearProblem' } },
    },
    finding: {
      invoke: {
        src: 'findByCode',
        input: ({ event }) => (event.type === 'giveCode' ? event.code : ''),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: '#journey.flow.cell',
            actions: assign(({ event }) => {
              const thing = valueOr(event.output, null);
              return { locker: thing && atThing(thing), problem: null };
            }),
          },
          { target: 'typing', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'typing', actions: 'internalProblem' },
      },
    },
  },
});

export const collectList = base.createStateConfig({
  on: {
    openCell: {
      guard: ({ context, event }) =>
        thingsOf(context).some((thing) => thing.cell === event.cell && canOpen(thing)),
      target: 'cell',
      actions: assign(({ context, event }) => ({
        locker: atThing(thingsOf(context).find(({ cell }) => cell === event.cell) as LockerThing),
        problem: null,
      })),
    },
    // Something else may have come, or its door was closed.
    DEVICES: {},
    report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'collect')) },
    back: { target: 'collect', actions: 'forgetPerson' },
    done: 'farewell',
  },
});

/** What is heard of the door, as far as it stays open. */
function heard(locker: AtLocker, news: LockerNews): AtLocker {
  switch (news.kind) {
    case 'cell':
      return { ...locker, cell: news.cell };
    case 'slip':
      return { ...locker, slip: news.state };
    case 'door': {
      const { phase, item, leftOpen } = news;
      return { ...locker, phase, item, leftOpen };
    }
    case 'over':
      return { ...locker, outcome: news.outcome };
    case 'failed':
      return locker;
  }
}

export const cell = base.createStateConfig({
  initial: 'choosing',
  states: {
    choosing: {
      always: { guard: ({ context }) => at(context).act !== 'deposit', target: 'moving' },
      on: {
        depositNow: {
          target: 'moving',
          actions: assign(({ context, event }) => ({
            locker: { ...at(context), ...CLOSED, low: event.low },
            problem: null,
          })),
        },
        // Without the locker they go to a window. Who is done with it is not done: whoever leaves the receipt there must be forgotten.
        done: { target: '#journey.flow.submitted', actions: raise({ type: 'ANSWERED' }) },
      },
    },
    moving: {
      invoke: {
        id: 'door',
        src: 'openDoor',
        input: ({ context }) => {
          const { act, cell, receiptNumber, items, low } = at(context);
          const { language } = context;
          return { act, cell, receiptNumber, items: items.map(({ id }) => id), low, language };
        },
        onError: { target: 'failed', actions: 'internalProblem' },
      },
      on: {
        LOCKER: [
          {
            guard: ({ event }) => event.news.kind === 'over',
            target: 'over',
            actions: [
              assign(({ context, event }) => ({ locker: heard(at(context), event.news) })),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            guard: ({ event }) => event.news.kind === 'failed',
            target: 'failed',
            actions: assign(({ event: { news } }) =>
              news.kind === 'failed' ? { problem: news.problem } : {},
            ),
          },
          {
            actions: [
              assign(({ context, event }) => ({ locker: heard(at(context), event.news) })),
              raise({ type: 'ACTIVITY' }),
            ],
          },
        ],
        cellSaid: { actions: sendTo('door', ({ event }) => event) },
      },
    },
    over: {
      on: {
        back: { guard: ({ context }) => context.person !== null, target: '#journey.flow.collectList' },
        retry: { guard: ({ context }) => mayRetry(context), target: 'moving', actions: 'doorAgain' },
        done: [
          {
            guard: ({ context }) => at(context).act === 'deposit',
            target: '#journey.flow.submitted',
            actions: raise({ type: 'ANSWERED' }),
          },
          { target: '#journey.flow.farewell' },
        ],
      },
    },
    failed: {
      on: {
        retry: { guard: ({ context }) => mayRetry(context), target: 'moving', actions: 'doorAgain' },
        report: {
          target: '#journey.flow.report',
          actions: assign(({ context }) =>
            reportFrom(context, at(context).act === 'deposit' ? 'cell' : 'collect'),
          ),
        },
        back: { guard: ({ context }) => context.person !== null, target: '#journey.flow.collectList' },
        done: [
          {
            guard: ({ context }) => at(context).act === 'deposit',
            target: '#journey.flow.submitted',
            actions: raise({ type: 'ANSWERED' }),
          },
          { target: '#journey.flow.farewell' },
        ],
      },
    },
  },
});

/** Whether the same door, or for a deposit another one, may be opened once more. */
export function mayRetry({ locker, problem }: SessionContext): boolean {
  if (!locker) return false;
  if (problem) return problem.retryable;
  return locker.outcome === 'still-inside' || locker.outcome === 'empty';
}
