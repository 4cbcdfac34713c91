import type { Result, Watchable } from '../../../electron/core/index.ts';

/** Keywords of IPP (RFC 8011 §5.2.8): along which edge the sheets are turned. */
export type Sides = 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';

/** Pages of a document, counted from 1, both ends included. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}

export interface PrintRequest {
  /**
   * Stands in the print queue and must hold nothing personal. Unique for each print, at most 255 bytes: after a restart
   * the print is found again by it, and a job of another name is never taken for this one.
   */
  readonly title: string;
  /** Whole copies one after the other, from 1. Default 1. */
  readonly copies?: number;
  /** Default one-sided. */
  readonly sides?: Sides;
  /** Name by PWG 5101.1, e.g. `iso_a4_210x297mm`. Default: what is loaded. */
  readonly media?: string;
  /** Default all. A printer that cannot leave pages out refuses: then the caller cuts the document. */
  readonly pages?: PageRange;
  /** Takes the job back; what is out by then stands in the failure. */
  readonly signal?: AbortSignal;
  /**
   * Called while it prints, each time that more pages are certainly out: how many, counted as `pagesDone`. For the screen
   * alone, since it may never be called: not every printer counts, and a queue's count is not believed.
   */
  readonly onPages?: (done: number) => void;
}

/** What the printer says that it did. Null: it did it, and does not say how much. */
export interface Printed {
  /** Printed sides, through all copies. */
  readonly pages: number | null;
  readonly sheets: number | null;
}

export interface PrintFailure {
  readonly kind:
    | 'unreachable' /** it was never reached: nothing was printed */
    | 'refused' /** it did not take the document: nothing was printed */
    | 'out-of-paper'
    | 'jammed'
    | 'cover-open'
    | 'output-full'
    | 'supply-empty' /** toner, ink, drum */
    | 'cancelled' /** by the caller's signal */
    | 'stopped' /** for another reason; it ended or was made to end before it was complete */
    | 'end-unknown' /** it has, or may have, the document, and nobody knows what came of it: never print again unasked */;
  /** For the technician, e.g. a state reason of the printer. */
  readonly code: string;
  /**
   * How many pages of the job are certainly out, in the order of printing, through all copies; 0 when certainly none.
   * With two sides, the pages of whole sheets only. Null: nobody knows.
   */
  readonly pagesDone: number | null;
}

/** What the printer can do, as it says itself. */
export interface PrinterCapabilities {
  readonly sides: readonly Sides[];
  /** Whether it leaves pages out by itself. */
  readonly pageRanges: boolean;
  readonly mostCopies: number;
  readonly colour: boolean;
  /** Names by PWG 5101.1: what it takes, and what is loaded now. Empty: it does not say. */
  readonly media: readonly string[];
  readonly mediaReady: readonly string[];
  /**
   * True for a queue that prints a failed job again by itself when the printer comes back (CUPS's error policies but
   * `abort-job`): such a queue must be set up anew, for with the kiosk switched off nobody takes the job back.
   */
  readonly retriesByItself: boolean;
  /**
   * False for a queue whose printer cannot be asked (USB, raw socket): "printed" is then the queue's word alone, which
   * may mean no more than that the data were sent.
   */
  readonly confirmsPaper: boolean;
}

/** One entry of `printer-state-reasons` (RFC 8011 §5.4.12). */
export interface StateReason {
  /** Without its ending, e.g. `media-jam`. */
  readonly reason: string;
  /** `error` stops the printer, `warning` may, `report` does not. */
  readonly severity: 'report' | 'warning' | 'error';
}

export interface Supply {
  /** As the printer calls it, e.g. "Black Toner Cartridge". */
  readonly name: string;
  /** E.g. `toner`, `ink`, `waste-toner`; empty when not said. */
  readonly type: string;
  /** Percent left; for a waste box, percent full. Null: it does not say, or only "some". */
  readonly level: number | null;
  readonly state: 'ok' | 'low' | 'empty';
}

export interface InputTray {
  readonly name: string;
  /** Sheets in it and most that go in; null: not said. */
  readonly sheets: number | null;
  readonly capacity: number | null;
  readonly state: 'ready' | 'low' | 'empty' | 'unknown';
}

/** How the printer stands: for the technician, and for "please take your paper". */
export interface PrinterCondition {
  readonly reasons: readonly StateReason[];
  readonly jammed: boolean;
  readonly coverOpen: boolean;
  readonly supplies: readonly Supply[];
  readonly inputTrays: readonly InputTray[];
  /** What lies in the output tray. Null: it has no sensor. */
  readonly output: 'taken' | 'waiting' | 'full' | null;
  /** Since the printer was made; null: it does not count. */
  readonly counters: { readonly pages: number | null; readonly sheets: number | null };
}

/** A page printer for whole PDF documents. */
export interface DocumentPrinter {
  readonly presence: Watchable<'unknown' | 'ready' | 'absent' | 'trouble'>;
  /** Null until it has said so; kept while it is away. */
  readonly capabilities: Watchable<PrinterCapabilities | null>;
  /** Null until it has said so, and while it is away. */
  readonly condition: Watchable<PrinterCondition | null>;
  /**
   * Prints once; resolves when the printer says that the job is complete. A failure means that the paper must not be
   * counted as handed out; after each but `end-unknown` nothing of the document comes out any more.
   */
  print(pdf: Uint8Array, request: PrintRequest): Promise<Result<Printed, PrintFailure>>;
  /**
   * What became of a print of an earlier run, by its title. What still waits or prints is taken back. Answers as
   * `print` would have: printed, not printed, or `end-unknown`, which it also is when the printer knows no such job.
   */
  adopt(title: string): Promise<Result<Printed, PrintFailure>>;
  /** Asks now how the printer stands. */
  refresh(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}
