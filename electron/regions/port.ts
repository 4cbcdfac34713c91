import type { Result } from '../core/index.ts';

/** What a region's backend said, or did not. `sent` of a submission is unknown when the answer was cut. */
export interface RegionFailure {
  readonly kind:
    | 'unreachable' /** no connection, time-out, 5xx: try later */
    | 'rate-limited' /** try after `retryAfterMs` */
    | 'unauthorized' /** our account is refused: a technician's matter, yet the case waits */
    | 'rejected' /** the region understood and refused: for good */
    | 'schema' /** the answer is not what the protocol says: for good, a person must look */
    | 'not-supported';
  readonly retryable: boolean;
  /** For the technician. Holds nothing personal. */
  readonly technicianCode: string;
  readonly retryAfterMs?: number;
}

export interface PersonClaim {
  readonly name: string;
  readonly number: string;
}

/** One application, complete and signed, as it leaves the kiosk. */
export interface Submission {
  readonly idempotencyKey: string;
  readonly receiptNumber: string;
  readonly matterCode: string;
  /** Implementation code (实施编码) of the region, any length. */
  readonly taskCode: string;
  /** The kiosk's host site, which takes the application in. */
  readonly acceptRegion: string;
  readonly machineCode: string;
  readonly submittedAt: number;
  readonly delivery: 'print-here' | 'window';
  readonly applicant: {
    readonly name: string;
    readonly number: string;
    readonly source: 'card' | 'typed';
    readonly address: string | null;
    readonly phone: string | null;
  };
  readonly form: Readonly<Record<string, string>>;
  /** The very document that the citizen saw, base64 PDF, and what binds the signature to it. */
  readonly document: { readonly base64: string; readonly sha256: string };
  readonly signature: { readonly sha256: string; readonly strokes: unknown; readonly signedAt: number };
}

export interface CaseProgress {
  /** The region's case number (办件编号). */
  readonly caseNumber: string;
  readonly state: 'received' | 'accepted' | 'finished' | 'refused';
  readonly acceptedAt: number | null;
  readonly finishedAt: number | null;
  /** True when a result document can be fetched. */
  readonly resultReady: boolean;
}

export type Withdrawal = 'withdrawn' | 'too-late';

export interface RegionCapabilities {
  readonly checkPersonWithoutCard: boolean;
  readonly fetchResult: boolean;
  readonly withdraw: boolean;
}

/** One region's backend, whatever it speaks. Every method may be called again with the same input without a second effect. */
export interface RegionAdapter {
  readonly region: string;
  readonly capabilities: RegionCapabilities;
  /** Whether the line is up. */
  ping(signal: AbortSignal): Promise<Result<void, RegionFailure>>;
  /** Whether name and number belong together in the region's register. Says nothing else about the person. */
  checkPerson(claim: PersonClaim, signal: AbortSignal): Promise<Result<{ match: boolean }, RegionFailure>>;
  submit(submission: Submission, signal: AbortSignal): Promise<Result<CaseProgress, RegionFailure>>;
  progress(idempotencyKey: string, signal: AbortSignal): Promise<Result<CaseProgress | null, RegionFailure>>;
  fetchResult(caseNumber: string, signal: AbortSignal): Promise<Result<{ pdf: Uint8Array }, RegionFailure>>;
  /**
   * Takes an application back by its idempotency key, whether it has arrived or not: after `withdrawn` none lives under
   * that key and none can come to life any more, not even a copy that is still on its way. `too-late`: the region has
   * begun or decided it. Only with the capability; otherwise `not-supported`.
   */
  withdraw(idempotencyKey: string, signal: AbortSignal): Promise<Result<Withdrawal, RegionFailure>>;
}
