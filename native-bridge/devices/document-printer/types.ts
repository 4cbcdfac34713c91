import type { Result, Watchable } from '../../../electron/core/index.ts';

export interface PrintFailure {
  readonly kind:
    | 'unreachable' /** it was never reached: nothing was printed */
    | 'out-of-paper'
    | 'stopped' /** it took the document, then ended or was made to end before it was complete */
    | 'refused' /** it did not take the document: nothing was printed */
    | 'end-unknown' /** it has, or may have, the document, and nobody knows what came of it: never print again unasked */;
  readonly code: string;
}

/** A page printer for whole PDF documents. */
export interface DocumentPrinter {
  readonly presence: Watchable<'unknown' | 'ready' | 'absent' | 'trouble'>;
  /**
   * Prints once; resolves when the printer says that the job is complete. `title` stands in the print queue and
   * must hold nothing personal. A failure means that the paper must not be counted as handed out.
   */
  print(pdf: Uint8Array, title: string): Promise<Result<{ pages: number | null }, PrintFailure>>;
  /** Asks now how the printer stands. */
  refresh(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}
