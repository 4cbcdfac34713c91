/** When to try again after a failed attempt. All times in milliseconds. */
export interface RetryPolicy {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Fleet note §4.6: exponential, 2 s to 15 min. */
export const REGION_RETRY: RetryPolicy = { firstMs: 2_000, maxMs: 15 * 60_000 };

/**
 * Delay before the next attempt: exponential with full jitter, never under a tenth of the ceiling so that a run of
 * small draws cannot hammer. `attempts` counts the failures so far (1 or more); `random01` is in [0, 1).
 */
export function retryDelay(policy: RetryPolicy, attempts: number, random01: number): number {
  const ceiling = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(Math.max(attempts, 1) - 1, 30));
  return Math.round(ceiling * (0.1 + 0.9 * random01));
}
