export { defaultFontFiles, type FontFiles, fontFilesIn } from './kit/fonts.ts';
export { courierVerificationText } from './papers/courier-slip.ts';
export { receiptSentences, receiptVerificationText } from './papers/receipt.ts';
export { createPress } from './press.ts';
export type {
  ApplicationForm,
  Brand,
  CourierSlip,
  DocumentPress,
  Receipt,
  TemporaryIdentityProof,
} from './types.ts';
