/** Front door: what production may use. Emulators and faulty lines are imported from their own files, by demo and tests. */
export {
  type CardMatcherConfig,
  createCardFingerprintMatcher,
} from './devices/card-fingerprint-matcher/create.ts';
export type { CardFingerprintMatcher } from './devices/card-fingerprint-matcher/types.ts';
export {
  type BadPrinterAddress,
  createIppPrinter,
  createPrinter,
} from './devices/document-printer/create.ts';
export { createFolderPrinter } from './devices/document-printer/folder-printer.ts';
export type {
  DocumentPrinter,
  PageRange,
  Printed,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
  Sides,
} from './devices/document-printer/types.ts';
export { createFingerprintModule } from './devices/fingerprint/driver.ts';
export type { FingerprintModule } from './devices/fingerprint/types.ts';
export {
  createIdCardReader,
  type IdCardReaderDeps,
  type SamIdentity,
} from './devices/id-card-reader/driver.ts';
export type {
  CardFailure,
  CardKind,
  IdCard,
  IdCardReader,
  ResidentCard,
} from './devices/id-card-reader/types.ts';
export { createLocker, lockerBoardProblem } from './devices/locker/driver.ts';
export type { Locker, LockerBoard, LockerDriver } from './devices/locker/types.ts';
export { createReceiptPrinter } from './devices/receipt-printer/driver.ts';
export {
  PAPER_58MM,
  PAPER_80MM,
  type PrinterProfile,
  type Rasterise,
  type Receipt as ReceiptParts,
  type ReceiptFailure,
  type ReceiptPrinter,
} from './devices/receipt-printer/types.ts';
export { createSignaturePad } from './devices/signature-pad/driver.ts';
export type { SignaturePad } from './devices/signature-pad/types.ts';
export type { Presence } from './link/device-link.ts';
export { discover, type PortInfo } from './supervisor/discovery.ts';
export { type DeviceHealth, watchHealth } from './supervisor/health.ts';
export { watchPorts } from './supervisor/hot-plug.ts';
export { probePort } from './supervisor/probe.ts';
export { createOpenTransport, openTransport } from './transport/open.ts';
export type { OpenTransport, Transport, TransportFailure } from './transport/port.ts';
