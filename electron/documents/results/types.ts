/** What a region may send as a result document (审批结果文件), by content and not by name. */
export type ResultKind = 'pdf' | 'ofd';

export const RESULT_MEDIA_TYPES = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
} as const satisfies Record<ResultKind, string>;

/**
 * Upper bounds; a region's result is a few pages. Bytes of the file, and of an OFD package: of one entry and of all
 * entries unpacked, of one XML file. `expanded`: bytes of a PDF's object streams unpacked.
 */
export const RESULT_LIMITS = {
  bytes: 20 * 1024 * 1024,
  pages: 500,
  expanded: 64 * 1024 * 1024,
  entries: 2_000,
  entryBytes: 32 * 1024 * 1024,
  packageBytes: 64 * 1024 * 1024,
  xmlBytes: 8 * 1024 * 1024,
  signatures: 20,
  references: 2_000,
} as const;

/**
 * `type` neither PDF nor OFD · `declared` not what the region calls it · `too-large`, `too-many-pages`, `bomb` above the
 * limits · `paths` an entry that leaves its package, is absolute or stands twice · `encrypted` needs a password or carries
 * rights: it can neither be checked nor printed for sure · `broken` not whole, or not of its form.
 */
export interface ResultProblem {
  readonly code:
    | 'type'
    | 'declared'
    | 'too-large'
    | 'too-many-pages'
    | 'bomb'
    | 'paths'
    | 'encrypted'
    | 'broken';
  /** Where, for a technician: names of structures, never content. */
  readonly at: string;
}

/** What a PDF would do by itself if a viewer let it. */
export type ActiveContent = 'javascript' | 'launch' | 'form-scripts' | 'other-action';

/** An electronic seal or signature (电子印章) inside a file. */
export interface EmbeddedSeal {
  /** The holder as the certificate names it; null where it cannot be read. */
  readonly by: string | null;
  /**
   * `good`: it is mathematically right and covers the whole file. `broken`: what it covers has been changed, or it was
   * never right. `unchecked`: it is there, and this machine cannot say (an older form, a weak digest, a part only).
   */
  readonly state: 'good' | 'broken' | 'unchecked';
  /** By which it may be known: SHA-256 of the certificate, or the SM2 public key (04 ‖ x ‖ y); lower-case hex. */
  readonly keys: readonly string[];
}

export interface ResultFile {
  readonly kind: ResultKind;
  readonly mediaType: (typeof RESULT_MEDIA_TYPES)[ResultKind];
  readonly pages: number;
  /** Millimetres, one a page. */
  readonly pageSizes: readonly { readonly width: number; readonly height: number }[];
  readonly title: string | null;
  /** Empty for OFD. */
  readonly active: readonly ActiveContent[];
  /** Of an OFD; a PDF's are read by `integrity`. */
  readonly seals: readonly EmbeddedSeal[];
  /**
   * What goes to a printer: the very bytes, or where a PDF would act by itself a copy that does not. Null for OFD, which no
   * library that this machine could rely on draws faithfully.
   */
  readonly paper: Uint8Array | null;
}

/** Ends an examination inside; caught by `examineResult`. */
export class Refused extends Error {
  readonly problem: ResultProblem;

  constructor(code: ResultProblem['code'], at: string) {
    super(`${code}: ${at}`);
    this.problem = { code, at };
  }
}
