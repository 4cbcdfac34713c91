/** A fee (收费) that is paid before its application is handed in. Nothing of a card, an account or a person is in here. */

export interface PaymentOrder {
  /** The idempotency key of the application to come. */
  readonly caseKey: string;
  /** Counts the codes of this application from 1. A new one is asked for only when the last can be paid no more. */
  readonly round: number;
  readonly region: string;
  readonly matter: string;
}

export interface PaymentShown {
  readonly number: string;
  readonly amountFen: number;
  /** What the phone opens; null once it is paid. */
  readonly url: string | null;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  readonly invoice?: { readonly number: string; readonly checkCode: string };
}

export type PaymentHeard =
  | { readonly kind: 'open' | 'paid'; readonly payment: PaymentShown }
  | { readonly kind: 'expired' }
  /** The line is cut before there was a code; while one is open. It is asked again by itself. */
  | { readonly kind: 'unreached' | 'unsure' }
  /** The region takes none; nothing was made. `code`: for the technician. */
  | { readonly kind: 'refused'; readonly code: string };

/** A payment whose application was not handed in, and what has become of it. */
export interface Unused {
  readonly region: string;
  readonly matter: string;
  readonly number: string | null;
  readonly amountFen: number | null;
  /** `asking`: the region has not answered yet. `by-phone`: paid, and the region takes nothing back over the line. */
  readonly state: 'asking' | 'open' | 'cancelled' | 'returning' | 'by-phone';
  readonly endsAt: number | null;
}

export interface Payments {
  /** Asks for a code, or goes on with the one that there is, and tells how it stands. Returns how to stop listening. */
  pay(order: PaymentOrder, heard: (news: PaymentHeard) => void): () => void;
  /** The application was handed in: what was paid belongs to it. Call it inside the transaction that takes it in. */
  settle(caseKey: string): void;
  /** The citizen has gone: whatever was not settled is taken back, paid or not, also after a restart. */
  giveBack(): void;
  /** What was not used by the last citizen, until the next one. */
  unused(): readonly Unused[];
  /** The next citizen is here. */
  forget(): void;
  /** Takes back what a restart cut off. Once, before the queue starts. */
  recover(): void;
  /** Calls `fn` when `unused` changes. */
  subscribe(fn: () => void): () => void;
  stop(): void;
}
