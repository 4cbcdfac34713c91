import { assign, raise } from 'xstate';
import type { HelperRole } from '../contract/index.ts';
import type { Assistance } from './help-types.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';

/**
 * Help (找人帮忙) lies over the flow, which stands still under it and hears none of its events. A call for staff runs on
 * when help is closed, until somebody came or the session is over.
 */

const NO_HELP = {
  helperRole: null,
  helpProblem: null,
  video: null,
} as const satisfies Partial<SessionContext>;

function assistedBy(
  context: SessionContext,
  role: HelperRole | null,
  helper: Assistance['helper'],
): Partial<SessionContext> {
  const consentedAt = context.facts.now();
  return { assisted: { role: role as HelperRole, helper, consentedAt }, helperRole: null, helpProblem: null };
}

/** Somebody is known, or something was begun, that another can go on with. */
export const canHandOver = (context: SessionContext): boolean =>
  context.person !== null || context.claim !== null || context.receiptClaim !== null;

const hasCard = (context: SessionContext): boolean => context.facts.cardOnReader();

export const help = base.createStateConfig({
  initial: 'away',
  states: {
    away: {
      entry: assign(NO_HELP),
      on: { help: { guard: ({ context }) => context.facts.help !== undefined, target: 'open' } },
    },
    open: {
      initial: 'ways',
      on: {
        WIPE: { target: 'away', actions: 'defaultLanguage' },
        leaveNow: 'away',
        helpBack: 'away',
        report: 'away',
      },
      states: {
        ways: {
          on: {
            toHandOver: { guard: ({ context }) => canHandOver(context), target: 'handOver' },
            endHandOver: { actions: assign({ assisted: null }) },
            callVideo: {
              guard: ({ context }) => context.facts.help?.hasVideo() === true,
              target: 'video',
            },
          },
        },
        handOver: {
          on: {
            handOver: [
              {
                guard: ({ event }) => event.withCard,
                target: 'lift',
                actions: assign({ helperRole: ({ event }) => event.role, helpProblem: null }),
              },
              {
                target: 'ways',
                actions: assign(({ context, event }) => assistedBy(context, event.role, null)),
              },
            ],
            helpBack: 'ways',
          },
        },
        /** The citizen's card, or one that did not do, has to go first. */
        lift: {
          always: { guard: ({ context }) => !hasCard(context), target: 'reading' },
          on: {
            DEVICES: { guard: ({ context }) => !hasCard(context), target: 'reading' },
            helpBack: 'handOver',
          },
        },
        reading: {
          invoke: {
            src: 'readHelper',
            onDone: [
              {
                guard: ({ event }) => event.output.ok,
                target: 'ways',
                actions: assign(({ context, event }) => {
                  const person = valueOr(event.output, null);
                  const helper = person && { name: person.name, number: person.number };
                  return assistedBy(context, context.helperRole, helper);
                }),
              },
              {
                target: 'handOver',
                actions: assign({ helpProblem: ({ event }) => problemIn(event.output) }),
              },
            ],
            onError: { target: 'handOver', actions: 'internalHelpProblem' },
          },
          on: { helpBack: 'handOver' },
        },
        video: {
          entry: [assign({ video: { state: 'ringing', words: null } }), raise({ type: 'ACTIVITY' })],
          exit: assign({ video: null }),
          invoke: {
            src: 'callVideo',
            input: ({ context }) => ({ language: context.language }),
            onError: { target: 'ways', actions: 'internalHelpProblem' },
          },
          on: {
            VIDEO: { actions: [assign({ video: ({ event }) => event.news }), raise({ type: 'ACTIVITY' })] },
            endVideo: 'ways',
            helpBack: 'ways',
          },
        },
      },
    },
  },
});

/** A call for staff, from being written down until the session is over or nobody need come. */
export const staffCall = base.createStateConfig({
  initial: 'none',
  on: { WIPE: '.none', leaveNow: '.none' },
  states: {
    none: {
      entry: assign({ call: null }),
      on: {
        callStaff: { guard: ({ context }) => context.facts.help?.desk().open === true, target: 'made' },
      },
    },
    made: {
      invoke: {
        src: 'callStaff',
        input: ({ context }) => ({ language: context.language }),
        onError: { target: 'none', actions: 'internalHelpProblem' },
      },
      on: {
        CALL: {
          actions: [
            assign(({ context, event: { news } }) => ({
              call:
                news.kind === 'called'
                  ? { calledAt: news.at, answeredAt: null }
                  : { calledAt: context.call?.calledAt ?? news.at, answeredAt: news.at },
            })),
            // News of a call counts as the citizen's own touch, and gives the longer time.
            raise({ type: 'ACTIVITY' }),
          ],
        },
        endCall: 'none',
      },
    },
  },
});
