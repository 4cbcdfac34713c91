export { certificatesOfPem } from './certificates.ts';
export { sealOfPem } from './pem-seal.ts';
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
export { verifySeals } from './verify-seals.ts';
