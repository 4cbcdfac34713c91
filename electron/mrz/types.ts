/** What a machine-readable zone (机读区, ICAO 9303) says, every check digit of it being right. */
export interface TravelDocument {
  /** `passport`: two lines of 44 (TD3). `card`: three lines of 30 (TD1). */
  readonly kind: 'passport' | 'card';
  /** One or two letters as printed: P, PO, I. */
  readonly code: string;
  /** Of the issuing state, as printed: UTO, D. */
  readonly issuer: string;
  readonly number: string;
  readonly nationality: string;
  /** YYYYMMDD. The zone has two digits of the year: the latest day that is not to come. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female' | 'other';
  /** YYYYMMDD, the last day on which it is valid. */
  readonly validTo: string;
  /** Family name, in the zone's letters A to Z. */
  readonly primary: string;
  /** Given names; empty where the holder has but one name. */
  readonly secondary: string;
  /** The names fill their field: the zone may hold only their beginning. */
  readonly truncated: boolean;
}

/**
 * Why a picture gave no document. `no-zone`: no lines that could be one. `unclear`: lines, but not all letters are certain,
 * or a check digit is wrong. `no-date`: the birth date is not known to the day. `not-a-picture`: bytes that are none.
 */
export type ZoneFailure = 'no-zone' | 'unclear' | 'no-date' | 'not-a-picture';
