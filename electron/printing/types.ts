import type { PageRange, PrintFailure, ReceiptParts, Sides } from '../../native-bridge/index.ts';

/** What the citizen saw in the tray of a print whose end nobody else knows. */
export type PaperWord = 'nothing' | 'part' | 'all';

/** How a paper is printed. What the printer cannot do is done without: one side, the paper that is loaded. */
export interface PaperOptions {
  readonly sides?: Sides;
  /** Name by PWG 5101.1, e.g. `iso_a4_210x297mm`. */
  readonly media?: string;
  /** Default all. */
  readonly pages?: PageRange;
}

/** A paper of a case that somebody wants to hold in the hand. */
export interface PaperOrder extends PaperOptions {
  /** E.g. `receipt`, `result`: with the case it names the paper. */
  readonly what: string;
  readonly caseId: string | null;
  /** Keyed HMAC of the identity that asks; null when nobody has shown who they are. */
  readonly by: Uint8Array | null;
  /** Stands in the printer's queue; nothing personal. At most 100 characters. */
  readonly label: string;
  readonly pdf: Uint8Array;
  /** The same for the strip printer, where the paper can be had as a strip (小票). */
  readonly strip?: ReceiptParts;
  /** Default 1. */
  readonly copies?: number;
  /** Printed copies of this paper in all, over every day; default no limit. */
  readonly copiesAtMost?: number;
}

export interface PaperFailure {
  readonly kind:
    | Exclude<PrintFailure['kind'], 'end-unknown' | 'cancelled'>
    | 'end-unknown' /** there may be paper: the citizen has to look */
    | 'no-printer'
    | 'reprint-over' /** it was handed out, and the time or the person is another */
    | 'copies-over'
    | 'attempts-over' /** tried too often: a person has to look at the printer */;
  /** For the technician. */
  readonly code: string;
}

/** How a paper stands, for the screen. */
export interface PaperState {
  readonly what: string;
  readonly caseId: string | null;
  readonly printer: 'page' | 'strip';
  readonly state: 'printing' | 'done' | 'failed' | 'unknown';
  /** Pages in all, through all copies. */
  readonly pages: number;
  /** Of these certainly out. */
  readonly done: number;
}
