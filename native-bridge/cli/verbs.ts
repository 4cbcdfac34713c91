import type { Verb } from './types.ts';
import { documentPrinterVerbs } from './verbs/document-printer.ts';
import { fingerprintVerbs } from './verbs/fingerprint.ts';
import { idCardVerbs } from './verbs/id-card.ts';
import { lockerVerbs } from './verbs/locker.ts';
import { receiptVerbs } from './verbs/receipt.ts';
import { signatureVerbs } from './verbs/signature.ts';

/** Every device and what can be asked of it: `npm run device -- DEVICE VERB`. */
export const VERBS: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  'id-card': idCardVerbs,
  fingerprint: fingerprintVerbs,
  signature: signatureVerbs,
  receipt: receiptVerbs,
  'document-printer': documentPrinterVerbs,
  locker: lockerVerbs,
};
