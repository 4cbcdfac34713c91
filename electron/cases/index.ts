export { PrintActs } from './print-acts.ts';
export type { CaseRecord, CaseState, WithdrawalState } from './records.ts';
export {
  type Application,
  Cases,
  type CasesDeps,
  type MatterFacts,
  PROGRESS_TIMING,
  type WithdrawalRefusal,
} from './service.ts';
export * from './tickets/index.ts';
