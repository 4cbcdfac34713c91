import { assign, raise } from 'xstate';
import { documentIn, missingIn } from './machine-character.ts';
import { asksCommitment } from './machine-commitment.ts';
import { toDeposit } from './machine-locker.ts';
import { base, draftOf, problemIn, valueOr } from './machine-session.ts';
import { marked, signing, UNSIGNED } from './machine-sign.ts';
import { dueOf, signersOf } from './machine-signers.ts';

/** From the document to the case in the database: the very document, signed. */

export const preparing = base.createStateConfig({
  invoke: {
    src: 'prepare',
    input: ({ context }) => draftOf(context),
    onDone: [
      {
        guard: ({ event }) => missingIn(event.output).length > 0,
        target: 'character',
        actions: assign(({ event }) => {
          const missing = missingIn(event.output);
          return { missing, lacking: missing.length };
        }),
      },
      {
        guard: ({ event }) => event.output.ok,
        target: 'review',
        actions: assign({ document: ({ event }) => documentIn(event.output) }),
      },
      {
        target: 'stuck',
        actions: assign({ problem: ({ event }) => problemIn(event.output) }),
      },
    ],
    onError: { target: 'stuck', actions: 'internalProblem' },
  },
});

export const review = base.createStateConfig({
  on: {
    toSign: [{ guard: ({ context }) => asksCommitment(context), target: 'commitment' }, { target: 'sign' }],
    back: { target: 'delivery', actions: 'forgetDocument' },
  },
});

export const sign = signing({
  here: '#journey.flow.sign',
  signed: '#journey.flow.signers',
  back: '#journey.flow.review',
  keep: marked,
});

export const submitting = base.createStateConfig({
  invoke: {
    src: 'submit',
    input: ({ context }) => ({
      ...draftOf(context),
      signers: signersOf(context),
      signaturesDue: dueOf(context),
    }),
    onDone: [
      // Originals go into the locker while their owner stands here.
      {
        guard: ({ context, event }) => event.output.ok && toDeposit(context, event.output.value) !== null,
        target: 'cell',
        actions: assign(({ context, event }) => {
          const current = valueOr(event.output, null);
          return { current, locker: current && toDeposit(context, current), stored: true };
        }),
      },
      {
        guard: ({ event }) => event.output.ok,
        target: 'submitted',
        actions: assign({
          current: ({ event }) => valueOr(event.output, null),
          stored: true,
        }),
      },
      {
        target: 'sign',
        actions: assign({
          problem: ({ event }) => problemIn(event.output),
          ...UNSIGNED,
        }),
      },
    ],
    onError: { target: 'sign', actions: ['internalProblem', assign(UNSIGNED)] },
  },
  // The transaction is a matter of milliseconds; a citizen who leaves within them has still submitted or not.
  on: { WIPE: {}, leaveNow: {} },
  // The attention may have given the citizen up meanwhile; what is on the screen now must not stay for ever.
  exit: raise({ type: 'ANSWERED' }),
});
