import { assign } from 'xstate';
import type { Failure, Guide } from '../contract/index.ts';
import { failure } from './failures.ts';
import { isMinor, NOBODY_ELSE } from './machine-for-whom.ts';
import { base, problemIn, type SessionContext } from './machine-session.ts';
import { personOfClaim } from './persons.ts';
import type { ForWhom, Person } from './types.ts';

/** A guardian (监护人) applies for a minor: the number says the age, the region's register who the guardian is. */

/** Why this cannot be the ward (被监护人) of who stands here, or null. */
function wardProblem(context: SessionContext, number: string): Failure | null {
  const wrong = context.facts.numberProblem(number);
  if (wrong) return wrong;
  if (number === context.person?.number) return failure('wardSame');
  return isMinor(number.slice(6, 14), context.facts.now()) ? null : failure('wardOfAge');
}

export const ward = base.createStateConfig({
  on: {
    giveWard: [
      {
        guard: ({ context, event }) => wardProblem(context, event.number) !== null,
        actions: assign({ problem: ({ context, event }) => wardProblem(context, event.number) }),
      },
      {
        target: 'checkingWard',
        actions: assign({
          forWhom: ({ event: { name, number } }) => ({
            ...NOBODY_ELSE,
            principal: personOfClaim({ name, number }),
            guardian: true as const,
          }),
          problem: null,
        }),
      },
    ],
    back: { target: 'forWhom', actions: 'clearProblem' },
  },
});

export const checkingWard = base.createStateConfig({
  invoke: {
    src: 'checkWard',
    input: ({ context }) => ({
      region: context.region,
      matter: (context.guide as Guide).matter.code,
      ward: (context.forWhom as ForWhom).principal as Person,
      guardian: context.person as Person,
    }),
    onDone: [
      { guard: ({ event }) => event.output.ok, target: 'details' },
      {
        target: 'ward',
        actions: assign({ forWhom: null, problem: ({ event }) => problemIn(event.output) }),
      },
    ],
    onError: { target: 'stuck', actions: ['internalProblem', assign({ forWhom: null })] },
  },
  on: { back: { target: 'ward', actions: assign({ forWhom: null }) } },
});
