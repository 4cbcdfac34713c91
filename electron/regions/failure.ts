import type { RegionFailure } from './port.ts';

const RETRYABLE: Readonly<Record<RegionFailure['kind'], boolean>> = {
  unreachable: true,
  'rate-limited': true,
  unauthorized: true,
  rejected: false,
  schema: false,
  'not-supported': false,
};

/** A failure of a kind; whether trying again may help follows from the kind. */
export function failure(
  kind: RegionFailure['kind'],
  technicianCode: string,
  retryAfterMs?: number,
): RegionFailure {
  const base = { kind, retryable: RETRYABLE[kind], technicianCode };
  return retryAfterMs === undefined ? base : { ...base, retryAfterMs };
}
