import type { Delivery } from '../contract/index.ts';
import { IDENTITY_CARDS } from '../core/index.ts';
import { FULL_DEPTHS, type Implementation } from './schemas/implementation.ts';

/** Why a matter cannot be done at this machine, for a screen to put into words. */
export type Hindrance =
  | { readonly kind: 'unknown-matter' }
  /** Nobody has confirmed that the matter exists in this form. */
  | { readonly kind: 'unverified' }
  /** This machine does not serve the region. */
  | { readonly kind: 'unknown-region' }
  | { readonly kind: 'not-offered' }
  | { readonly kind: 'not-yet'; readonly from: string }
  /** `to`: the last day on which it could be done. */
  | { readonly kind: 'ended'; readonly to: string }
  /** Another region's matter, and no published agreement in force lets this machine take it in. */
  | { readonly kind: 'no-agreement' }
  | ImplementationHindrance;

/** What stands in the way in the implementation itself. */
export type ImplementationHindrance =
  /** The channel does not go as far as handing in. */
  | { readonly kind: 'depth'; readonly depth: Implementation['depth'] }
  | { readonly kind: 'no-form' }
  /** The authority there decides nothing (异地代办): only an agent can carry it. */
  | { readonly kind: 'no-authority' }
  /** Neither card nor number counts as identity. */
  | { readonly kind: 'identity' };

/** What the reader reads. */
const READ_HERE: readonly string[] = IDENTITY_CARDS;

/** In the order in which they are offered. Whether this machine can do one today, the journey asks its devices. */
export const OFFERED_DELIVERIES: readonly Delivery[] = [
  'print-here',
  'e-document',
  'locker',
  'ems',
  'window',
];

/** The deliveries of an implementation, in that order. */
export function offeredDeliveries({ deliveries }: Pick<Implementation, 'deliveries'>): Delivery[] {
  return OFFERED_DELIVERIES.filter((delivery) => deliveries.includes(delivery));
}

/** Everything in an implementation that keeps it from being done here; empty when nothing does. */
export function implementationHindrances(implementation: Implementation): ImplementationHindrance[] {
  const { depth, form, authorityScope, identity } = implementation;
  const found: ImplementationHindrance[] = [];
  if (!FULL_DEPTHS.includes(depth)) found.push({ kind: 'depth', depth });
  if (form === undefined) found.push({ kind: 'no-form' });
  if (authorityScope === 'none') found.push({ kind: 'no-authority' });
  if (!identity.accepts.some((proof) => READ_HERE.includes(proof) || proof === 'no-card'))
    found.push({ kind: 'identity' });
  return found;
}
