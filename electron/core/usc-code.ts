const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Check character of an organisation code (统一社会信用代码) from its first 17, or null when one is not of the alphabet. GB 32100-2015. */
export function organisationCodeCheck(first17: string): string | null {
  if (first17.length !== 17) return null;
  let sum = 0;
  for (const [i, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(first17[i] as string);
    if (value < 0) return null;
    sum += value * weight;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] as string;
}

/** Whether an 18-character organisation code (统一社会信用代码) is well formed and its check character right. GB 32100-2015. */
export function organisationCodeValid(code: string): boolean {
  return code.length === 18 && organisationCodeCheck(code.slice(0, 17)) === code[17];
}
