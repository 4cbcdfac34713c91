const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Whether an 18-character organisation code (统一社会信用代码) is well formed and its check character right. GB 32100-2015. */
export function organisationCodeValid(code: string): boolean {
  if (code.length !== 18) return false;
  let sum = 0;
  for (const [i, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(code[i] as string);
    if (value < 0) return false;
    sum += value * weight;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/** What is wrong with an implementation code (实施编码) of a scheme, or null. Of a local scheme nothing is known. */
export function taskCodeProblem(scheme: '31' | '24' | 'local', code: string): string | null {
  if (scheme === 'local') return null;
  if (code.length !== Number(scheme)) return `has ${code.length} characters; scheme ${scheme} has ${scheme}`;
  if (scheme === '24') return null;
  if (!organisationCodeValid(code.slice(0, 18)))
    return 'does not begin with a valid organisation code (GB 32100)';
  return /^[1-7]\d{12}$/.test(code.slice(18))
    ? null
    : 'must end with the level (1 to 7) and a basic code of 12 digits';
}
