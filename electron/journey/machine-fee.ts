import { assign, raise } from 'xstate';
import type { FeeAtStake } from '../contract/index.ts';
import type { FeeAsked, FeeNews, FeeStanding } from './delivery-types.ts';
import { reportFrom } from './machine-report.ts';
import { base, type SessionContext } from './machine-session.ts';

/** The fee (收费), by the region's own payment code: one payment an application, whatever happens to machine or line. */

/** What is to be paid here for the chosen matter; null: nothing. */
export function askedFee(context: SessionContext): FeeAsked | null {
  const { facts, guide, region } = context;
  return (guide && facts.fee?.(region, guide.matter.code)) ?? null;
}

export function owesFee(context: SessionContext): boolean {
  return askedFee(context) !== null && context.fee?.state !== 'paid';
}

/** What whoever leaves now should know. */
export function feeAtStake(context: SessionContext): FeeAtStake | null {
  const { fee, current } = context;
  const asked = askedFee(context);
  if (!fee?.payment || !asked || current) return null;
  const paid = fee.state === 'paid';
  if (!paid && fee.state !== 'open' && fee.state !== 'unsure') return null;
  return {
    state: paid ? 'paid' : 'open',
    amountFen: fee.payment.amountFen,
    takesBack: asked.takesBack,
    endsAt: paid ? null : fee.payment.endsAt,
    refundDays: asked.refundDays,
  };
}

function begun({ facts, fee }: SessionContext): FeeStanding {
  return fee ?? { caseKey: facts.newId(), round: 1, state: 'asking', payment: null, problem: null };
}

function heard(fee: FeeStanding, news: FeeNews): FeeStanding {
  switch (news.kind) {
    case 'open':
    case 'paid':
      return { ...fee, state: news.kind, payment: news.payment, problem: null };
    case 'refused':
      return { ...fee, state: news.kind, problem: news.problem };
    case 'expired':
    case 'unreached':
    case 'unsure':
      return { ...fee, state: news.kind };
  }
}

const noted = ({ fee }: SessionContext, news: FeeNews): Partial<SessionContext> =>
  fee ? { fee: heard(fee, news) } : {};

/** The payment lives on when this screen is left: whoever comes back finds it as it stands at the region. */
export const fee = base.createStateConfig({
  initial: 'paying',
  entry: assign(({ context }) => ({ fee: begun(context) })),
  states: {
    paying: {
      invoke: {
        src: 'payFee',
        input: ({ context }) => {
          const { caseKey, round } = begun(context);
          return { caseKey, round, region: context.region, matter: context.guide?.matter.code ?? '' };
        },
        onError: { target: 'over', actions: 'feeBroke' },
      },
      on: {
        FEE: [
          {
            // The citizen's phone did it: that counts as a touch.
            guard: ({ event }) => event.news.kind === 'paid',
            target: 'paid',
            actions: [
              assign(({ context, event }) => noted(context, event.news)),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            guard: ({ event }) => event.news.kind === 'expired' || event.news.kind === 'refused',
            target: 'over',
            actions: assign(({ context, event }) => noted(context, event.news)),
          },
          { actions: assign(({ context, event }) => noted(context, event.news)) },
        ],
      },
    },
    paid: { on: { feePaid: '#journey.flow.preparing' } },
    /** It ran out, or the region wants none. Nothing was paid, so another may be asked for. */
    over: {
      on: {
        retry: {
          target: 'paying',
          actions: assign(({ context }) => {
            const before = begun(context);
            // A refused one was never made: its key is good for another try.
            const round = before.state === 'expired' ? before.round + 1 : before.round;
            return { fee: { ...before, round, state: 'asking' as const, payment: null, problem: null } };
          }),
        },
      },
    },
  },
  on: {
    report: {
      target: '#journey.flow.report',
      actions: assign(({ context }) => reportFrom(context, 'fee')),
    },
    back: 'delivery',
  },
});
