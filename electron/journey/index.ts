export type { FeeNews, FeeOrder } from './delivery-types.ts';
export { createEffects, type EffectDeps } from './effects.ts';
export type { PhotographJoiner } from './effects-camera.ts';
export { correctionAsked } from './effects-correct.ts';
export { deliveryFacts } from './effects-delivery.ts';
export { draftFacts, withDrafts } from './effects-draft.ts';
export { lockerFacts } from './effects-locker.ts';
export { paperKey } from './effects-notice.ts';
export { type PrintDoorDeps, printEffects } from './effects-prints.ts';
export { type SigningDesks, signFacts } from './effects-sign.ts';
export { createFacts, type FactDeps } from './facts.ts';
export { type HelpDeps, helpEffects, helpFacts, printFacts } from './facts-doors.ts';
export { FAILURE_KINDS, failure } from './failures.ts';
export type { LockerFacts } from './locker-types.ts';
export { createMarker } from './marker.ts';
export { endingWith, withRoaming } from './roaming.ts';
export { createJourney, type Journey, type JourneyDeps, type SessionMarker } from './service.ts';
export { createTicketDesk, type TicketDesk } from './ticket-desk.ts';
export type {
  BatchCity,
  BatchDraft,
  CameLicence,
  CorrectionAsked,
  CorrectionDraft,
  DoorOrder,
  Draft,
  DraftOrder,
  FingerNews,
  Fingerprint,
  HandedIn,
  IdentityClaim,
  JourneyEffects,
  JourneyFacts,
  LicenceOrder,
  LockerNews,
  MaterialFile,
  MissingCharacter,
  PadNews,
  Person,
  PhoneNews,
  PhoneOrder,
  Prepared,
  PreparedDocument,
  PrintOrder,
  RatingOrder,
  ReadPassport,
  ReportToFile,
} from './types.ts';
