import type { Text } from '../contract/index.ts';
import type { Clock, OfficeHours, RandomBytes, Result, WorkingCalendar } from '../core/index.ts';
import type { LookedOverResult } from '../documents/index.ts';
import type { Queue } from '../queue/index.ts';
import type {
  CaseLine,
  CorrectionAnswer,
  MailAddress,
  Rating,
  RegionAdapter,
  RegionCapabilities,
  RegionResult,
  SignerSignature,
  Submission,
} from '../regions/index.ts';
import type { Sealer, SqlDatabase } from '../store/index.ts';

/** What the service must know of a matter in a region; the catalogue answers it. */
export interface MatterFacts {
  readonly matter: Text;
  readonly region: { readonly code: string; readonly short: Text; readonly phone: string };
  readonly hours: OfficeHours;
  readonly promisedWorkingDays: number;
  readonly taskCode: string;
  /** Who sends parcels (EMS) of this region; absent: the region orders them by itself. */
  readonly sender?: MailAddress;
}

/** A complete, signed application; what the service adds is numbers and times. */
export type Application = Omit<
  Submission,
  'idempotencyKey' | 'receiptNumber' | 'taskCode' | 'acceptRegion' | 'machineCode' | 'submittedAt' | 'package'
> & {
  readonly region: string;
  /** The idempotency key, where something was done under it before: a fee was paid. A UUID. */
  readonly key?: string;
  /** Electronic invoice (电子票据) of the fee; stays here. */
  readonly invoice?: { readonly number: string; readonly checkCode: string };
};

/** The answer to one round of correction (补正), signed. */
export type Correction = Pick<CorrectionAnswer, 'roundId' | 'form' | 'materials' | 'document' | 'signature'>;

/** What a further signer gives. */
export type FurtherSignature = Pick<SignerSignature, 'signerId' | 'signer' | 'signature'>;

/** Why a case cannot be taken back: its region has begun it, or knows no withdrawal (then a person has to call there). */
export type WithdrawalRefusal = 'unknown-case' | 'too-late' | 'not-supported';

/** Why an answer is not taken: nothing is asked, something else is, the time is over, or it goes by telephone only. */
export type AnswerRefusal = 'unknown-case' | 'nothing-asked' | 'other-round' | 'too-late' | 'not-supported';

/** What a citizen says of a case (好差评), and who. */
export type GivenRating = Pick<Rating, 'satisfaction' | 'remarks' | 'comment' | 'rater'>;

/** Why a rating is not taken: the region takes none, or both of this stage have been given. */
export type RatingRefusal = 'unknown-case' | 'not-taken';

/** Another way to a region than its first (api → courier), and when the citizen consented to it (ms). */
export interface OtherWay {
  readonly kind: string;
  readonly consentedAt: number;
}

/** A region as the cases use it: what every region does, and what some do. */
export type CaseRegion = CaseLine & {
  readonly capabilities: Partial<RegionCapabilities>;
} & Partial<
    Pick<
      RegionAdapter,
      | 'status'
      | 'correction'
      | 'answerCorrection'
      | 'signers'
      | 'sign'
      | 'rate'
      | 'orderMail'
      | 'returnPayment'
    >
  >;

/** Milliseconds between looks at a case that its region is working on. */
export const PROGRESS_TIMING = { eagerMs: 2_000, eagerForMs: 120_000, calmMs: 5 * 60_000 } as const;

/** How long a case of another machine is looked after here once its citizen was here, in milliseconds. */
export const ELSEWHERE_FOLLOWED_MS = 24 * 3_600_000;

/** What goes first in a lane: withdrawals, answers that have a last day, applications, looks at how others get on, ratings. */
export const PRIORITY = {
  refund: 1,
  withdrawal: 1,
  answer: 2,
  case: 3,
  progress: 5,
  rating: 6,
  mail: 6,
} as const;

export interface CasesDeps {
  readonly db: SqlDatabase;
  readonly sealer: Sealer;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly calendar: WorkingCalendar;
  readonly machineCode: string;
  readonly acceptRegion: string;
  readonly retentionDays: number;
  readonly resultDays: number;
  readonly facts: (region: string, matter: string) => MatterFacts | null;
  /** Examines and judges a result before it is kept; the error is a code for technicians. */
  readonly lookOver: (result: RegionResult) => Promise<Result<LookedOverResult, { readonly code: string }>>;
  readonly adapter: (region: string) => CaseRegion | undefined;
  /** The region's adapter of another kind, where the machine has one. */
  readonly otherWay?: (region: string, kind: string) => CaseRegion | undefined;
}
