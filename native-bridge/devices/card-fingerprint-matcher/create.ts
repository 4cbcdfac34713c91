import { type Clock, err, ok, type Result } from '../../../electron/core/index.ts';
import type { OpenTransport } from '../../transport/port.ts';
import type { CardFingerprintMatcher } from './types.ts';

/** What a kiosk's profile says of its matcher; null or nothing where it has none. */
export interface CardMatcherConfig {
  /** Name of the driver, as it stands in the table of drivers. */
  readonly driver: string;
  readonly address: string;
}

export interface CardMatcherDeps {
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
}

export type CardMatcherDriver = (deps: CardMatcherDeps) => CardFingerprintMatcher;

/** Drivers by name. A vendor's driver is added here, or handed to `createCardFingerprintMatcher`. */
export type CardMatcherDrivers = Readonly<Record<string, CardMatcherDriver>>;

/** None comes with the kiosk: modules that may read card features are certified, and their protocols are not open. */
export const CARD_MATCHER_DRIVERS: CardMatcherDrivers = {};

/** A driver is configured that is not there: one line that says which ones are. */
export interface UnknownCardMatcher {
  readonly kind: 'unknown-driver';
  readonly message: string;
}

/** The matcher of this kiosk, or null where none is configured: then this factor is not offered to anybody. */
export function createCardFingerprintMatcher(
  config: CardMatcherConfig | null | undefined,
  deps: { readonly open: OpenTransport; readonly clock: Clock },
  drivers: CardMatcherDrivers = CARD_MATCHER_DRIVERS,
): Result<CardFingerprintMatcher | null, UnknownCardMatcher> {
  if (!config) return ok(null);
  const driver = Object.hasOwn(drivers, config.driver) ? drivers[config.driver] : undefined;
  if (!driver) {
    const known = Object.keys(drivers).join(', ') || 'none';
    return err({
      kind: 'unknown-driver',
      message: `card fingerprint matcher ${config.driver}: no such driver (there is: ${known})`,
    });
  }
  return ok(driver({ address: config.address, open: deps.open, clock: deps.clock }));
}
