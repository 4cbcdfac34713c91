import type { Text } from '../contract/index.ts';
import type { Brand, MayBeDrawn } from './types.ts';

/** What every notice about a case says first. */
interface Notice extends MayBeDrawn {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly receiptNumber: string;
  readonly matter: Text;
  readonly region: Text;
  readonly authority: Text;
  readonly site: Text;
  readonly machineCode: string;
  /** Masked before it comes here: 张* and 110000********1234. */
  readonly applicantName: string;
  readonly applicantNumber: string;
  /** Milliseconds since 1970, as every instant here. */
  readonly printedAt: number;
  readonly phone: string;
  readonly caution: Text | null;
}

/** 受理通知书: the region has taken the case on. Only for a case that it says it has accepted. */
export interface AcceptanceNotice extends Notice {
  readonly regionNumber: string;
  readonly submittedAt: number;
  readonly acceptedAt: number;
  /** YYYY-MM-DD, with the number of working days; 0 is an instant matter (即办件). */
  readonly promisedBy: string;
  readonly promisedWorkingDays: number;
  /** The holidays up to `promisedBy` are not announced yet. */
  readonly promiseIsEstimate: boolean;
  readonly delivery: Text;
  /** Of the application file: SHA-256, lower-case hex; null for a case that another machine took in. */
  readonly documentSha256: string | null;
  /** What was handed in with the application; may be empty. */
  readonly materials: readonly { readonly name: Text; readonly copies: number }[];
}

/** 一次性告知书（补正）: everything that the region wants corrected in one round. */
export interface CorrectionNotice extends Notice {
  readonly regionNumber: string | null;
  /** The region's name of the round. */
  readonly round: string;
  /** Until the end of this moment an answer is taken; null: the region stated no limit. */
  readonly until: number | null;
  readonly items: readonly {
    readonly kind: 'field' | 'material';
    /** Name of the form's field or of the material. */
    readonly label: Text;
    /** The region's words; may be empty. */
    readonly reason: string;
  }[];
  /** Where on a kiosk it can be answered: a case that is known to this machine alone only here. */
  readonly answerAt: 'any-kiosk' | 'this-kiosk' | 'no-kiosk';
  /** Windows that take the answer; may be empty. */
  readonly places: readonly {
    readonly name: Text;
    readonly address: Text;
    readonly phone: string;
    readonly hours: Text;
  }[];
}

/** A file that somebody else made, printed for who asked for it (档案查询打印). */
export interface ArchiveFile extends MayBeDrawn {
  /** PDF, as the region gave it. */
  readonly bytes: Uint8Array;
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  /** What it is: 企业登记档案. */
  readonly title: Text;
  readonly region: Text;
  /** The region's number of the request; null where it has none. */
  readonly regionNumber: string | null;
  readonly machineCode: string;
  /** Who asked, masked as on the receipt. */
  readonly requestedBy: string;
  /** For what: 贷款, 公证. */
  readonly purpose: string;
  readonly printedAt: number;
  /** Which copy of how many, from 1. */
  readonly copy: number;
  readonly copies: number;
}

/** A file ready to be printed; no PDF/A: what others made is taken over as it is. */
export interface ArchivePrint {
  readonly pdf: Uint8Array;
  readonly pages: number;
  /** Notes, stamps and form fields that say how they look nowhere, and so are not on the paper. */
  readonly leftOut: number;
}

/**
 * Why a file cannot be printed: it is no PDF file, wants a password, does not hold together, has no page, or is larger
 * than `ARCHIVE_LIMITS` allow.
 */
export type ArchiveFailure =
  | { readonly kind: 'not-a-pdf' | 'encrypted' | 'broken' | 'no-pages' }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'too-many-pages'; readonly pages: number; readonly limit: number };
