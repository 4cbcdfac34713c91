import { cardOfNumber } from '../core/index.ts';
import type { Person } from './types.ts';

/** Sex in the words of a form. */
export const SEX = { male: '男', female: '女', other: '未说明' } as const;

export const NOT_FOREIGN = { chineseName: null, nationality: null } as const;

/** Sex and birth date stand in the number itself (GB 11643). */
export function personOfClaim(claim: { name: string; number: string }): Person {
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
