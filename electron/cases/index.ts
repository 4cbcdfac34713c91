export { PrintActs } from './print-acts.ts';
export type { CaseRecord, CaseState } from './records.ts';
export { type Application, Cases, type CasesDeps, type MatterFacts, PROGRESS_TIMING } from './service.ts';
