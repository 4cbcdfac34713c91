import { cardOfNumber } from '../core/index.ts';
import type { PassportClaim, PersonClaim } from '../regions/index.ts';
import type { IdentityClaim, Person } from './types.ts';

/** Sex in the words of a form. */
export const SEX = { male: '男', female: '女', other: '未说明' } as const;

export const NOT_FOREIGN = { chineseName: null, nationality: null } as const;

/** Sex and birth date stand in the number itself (GB 11643), or were read of the passport. */
export function personOfClaim({ passport, ...claim }: IdentityClaim): Person {
  if (passport)
    return {
      ...claim,
      ...passport,
      document: 'passport',
      chineseName: null,
      ethnicGroup: null,
      address: null,
      source: 'typed',
    };
  return {
    ...claim,
    ...NOT_FOREIGN,
    document: cardOfNumber(claim.number),
    sex: Number(claim.number[16]) % 2 === 1 ? 'male' : 'female',
    birthDate: claim.number.slice(6, 14),
    ethnicGroup: null,
    address: null,
    source: 'typed',
  };
}

/** Pages of a PDF that pdfkit wrote: its page objects stand in clear. */
export function pageCount(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
  );
}

/** 张** : the first character stays. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(Math.min(rest.length, 3));
}

/** The same, as a region is asked. */
export function claimOf({ name, number, passport }: IdentityClaim): PersonClaim {
  if (!passport) return { name, number };
  const { nationality, birthDate } = passport;
  return { name, number, passport: { nationality, birthDate } };
}

/** What a region is told of a passport, besides its number. */
export function passportOf({ document, nationality, birthDate }: Person): { passport?: PassportClaim } {
  return document === 'passport' && nationality !== null ? { passport: { nationality, birthDate } } : {};
}
