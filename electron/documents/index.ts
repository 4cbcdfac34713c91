export { asRuns, type Covered, coverage } from './coverage.ts';
export type { DocumentPress } from './document-press.ts';
export * from './integrity/index.ts';
export { ARCHIVE_LIMITS } from './kit/existing-pdf.ts';
export { defaultFontFiles, type FontFiles, fontFilesIn } from './kit/fonts.ts';
export {
  type ExaminedMaterial,
  examinePhotograph,
  joinPhotographs,
  type MaterialProblem,
  type MaterialScanner,
  materialScanner,
} from './materials/index.ts';
export type {
  AcceptanceNotice,
  ArchiveFailure,
  ArchiveFile,
  ArchivePrint,
  CorrectionNotice,
} from './notice-types.ts';
export type { PackageReceipt, PackageRow } from './package-types.ts';
export { acceptanceVerificationText } from './papers/acceptance-notice.ts';
export { AGENT_MAY_NOT, authorisationVerificationText } from './papers/authorisation.ts';
export { consentVerificationText } from './papers/consent-record.ts';
export { correctionVerificationText } from './papers/correction-notice.ts';
export { courierVerificationText } from './papers/courier-slip.ts';
export { lockerVerificationText } from './papers/locker-slip.ts';
export { packageVerificationText } from './papers/package-receipt.ts';
export { RATING_LEVELS, ratingText } from './papers/rating-slip.ts';
export { receiptSentences, receiptVerificationText } from './papers/receipt.ts';
export { sealVerificationText } from './papers/seal-label.ts';
export { createPress } from './press.ts';
export { type PressInWorker, pressInWorker } from './press-in-worker.ts';
export type { Authorisation, ConsentItem, ConsentRecord, Party, RatingSlip } from './record-types.ts';
export {
  examineResult,
  type LookedOverResult,
  lookOverResult,
  RESULT_LIMITS,
  type ReceivedResult,
  type ResultFile,
  type ResultKind,
  type ResultProblem,
  type ResultVerdict,
} from './results/index.ts';
export type { DeviceState, DiagnosticPage, Fact, HandedIn, LockerSlip, SealLabel } from './service-types.ts';
export type {
  ApplicationForm,
  Brand,
  CourierSlip,
  Receipt,
  TemporaryIdentityProof,
} from './types.ts';
