import { assign } from 'xstate';
import type { ScreenData } from '../contract/index.ts';
import { base, type SessionContext } from './machine-session.ts';
import { signing } from './machine-sign.ts';

/** 告知承诺制: what is promised is read on its own page and signed by itself, before the application is. */

/** Whether the promise is still to be given or refused. */
export function asksCommitment({ guide, commitment }: SessionContext): boolean {
  return guide?.commitment !== undefined && commitment === null;
}

export function commitmentOf({ guide }: SessionContext): ScreenData<'commitment'> | null {
  return guide?.commitment
    ? {
        matter: guide.matter.name,
        region: guide.region.short,
        promises: [...guide.commitment.promises],
        untrue: guide.commitment.untrue,
        ordinary: guide.commitment.ordinary,
        sample: guide.sample,
      }
    : null;
}

export const commitment = base.createStateConfig({
  on: {
    promise: { target: 'signCommitment', actions: 'clearProblem' },
    // The document has the promise in it: it is made anew without.
    refusePromise: {
      target: 'preparing',
      actions: ['forgetDocument', assign({ commitment: 'refused' })],
    },
    back: 'review',
  },
});

export const signCommitment = signing({
  here: '#journey.flow.signCommitment',
  signed: '#journey.flow.sign',
  back: '#journey.flow.commitment',
  keep: ({ facts }, mark) => ({ commitment: { ...mark, signedAt: facts.now() } }),
});
