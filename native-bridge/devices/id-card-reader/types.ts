import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { CardFeature } from '../../codec/card-feature.ts';
import type { Presence } from '../../link/device-link.ts';
import type { CardPicture, PhotoFailure } from './photo.ts';
import type { SamNumber, SamSpeed } from './protocol.ts';

export type Sex = 'male' | 'female' | 'other';

/**
 * A character of the card that has no meaning of its own (Unicode private use: U+E000 to U+F8FF, planes 15 and 16): rare
 * characters were once written so, each office with a table of its own. It stays in the text as it is. What it stands
 * for is not guessed: a person has to look at the printed card.
 */
export interface PrivateUse {
  /** Name of the card's property in which it stands. */
  readonly field: string;
  readonly codePoint: number;
}

interface OnEveryCard {
  readonly sex: Sex;
  /** YYYYMMDD */
  readonly birthDate: string;
  /** YYYYMMDD; the day of issue. */
  readonly validFrom: string;
  /** YYYYMMDD, or null for 长期 (no expiry). */
  readonly validTo: string | null;
  /** 1,024 bytes, WLT: opaque, see `PhotoDecoder`. */
  readonly photo: Uint8Array;
  /** Usually empty. */
  readonly privateUse: readonly PrivateUse[];
}

/** A resident ID card (居民身份证) as it lies in the chip, GA/T 490. */
export interface ResidentCard extends OnEveryCard {
  readonly kind: 'resident';
  readonly name: string;
  /** Name of the ethnic group (GB/T 3304), e.g. 汉; the two-digit code when it is not known. */
  readonly ethnicGroup: string;
  readonly address: string;
  /** 18 characters, GB 11643. */
  readonly number: string;
  readonly issuer: string;
}

/** A residence permit of a resident of Hong Kong, Macao or Taiwan (港澳台居民居住证). */
export interface ResidencePermitCard extends OnEveryCard {
  readonly kind: 'residence-permit';
  readonly name: string;
  readonly region: 'hong-kong' | 'macao' | 'taiwan';
  readonly address: string;
  /** 18 characters beginning with 810000, 820000 or 830000. */
  readonly number: string;
  readonly issuer: string;
  /** Number of the travel pass (通行证号码); null when there is none on the card. */
  readonly passNumber: string | null;
  /** How often a permit was issued (签发次数), as it stands on the card. */
  readonly issues: string;
}

interface OnEveryForeignCard extends OnEveryCard {
  readonly kind: 'foreign-permanent-resident';
  readonly englishName: string;
  /** Null when there is none on the card. */
  readonly chineseName: string | null;
  /** Three letters, ISO 3166-1. */
  readonly nationality: string;
}

/** A foreigner's permanent resident ID card (外国人永久居留身份证), version of 2017. */
export interface ForeignCard2017 extends OnEveryForeignCard {
  readonly edition: '2017';
  /** Three letters and twelve digits. */
  readonly number: string;
  readonly cardVersion: string;
  /** Code of the accepting authority. */
  readonly authorityCode: string;
}

/** The version of 2023 (五星卡). */
export interface ForeignCard2023 extends OnEveryForeignCard {
  readonly edition: '2023';
  /** 9, province (2), country (3 digits, ISO 3166-1), birth date, sequence (3), check character. */
  readonly number: string;
  /** How often it was renewed (换证次数), as it stands on the card. */
  readonly renewals: string;
  /** Relation to an earlier permit (既往版本关联项), as it stands on the card. */
  readonly previousPermit: string;
}

export type ForeignPermanentResidentCard = ForeignCard2017 | ForeignCard2023;

export type IdCard = ResidentCard | ForeignPermanentResidentCard | ResidencePermitCard;
export type CardKind = IdCard['kind'];

/** What a caller wants to know beyond a resident card. */
export interface ReadOptions {
  /** Kinds of cards that are taken; others end the read with `unknown-card`. Default: resident cards only. */
  readonly accept?: readonly CardKind[];
  /** Also read the two fingers of the card. Takes about 0.1 s more at 115200 bits a second. */
  readonly fingerprints?: true;
  /** Also read the address that was written onto the card after its issue (追加地址). */
  readonly newAddress?: true;
  /** Also read the number of the card's body (卡体管理号). */
  readonly managementNumber?: true;
  /** Also decode the photo, when the machine has a decoder. */
  readonly picture?: true;
}

