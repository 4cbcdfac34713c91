import { describe, expect, it } from 'vitest';
import {
  acceptanceVerificationText,
  checkText,
  correctionVerificationText,
  machineSigner,
  readVerificationText,
} from '../../../electron/documents/index.ts';
import { sampleAcceptance, sampleCorrection } from './samples.ts';

const signer = machineSigner(new Uint8Array(32), 'Ed25519');

describe('the code on a notice', () => {
  it.each([
    ['acceptance', acceptanceVerificationText(sampleAcceptance(), signer)],
    ['correction', correctionVerificationText(sampleCorrection(), signer)],
  ])('(%s) is read back, and the machine’s key bears it out', (_, text) => {
    const read = readVerificationText(text);
    expect(read).toMatchObject({
      ok: true,
      value: { version: 2, number: sampleAcceptance().receiptNumber },
    });
    expect(read.ok && checkText(read.value, signer)).toBe('signed');
    // A digit of the case number is another paper.
    const changed = readVerificationText(text.replace(/(办件编号 Case .*)\d\n/, '$1X\n'));
    expect(changed.ok && checkText(changed.value, signer)).not.toBe('signed');
  });

  it('leaves out what the region has not said', () => {
    const notice = sampleCorrection({ regionNumber: null, until: null });
    const text = correctionVerificationText(notice);
    expect(text).toContain(`项数 Items ${notice.items.length}`);
    expect(text).not.toMatch(/Case|Until|Signature/);
    expect(acceptanceVerificationText(sampleAcceptance({ documentSha256: null }))).not.toContain('SHA-256');
  });
});
