import { assign } from 'xstate';
import type { IdentityDocument, Result } from '../core/index.ts';
import { asksOtherProof } from './machine-passport.ts';
import { reportFrom } from './machine-report.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { Failure, IdentityClaim, Person } from './types.ts';

/** Who someone is: by card, or by number and name that the region checks. */

/** The card, where the matter does not take its kind. Who only asks after a case may use any. */
function refusedIn({ guide }: SessionContext, result: Result<Person, Failure>): IdentityDocument | null {
  if (!result.ok || !guide) return null;
  const { document } = result.value;
  return guide.identity.accepts.includes(document) ? null : document;
}

export const identify = base.createStateConfig({
  initial: 'consent',
  entry: 'forgetPerson',
  on: {
    back: [
      { guard: ({ context }) => context.purpose !== 'apply', target: 'home', actions: 'clearProblem' },
      { target: 'guide', actions: 'clearProblem' },
    ],
    withoutCard: [
      { guard: asksOtherProof, target: 'otherProof', actions: 'clearProblem' },
      {
        guard: ({ context }) => context.purpose === 'apply' && context.guide?.withoutCard !== true,
        target: 'cardNeeded',
        actions: 'clearProblem',
      },
      {
        // Without a card the result of one case can be had, by its number: that is the door of tracking.
        guard: ({ context }) => context.purpose === 'print',
        target: 'noCard',
        actions: assign({ purpose: 'track', problem: null }),
      },
      { target: 'noCard', actions: 'clearProblem' },
    ],
  },
  states: {
    consent: { on: { consent: { target: 'reader', actions: 'clearProblem' } } },
    /** The reader may be away: the screen says so and goes on by itself when it is back. */
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
            guard: ({ context, event }) => event.result.ok && context.purpose === 'track',
            target: '#journey.flow.finding',
            actions: assign({
              person: ({ event }) => valueOr(event.result, null),
              problem: null,
            }),
          },
          {
            guard: ({ context, event }) => event.result.ok && context.purpose === 'print',
            target: '#journey.flow.prints',
            actions: assign({
              person: ({ event }) => valueOr(event.result, null),
              problem: null,
            }),
          },
          {
            guard: ({ context, event }) => refusedIn(context, event.result) !== null,
            target: '#journey.flow.cardNeeded',
            actions: assign({
              refusedCard: ({ context, event }) => refusedIn(context, event.result),
              problem: null,
            }),
          },
          {
            guard: ({ event }) => event.result.ok,
            // What this citizen wished to be kept comes first; without it, straight on.
            target: '#journey.flow.resume',
            actions: assign({
              person: ({ event }) => valueOr(event.result, null),
              problem: null,
            }),
          },
          // A reader that went away is a pause, not an answer: nothing is lost, reading goes on when it is back.
          {
            guard: ({ event }) => problemIn(event.result)?.kind === 'readerAbsent',
            target: 'reader',
          },
          // A bug may not be tried again by itself without end.
          {
            guard: ({ event }) => problemIn(event.result)?.kind === 'internal',
            target: '#journey.flow.stuck',
            actions: assign({ problem: ({ event }) => problemIn(event.result) }),
          },
          {
            target: 'reader',
            actions: assign({ problem: ({ event }) => problemIn(event.result) }),
          },
        ],
      },
    },
  },
});

export const noCard = base.createStateConfig({
  on: {
    giveIdentity: [
      {
        guard: ({ context, event }) =>
          context.purpose === 'apply' && context.facts.numberProblem(event.number) !== null,
        actions: assign({ problem: ({ context, event }) => context.facts.numberProblem(event.number) }),
      },
      {
        guard: ({ context }) => context.purpose === 'apply',
        target: 'checking',
        actions: assign({
          claim: ({ event }) => ({ name: event.name, number: event.number }),
          problem: null,
        }),
      },
    ],
    giveReceipt: [
      {
        guard: ({ context, event }) => context.facts.receiptProblem(event.receiptNumber) !== null,
        actions: assign({
          problem: ({ context, event }) => context.facts.receiptProblem(event.receiptNumber),
        }),
      },
      {
        guard: ({ context }) => context.purpose === 'track',
        target: 'finding',
        actions: assign({
          receiptClaim: ({ event }) => ({ receiptNumber: event.receiptNumber, number: event.number }),
          problem: null,
        }),
      },
    ],
    back: [
      { guard: asksOtherProof, target: 'otherProof', actions: 'clearProblem' },
      { target: 'identify', actions: 'clearProblem' },
    ],
  },
});

export const cardNeeded = base.createStateConfig({
  on: {
    back: 'identify',
    report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'cardNeeded')) },
  },
});

export const checking = base.createStateConfig({
  invoke: {
    src: 'checkPerson',
    input: ({ context }) => ({
      region: context.region,
      claim: context.claim as IdentityClaim,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: 'forWhom',
        actions: assign({
          person: ({ event }) => valueOr(event.output, null),
          problem: null,
        }),
      },
      {
        guard: ({ context, event }) =>
          context.claim?.passport !== undefined && problemIn(event.output)?.kind === 'identityMismatch',
        target: 'passport.check',
        actions: assign({ problem: ({ event }) => problemIn(event.output) }),
      },
      {
        guard: ({ event }) => problemIn(event.output)?.kind === 'identityMismatch',
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
  on: {
    back: [
      { guard: ({ context }) => context.claim?.passport !== undefined, target: 'passport.check' },
      { target: 'noCard' },
    ],
  },
});
