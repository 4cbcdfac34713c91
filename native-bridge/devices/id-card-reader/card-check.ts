import {
  citizenNumberProblem,
  looksForeign,
  looksForeign2017,
  looksLikePermit,
} from '../../../electron/core/index.ts';
import { trimmed } from './card-layout.ts';
import type { PrivateUse } from './types.ts';

/** What may be wrong with a field: null for nothing, else a word for the technician; empty when the field says it all. */
type Check = (value: string, today: string) => string | null;

export const NO_EXPIRY = '长期';

export const present: Check = (value) => (value === '' ? '' : null);

export const date: Check = (ymd) => {
  if (!/^\d{8}$/.test(ymd)) return '';
  const day = new Date(`${ymd.slice(0, 4)}-${ymd.slice(4, 6)}-${ymd.slice(6, 8)}T00:00:00Z`);
  const real = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10).replaceAll('-', '') === ymd;
  return real ? null : '';
};

export const dateOrNoExpiry: Check = (value, today) => (value === NO_EXPIRY ? null : date(value, today));

export const citizenNumber: Check = (value, today) => citizenNumberProblem(value.toUpperCase(), today);

export const permitNumber: Check = (value, today) =>
  looksLikePermit(value) ? citizenNumber(value, today) : 'prefix';

export const foreignNumber2023: Check = (value, today) =>
  citizenNumber(value, today) ?? (looksForeign(value) ? null : 'prefix');

export const foreignNumber2017: Check = (value) =>
  value.length !== 15 ? 'length' : looksForeign2017(value) ? null : 'character';

export const threeLetters: Check = (value) => (/^[A-Z]{3}$/.test(value) ? null : '');

interface Validity {
  readonly validFrom: string;
  readonly validTo: string;
}

/**
 * The first thing that is wrong with the fields of a card, as a code that names the field and never its value: half a
 * character, a field's own check, an expiry before the issue. Whether dates and number agree with each other is not
 * judged.
 */
export function firstProblem<Fields extends Validity & { [K in keyof Fields]: string }>(
  fields: Fields,
  checks: { readonly [K in keyof Fields]?: Check },
  today: string,
): string | null {
  for (const [name, value] of Object.entries<string>(fields)) {
    if (!value.isWellFormed()) return `text-${name}`;
  }
  for (const [name, check] of Object.entries(checks) as [keyof Fields & string, Check][]) {
    const problem = check(trimmed(fields[name]), today);
    if (problem !== null) return problem === '' ? kebab(name) : `${kebab(name)}-${problem}`;
  }
  const validTo = trimmed(fields.validTo);
  return validTo !== NO_EXPIRY && validTo < fields.validFrom ? 'valid-to' : null;
}

/** Characters of private use in the texts, in their order. */
export function privateUse(texts: Readonly<Record<string, string>>): PrivateUse[] {
  return Object.entries(texts).flatMap(([field, value]) =>
    [...value]
      .map((character) => character.codePointAt(0) as number)
      .filter(isPrivateUse)
      .map((codePoint) => ({ field, codePoint })),
  );
}

function isPrivateUse(codePoint: number): boolean {
  return (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
