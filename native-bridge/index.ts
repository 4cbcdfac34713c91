/** Front door: what production may use. Emulators and faulty lines are imported from their own files, by demo and tests. */
export {
  type BadPrinterAddress,
  createIppPrinter,
  createPrinter,
} from './devices/document-printer/create.ts';
export { createFolderPrinter } from './devices/document-printer/folder-printer.ts';
export type { DocumentPrinter, PrintFailure } from './devices/document-printer/types.ts';
export {
  createIdCardReader,
  type IdCardReaderDeps,
  type SamIdentity,
} from './devices/id-card-reader/driver.ts';
export type { CardFailure, IdCardReader, ResidentCard } from './devices/id-card-reader/types.ts';
export type { Presence } from './link/device-link.ts';
export { createOpenTransport, openTransport } from './transport/open.ts';
export type { OpenTransport, Transport, TransportFailure } from './transport/port.ts';
