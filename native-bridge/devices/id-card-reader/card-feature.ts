/** Bytes of one feature. */
const FEATURE_BYTES = 512;

/** Only this module can make one. */
const made: unique symbol = Symbol('card feature');

/** What a `CardFeature` holds, for whoever must tell features of different origin apart at run time. */
export const CARD_FEATURE_FORMAT = Object.freeze({ origin: 'id-card', standard: 'GA/T 1012' });

/**
 * One finger of a card's holder, as features in the format of GA/T 1012: 512 bytes that nothing in this house looks
 * into. For the matcher of ID card features and for nothing else: fingerprint modules have templates of the same size
 * and another format. The bytes are in no property, so they show up in no log and no JSON.
 */
export class CardFeature {
  readonly format = CARD_FEATURE_FORMAT;
  readonly #bytes: Uint8Array;
  #wiped = false;

  constructor(key: typeof made, bytes: Uint8Array) {
    if (key !== made) throw new TypeError('features come from cards only');
    this.#bytes = bytes;
  }

  /** True once the bytes were overwritten. */
  get wiped(): boolean {
    return this.#wiped;
  }

  /** The 512 bytes themselves, no copy: for the matcher. All 0 once wiped. */
  bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Overwrites the bytes: to be called as soon as they were compared. */
  wipe(): void {
    this.#bytes.fill(0);
    this.#wiped = true;
  }
}

/** The two fingers of a card. */
export type CardFeatures = readonly [CardFeature, CardFeature];

/** The features in the 1,024 bytes of a card's fingerprint block; they share no memory with it. */
export function cardFeatures(block: Uint8Array): CardFeatures {
  return [
    new CardFeature(made, block.slice(0, FEATURE_BYTES)),
    new CardFeature(made, block.slice(FEATURE_BYTES, 2 * FEATURE_BYTES)),
  ];
}
