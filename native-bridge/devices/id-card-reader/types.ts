import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';

/** A resident ID card (居民身份证) as it lies in the chip, GA/T 490. */
export interface ResidentCard {
  readonly kind: 'resident';
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other';
  /** Name of the ethnic group (GB/T 3304), e.g. 汉; the two-digit code when it is not known. */
  readonly ethnicGroup: string;
  /** YYYYMMDD */
  readonly birthDate: string;
  readonly address: string;
  /** 18 characters, GB 11643. */
  readonly number: string;
  readonly issuer: string;
  /** YYYYMMDD */
  readonly validFrom: string;
  /** YYYYMMDD, or null for 长期 (no expiry). */
  readonly validTo: string | null;
  /** 1,024 bytes, WLT: opaque, there is no open decoder. */
  readonly photo: Uint8Array;
}

export interface CardFailure {
  readonly kind:
    | 'device-lost' /** the reader stopped answering or its line closed */
    | 'read-failed' /** take the card off and put it back */
    | 'not-genuine' /** the card or the reader's security module refused the other */
    | 'unknown-card' /** a card, but not one that this kiosk takes */
    | 'bad-content' /** text that cannot be: bad number, bad date */
    | 'cancelled';
  /** Status word or cause, for the technician: never a byte of the card. */
  readonly code: string;
}

export interface IdCardReader {
  readonly presence: Watchable<Presence>;
  /** True between a card's detection and its removal. */
  readonly cardPresent: Watchable<boolean>;
  /**
   * Waits for a card, reads it, and stops. `reading` is called when a card was found and reading begins.
   * Ends with `cancelled` when the signal aborts, with `device-lost` when the reader goes away meanwhile.
   */
  read(signal: AbortSignal, reading: () => void): Promise<Result<ResidentCard, CardFailure>>;
  start(): void;
  stop(): Promise<void>;
}
