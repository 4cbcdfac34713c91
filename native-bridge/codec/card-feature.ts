/** Bytes of one feature; the block of fingerprints in a card's reply holds two places of this size. */
export const CARD_FEATURE_BYTES = 512;

/** Only this module can make one. */
const made: unique symbol = Symbol('card feature');

/**
 * One finger of a card's holder, as the chip of the ID card holds it (GA/T 1012). Opaque: the format is for certified
 * modules alone, and nothing of it is read here. It is no template of a fingerprint module, although both have 512
 * bytes; the type of neither fits where the other is wanted. The bytes are in no property, so they show up in no log and
 * no JSON.
 */
export class CardFeature {
  readonly #bytes: Uint8Array;
  #erased = false;

  constructor(key: typeof made, bytes: Uint8Array) {
    if (key !== made) throw new TypeError('features come from cards only');
    this.#bytes = bytes;
  }

  /** True once it was overwritten. */
  get erased(): boolean {
    return this.#erased;
  }

  /** Lends the 512 bytes to a matcher's driver, which keeps no copy beyond the comparison; null when erased. */
  lend<T>(use: (bytes: Uint8Array) => T): T | null {
    return this.#erased ? null : use(this.#bytes);
  }

  /** Overwrites it: to be called as soon as it was compared. */
  erase(): void {
    this.#bytes.fill(0);
    this.#erased = true;
  }
}

/**
 * The features in a card's block of fingerprints (1,024 bytes: two of 512), and the block is overwritten. A place that
 * holds nothing but 00 or nothing but FF is no finger: cards without fingerprints exist. Null for a block of another
 * length; it is overwritten too.
 */
export function takeCardFeatures(block: Uint8Array): readonly CardFeature[] | null {
  const features: CardFeature[] = [];
  const whole = block.length > 0 && block.length % CARD_FEATURE_BYTES === 0;
  for (let at = 0; whole && at < block.length; at += CARD_FEATURE_BYTES) {
    const one = block.slice(at, at + CARD_FEATURE_BYTES);
    if (one.every((byte) => byte === 0x00) || one.every((byte) => byte === 0xff)) continue;
    features.push(new CardFeature(made, one));
  }
  block.fill(0);
  return whole ? features : null;
}
