import { z } from 'zod';
import { caseViewSchema } from './case.ts';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { formProblemSchema, formSchema, formValuesSchema } from './form.ts';
import { placeSchema } from './matter.ts';
import { paperViewSchema, printStateSchema } from './paper.ts';

/** 批量办理: one person hands the same matter in for several companies, one signature, a case each. */

/** What keeps a row back. */
export const batchTroubleSchema = z.enum([
  'name',
  'code',
  /** The same company stands above. */
  'duplicate',
  'city-unknown',
  /** The place is known; this machine serves no region that it lies in. */
  'city-not-here',
  /** The region does not offer the matter here, or not for several at once. */
  'not-offered',
  /** The region asks for other answers or papers than the first one: by itself it can be done. */
  'differs',
  'answers',
  /** No font here has a character of the name. */
  'unprintable',
]);
export type BatchTrouble = z.infer<typeof batchTroubleSchema>;

export const batchRowSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  creditCode: z.string(),
  /** As it was given. */
  city: z.string(),
  region: z.object({ code: z.string(), short: textSchema }).nullable(),
  troubles: z.array(batchTroubleSchema),
});
export type BatchRowView = z.infer<typeof batchRowSchema>;

const questions = {
  form: formSchema,
  values: formValuesSchema,
  problems: z.array(formProblemSchema),
  /** Local date by which answers are judged, YYYY-MM-DD. */
  today: z.string(),
};

export const batchScreens = {
  /** The list, and what is wrong with each row. */
  batch: z.object({
    matter: textSchema,
    max: z.number().int(),
    rows: z.array(batchRowSchema),
    /** Cities in which it can be done from here. */
    cities: z.array(textSchema),
    /** Phones reach this machine: a list can come from one. */
    phone: z.boolean(),
    /** Every row is right: it can go on. */
    ready: z.boolean(),
    /** Where a row goes that cannot go from here. */
    places: z.array(placeSchema),
    problem: failureSchema.nullable(),
  }),
  /** One company; `at` counts from 1, null for a new one. */
  batchRow: z.object({
    ...questions,
    /** Its id, for leaving it out; 0 for a new one. */
    row: z.number().int(),
    at: z.number().int().nullable(),
    of: z.number().int(),
    troubles: z.array(batchTroubleSchema),
  }),
  /** A list from the phone, or the empty list to the phone. */
  batchPhone: z.object({
    errand: z.enum(['list', 'template']),
    url: z.string().nullable(),
    /** Instant (ms) at which the address works no more. */
    endsAt: z.number().nullable(),
    taken: z.boolean(),
    problem: failureSchema.nullable(),
  }),
  /** What is the same for all of them. */
  batchCommon: z.object({ ...questions, count: z.number().int() }),
  /** One line a company: handed in, waits, refused. */
  batchProgress: z.object({
    matter: textSchema,
    rows: z.array(z.object({ name: z.string(), case: caseViewSchema })),
    /** Rows that can be mended and handed in once more. */
    again: z.number().int(),
    receipt: printStateSchema,
    paper: paperViewSchema.nullable(),
    places: z.array(placeSchema),
    problem: failureSchema.nullable(),
  }),
};

const rowId = z.number().int().min(0).max(100_000);

export const batchEvents = {
  listFromPhone: z.object({}),
  templateToPhone: z.object({}),
  /** A row of the list; null: a new one. */
  openRow: z.object({ row: rowId.nullable() }),
  giveRow: z.object({ values: formValuesSchema }),
  leaveOutRow: z.object({ row: rowId }),
  /** The whole list goes. */
  clearRows: z.object({}),
  rowsDone: z.object({}),
  giveCommon: z.object({ values: formValuesSchema }),
  /** What a region did not take is mended and handed in once more. */
  repeatRows: z.object({}),
};
