import type { Failure, Fee, FeeAtStake, LockerPlace, PaidFee } from '../contract/index.ts';

/** The fee (收费) that is paid here before the application is handed in. */
export interface FeeAsked extends Fee {
  readonly refundDays: number | null;
  /** The region takes a payment back from here. */
  readonly takesBack: boolean;
}

/** `round`: counts the codes that were asked for, from 1; a new one only after the last could be paid no more. */
export interface FeeOrder {
  /** The idempotency key of the application to come: however often it is asked, one payment a round. */
  readonly caseKey: string;
  readonly round: number;
  readonly region: string;
  readonly matter: string;
}

/** What is heard of a payment. */
export type FeeNews =
  | { readonly kind: 'open' | 'paid'; readonly payment: ShownPayment }
  /** It can be paid no more, and was not. */
  | { readonly kind: 'expired' }
  /** The line is cut: before there was a code, or while one is open. It goes on by itself. */
  | { readonly kind: 'unreached' | 'unsure' }
  | { readonly kind: 'refused'; readonly problem: Failure };

export interface ShownPayment extends PaidFee {
  readonly url: string | null;
  readonly endsAt: number;
}

/** What the machine remembers of the fee. */
export interface FeeStanding {
  readonly caseKey: string;
  readonly round: number;
  readonly state: 'asking' | 'open' | 'unsure' | 'unreached' | 'paid' | 'expired' | 'refused';
  readonly payment: ShownPayment | null;
  readonly problem: Failure | null;
}

/** Which locker; whether this machine has a way to it, its facts know. */
export type ChosenLocker = LockerPlace;

export type { FeeAtStake };
