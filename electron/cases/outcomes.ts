import type { Job, Outcome } from '../queue/index.ts';
import type { RegionFailure } from '../regions/index.ts';
import type { CaseBooks } from './books.ts';
import type { CaseRecord } from './records.ts';

export const NOT_SERVED: Outcome = { kind: 'later', code: 'region-not-served' };

export function recordOf(books: CaseBooks, job: Job): CaseRecord {
  const record = job.caseId === null ? null : books.records.byId(job.caseId);
  if (!record) throw new Error(`job ${job.idem} has no case`);
  return record;
}

/** It may work later. What waits for the region's answer holds up nothing else. */
export function laterOf(failure: RegionFailure): Outcome {
  return {
    kind: 'later',
    code: failure.technicianCode,
    lane: !failure.pending,
    ...(failure.retryAfterMs === undefined ? {} : { afterMs: failure.retryAfterMs }),
  };
}
