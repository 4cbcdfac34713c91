export { certificatesOfPem } from './certificates.ts';
export { type Digests, digestsOf } from './digests.ts';
export { type FileKind, fileKind } from './file-kind.ts';
export {
  type MachineKey,
  type MachineSigner,
  machineKeyOfPem,
  machineSigner,
  type SignatureMethod,
} from './machine-key.ts';
export { loadSeal, sealOfPem } from './pem-seal.ts';
export type {
  ElectronicSeal,
  SealCertificate,
  SealFault,
  SealReason,
  SealState,
  SealVerdict,
  Trust,
  TrustedCertificate,
} from './seal.ts';
export {
  checkText,
  readVerificationText,
  type VerificationFacts,
  type VerificationText,
  verificationText,
} from './verification-text.ts';
export { verifySeals } from './verify-seals.ts';
