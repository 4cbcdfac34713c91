import { citizenNumberProblem } from '../citizen-number.ts';
import { organisationCodeValid } from '../usc-code.ts';
import type { PlainCheck, ProblemKind } from './types.ts';

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** Full years on the day `today`, both `YYYY-MM-DD`. Who is born on 29 February has a year more on 1 March. */
export function fullYears(birth: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0);
}

/** The birth date in a citizen number (GB 11643) as `YYYY-MM-DD`, or null. */
export function birthDateOf(number: string): string | null {
  const found = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(number);
  const date = found ? `${found[1]}-${found[2]}-${found[3]}` : '';
  return isDate(date) ? date : null;
}

const MOBILE = /^1[3-9]\d{9}$/;
/** Area code and number, with or without a hyphen, or a service number (400, 800, 95…, 12…). */
const LANDLINE = /^(0(10|2\d|[3-9]\d{2})-?[2-8]\d{6,7}(-\d{1,5})?|[48]00-?\d{3}-?\d{4}|95\d{3,4}|12\d{3,4})$/;

/** Marks between the parts of a name (GB/T 2312 and Unicode have several that look alike). */
const NAME_DOTS = /[•‧∙⋅・･﹒．·]/gu;

/** A name with one kind of dot between its parts (·), and single spaces. */
export function tidyName(name: string): string {
  return name.replace(NAME_DOTS, '·').replace(/\s+/gu, ' ').trim();
}

/** A Chinese name, its parts joined by ·, or a Latin one. No digits, no signs at the ends. */
const HAN_NAME = /^[\p{Script=Han}〇\p{Co}]+(·[\p{Script=Han}〇\p{Co}]+)*$/u;
const LATIN_NAME =
  /^\p{Script=Latin}[\p{Script=Latin}\p{M}]*([ .,'’-]{1,2}\p{Script=Latin}[\p{Script=Latin}\p{M}]*)*\.?$/u;
/** Longest name on a permanent residence or foreigner's permit. */
const LATIN_NAME_LENGTH = 40;

/** Check digit of a card number: ISO/IEC 7812-1, Luhn. */
export function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit * 2;
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** What a text is not, or null. `today` is the local date, YYYY-MM-DD. */
export function plainProblem(check: PlainCheck, text: string, today: string): ProblemKind | null {
  switch (check) {
    case 'citizen-number':
      return citizenNumberProblem(text, today.replaceAll('-', '')) === null ? null : check;
    case 'usc-code':
      return organisationCodeValid(text) ? null : check;
    case 'mobile':
      return MOBILE.test(text) ? null : check;
    case 'landline':
      return LANDLINE.test(text) ? null : check;
    case 'phone':
      return MOBILE.test(text) || LANDLINE.test(text) ? null : check;
    case 'not-future':
      return text <= today ? null : 'future';
    case 'not-past':
      return text >= today ? null : 'past';
    case 'task-code':
      // GB/T 39554.1-2020: organisation code, level 1 to 7, basic code of 12 digits.
      return text.length === 31 &&
        organisationCodeValid(text.slice(0, 18)) &&
        /^[1-7]\d{12}$/.test(text.slice(18))
        ? null
        : check;
    case 'person-name':
      return HAN_NAME.test(text) || latinName(text) ? null : check;
    case 'latin-name':
      return latinName(text) ? null : check;
    case 'bank-card':
      return /^\d{12,19}$/.test(text) && luhnValid(text) ? null : check;
    case 'postcode':
      return /^\d{6}$/.test(text) ? null : check;
    case 'email':
      return text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? null : check;
  }
}

function latinName(text: string): boolean {
  return [...text].length <= LATIN_NAME_LENGTH && LATIN_NAME.test(text);
}
