import type { FormValues } from '../core/index.ts';

/** What the kiosk says to a region: words of this house, instants in milliseconds since 1970. Codes are mapped at the edge. */

export interface PersonClaim {
  readonly name: string;
  /** Citizen number (公民身份号码), 18 characters, or that of a foreigner's card; its form says on which card it stands. */
  readonly number: string;
  /** Of who has a passport: `number` is the passport's. */
  readonly passport?: PassportClaim;
}

/** What tells passports of the same number apart, and a register asks for. */
export interface PassportClaim {
  /** As in the machine-readable zone: one to three letters. */
  readonly nationality: string;
  /** YYYYMMDD */
  readonly birthDate: string;
}

export interface OrganisationClaim {
  readonly name: string;
  /** Unified social credit code (统一社会信用代码), GB 32100, 18 characters. */
  readonly creditCode: string;
}

/** Who logs in, and how that is proved here. */
export type Login =
  | { readonly holder: 'person'; readonly person: PersonClaim; readonly by: 'card' | 'typed' }
  | {
      readonly holder: 'organisation';
      readonly organisation: OrganisationClaim;
      /** Who stands at the kiosk for it. */
      readonly operator: PersonClaim;
      readonly by: 'card' | 'typed';
    };

export type Principal =
  | { readonly holder: 'person'; readonly person: PersonClaim }
  | { readonly holder: 'organisation'; readonly organisation: OrganisationClaim };

/** A proof of authority (委托书): what kind, its number at the region or the bytes' hash. */
export interface AuthorityProof {
  readonly kind: 'registered' | 'paper' | 'legal-representative' | 'guardian';
  /** Number in the region's register (`registered`), otherwise null. */
  readonly number: string | null;
  /** Of the photographed paper: SHA-256, lower-case hex, otherwise null. */
  readonly sha256: string | null;
}

export interface AuthorityClaim {
  readonly agent: PersonClaim;
  readonly principal: Principal;
  readonly matterCode: string;
  readonly proof: AuthorityProof;
}

/** A material that goes with an application. */
export interface Material {
  /** As the matter's guide names it. */
  readonly code: string;
  readonly name: string;
  readonly from: 'camera' | 'phone' | 'licence' | 'earlier-case' | 'original';
  /** Null for an original that travels on paper. */
  readonly file: {
    readonly mediaType: 'application/pdf' | 'application/ofd' | 'image/jpeg' | 'image/png';
    readonly base64: string;
    /** Of the bytes: SHA-256, lower-case hex. */
    readonly sha256: string;
  } | null;
}

/** The very document that the citizen saw, base64 PDF. */
export interface SignedDocument {
  readonly base64: string;
  readonly sha256: string;
  /** GB/T 32905, lower-case hex. Absent in cases from before it was kept. It does not go over the line. */
  readonly sm3?: string;
}

/**
 * Bound to the document by its hash. `strokes`: written by hand; also without a kind, in cases from before there were two.
 * `fingerprint` (捺印): the image of a finger, of who cannot write.
 */
export type Signature = {
  readonly sha256: string;
  readonly signedAt: number;
} & (
  | { readonly kind?: 'strokes'; readonly strokes: unknown }
  | {
      readonly kind: 'fingerprint';
      readonly image: {
        readonly mediaType: 'image/png';
        readonly base64: string;
        /** Of the image: SHA-256, lower-case hex. */
        readonly sha256: string;
      };
    }
);

/**
 * How the result comes (送达方式): printed at a machine, fetched at a window or from a locker, as a file, or by post (EMS).
 */
export type Delivery = 'print-here' | 'window' | 'locker' | 'e-document' | 'ems';

export interface MailAddress {
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly county: string;
  readonly street: string;
  readonly postcode: string | null;
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
  readonly delivery: Delivery;
  /** Whom the parcel goes to; with delivery `ems`, and never without it. */
  readonly receiver?: MailAddress;
  /** The locker; with delivery `locker`. `id`: as the kiosks' owner counts them. */
  readonly locker?: { readonly id: string; readonly name: string };
  /** The fee that was paid for it before it was handed in. In fen (分), 1/100 yuan. */
  readonly payment?: { readonly number: string; readonly amountFen: number };
  readonly applicant: {
    readonly name: string;
    readonly number: string;
    readonly source: 'card' | 'typed';
    readonly address: string | null;
    readonly phone: string | null;
    readonly passport?: PassportClaim;
  };
  readonly form: FormValues;
  readonly document: SignedDocument;
  readonly signature: Signature;
  /** Characters of the name or the answers that no font has, as drawn by the applicant; they stand in the document. */
  readonly drawn?: Readonly<Record<string, unknown>>;

