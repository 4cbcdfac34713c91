export type { SandboxCase } from './office.ts';
export {
  type ReceivedCase,
  SANDBOX_DELAYS,
  type SandboxDelays,
  type SandboxRegion,
  type SandboxRegionOptions,
  startSandboxRegion,
} from './sandbox-region.ts';
