import type { Drawn, Language, Strokes, Text } from '../contract/index.ts';
import type { IdentityDocument } from '../core/index.ts';

/** Whose sheet it is: the brand region's name and its neutral mark, one or two characters. Never an emblem. */
export interface Brand {
  readonly name: Text;
  readonly mark: string;
}

/** A paper on which a name may stand that no font has all of. */
export interface MayBeDrawn {
  /** Characters that the citizen drew: each is printed as drawn wherever it stands, and reads as itself. */
  readonly drawn?: Drawn;
}

/** What was asked, and the answer in words. */
export interface Answer {
  readonly label: Text;
  readonly value: Text;
}

/** Texts and numbers of the application form that the citizen reads, signs and sends. The Chinese text prevails. */
export interface ApplicationForm extends MayBeDrawn {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly title: Text;
  readonly region: Text;
  readonly authority: Text;
  readonly receiptHint: string;
  readonly preparedAt: number;
  readonly site: Text;
  readonly machineCode: string;
  readonly applicant: {
    readonly name: string;
    readonly sex: string;
    readonly ethnicGroup: string | null;
    /** YYYYMMDD */
    readonly birthDate: string;
    readonly number: string;
    readonly address: string | null;
    readonly source: 'card' | 'typed';
    /** Default: a resident ID card. */
    readonly document?: IdentityDocument;
    /** Of a foreigner. */
    readonly chineseName?: string | null;
    /** Of a foreigner: three letters, as on the card. */
    readonly nationality?: string | null;
  };
  /** On whose behalf `applicant` acts: a company by its legal representative, a person by an agent. */
  readonly onBehalfOf?: {
    readonly holder: 'person' | 'organisation';
    readonly name: string;
    readonly number: string;
    readonly document?: IdentityDocument;
    /** Number of the authorisation (授权委托书) that was signed at this machine. */
    readonly authorisation: string | null;
    /** `applicant` is the guardian (监护人) of a minor. */
    readonly guardian?: boolean;
  };
  /** Answers that stand with the application itself, in the order of the form. */
  readonly answers: readonly Answer[];
  /** A longer form: its groups, each under its heading. */
  readonly sections?: readonly { readonly title: Text; readonly answers: readonly Answer[] }[];
  readonly delivery: Text;
  /** What was paid before it was handed in. */
  readonly fee?: Text;
  readonly statement: Text;
  readonly caution: Text | null;
  /** 告知承诺书, a page of its own; `sample`: the wording is not the authority's own. */
  readonly commitment?: {
    readonly promises: readonly Text[];
    readonly untrue: Text;
    readonly ordinary: Text;
    readonly sample: boolean;
  };
}

export interface Receipt extends MayBeDrawn {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly language: Language;
  readonly receiptNumber: string;
  readonly regionNumber: string | null;
  readonly matter: Text;
  readonly region: Text;
  readonly site: Text;
  readonly machineCode: string;
  /** Masked before it comes here: 张* and 110000********1234. */
  readonly applicantName: string;
  readonly applicantNumber: string;
  readonly submittedAt: number;
  readonly sent: boolean;
  /** YYYY-MM-DD, with the number of working days. */
  readonly promisedBy: string;
  readonly promisedWorkingDays: number;
  /** The holidays up to `promisedBy` are not announced yet. */
  readonly promiseIsEstimate: boolean;
  readonly delivery: Text;
  /** What was paid, with the payment's number. */
  readonly fee?: Text;
  /** Who helped at the machine (帮办), in words; absent: nobody. */
  readonly assisted?: Text;
  /** Materials that are still to be handed in. `dueBy`: local date, YYYY-MM-DD; null: brought to a window. */
  readonly owed?: readonly { readonly name: Text; readonly dueBy: string | null }[];
  readonly documentSha256: string;
  /** GB/T 32905, lower-case hex; absent where the case was taken in before SM3 was kept, or its copy is gone. */
  readonly documentSm3?: string;
  readonly phone: string;
  readonly callAfter: number;
  readonly retentionDays: number;
  readonly caution: Text | null;
  readonly statement: Text;
}

/** Result document of the sandbox region (demo): 临时身份证明, clearly a sample. */
export interface TemporaryIdentityProof extends MayBeDrawn {
  readonly number: string;
  readonly name: string;
  readonly citizenNumber: string;
  readonly purpose: string;
  readonly authority: string;
  readonly issuedAt: number;
  readonly validUntil: string;
}

/** Result document of the sandbox region (demo) for any other matter, clearly a sample. */
export interface SampleResult extends MayBeDrawn {
  readonly title: Text;
  readonly number: string;
  readonly name: string;
  readonly citizenNumber: string;
  /** What the region gives at the end, in words. */
  readonly result: Text;
  readonly authority: string;
  readonly issuedAt: number;
}

/** What is stuck on a sealed package for a region that accepts on paper (代收代办). Nothing personal. */
export interface CourierSlip {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly region: Text;
  readonly regionCode: string;
  /** Name and address of the receiving desk, an office. */
  readonly desk: string;
  readonly site: Text;
  readonly machineCode: string;
  readonly packageNumber: string;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
  /** Of the sealed file: SHA-256, lower-case hex. */
  readonly sha256: string;
  readonly counts: {
    readonly form: number;
    readonly original: number;
    readonly copy: number;
    readonly electronic: number;
  };
  /** Number on the seal (封签号); null: to be written by hand. */
  readonly seal: string | null;
  /** The row of the custody ledger that says that it was sealed, and that row's hash. */
  readonly ledgerRow: number;
  readonly ledgerHash: string;
}

export type { Drawn, Strokes };
