import type { Digests, MachineKey, VerificationText } from '../../documents/index.ts';
import { checkText } from '../../documents/index.ts';
import { contradicted, type Findings, open, proven, together } from './findings.ts';

/** Keys that a text is held against: one that was named, and those of the machine whose data are at hand. */
export interface Keys {
  readonly named: MachineKey | null;
  readonly machine: readonly MachineKey[];
}

/** Whether a text names this file, and whether the machine said so. */
export function textFindings(text: VerificationText, digests: Digests, keys: Keys): Findings {
  const match = matchOf(text, digests);
  const signed = signatureFindings(text, keys);
  if (match === 'other')
    return together(contradicted('the file is not the one that the text names: its digest differs'), signed);
  if (match === 'none') return together(open('the text names no file by its digest'), signed);
  const which = match === 'both' ? 'SHA-256 and SM3 agree' : 'SHA-256 agrees';
  const sentence = `the file is the one that the text names: ${which}`;
  // A text that nobody vouches for can be written by anybody for any file.
  return together(signed.proven.length > 0 ? proven(sentence) : open(sentence), signed);
}

function matchOf(text: VerificationText, digests: Digests): 'both' | 'one' | 'other' | 'none' {
  if (text.sha256 === null && text.sm3 === null) return 'none';
  if ((text.sha256 ?? digests.sha256) !== digests.sha256) return 'other';
  if ((text.sm3 ?? digests.sm3) !== digests.sm3) return 'other';
  return text.sha256 !== null && text.sm3 !== null ? 'both' : 'one';
}

function signatureFindings(text: VerificationText, { named, machine }: Keys): Findings {
  if (text.signature === null)
    return open(`the text is not signed${text.version === 1 ? ' (TB1 had no signature)' : ''}`);
  const { keyId } = text.signature;
  const keys = [...(named ? [named] : []), ...machine];
  if (keys.length === 0)
    return open(
      `the text is signed by key ${keyId}: name it with --key to prove it, or the machine's --data`,
    );
  const verdicts = keys.map((key) => checkText(text, key));
  if (verdicts.includes('signed')) return proven(`the text is signed by the machine's key ${keyId}`);
  if (verdicts.includes('altered'))
    return contradicted(`the text is not what key ${keyId} signed: it was changed, or is forged`);
  return named
    ? contradicted(`the text is signed by key ${keyId}, not by ${named.id.slice(0, 16)} of --key`)
    : open(`the text is signed by key ${keyId}, which is not this machine's`);
}
