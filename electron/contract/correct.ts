import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { formProblemSchema, formSchema, formValuesSchema } from './form.ts';

/** One thing that a region asks for (补正). */
export const correctionItemSchema = z.object({
  kind: z.enum(['field', 'material']),
  name: z.string(),
  /** In the region's words. */
  note: z.string(),
  /** What the form calls it; null: a material, or a question that this machine's form does not have. */
  label: textSchema.nullable(),
  /** It can be answered at this machine. */
  here: z.boolean(),
});
export type CorrectionItem = z.infer<typeof correctionItemSchema>;

/** The screen on which a round of correction is answered. */
export const correctSchema = z.object({
  items: z.array(correctionItemSchema),
  /** Every item can be answered here: a round takes one answer, so half of one is none. */
  canAnswer: z.boolean(),
  /** The questions of the form that are asked once more; null when there are none. */
  form: formSchema.nullable(),
  values: formValuesSchema,
  /** What was wrong with the last answer. */
  problems: z.array(formProblemSchema),
  /** Local date by which answers are judged, YYYY-MM-DD. */
  today: z.string(),
  problem: failureSchema.nullable(),
});
