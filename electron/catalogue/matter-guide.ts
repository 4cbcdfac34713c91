import type { Guide, MatterCard } from '../contract/index.ts';
import { type Hindrance, offeredDeliveries } from './hindrances.ts';
import type { Implementation } from './schemas/implementation.ts';

export interface GuideParts {
  readonly card: MatterCard;
  readonly region: Guide['region'];
  readonly implementation: Implementation;
  readonly hindrances: readonly Hindrance[];
}

/** What a citizen reads of a matter of a region: the implementation in force, and why it cannot be done here. */
export function guideOf({ card, region, implementation, hindrances }: GuideParts): Guide {
  const { authority, promisedWorkingDays, statutoryWorkingDays, result, caution, places } = implementation;
  const { sample, identity, handling, modes } = implementation;
  const texts = (items: readonly { readonly text: Guide['fee'] }[]) => items.map(({ text }) => text);
  return {
    matter: card,
    region: { code: region.code, name: region.name, short: region.short, phone: region.phone },
    sample,
    authority,
    conditions: texts(implementation.conditions),
    materials: texts(implementation.materials),
    steps: texts(implementation.steps),
    identity,
    handling,
    modes,
    fee: implementation.fee.text,
    charge: chargeOf(implementation),
    postagePaidBy: implementation.postage ?? null,
    promisedWorkingDays,
    statutoryWorkingDays,
    result,
    deliveries: offeredDeliveries(implementation),
    caution,
    places,
    withoutCard: identity.accepts.includes('no-card'),
    hindrances: [...hindrances],
    ...(handling === 'commitment' && implementation.commitment
      ? { commitment: implementation.commitment }
      : {}),
    ...(implementation.signers ? { signers: implementation.signers } : {}),
    ...(implementation.batch ? { batch: { ...implementation.batch } } : {}),
  };
}

function chargeOf({ fee, sample }: Implementation): NonNullable<Guide['charge']> {
  const { amountFen, text, basis = null, freeWhen = null, refundDays = null } = fee;
  const here = fee.online === true && amountFen !== null && amountFen > 0;
  return { amountFen, text, basis, freeWhen, sample, here, refundDays };
}
