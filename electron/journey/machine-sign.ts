import { assign, raise, sendTo } from 'xstate';
import type { Strokes } from '../contract/index.ts';
import { failure } from './failures.ts';
import { base, type SessionContext } from './machine-session.ts';
import type { Fingerprint } from './types.ts';

/**
 * One document is signed: on the pad where there is one, on the screen otherwise or by wish, with a fingerprint (捺印) by
 * who cannot write. The screen is always good for a signature: nobody waits for a device.
 */

/** What somebody signed with. */
export type Mark =
  | { readonly strokes: Strokes; readonly fingerprint: null }
  | { readonly strokes: null; readonly fingerprint: Fingerprint };

type Turn = Partial<SessionContext>;

const padReady = ({ facts }: SessionContext) => facts.signing?.().pad === true;

/** What stands on the pad, when it is more than a few dots. */
const onPad = ({ facts }: SessionContext) => facts.padStrokes?.() ?? null;

/** The signature alone: what hangs on a document that is not signed any more. */
export const UNSIGNED = { strokes: null, fingerprint: null } as const satisfies Turn;

/** A mark of the session's own document. */
export const marked = (_: SessionContext, mark: Mark): Turn => mark;

/**
 * The states of signing. `here` is the state itself and `signed` where its end leads, both as absolute ids; `keep` puts
 * the mark where it belongs.
 */
export function signing(way: {
  readonly here: string;
  readonly signed: string;
  readonly back: string;
  readonly keep: (context: SessionContext, mark: Mark) => Turn;
}) {
  const { here, signed, back, keep } = way;
  const screen = `${here}.screen`;
  const done = (context: SessionContext, mark: Mark): Turn => ({
    ...keep(context, mark),
    print: null,
    feedback: null,
    problem: null,
  });
  return base.createStateConfig({
    initial: 'begin',
    on: {
      // A hand that writes on the screen is right also while the pad waits.
      signed: {
        target: signed,
        actions: assign(({ context, event }) => done(context, { strokes: event.strokes, fingerprint: null })),
      },
      useFingerprint: {
        guard: ({ context }) => context.facts.signing?.().fingerprint === true,
        target: `${here}.finger`,
        actions: 'clearProblem',
      },
      back: { target: back, actions: 'clearProblem' },
    },
    states: {
      begin: {
        always: [
          { guard: ({ context }) => padReady(context) && !context.onScreen, target: 'pad' },
          { target: 'screen' },
        ],
      },
      pad: {
        initial: 'opening',
        invoke: { id: 'pad', src: 'signOnPad', onError: { target: 'screen', actions: 'padProblem' } },
        states: {
          opening: {},
          empty: {
            // A pad that is dead looks like one on which nobody signs.
            after: {
              padQuiet: { target: screen, actions: assign({ problem: failure('padQuiet') }) },
            },
          },
          written: {
            on: {
              signedOnPad: {
                guard: ({ context }) => onPad(context) !== null,
                target: signed,
                actions: assign(({ context }) =>
                  done(context, { strokes: onPad(context) as Strokes, fingerprint: null }),
                ),
              },
            },
          },
        },
        on: {
          PAD: [
            { guard: ({ event }) => event.news === 'lost', target: 'screen', actions: 'padProblem' },
            { guard: ({ event }) => event.news === 'empty', target: '.empty' },
            {
              guard: ({ event }) => event.news === 'written',
              target: '.written',
              actions: ['clearProblem', raise({ type: 'ACTIVITY' })],
            },
            { actions: raise({ type: 'ACTIVITY' }) },
          ],
          clearPad: { actions: sendTo('pad', { type: 'clearPad' }) },
          signOnScreen: { target: 'screen', actions: assign({ onScreen: true, problem: null }) },
        },
      },
      screen: {
        on: {
          signOnPad: {
            guard: ({ context }) => padReady(context),
            target: 'pad',
            actions: assign({ onScreen: false, problem: null }),
          },
        },
      },
      finger: {
        initial: 'consent',
        on: {
          back: { target: 'begin', actions: assign({ print: null, feedback: null, problem: null }) },
          signed: {},
          useFingerprint: {},
        },
        states: {
          consent: {
            on: {
              consent: {
                guard: ({ context }) => context.facts.signing?.().fingerprint === true,
                target: 'reading',
              },
            },
          },
          reading: {
            entry: assign({ print: null, feedback: null, problem: null }),
            invoke: {
              src: 'takeFingerprint',
              onError: { target: 'failed', actions: 'internalProblem' },
            },
            on: {
              FINGER: [
                {
                  guard: ({ event }) => event.news.kind === 'taken',
                  target: 'taken',
                  actions: [
                    assign({
                      print: ({ event }) => (event.news.kind === 'taken' ? event.news.print : null),
                    }),
                    raise({ type: 'ACTIVITY' }),
                  ],
                },
                {
                  guard: ({ event }) => event.news.kind === 'failed',
                  target: 'failed',
                  actions: assign({
                    problem: ({ event }) => (event.news.kind === 'failed' ? event.news.problem : null),
                  }),
                },
                {
                  actions: [
                    assign({
                      feedback: ({ event }) => (event.news.kind === 'feedback' ? event.news.feedback : null),
                    }),
                    raise({ type: 'ACTIVITY' }),
                  ],
                },
              ],
            },
          },
          failed: { on: { retry: 'reading' } },
          taken: {
            on: {
              retry: 'reading',
              giveFingerprint: {
                target: signed,
                actions: assign(({ context }) =>
                  done(context, { strokes: null, fingerprint: context.print as Fingerprint }),
                ),
              },
            },
          },
        },
      },
    },
  });
}
