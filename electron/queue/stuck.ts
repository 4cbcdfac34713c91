import type { LaneHealth } from './types.ts';

/** Whatever waits for longer, a technician must look at, in milliseconds. */
export const STUCK_MS = 24 * 60 * 60_000;

/** Lanes in which a job has waited for too long; looks at progress do not count. */
export function stuckLanes(lanes: readonly LaneHealth[], nowMs: number): LaneHealth[] {
  return lanes.filter(({ oldestAt }) => oldestAt !== null && nowMs - oldestAt > STUCK_MS);
}
