export {
  Backend,
  type BackendRequest,
  type SandboxFees,
  type SandboxPayment,
  type SignResult,
} from './backend.ts';
export { Books, type MadeResult } from './books.ts';
export { DIALECTS, type Dialect, type DialectName } from './dialect.ts';
export { type CaseDelays, Office, type SandboxCase } from './office.ts';
export {
  Register,
  type SandboxAuthority,
  type SandboxLicence,
  type SandboxOrganisation,
} from './register.ts';
export type { BackendReply } from './replies.ts';
export type { OperationName } from './schemas.ts';
