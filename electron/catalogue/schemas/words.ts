import { z } from 'zod';

/** Words that the files of the catalogue share. Unknown keys are errors everywhere. */

export const words = z.string().trim().min(1, 'must say something');

/** Stricter than the contract's: a text of the catalogue says something in every language. */
export const assetTextSchema = z.strictObject({ 'zh-CN': words, en: words });

export const dateSchema = z.iso.date('must be a date like 2026-01-31');
/** Local time of day, 00:00 to 23:59. */
export const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
/** 24:00 is the end of a day. */
export const closingTimeSchema = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM, at most 24:00');

/** Six digits of GB/T 2260, or with a suffix of our own where a place has no code: 110115-bda. */
export const regionCodeSchema = z
  .string()
  .regex(/^\d{6}(-[a-z0-9]+)?$/, 'must be six digits, with a suffix where no code exists');
/** Our own stable code; not an official basic code (基本编码). */
export const matterCodeSchema = z.string().regex(/^XT-[A-Z]{2}-\d{3}$/, 'must look like XT-GA-020');
export const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and single hyphens');
/** A zone's id or a division's code: whatever can be a member of an alliance. */
export const placeIdSchema = z.union([regionCodeSchema, idSchema], {
  error: 'must be the id of a zone or the code of a division',
});

export const workingDaysSchema = z
  .number()
  .int('must be a whole number of working days')
  .min(0, 'must be 0 to 1000 working days')
  .max(1000, 'must be 0 to 1000 working days');
export const countSchema = z.number().int('must be a whole number').min(0, 'must not be negative');

/** Where a division's code comes from. Codes that end in 71 to 79 are statistical ones, not GB/T 2260. */
export const codeSourceSchema = z.enum(['GB/T 2260', 'statistical', 'local']);
