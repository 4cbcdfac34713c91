import type { Result } from '../core/index.ts';
import type {
  AuthorityClaim,
  CorrectionAnswer,
  LicenceRequest,
  Login,
  MailOrder,
  OrganisationClaim,
  PaymentRequest,
  PaymentReturn,
  PersonClaim,
  PreCheckDraft,
  Rating,
  SignerSignature,
  Submission,
  Ticket,
} from './requests.ts';

/** What a region's backend said, or did not. `sent` of a submission is unknown when the answer was cut. */
export interface RegionFailure {
  readonly kind:
    | 'unreachable' /** no connection, time-out, 5xx: try later */
    | 'rate-limited' /** try after `retryAfterMs` */
    | 'unauthorized' /** our account, key or clock is refused: a technician's matter, yet the case waits */
    | 'rejected' /** the region understood and refused: for good */
    | 'schema' /** the answer is not what the protocol says: for good, a person must look */
    | 'not-supported';
  readonly retryable: boolean;
  /** Who can do something about it; `nobody` when only time can. */
  readonly for: 'citizen' | 'technician' | 'nobody';
  /** Key of the locale files, namespace `failures`. */
  readonly citizenMessageKey: string;
  /** For the technician: `<kind>.<operation>.<reason>`. Holds nothing personal. */
  readonly technicianCode: string;
  readonly retryAfterMs?: number;
  /** What came is not what the region says it sent, also when asked again: it must not be used. Always `schema`. */
  readonly contradicted?: true;
  /** The line is up and the region holds what was asked; its answer comes later. Always `unreachable`. */
  readonly pending?: true;
}

type Answer<T> = Promise<Result<T, RegionFailure>>;

/**
 * Where a case (办件) stands. `correction`: the region asks for something (补正); `approved`: decided, the result is being
 * made. `finished`, `refused` and `withdrawn` are the end.
 */
export type CaseState =
  | 'received'
  | 'accepted'
  | 'correction'
  | 'approved'
  | 'finished'
  | 'refused'
  | 'withdrawn';

export interface CaseProgress {
  /** The region's case number (办件编号), 1 to 50 characters; null while a region that answers later has not given one. */
  readonly caseNumber: string | null;
  readonly state: CaseState;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number | null;
  readonly finishedAt: number | null;
  /** True when a result document can be fetched. */
  readonly resultReady: boolean;
  /** In state `correction`, where the region says so here: what is asked, and until when (ms). */
  readonly correction?: CorrectionRound;
  /** Of a case in joint handling (联办): one part an authority. A refused part does not hide the others. */
  readonly parts?: readonly PartProgress[];
}

export interface PartProgress {
  /** As in `Submission.parts`. */
  readonly id: string;
  readonly authority: string;
  readonly state: CaseState;
  readonly finishedAt: number | null;
}

/** One round of correction (补正). */
export interface CorrectionRound {
  readonly id: string;
  /** Milliseconds since 1970: until the end of this moment an answer is taken. Null: no limit stated. */
  readonly until: number | null;
  readonly items: readonly {
    readonly kind: 'field' | 'material';
    /** The form's field or the material's code. */
    readonly name: string;
    /** The region's words for the citizen. */
    readonly note: string;
  }[];
}

/** A case as the region lists it for the person it belongs to. */
export interface ListedCase extends CaseProgress {
  readonly caseNumber: string;
  readonly receiptNumber: string | null;
  readonly matterCode: string;
  readonly taskCode: string;
  /** In the region's words; empty when it gives none. */
  readonly matterName: string;
  readonly submittedAt: number;
}

