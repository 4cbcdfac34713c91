export type { AdapterKind, AdapterParts, Fetch, RegionLog, Secrets } from './adapter-kind.ts';
export { LINE_TIMING, LineMonitor, type LineState } from './line-monitor.ts';
export type {
  CaseProgress,
  PersonClaim,
  RegionAdapter,
  RegionCapabilities,
  RegionFailure,
  Submission,
  Withdrawal,
} from './port.ts';
export { type ConnectionOverride, createRegions, type Regions, type RegionsOptions } from './registry.ts';
export { fileSecrets } from './secrets.ts';
