export { createPhonePage, type PhonePage } from './page.ts';
export { createPhoneService, type PhoneService } from './service.ts';
export { TICKET_MS, TRIES } from './tickets.ts';
export type {
  FileRefusal,
  PhoneAsk,
  PhoneHeard,
  PhoneOffer,
  PhonePageDeps,
  ReceivedFile,
  Scan,
} from './types.ts';
