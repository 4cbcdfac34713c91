export type { AdapterKind, AdapterParts, Fetch, RegionLog, Secrets } from './adapter-kind.ts';
export { failure as regionFailure } from './failure.ts';
export { incapable, NO_CAPABILITIES } from './incapable.ts';
export { LINE_TIMING, LineMonitor, type LineState } from './line-monitor.ts';
export type * from './port.ts';
export { type ConnectionOverride, createRegions, type Regions, type RegionsOptions } from './registry.ts';
export type * from './requests.ts';
export { SATISFACTIONS } from './requests.ts';
export { fileSecrets } from './secrets.ts';
