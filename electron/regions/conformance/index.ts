export type {
  Bench,
  FaultDetails,
  FaultName,
  Line,
  OpenOptions,
  OwnCode,
  PlayedRegion,
  Trait,
  World,
  WorldPerson,
} from './bench.ts';
export { AUTHORITIES } from './bench.ts';
export {
  type Check,
  type Checked,
  canariesOf,
  type Report,
  runChecks,
  tryCheck,
  type Verdict,
} from './check.ts';
export { CHECKS } from './checks/index.ts';
export { claim, never, type Requests, requestsFor } from './requests.ts';
