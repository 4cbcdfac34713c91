export { type Backup, backup, inspect, packagesOf, restore } from './backup.ts';
export { openSqlite, SQLITE_DRIVERS } from './choose.ts';
export {
  CIPHERS,
  type Cipher,
  type Ciphers,
  ciphersOf,
  type KeyedCipher,
  type SmPrimitives,
  SUITES,
  type Suite,
} from './ciphers.ts';
export { CREDENTIAL, credentialKeys, machineKeys } from './credential.ts';
export { type DecommissionProof, decommission } from './decommission.ts';
export type { OpenDatabase, OpenOptions, SqlDatabase, SqlValue, Statement } from './driver.ts';
export { isDamage } from './errors.ts';
export { type KeyFile, keyFile } from './key-file.ts';
export {
  currentSuite,
  type KeyProvider,
  keysText,
  machineSecret,
  parseKeys,
  rotateKey,
  type SealKey,
  type SealKeys,
  withoutKey,
} from './keys.ts';
export { checkMove, moveIn, moveOut } from './move.ts';
export { type OpenedStore, openStore } from './open.ts';
export { type Access, type OpenExistingFailure, openExisting } from './open-existing.ts';
export type { Salvaged } from './salvage.ts';
export { createSealer, type SealContext, type Sealed, type Sealer } from './seal.ts';
export { type Packages, packagesBeside, SEALED_FOLDERS, type SealedPackage } from './sealed-files.ts';
export { foreignKeys, keysInUse, reseal, SEALED_COLUMNS, type SealedColumn } from './sealed-rows.ts';
export { freeBytes, hasRoom, SPACE_FLOOR } from './space.ts';
