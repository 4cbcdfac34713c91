import { z } from 'zod';
import { closingTimeSchema, dateSchema, timeSchema } from './words.ts';

const windowSchema = z
  .strictObject({
    /** 1 Monday … 7 Sunday. */
    days: z.array(z.number().int().min(1).max(7)).min(1, 'must name at least one day'),
    open: timeSchema,
    close: closingTimeSchema,
  })
  .refine((window) => window.open < window.close, { message: 'opens after it closes', path: ['open'] });

const exceptionSchema = z
  .strictObject({ date: dateSchema, open: timeSchema.nullable(), close: closingTimeSchema.nullable() })
  .refine(({ open, close }) => (open === null ? close === null : close !== null && open < close), {
    message: 'must have an opening before its closing, or null for both (closed)',
    path: ['open'],
  });

/**
 * When a region takes a matter up, apart from the hours of the machine: null, the office hours of the region;
 * `always`, day and night; or windows of the week. Local time of China.
 */
export const matterHoursSchema = z.union(
  [
    z.null(),
    z.literal('always'),
    z.strictObject({
      windows: z.array(windowSchema).min(1, 'must hold at least one window'),
      holidays: z.enum(['closed', 'open']),
      exceptions: z.array(exceptionSchema),
    }),
  ],
  { error: 'must be null (office hours), "always" or an object with windows, holidays and exceptions' },
);
export type MatterHoursData = z.infer<typeof matterHoursSchema>;
