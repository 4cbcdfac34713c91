export { courierVerificationText } from './courier-slip.ts';
export { defaultFontFiles, type FontFiles, fontFilesIn } from './fonts.ts';
export { createPress } from './press.ts';
export { receiptSentences, receiptVerificationText } from './receipt.ts';
export type {
  ApplicationForm,
  Brand,
  CourierSlip,
  DocumentPress,
  Receipt,
  TemporaryIdentityProof,
} from './types.ts';