export interface CaseEvent {
  readonly caseNumber: string;
  readonly receiptNumber: string | null;
  readonly state: CaseState;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Opaque places in the region's books; null is the beginning. */
export type Cursor = string;

/** Somebody's log-in at one region. The token opens that region alone, lives in memory and is never logged. */
export interface RegionSession {
  readonly region: string;
  readonly holder: 'person' | 'organisation';
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface AuthorityAnswer {
  /** Whether the agent may act for the principal in this matter. */
  readonly valid: boolean;
  /** Milliseconds since 1970, or null: no end. */
  readonly until: number | null;
}

export interface MatterList {
  /** Opaque; changes when anything in the list does. */
  readonly version: string;
  /** Null when `version` is the one that the caller knows. */
  readonly matters: readonly RegionMatter[] | null;
}

export interface RegionMatter {
  readonly matterCode: string;
  /** Implementation code (实施编码), any length up to 50. */
  readonly taskCode: string;
  readonly name: string;
  readonly version: string;
  /** 即办件, 承诺件, other. */
  readonly caseType: 'instant' | 'promised' | 'other';
  readonly promisedWorkingDays: number | null;
  readonly inForce: boolean;
}

export interface PreCheckAnswer {
  readonly problems: readonly {
    readonly kind: 'field' | 'material';
    readonly name: string;
    /** The region's words for the citizen. */
    readonly note: string;
  }[];
}

/** Who must sign a case (several applicants, shareholders) and who has. */
export interface SignerList {
  /** Of the document that all of them sign: SHA-256, lower-case hex. */
  readonly documentSha256: string;
  readonly signers: readonly {
    readonly id: string;
    /** In the region's words, with most of the name masked. */
    readonly label: string;
    readonly signed: boolean;
  }[];
}

export interface Licence {
  /** GB/T 36904 identifier (电子证照标识). */
  readonly identifier: string;
  readonly name: string;
  readonly mediaType: 'application/pdf' | 'application/ofd';
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970, or null: no end. */
  readonly validUntil: number | null;
  /** Copies that the region still allows to be printed; absent: it does not say. */
  readonly copiesLeft?: number;
}

/** A fee (缴费) as the region's own payment system has it. Nothing here is about a card or an account. */
export interface Payment {
  readonly paymentNumber: string;
  /** In fen (分), 1/100 yuan. */
  readonly amountFen: number;
  /** `cancelled`: taken back before anybody paid. `refunding`: paid, and on its way back. Of these and `expired` none can be paid. */
  readonly state: 'open' | 'paid' | 'expired' | 'cancelled' | 'refunding' | 'refunded';
  /** What the citizen's phone opens, shown as a QR code; null once it cannot be paid any more. */
  readonly payUrl: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The electronic invoice (财政电子票据), where the region has issued one. */
  readonly invoice?: { readonly number: string; readonly checkCode: string };
}

export interface TicketProgress {
  readonly ticketNumber: string;
  readonly state: 'received' | 'working' | 'answered' | 'closed';
  readonly answers: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  /** When it reached the leader in charge; null: not yet. Absent: the region does not say, and receiving it counts. */
  readonly referredAt?: number | null;
  /** How the region closed it, and why in words for the citizen. */
  readonly closing?: { readonly class: TicketClosing; readonly text: string };
}

/**
 * Of 办不成事: 特事特办 for a policy that stands in the way, 集中创新 for what stands in everybody's way, 解释 for what
 * cannot be. Of 清单外: 可办, 引导, 不可办 with the reason.
 */
export type TicketClosing =
  | 'special-handling'
  | 'common-obstacle'
  | 'explained'
  | 'can-be-done'
  | 'guided'
  | 'cannot-be-done';

export interface MailReceipt {
  /** The carrier's number (运单号). */
  readonly mailNumber: string;
}

export type Withdrawal = 'withdrawn' | 'too-late';

/**
 * A result document (审批结果文件) as it came. What the region states of it and is wrong never gets here: it is asked for
 * again, and then fails as `contradicted`. What is inside the bytes nobody has looked at yet.
 */
export interface RegionResult {
  readonly bytes: Uint8Array;
  /** As the region calls it. */
  readonly mediaType: 'application/pdf' | 'application/ofd' | (string & {});
  /** The region stated a digest (SHA-256 or SM3), and it is right. */
  readonly digest: boolean;
  /** Of a detached signature: right by the region's key, or not checked for want of one. Null: there is none. */
  readonly signature: 'good' | 'unchecked' | null;
  /** X.509 in DER, of whoever seals this region's results. */
  readonly certificates: readonly Uint8Array[];
}

/** What a region can do beyond taking cases in. An operation without its capability answers `not-supported`. */
export interface RegionCapabilities {
  readonly checkPersonWithoutCard: boolean;
  /** `checkPerson` of who has a passport. */
  readonly checkPassport: boolean;
  readonly fetchResult: boolean;
  readonly withdraw: boolean;
  /** `authenticate` and `endSession`. */
  readonly sessions: boolean;
  readonly checkOrganisation: boolean;
  readonly checkAuthority: boolean;
  readonly matters: boolean;
  readonly preCheck: boolean;
  /** `submitPackage`, and the parent package of a submission. */
  readonly packages: boolean;
  /** Parts of a submission (联办). */
  readonly jointHandling: boolean;
  /** `casesOf`; needs `sessions`. */
  readonly casesOf: boolean;
  /** `status` and `events`. */
  readonly events: boolean;
  readonly correction: boolean;
  /** `signers` and `sign`. */
  readonly signatures: boolean;
  /** `fetchLicence`; needs `sessions`. */
  readonly licences: boolean;
  readonly payments: boolean;
  /** `returnPayment`. */
  readonly refunds: boolean;
  readonly tickets: boolean;
  readonly ratings: boolean;
  readonly mail: boolean;
}

/** What the cases need of a region: this much every region does, whatever it speaks. */
export interface CaseLine {
  readonly region: string;
  readonly capabilities: Pick<RegionCapabilities, 'checkPersonWithoutCard' | 'fetchResult' | 'withdraw'>;
  /** Whether the line is up. */
  ping(signal: AbortSignal): Answer<void>;
  /** Whether name and number belong together in the region's register. Says nothing else about the person. */
  checkPerson(claim: PersonClaim, signal: AbortSignal): Answer<{ match: boolean }>;
  submit(submission: Submission, signal: AbortSignal): Answer<CaseProgress>;
  /** Null: nothing has arrived under this key. */
  progress(idempotencyKey: string, signal: AbortSignal): Answer<CaseProgress | null>;
  /**
   * `rendition`: the same result as this kind of file, for a machine that cannot print what the region gives by itself. A
   * region that has no such rendition refuses.
   */
  fetchResult(caseNumber: string, signal: AbortSignal, rendition?: 'pdf'): Answer<RegionResult>;
  /**
   * Takes an application back by its idempotency key, whether it has arrived or not: after `withdrawn` none lives under
   * that key and none can come to life any more, not even a copy that is still on its way. `too-late`: the region has
   * begun or decided it. Only with the capability; otherwise `not-supported`.
   */
  withdraw(idempotencyKey: string, signal: AbortSignal): Answer<Withdrawal>;
}

/**
 * One region's backend, whatever it speaks. Every method may be called again with the same input without a second effect:
 * what changes something carries an idempotency key. A session of another region, or an ended one, is `unauthorized`.
 */
export interface RegionAdapter extends CaseLine {
  readonly capabilities: RegionCapabilities;

