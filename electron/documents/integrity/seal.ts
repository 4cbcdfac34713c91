import type { Result } from '../../core/index.ts';

/** Puts an electronic seal (电子签章) on a finished PDF. */
export interface ElectronicSeal {
  /** Who seals, as the certificate names it. */
  readonly signer: string;
  /** When its certificate runs out, milliseconds since 1970: what is sealed later proves nothing. */
  readonly validTo: number;
  /**
   * The same file with the seal behind it: an incremental update (ISO 32000-1 §7.5.6), so that the bytes which stood
   * there stay as they were and their hash stays provable. `sealedAt`: milliseconds since 1970. Rejects when the bytes
   * are no PDF.
   */
  seal(pdf: Uint8Array, why: SealReason): Promise<Uint8Array>;
}

export interface SealReason {
  /** One line, nothing personal: it stands in clear in the file. */
  readonly reason: string;
  readonly sealedAt: number;
}

/** What can be said against a seal; each names one thing. */
export type SealFault =
  /** The range of bytes that it names is not one that a seal may have: it does not begin at 0, or leaves more out than itself. */
  | 'range'
  /** The range ends after the file does. */
  | 'cut-off'
  /** The bytes are not those that were sealed: they were changed, or the seal belongs to another file. */
  | 'altered'
  /** The signature is not by the key of its certificate. */
  | 'forged'
  /** Something that no later seal covers was added to the file after it. */
  | 'appended'
  /** The bytes of the seal are no signature that can be read. */
  | 'malformed'
  /** Made by a method that is not safe any more: SHA-1, MD5, RSA under 2048 bits. */
  | 'weak'
  /** A kind of seal, or of key, that this program cannot check. */
  | 'unsupported'
  /** Nobody who is trusted vouches for its certificate. */
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  /** Its certificate is for another use. */
  | 'not-for-signing';

/**
 * `good`: to the bit what was sealed, by one who is trusted. `unproven`: to the bit what was sealed, and it is not proven
 * by whom. `broken`: contradicted. `unknown`: of a kind that this program cannot check.
 */
export type SealState = 'good' | 'unproven' | 'broken' | 'unknown';

export interface SealCertificate {
  /** Common name, or organisation where there is none. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hex. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Of the certificate's DER, lower-case hex. */
  readonly sha256: string;
}

/** What became of one seal in a PDF. */
export interface SealVerdict {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly state: SealState;
  /** Null when good. */
  readonly fault: SealFault | null;
  /** Null where it cannot be read. Who it says to be: proven only when the state is good. */
  readonly certificate: SealCertificate | null;
  /** When it says to have been made; no time stamp of a third party is looked at. Null where it says nothing. */
  readonly claimedAt: number | null;
  /** `sha256 with RSA`, for technicians. */
  readonly method: string | null;
  /** What was put behind it: nothing, further seals that cover everything, or something else. */
  readonly later: 'nothing' | 'sealed' | 'other';
}

/** Whose certificates are believed, and at what time they are looked at (milliseconds since 1970). */
export interface Trust {
  readonly certificates: readonly TrustedCertificate[];
  readonly at: number;
}

/** DER of a certificate that is believed: of an authority, or of a signer itself. */
export type TrustedCertificate = Uint8Array;

export interface SealKeyFailure {
  readonly message: string;
}

export type SealOutcome = Result<ElectronicSeal, SealKeyFailure>;
