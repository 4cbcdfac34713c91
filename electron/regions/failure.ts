import type { RegionFailure } from './port.ts';

/** Whether trying again may help, who can do something, and the citizen's sentence: all follow from the kind. */
const TABLE: Readonly<
  Record<RegionFailure['kind'], Pick<RegionFailure, 'retryable' | 'for' | 'citizenMessageKey'>>
> = {
  unreachable: { retryable: true, for: 'nobody', citizenMessageKey: 'regionDown' },
  'rate-limited': { retryable: true, for: 'nobody', citizenMessageKey: 'regionBusy' },
  unauthorized: { retryable: true, for: 'technician', citizenMessageKey: 'regionDown' },
  rejected: { retryable: false, for: 'citizen', citizenMessageKey: 'regionRefused' },
  schema: { retryable: false, for: 'technician', citizenMessageKey: 'regionUnclear' },
  'not-supported': { retryable: false, for: 'citizen', citizenMessageKey: 'regionCannot' },
};

/** The region has what was asked of it and answers later; nothing is wrong with the line. */
export function pending(where: string): RegionFailure {
  return { ...failure('unreachable', `${where}.pending`), pending: true };
}

/** The region's result is not what the region says it sent. */
export function contradicted(technicianCode: string): RegionFailure {
  return { ...failure('schema', technicianCode), contradicted: true };
}

/** A failure of a kind. `technicianCode` holds nothing that the citizen or the region wrote. */
export function failure(
  kind: RegionFailure['kind'],
  technicianCode: string,
  retryAfterMs?: number,
): RegionFailure {
  const base = { kind, ...TABLE[kind], technicianCode };
  return retryAfterMs === undefined ? base : { ...base, retryAfterMs };
}
