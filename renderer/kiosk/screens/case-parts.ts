/** Screens of a case that is not new any more, fetched after the first screen stands. */
export { CorrectScreen } from './correct.tsx';
export { CorrectedScreen } from './corrected.tsx';
export { RateScreen } from './rate.tsx';
