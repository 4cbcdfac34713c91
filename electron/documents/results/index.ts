export { examineResult } from './examine.ts';
export { type LookedOverResult, lookOverResult, type ReceivedResult } from './look-over.ts';
export {
  type ActiveContent,
  type EmbeddedSeal,
  RESULT_LIMITS,
  RESULT_MEDIA_TYPES,
  type ResultFile,
  type ResultKind,
  type ResultProblem,
} from './types.ts';
export { type JudgedResult, judgeResult, type LineIntegrity, type ResultVerdict } from './verdict.ts';
