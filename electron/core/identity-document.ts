/** Cards that prove who someone is, and that the reader of this machine reads. Names as in a guide's accepted proofs. */
export const IDENTITY_CARDS = ['resident-card', 'hmt-residence-permit', 'foreign-pr-card'] as const;
export type IdentityCard = (typeof IDENTITY_CARDS)[number];

/** Documents that prove who someone is by the zone that the document camera reads (机读区, ICAO 9303). */
export const TRAVEL_DOCUMENTS = ['passport'] as const;

/** Everything by which a person at this machine may be known. */
export const IDENTITY_DOCUMENTS = [...IDENTITY_CARDS, ...TRAVEL_DOCUMENTS] as const;
export type IdentityDocument = (typeof IDENTITY_DOCUMENTS)[number];

/** Province codes of GB/T 2260: on a foreigner's card of 2023 they follow a leading 9. */
const FOREIGN_2023 = /^9(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])\d{3}/;
const FOREIGN_2017 = /^[A-Z]{3}\d{12}$/;
const PERMIT = /^8[123]0000/;

/** Whether a number is that of a foreigner's card of 2023, by its form; dates and check character are not looked at. */
export function looksForeign(number: string): boolean {
  return FOREIGN_2023.test(number) && number.length === 18;
}

/** Whether a number is that of a foreigner's card of 2017: three letters and twelve digits, no check character. */
export function looksForeign2017(number: string): boolean {
  return FOREIGN_2017.test(number);
}

/** Whether a number is that of a residence permit of Hong Kong, Macao and Taiwan residents, by its prefix. */
export function looksLikePermit(number: string): boolean {
  return PERMIT.test(number);
}

/** On which card a number stands, by its form. What is of no special form is a citizen number (公民身份号码). */
export function cardOfNumber(number: string): IdentityCard {
  if (looksForeign(number) || looksForeign2017(number)) return 'foreign-pr-card';
  return looksLikePermit(number) ? 'hmt-residence-permit' : 'resident-card';
}
