import { organisationCodeValid } from '../core/index.ts';

/** 31 and 24 digits of an implementation code, 12 and 10 of a basic one; `local` is anything. */
export type CodeScheme = '31' | '24' | '12' | '10' | 'local';

/** What is wrong with an implementation code (实施编码) of a scheme, or null. Of a local scheme nothing is known. */
export function taskCodeProblem(scheme: CodeScheme, code: string): string | null {
  if (scheme === 'local') return null;
  if (code.length !== Number(scheme)) return `has ${code.length} characters; scheme ${scheme} has ${scheme}`;
  if (scheme !== '31') return null;
  if (!organisationCodeValid(code.slice(0, 18)))
    return 'does not begin with a valid organisation code (GB 32100)';
  return /^[1-7]\d{12}$/.test(code.slice(18))
    ? null
    : 'must end with the level (1 to 7) and a basic code of 12 digits';
}