  /** Logs a person or an organisation in at this region. `rejected` when the region does not know them so. */
  authenticate(login: Login, signal: AbortSignal): Answer<RegionSession>;
  /** Ends a log-in; an ended or unknown one is ended. */
  endSession(session: RegionSession, signal: AbortSignal): Answer<void>;

  /** Whether name and unified social credit code (统一社会信用代码) belong together and the organisation lives. */
  checkOrganisation(claim: OrganisationClaim, signal: AbortSignal): Answer<{ match: boolean }>;
  /** Whether an agent (代办人) may act for a principal, by the proof that the agent shows. */
  checkAuthority(claim: AuthorityClaim, signal: AbortSignal): Answer<AuthorityAnswer>;

  /** The matters (事项) that the region offers; `known` is the version that the caller has. */
  matters(known: string | null, signal: AbortSignal): Answer<MatterList>;
  /** Looks a draft over before it is signed. Books nothing. */
  preCheck(draft: PreCheckDraft, signal: AbortSignal): Answer<PreCheckAnswer>;

  /**
   * Several applications of one package in one call; every item has its own outcome, in the order given. The call itself
   * fails only when nothing is known of any of them; an item that the answer left out is `unreachable`, so it is asked
   * for again by its own key.
   */
  submitPackage(
    items: readonly Submission[],
    signal: AbortSignal,
  ): Answer<readonly Result<CaseProgress, RegionFailure>[]>;

  /** The cases of whoever is logged in, newest first, wherever they were handed in. */
  casesOf(
    session: RegionSession,
    after: Cursor | null,
    signal: AbortSignal,
  ): Answer<{ readonly cases: readonly ListedCase[]; readonly next: Cursor | null }>;
  /** Null: the region has no case of this number. */
  status(caseNumber: string, signal: AbortSignal): Answer<CaseProgress | null>;
  /** What happened to this kiosk account's cases after a place in the region's books. The same place gives the same events. */
  events(
    since: Cursor | null,
    signal: AbortSignal,
  ): Answer<{ readonly events: readonly CaseEvent[]; readonly cursor: Cursor; readonly more: boolean }>;

  /** What the region asks for, or null when it asks for nothing now. */
  correction(caseNumber: string, signal: AbortSignal): Answer<CorrectionRound | null>;
  answerCorrection(answer: CorrectionAnswer, signal: AbortSignal): Answer<CaseProgress>;

  /** Null: the case needs no further signature. */
  signers(caseNumber: string, signal: AbortSignal): Answer<SignerList | null>;
  sign(signature: SignerSignature, signal: AbortSignal): Answer<SignerList>;

  /** An electronic licence (电子证照), with its holder's consent. Null: the holder has none of this type. */
  fetchLicence(session: RegionSession, request: LicenceRequest, signal: AbortSignal): Answer<Licence | null>;

  requestPayment(request: PaymentRequest, signal: AbortSignal): Answer<Payment>;
  paymentState(paymentNumber: string, signal: AbortSignal): Answer<Payment>;
  /**
   * Takes a payment back, paid or not: afterwards an open one can be paid no more (`cancelled`), and what was paid is on its
   * way back (`refunding`, `refunded`). So it is right whatever the citizen's phone did meanwhile.
   */
  returnPayment(request: PaymentReturn, signal: AbortSignal): Answer<Payment>;

  /** A matter that could not be done (办不成事) or is not on the list (清单外). */
  sendTicket(ticket: Ticket, signal: AbortSignal): Answer<TicketProgress>;
  ticket(ticketNumber: string, signal: AbortSignal): Answer<TicketProgress | null>;

  /** Pushes a rating (好差评). */
  rate(rating: Rating, signal: AbortSignal): Answer<void>;
  /** Orders a parcel (EMS). */
  orderMail(order: MailOrder, signal: AbortSignal): Answer<MailReceipt>;
}
