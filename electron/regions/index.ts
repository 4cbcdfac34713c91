export type {
  AdapterKind,
  AdapterParts,
  ConfigFault,
  Fetch,
  RegionLog,
  SecretName,
  Secrets,
} from './adapter-kind.ts';
export {
  type CourierCounter,
  courierCounter,
  type EmsOrder,
  emsOrder,
  type LockerHandOver,
  lockerHandOver,
  type PackageRecord,
  packageNumber,
  packageOrder,
  parsePackageNumber,
  type SlipFacts,
  slipOf,
} from './adapters/courier/index.ts';
export * as soapXml from './adapters/soap/xml/index.ts';
export * as conformance from './conformance/index.ts';
export * as custody from './custody/index.ts';
export { failure as regionFailure } from './failure.ts';
export { incapable, NO_CAPABILITIES } from './incapable.ts';
export { LINE_TIMING, LineMonitor, type LineState } from './line-monitor.ts';
export type * from './port.ts';
export {
  type ConnectionOverride,
  createRegions,
  REGION_KINDS,
  type Regions,
  type RegionsOptions,
} from './registry.ts';
export type * from './requests.ts';
export { SATISFACTIONS } from './requests.ts';
export {
  createRoaming,
  ROAMING_TIMING,
  type Roaming,
  type RoamingConsent,
  type RoamingDeps,
  type RoamingRefusal,
} from './roaming.ts';
export { fileSecrets } from './secrets.ts';
