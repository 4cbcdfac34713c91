export { asRuns, type Covered, coverage } from './coverage.ts';
export type { DocumentPress } from './document-press.ts';
export {
  certificatesOfPem,
  type ElectronicSeal,
  type SealFault,
  type SealVerdict,
  sealOfPem,
  type Trust,
  type TrustedCertificate,
  verifySeals,
} from './integrity/index.ts';
export { defaultFontFiles, type FontFiles, fontFilesIn } from './kit/fonts.ts';
export type { AcceptanceNotice, CorrectionNotice } from './notice-types.ts';
export { acceptanceVerificationText } from './papers/acceptance-notice.ts';
export { correctionVerificationText } from './papers/correction-notice.ts';
export { courierVerificationText } from './papers/courier-slip.ts';
export { receiptSentences, receiptVerificationText } from './papers/receipt.ts';
export { createPress } from './press.ts';
export type {
  ApplicationForm,
  Brand,
  CourierSlip,
  Receipt,
  TemporaryIdentityProof,
} from './types.ts';
