import type { SealFault, SealVerdict } from '../../documents/index.ts';
import { contradicted, type Findings, NOTHING, open, proven, together } from './findings.ts';

const FAULTS: Readonly<Record<SealFault, string>> = {
  range: 'its range is not one that a seal may have: it leaves out more than itself',
  'cut-off': 'the file is cut off: the seal covers bytes that are not there',
  altered: 'the bytes are not those that were sealed: the file was changed, or the seal is of another file',
  forged: 'its signature is not by the key of its certificate',
  appended: 'something was added to the file after it',
  malformed: 'it is no signature that can be read',
  weak: 'it was made by a method that is not safe any more',
  unsupported: 'it is of a kind that this program cannot check',
  untrusted: 'to the bit what was sealed, but nobody in --trust vouches for its certificate',
  expired: 'to the bit what was sealed, but its certificate, or one above it, has run out',
  'not-yet-valid': 'to the bit what was sealed, but its certificate is not valid yet',
  'not-for-signing': 'to the bit what was sealed, but its certificate is not for signing',
};

/** What the electronic seals inside a file come to. */
export function sealFindings(seals: readonly SealVerdict[]): Findings {
  return together(
    ...seals.map(one),
    seals.length === 0 ? open('there is no electronic seal in it') : NOTHING,
  );
}

function one({ number, state, fault, certificate, later }: SealVerdict): Findings {
  const name = `seal ${number}${certificate ? ` (${certificate.subject})` : ''}`;
  if (fault === null)
    return proven(
      `${name} is good: the bytes are those that were sealed, and its certificate is trusted${later === 'sealed' ? '; what was added later is sealed too' : ''}`,
    );
  const sentence = `${name}: ${FAULTS[fault]}`;
  return state === 'broken' ? contradicted(sentence) : open(sentence);
}