  /** How places work together on it: 全程网办, 异地代收, 异地授权, 多地联办. Absent: `online`. */
  readonly mode?: 'online' | 'collect' | 'delegated' | 'joint';
  /** Applies through `applicant`, who then is its operator. */
  readonly organisation?: OrganisationClaim;
  /** `applicant` acts for this principal. */
  readonly agency?: {
    readonly principal: Principal;
    readonly proof: AuthorityProof;
    /** The authorisation (授权委托书) that the principal read and signed at this machine. */
    readonly authorisation?: {
      readonly number: string;
      readonly document: SignedDocument;
      readonly signature: Signature;
    };
  };
  /**
   * Who went on at the machine for the applicant (帮办), by the applicant's consent. Kept with the sealed case; it does not
   * go over the line.
   */
  readonly assistance?: {
    readonly role: 'family' | 'staff' | 'other';
    readonly helper: PersonClaim | null;
    readonly consentedAt: number;
  };
  readonly materials?: readonly Material[];
  /** Materials that follow after acceptance (容缺受理). `dueBy`: local date, YYYY-MM-DD. */
  readonly later?: readonly { readonly code: string; readonly name: string; readonly dueBy: string }[];
  /** Of a joint handling (联办): one part an authority. */
  readonly parts?: readonly {
    readonly id: string;
    readonly authority: string;
    readonly matterCode: string;
    readonly taskCode: string;
  }[];
  /** Of a batch: the package this is one item of. `index` counts from 1. */
  readonly package?: { readonly id: string; readonly index: number; readonly of: number };
  /** 告知承诺: SHA-256 of the wording in Chinese, lower-case hex; signed by itself, on the document that has it as a page. */
  readonly commitment?: { readonly textSha256: string; readonly signature: Signature };
  /** People who must sign as well. */
  readonly furtherSigners?: readonly (PersonClaim & {
    /** They were here and signed at once; absent: the case waits for them. */
    readonly signature?: Signature;
  })[];
  /** So many of them must sign, in their order or not, and until when (ms). */
  readonly signaturesDue?: { readonly quorum: number; readonly inOrder: boolean; readonly until: number };
}

export interface PreCheckDraft {
  readonly matterCode: string;
  readonly taskCode: string;
  readonly form: FormValues;
  /** Codes of the materials that are there. */
  readonly materials: readonly string[];
}

export interface CorrectionAnswer {
  readonly idempotencyKey: string;
  readonly caseNumber: string;
  readonly roundId: string;
  readonly matterCode: string;
  /** The corrected fields alone. */
  readonly form: FormValues;
  readonly materials: readonly Material[];
  readonly document: SignedDocument;
  readonly signature: Signature;
  readonly answeredAt: number;
}

export interface SignerSignature {
  readonly idempotencyKey: string;
  readonly caseNumber: string;
  readonly signerId: string;
  readonly signer: PersonClaim & { readonly source: 'card' | 'typed' };
  readonly signature: Signature;
}

export interface LicenceRequest {
  /** Licence type code (证照类型代码), 21 characters. */
  readonly type: string;
  /** In words, as shown to the holder. */
  readonly purpose: string;
  /** When the holder consented at this machine. */
  readonly consentedAt: number;
  readonly machineCode: string;
}

/** For a case that the region has, or for one that will be handed in under `caseKey` once it is paid. */
export type PaymentRequest = { readonly idempotencyKey: string } & (
  | { readonly caseNumber: string }
  | {
      /** The idempotency key of the application to come. */
      readonly caseKey: string;
      readonly matterCode: string;
      readonly taskCode: string;
    }
);

export interface PaymentReturn {
  readonly idempotencyKey: string;
  readonly paymentNumber: string;
}

export interface Ticket {
  readonly idempotencyKey: string;
  /** 办不成事 or 清单外. */
  readonly about: 'not-done' | 'off-list';
  readonly matterCode: string | null;
  readonly caseNumber: string | null;
  readonly text: string;
  readonly contact: { readonly name: string; readonly number: string | null; readonly phone: string };
  readonly acceptRegion: string;
  readonly machineCode: string;
  readonly sentAt: number;
  /** The kiosk's own number of it. */
  readonly receiptNumber?: string;
  /** The region that it is about, where another one passes it on. */
  readonly region?: string;
  /** By when the citizen needs it: local date, `YYYY-MM-DD`. */
  readonly wishedBy?: string;
  /** By when it is to reach the leader in charge (当天), and to be answered. Milliseconds since 1970. */
  readonly referBy?: number;
  readonly answerBy?: number;
}

/** 非常满意, 满意, 基本满意, 不满意, 非常不满意. */
export const SATISFACTIONS = [
  'very-satisfied',
  'satisfied',
  'fairly-satisfied',
  'dissatisfied',
  'very-dissatisfied',
] as const;
export type Satisfaction = (typeof SATISFACTIONS)[number];

/** A rating (好差评) in words; the region's digits differ, some count up and some down. */
export interface Rating {
  readonly idempotencyKey: string;
  readonly caseNumber: string;
  readonly taskCode: string;
  readonly satisfaction: Satisfaction;
  /** Codes of the centrally versioned list of remarks. */
  readonly remarks: readonly string[];
  readonly comment: string | null;
  /** After acceptance (受理) or after completion (办结). */
  readonly stage: 'accepted' | 'finished';
  /** First or second (追评); a third is not allowed. */
  readonly round: 1 | 2;
  readonly rater: {
    readonly holder: 'person' | 'organisation';
    readonly name: string;
    readonly number: string;
  };
  readonly ratedAt: number;
  readonly machineCode: string;
}

/** A parcel order (EMS). */
export interface MailOrder {
  readonly idempotencyKey: string;
  readonly caseNumber: string;
  /** 政务中心寄, 相对人寄. */
  readonly sentBy: 'centre' | 'applicant';
  /** 申请材料, 审批结果. */
  readonly carries: 'materials' | 'result';
  readonly sender: MailAddress;
  readonly receiver: MailAddress;
  readonly item: string;
}