/** The card that a read with these options gives. */
export type ReadCard<Options extends ReadOptions> = Extract<
  IdCard,
  { kind: Options extends { accept: readonly (infer Kind)[] } ? Kind : 'resident' }
> &
  (Options extends { fingerprints: true }
    ? {
        /** Null when the card holds none, or the reader cannot read them. The caller erases them. */
        readonly fingerprints: readonly CardFeature[] | null;
      }
    : unknown) &
  (Options extends { newAddress: true }
    ? {
        /** Null when the card has none, or the reader cannot read it. */
        readonly newAddress: string | null;
      }
    : unknown) &
  (Options extends { managementNumber: true }
    ? {
        /** Opaque; described as 28 bytes. Null when the reader cannot read it. */
        readonly managementNumber: Uint8Array | null;
      }
    : unknown) &
  (Options extends { picture: true } ? { readonly picture: Result<CardPicture, PhotoFailure> } : unknown);

export interface CardFailure {
  readonly kind:
    | 'device-lost' /** the reader stopped answering or its line closed */
    | 'read-failed' /** take the card off and put it back */
    | 'not-genuine' /** the card or the reader's security module refused the other */
    | 'unknown-card' /** a card, but not one that the caller takes */
    | 'bad-content' /** text that cannot be: bad number, bad date */
    | 'cancelled';
  /** Status word or cause, for the technician: never a byte of the card. */
  readonly code: string;
}

/** A reader as the kiosk's journey uses it. */
export interface IdCardReader {
  readonly presence: Watchable<Presence>;
  /** True between a card's detection and its removal. */
  readonly cardPresent: Watchable<boolean>;
  /**
   * Waits for a card of one of these kinds, reads it, and stops. `reading` is called when a card was found and reading
   * begins. Ends with `cancelled` when the signal aborts, with `device-lost` when the reader goes away meanwhile.
   */
  read(
    signal: AbortSignal,
    reading: () => void,
    options: { readonly accept: readonly CardKind[] },
  ): Promise<Result<IdCard, CardFailure>>;
  start(): void;
  stop(): Promise<void>;
}

export interface ReaderFailure {
  readonly kind:
    | 'device-lost' /** it is away, or went away meanwhile */
    | 'no-answer' /** it is there, but its answer to this was lost or damaged */
    | 'refused' /** it answered with another status word than "done" */
    | 'cancelled';
  /** `sw-21`, `answer-timeout`, …: for the technician. */
  readonly code: string;
}

/** What a reader says of itself. Not personal. */
export interface ReaderInfo {
  /** Null when the reader does not say it. */
  readonly samNumber: (SamNumber & { readonly text: string }) | null;
  /** Answer to the status question, see `statusWord`. */
  readonly status: number;
  /** Bits a second that the line is believed to have. */
  readonly baud: number;
  /** Whether it can read fingerprints; null as long as nobody has tried. */
  readonly readsFingerprints: boolean | null;
}

/** A reader with all that it can do. The questions wait for the card command that is under way, never for a card. */
export interface SamReader extends IdCardReader {
  /** As printed, `05.03-…`; null before the reader said it, and when it does not. */
  readonly samNumber: Watchable<string | null>;
  /** Where it is reached: the address that it was made with, or with another speed after `setSpeed`. */
  readonly address: string;
  read(signal: AbortSignal, reading: () => void): Promise<Result<ResidentCard, CardFailure>>;
  read<const Options extends ReadOptions>(
    signal: AbortSignal,
    reading: () => void,
    options: Options,
  ): Promise<Result<ReadCard<Options>, CardFailure>>;
  info(): Promise<Result<ReaderInfo, ReaderFailure>>;
  /** Restarts the security module. A card on it is found anew. */
  reset(): Promise<Result<void, ReaderFailure>>;
  /**
   * Changes the speed of the line, and goes on at the new one: the line is opened again, so the reader is `absent` for
   * a moment and a read under way is lost.
   * Never done by itself. Whoever keeps the address has to keep the new one; whether the reader remembers the speed
   * without power is not documented. `refused` with `not-serial` on a line whose speed is not ours to set.
   */
  setSpeed(baud: SamSpeed): Promise<Result<{ readonly address: string }, ReaderFailure>>;
  /** Most bytes that module and card exchange at once, 24 to 255. Smaller ones help where reading fails often. */
  setRadioFrame(bytes: number): Promise<Result<void, ReaderFailure>>;
}
