import { beforeAll, describe, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createPress,
  type DocumentPress,
  defaultFontFiles,
  machineSigner,
} from '../../../electron/documents/index.ts';
import { expectGolden } from '../../support/golden.ts';
import { sampleForm, sampleReceipt } from './samples.ts';

let press: DocumentPress;
beforeAll(async () => {
  const signer = machineSigner(new Uint8Array(32), 'Ed25519');
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock(), signer });
});

describe('looks as it was found right', () => {
  it('receipt', async () => {
    expectGolden(await press.receipt(sampleReceipt()), 'receipt-sent');
  });
  it('application form', async () => {
    expectGolden(await press.applicationForm(sampleForm()), 'application-form-usual');
  });
});
