import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { CardFeature } from '../../codec/card-feature.ts';
import type { Presence } from '../../link/device-link.ts';

export type { CardFeature };

/** What a screen can tell the person meanwhile. */
export type MatchFeedback = 'place-finger' | 'press-harder' | 'too-messy' | 'moved' | 'comparing';

export interface MatchOptions {
  /** How long a finger is waited for, in milliseconds. */
  readonly waitMs?: number;
  readonly feedback?: (feedback: MatchFeedback) => void;
  readonly signal?: AbortSignal;
}

export interface MatcherFailure {
  readonly kind:
    | 'device-lost'
    | 'cancelled'
    | 'no-finger' /** nobody laid a finger on the sensor in time */
    | 'poor-image' /** no capture was good enough */
    | 'no-features' /** the card holds none, or they were erased */
    | 'refused' /** the module answered with an error */;
  /** For the technician: never a byte of the card or the finger. */
  readonly code: string;
}

/** Which of the card's fingers it was; null when it was none of them. Certified modules give no more than that. */
export interface CardMatch {
  /** Place in the list that was given. */
  readonly finger: number | null;
}

/** Compares a live finger with the features in an ID card. Needs a certified module: the driver is its vendor's. */
export interface CardFingerprintMatcher {
  readonly presence: Watchable<Presence>;
  /** The features stay the caller's, who erases them. Nothing of card or finger is in the module afterwards. */
  compare(
    features: readonly CardFeature[],
    options?: MatchOptions,
  ): Promise<Result<CardMatch, MatcherFailure>>;
  start(): void;
  stop(): Promise<void>;
}
