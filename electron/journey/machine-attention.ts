import { and, assign, raise, stateIn } from 'xstate';
import { base } from './machine-session.ts';

/**
 * The attention of the citizen: idle warning, the question before leaving, the longest session. Runs beside the flow and
 * never changes it but by WIPE, so that nothing typed is lost while an overlay lies over the screen.
 */
export const attention = base.createStateConfig({
  initial: 'away',
  states: {
    away: {
      on: {
        apply: 'here',
        track: 'here',
        collect: 'here',
        print: 'here',
        help: 'here',
        report: 'here',
        ANSWERED: 'here',
      },
      always: { guard: ({ context }) => context.recovered !== null, target: 'here' },
    },
    here: {
      initial: 'active',
      entry: assign({
        sessionEndsAt: ({ context }) => context.facts.now() + 1000 * context.facts.timing().longestSession,
      }),
      after: { longest: '.warning' },
      states: {
        active: {
          after: { idle: 'warning' },
          on: {
            ACTIVITY: { target: 'active', reenter: true },
            leave: 'leaving',
          },
        },
        leaving: {
          after: { idle: 'warning' },
          on: { stay: 'active', ACTIVITY: { target: 'leaving', reenter: true } },
        },
        warning: {
          entry: assign({
            warningEndsAt: ({ context }) => context.facts.now() + 1000 * context.facts.timing().idleCountdown,
          }),
          exit: assign({ warningEndsAt: null }),
          after: { countdown: { actions: raise({ type: 'WIPE' }) } },
          on: { stay: { target: '#journey.attention.here', reenter: true } },
        },
      },
      on: {
        WIPE: 'away',
        leaveNow: 'away',
        keepDraft: 'away',
        done: 'away',
        // Help that was opened from the first screen is closed: nobody has begun anything.
        helpBack: {
          guard: and([stateIn({ flow: 'home' }), stateIn({ help: { open: 'ways' } })]),
          target: 'away',
        },
      },
    },
  },
});
