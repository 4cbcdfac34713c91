export type {
  BackendReply,
  BackendRequest,
  DialectName,
  MadeResult,
  SandboxAuthority,
  SandboxCase,
  SandboxFees,
  SandboxLicence,
  SandboxOrganisation,
  SandboxPayment,
  SignResult,
} from './backend/index.ts';
export { type Fault, FaultDesk, type FaultDetails } from './faults.ts';
export type { Desk, Front, FrontFactory, Served } from './front.ts';
export {
  type CourierFault,
  type CourierFront,
  type CourierFrontOptions,
  courierFront,
} from './fronts/courier.ts';
export { FILE_ANSWER_MS, type FileFrontOptions, fileFront } from './fronts/file.ts';
export { type FileAccount, makeFileAccount, sshKeyPair } from './fronts/file-account.ts';
export { HMAC_TOLERANCE_MS, type HmacFrontOptions, hmacFront } from './fronts/hmac.ts';
export { type RestFrontOptions, restFront } from './fronts/rest.ts';
export { type SoapFrontOptions, soapFront } from './fronts/soap.ts';
export { makeSoapAccount, type SoapAccount } from './fronts/soap-account.ts';
export { type SelfSigned, selfSigned } from './fronts/soap-certificate.ts';
export { SOAP_SKEW_MS, type SoapGateOptions, type SoapGateSecurity } from './fronts/soap-gate.ts';
export { type TifFrontOptions, tifFront } from './fronts/tif.ts';
export { makeTifAccount, TIF_SETTINGS, type TifAccount } from './fronts/tif-account.ts';
export type { TifGateSettings } from './fronts/tif-gate.ts';
export {
  type ReceivedCase,
  SANDBOX_DELAYS,
  type Sandbox,
  type SandboxDelays,
  type SandboxOptions,
  type SandboxRegion,
  type SandboxRegionOptions,
  startSandbox,
  startSandboxRegion,
} from './sandbox-region.ts';
