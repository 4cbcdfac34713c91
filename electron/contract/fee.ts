import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** The fee (收费) of a matter, paid by the region's own payment code. Nothing of a card or an account is here. */

/** What a guide says of it. Amounts in fen (分), 1/100 yuan. */
export const feeSchema = z.object({
  /** Null where it depends. */
  amountFen: z.number().int().nullable(),
  text: textSchema,
  /** By which rule (收费依据). */
  basis: textSchema.nullable(),
  /** Who pays nothing (减免). */
  freeWhen: textSchema.nullable(),
  /** The region has not confirmed it: shown as a sample (示例). */
  sample: z.boolean(),
});
export type Fee = z.infer<typeof feeSchema>;

export const invoiceSchema = z.object({ number: z.string(), checkCode: z.string() });

/** A fee that belongs to a case. */
export const paidFeeSchema = z.object({
  number: z.string(),
  amountFen: z.number().int(),
  /** Electronic invoice (电子票据), where the region gave one. */
  invoice: invoiceSchema.optional(),
  /** It comes back: a refund was asked for, or the region must be rung. */
  refund: z.enum(['asked', 'by-phone']).optional(),
});
export type PaidFee = z.infer<typeof paidFeeSchema>;

/**
 * A payment whose application was not handed in. `asking`: the region has not answered yet. `open`: it takes nothing back by
 * itself, and until `endsAt` it could be paid. `returning`: it comes back. `cancelled`: nobody paid, and nobody can any more.
 * `by-phone`: it was paid, and the region must be rung for it.
 */
export const returnedFeeSchema = z.object({
  region: textSchema,
  phone: z.string(),
  number: z.string().nullable(),
  amountFen: z.number().int().nullable(),
  state: z.enum(['asking', 'open', 'cancelled', 'returning', 'by-phone']),
  endsAt: z.number().nullable(),
  /** Working days within which the region gives it back; null: it has not said. */
  refundDays: z.number().int().nullable(),
});
export type ReturnedFee = z.infer<typeof returnedFeeSchema>;

export const feeScreens = {
  /**
   * `asking`: the region is asked for a code. `open`: it is shown. `unsure`: the line is cut while a code is open.
   * `unreached`: there was no code yet, so nothing can have been paid.
   */
  fee: z.object({
    matter: textSchema,
    region: textSchema,
    phone: z.string(),
    fee: feeSchema,
    state: z.enum(['asking', 'open', 'unsure', 'unreached', 'paid', 'expired', 'refused']),
    number: z.string().nullable(),
    amountFen: z.number().int().nullable(),
    url: z.string().nullable(),
    /** Instant (ms) until which it can be paid. */
    endsAt: z.number().nullable(),
    invoice: invoiceSchema.nullable(),
    refundDays: z.number().int().nullable(),
    /** A payment can be taken back from here. */
    takesBack: z.boolean(),
    problem: failureSchema.nullable(),
  }),
};

export const feeEvents = {
  /** Paid: on to the document. */
  feePaid: z.object({}),
};

/** What a warning says of the fee of somebody who may leave. */
export const feeAtStakeSchema = z.object({
  state: z.enum(['open', 'paid']),
  amountFen: z.number().int(),
  takesBack: z.boolean(),
  endsAt: z.number().nullable(),
  refundDays: z.number().int().nullable(),
});
export type FeeAtStake = z.infer<typeof feeAtStakeSchema>;
