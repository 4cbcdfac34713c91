export { casesEverywhere, EVERYWHERE_LIMITS, type EverywhereDeps, type FoundCases } from './everywhere.ts';
export { loadRatingRemarks } from './rating-remarks.ts';
export type { CaseCourse, CaseRecord, CaseState, WithdrawalState } from './records.ts';
export { Cases } from './service.ts';
export * from './tickets/index.ts';
export {
  type AnswerRefusal,
  type Application,
  type CaseRegion,
  type CasesDeps,
  type Correction,
  ELSEWHERE_FOLLOWED_MS,
  type FurtherSignature,
  type GivenRating,
  type MatterFacts,
  type OtherWay,
  PROGRESS_TIMING,
  type RatingRefusal,
  type WithdrawalRefusal,
} from './types.ts';
