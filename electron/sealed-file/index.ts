export {
  PURPOSES,
  type Purpose,
  SEALED_FILE_LIMITS,
  type SealedEntry,
  type SealedFileFailure,
  type SealedHeader,
  sealedFileAdvice,
} from './format.ts';
export {
  type KeyPair,
  type KeyRole,
  keyPairOfPem,
  loadKeyPair,
  loadPublicKey,
  makeKeyPair,
  type PublicKey,
  publicKeyOf,
  writeKeyPair,
} from './keys.ts';
export {
  type ByteSource,
  bufferSource,
  describeSealedFile,
  type Expected,
  fileSource,
  type OpenedSealedFile,
  openSealedFile,
} from './read.ts';
export { type SealOptions, sealToBuffer, writeSealedFile } from './write.ts';
