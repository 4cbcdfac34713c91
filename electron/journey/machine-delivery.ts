import { assign } from 'xstate';
import type { Delivery, Guide, LockerPlace } from '../contract/index.ts';
import {
  compileForm,
  type FormValues,
  localDate,
  MAIL_FORM,
  mailAddressOf,
  mailAnswers,
  mailPrefill,
} from '../core/index.ts';
import { owesFee } from './machine-fee.ts';
import { askedMaterials } from './machine-materials.ts';
import { base, formOf, type SessionContext } from './machine-session.ts';

/** How the result comes (送达方式). It can be changed until the signature; what is paid by then stays paid. */

const mailForm = compileForm(MAIL_FORM);

const lockersOf = (context: SessionContext): readonly LockerPlace[] => context.facts.lockers?.() ?? [];

/** The chosen locker, as long as there is one of that name. */
export function chosenLocker(context: SessionContext): LockerPlace | null {
  return lockersOf(context).find(({ id }) => id === context.resultLocker) ?? null;
}

/** What may be chosen now: nothing that this machine or the region cannot do at this moment. */
export function deliveriesNow(context: SessionContext): Delivery[] {
  const { facts, guide, region } = context;
  return (guide as Guide).deliveries.filter(
    (one) =>
      (one !== 'print-here' || facts.printerReady()) &&
      (one !== 'locker' || lockersOf(context).length > 0) &&
      facts.canDeliver?.(region, one) !== false,
  );
}

const mayChoose = (context: SessionContext, delivery: Delivery, locker: string | undefined): boolean =>
  deliveriesNow(context).includes(delivery) &&
  (delivery !== 'locker' || lockersOf(context).some(({ id }) => id === locker));

/** Answers to begin with: what was said here before, or what card and form know. */
export function mailValues(context: SessionContext): FormValues {
  if (context.receiver) return mailAnswers(context.receiver);
  const { person, forWhom, values } = context;
  const phone = formOf(context)?.fields.find(({ kind, name }) => kind === 'phone' && name in values);
  const number = phone && values[phone.name];
  return mailPrefill({
    name: person?.chineseName ?? person?.name ?? '',
    // A company's result does not go to the home of who speaks for it.
    address: forWhom?.organisation ? null : (person?.address ?? null),
    phone: typeof number === 'string' ? number : null,
  });
}

const mailProblems = (context: SessionContext, values: FormValues) =>
  mailForm.problems(values, { today: localDate(context.facts.now()) });

export const delivery = base.createStateConfig({
  on: {
    chooseDelivery: {
      guard: ({ context, event }) => mayChoose(context, event.delivery, event.locker),
      target: 'decided',
      actions: [
        assign(({ context, event }) => ({
          delivery: event.delivery,
          resultLocker: event.delivery === 'locker' ? (event.locker ?? null) : null,
          // Whoever chooses the post anew looks at the address anew.
          mailKnown: false,
          receiver: event.delivery === 'ems' ? context.receiver : null,
        })),
        'forgetDocument',
      ],
    },
    back: [
      { guard: ({ context }) => askedMaterials(context).length > 0, target: 'materials' },
      { target: 'details' },
    ],
  },
});

export const mailAddress = base.createStateConfig({
  entry: assign({ mailProblems: [] }),
  on: {
    giveAddress: [
      {
        guard: ({ context, event }) => mailProblems(context, event.values).length === 0,
        target: 'decided',
        actions: assign(({ context, event }) => ({
          receiver: mailAddressOf(
            mailForm.normalise(event.values, { today: localDate(context.facts.now()) }),
          ),
          mailKnown: true,
          mailProblems: [],
        })),
      },
      {
        actions: assign(({ context, event }) => ({
          // What was typed stays on the screen; it is no address yet.
          receiver: mailAddressOf(event.values),
          mailProblems: mailProblems(context, event.values),
        })),
      },
    ],
    back: 'delivery',
  },
});

/** Nothing stands on the screen here: what is missing still comes first, then the fee, then the document. */
export const decided = base.createStateConfig({
  always: [
    { guard: ({ context }) => context.delivery === 'ems' && !context.mailKnown, target: 'mailAddress' },
    { guard: ({ context }) => owesFee(context), target: 'fee' },
    { target: 'preparing' },
  ],
});
