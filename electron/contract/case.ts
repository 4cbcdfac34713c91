import { z } from 'zod';
import { textSchema } from './common.ts';
import { paidFeeSchema } from './fee.ts';
import { deliverySchema } from './matter.ts';
import { nextRatingSchema } from './rating.ts';

/** A case that the citizen takes back, and how far that has come. */
export const withdrawingSchema = z.object({
  receiptNumber: z.string(),
  step: z.enum(['confirm', 'working']),
  /** It is taken back to be handed in on paper (撤回本次提交，改交纸质材料). */
  to: z.literal('courier').optional(),
});
export type Withdrawing = z.infer<typeof withdrawingSchema>;

/** How a submitted case stands, in words that are true at this moment. */
export const caseViewSchema = z.object({
  receiptNumber: z.string(),
  matter: textSchema,
  region: z.object({ code: z.string(), short: textSchema, phone: z.string() }),
  state: z.enum(['waiting', 'sent', 'accepted', 'correction', 'finished', 'refused', 'stopped', 'withdrawn']),
  regionNumber: z.string().nullable(),
  /** The citizen wants it back: the region has not answered yet, or said that it has begun. */
  withdrawal: z.enum(['asked', 'too-late']).nullable(),
  /** It may be taken back and handed in on paper, carried in a sealed package (代收代办). */
  otherWay: z.literal('courier').optional(),
  /** It goes so. */
  way: z.literal('courier').optional(),
  /** It can be asked back now. */
  canWithdraw: z.boolean(),
  delivery: deliverySchema,
  /** The locker's name; with delivery `locker`, while it is known here. */
  locker: z.string().optional(),
  /** Of a parcel (EMS): whether this machine has ordered it, and its number (运单号). */
  mail: z
    .object({ state: z.enum(['waiting', 'ordered', 'by-region']), number: z.string().nullable() })
    .optional(),
  /** The fee that was paid for it. */
  payment: paidFeeSchema.optional(),
  submittedAt: z.number(),
  acceptedAt: z.number().nullable(),
  /** The next instant at which the region's office works on it. */
  officeOpensAt: z.number(),
  /** Last local date (YYYY-MM-DD) of the promised time limit, counted from acceptance or its earliest moment. */
  promisedBy: z.string(),
  /** Not accepted yet, or the holidays up to that date are not announced. */
  promiseIsEstimate: z.boolean(),
  /** The holidays up to `promisedBy` are announced. */
  holidaysKnown: z.boolean(),
  promisedWorkingDays: z.number().int(),
  /** How the case stands against its promise; not there once it was refused, stopped or withdrawn. Instants in ms. */
  promise: z
    .object({
      /** Four fifths of the limit are used up. */
      warnAt: z.number(),
      overdue: z.boolean(),
      /** The limit stands since the region asked for a correction (补正), until it is answered. */
      pausedSince: z.number().nullable(),
    })
    .optional(),
  /** When not sent by this instant, the citizen is asked to ring. */
  callAfter: z.number(),
  /** A result can be printed here. */
  resultReady: z.boolean(),
  /** What has come from the region, once something has. */
  result: z
    .object({
      /** As the region gave it; null: it could not be told. */
      kind: z.enum(['pdf', 'ofd']).nullable(),
      pages: z.number().int().nullable(),
      /** `contradicted`: not what the region sealed or said; it is not kept. `absent`: there was nothing to check. */
      verdict: z.enum(['verified', 'not-verified', 'absent', 'contradicted']),
      /** By the seal's certificate; an authority. */
      sealedBy: z.string().nullable(),
      /** What is printed is the region's PDF of another file. */
      rendition: z.boolean(),
      /** `phone`: this machine cannot print it and keeps the file. `none`: nobody can use it, a person has to ring. */
      use: z.enum(['print', 'phone', 'none']),
    })
    .optional(),
  /** Days after the region's confirmation until the sealed copy is deleted here. */
  retentionDays: z.number().int(),
  /** Days that a finished result can be printed at this machine. */
  resultDays: z.number().int(),
  /** What the region asks for (补正), where it has said so; `until` in ms, null without a last moment. */
  correction: z
    .object({
      round: z.string(),
      until: z.number().nullable(),
      items: z.array(z.object({ kind: z.enum(['field', 'material']), name: z.string(), note: z.string() })),
      /** `closed`: the region wants no answer any more. `failed`: it took this one not, a person has to ring. */
      answer: z.enum(['open', 'waiting', 'sent', 'closed', 'failed']),
    })
    .optional(),
  /** Of joint handling (联办): each authority's part. A refused one does not hide the others. */
  parts: z
    .array(
      z.object({
        authority: z.string(),
        state: z.enum(['received', 'accepted', 'correction', 'approved', 'finished', 'refused', 'withdrawn']),
        finishedAt: z.number().nullable(),
      }),
    )
    .optional(),
  /** Further people who must sign: how many have, of how many. */
  signers: z.object({ signed: z.number().int(), of: z.number().int() }).optional(),
  /** The rating (好差评) that would be taken now; not there where none would. */
  rating: nextRatingSchema.optional(),
  /** Sent by another machine; known here from the region. */
  elsewhere: z.literal(true).optional(),
});
export type CaseView = z.infer<typeof caseViewSchema>;
