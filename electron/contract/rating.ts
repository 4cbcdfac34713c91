import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { ticketShownSchema } from './ticket.ts';

/** 非常满意, 满意, 基本满意, 不满意, 非常不满意. In words: the regions' digits count in both directions. */
export const satisfactionSchema = z.enum([
  'very-satisfied',
  'satisfied',
  'fairly-satisfied',
  'dissatisfied',
  'very-dissatisfied',
]);
export type RatedAs = z.infer<typeof satisfactionSchema>;

/** Longest words that go with a rating, in UTF-16 units, and most remarks. */
export const RATING_LENGTH = { words: 500, remarks: 10 } as const;

/** The rating (好差评) of a case that would be taken now. `round` 2 is the afterthought (追评). */
export const nextRatingSchema = z.object({
  stage: z.enum(['accepted', 'finished']),
  round: z.union([z.literal(1), z.literal(2)]),
});

/** A ready remark: its code in the list, and the levels that it goes with. */
export const ratingRemarkSchema = z.object({
  code: z.string().max(20),
  levels: z.array(satisfactionSchema).min(1),
  text: textSchema,
});
export type RatingRemark = z.infer<typeof ratingRemarkSchema>;

export const rateSchema = z.object({
  next: nextRatingSchema,
  remarks: z.array(ratingRemarkSchema),
  /** It is stored; `ticket`: somebody rings because of it. */
  given: z.object({ satisfaction: satisfactionSchema, ticket: ticketShownSchema.nullable() }).nullable(),
  /** It can be left for the list of cases; otherwise it is on the way out. */
  toCases: z.boolean(),
  problem: failureSchema.nullable(),
});

export const giveRatingSchema = z.object({
  satisfaction: satisfactionSchema,
  remarks: z.array(z.string().max(20)).max(RATING_LENGTH.remarks),
  words: z.string().trim().max(RATING_LENGTH.words),
  /** Somebody may ring back: only with a low rating. */
  phone: z.string().max(20).nullable(),
});
export type GivenWords = z.infer<typeof giveRatingSchema>;
