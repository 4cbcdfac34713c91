export { openSqlite, SQLITE_DRIVERS } from './choose.ts';
export type { OpenDatabase, SqlDatabase, SqlValue, Statement } from './driver.ts';
export { type OpenedStore, openStore } from './open.ts';
export {
  createSealer,
  loadKeyFile,
  type SealContext,
  type Sealed,
  type Sealer,
  type SealKeys,
} from './seal.ts';
