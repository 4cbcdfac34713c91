import { failure } from '../failure.ts';
import type { RegionFailure } from '../port.ts';

/**
 * Refusals that are not "no, for good". Whatever is not named here is `rejected`. The codes are this house's; a channel
 * whose region says it otherwise translates.
 */
const MEANING: Readonly<Record<string, RegionFailure['kind']>> = {
  /** Not yet rather than no. */
  REQUEST_IN_PROGRESS: 'unreachable',
  RESULT_NOT_READY: 'unreachable',
  UNAVAILABLE: 'unreachable',
  TOO_MANY: 'rate-limited',
  /** Our account, key or clock. */
  ACCOUNT_UNKNOWN: 'unauthorized',
  SIGNATURE_WRONG: 'unauthorized',
  CLOCK_SKEW: 'unauthorized',
};

/** Codes that operations know by themselves. */
export const REFUSALS = {
  caseUnknown: 'CASE_UNKNOWN',
  ticketUnknown: 'TICKET_UNKNOWN',
  /** The region has this submission and says no more: ask for it by its key. */
  alreadyReceived: 'ALREADY_RECEIVED',
  sessionEnded: 'SESSION_ENDED',
} as const;

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** The failure that a region's refusal is. What does not look like a code is not told: it may be a sentence about somebody. */
export function refusal(where: string, heard: string): RegionFailure {
  const code = CODE.test(heard) ? heard : 'UNNAMED';
  if (code === REFUSALS.sessionEnded) return sessionEnded(where, `refused:${code}`);
  const known = Object.hasOwn(MEANING, code) ? MEANING[code] : undefined;
  return failure(known ?? 'rejected', `${where}.refused:${code}`);
}

/** The citizen's log-in is over: the citizen logs in anew, no technician has to come. */
export function sessionEnded(where: string, reason: string): RegionFailure {
  return {
    kind: 'unauthorized',
    retryable: false,
    for: 'citizen',
    citizenMessageKey: 'regionSessionEnded',
    technicianCode: `${where}.${reason}`,
  };
}
