import { z } from 'zod';
import { dateSchema, words } from './words.ts';

/** `assets/calendar/<year>.json`: holidays and worked weekends (调休) as announced. */
export const calendarFileSchema = z.strictObject({
  /** The announcement. */
  source: words,
  holidays: z.array(dateSchema),
  workingWeekends: z.array(dateSchema),
  years: z.array(z.number().int()).min(1, 'must name the years it covers'),
});
export type CalendarFile = z.infer<typeof calendarFileSchema>;
