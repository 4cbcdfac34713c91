import type { Failure } from '../contract/index.ts';
import type { PaperFailure } from '../printing/index.ts';
import { type FailureKind, failure } from './failures.ts';

const PRINT_FAILURE = {
  'no-printer': 'printerAbsent',
  unreachable: 'printerAbsent',
  'out-of-paper': 'printerNoPaper',
  jammed: 'printerJam',
  'cover-open': 'printerCover',
  'output-full': 'printerFull',
  'supply-empty': 'printerToner',
  refused: 'printFailed',
  stopped: 'printFailed',
  // There may be paper, so nobody prints again without looking.
  'end-unknown': 'printUnknown',
  'reprint-over': 'reprintOver',
  'copies-over': 'copiesOver',
  'attempts-over': 'printTooOften',
} as const satisfies Record<PaperFailure['kind'], FailureKind>;

/** What the print service says, for the citizen. */
export const printFailure = ({ kind, code }: PaperFailure): Failure => failure(PRINT_FAILURE[kind], code);
