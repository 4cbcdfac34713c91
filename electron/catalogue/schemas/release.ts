import { z } from 'zod';
import { dateSchema, words } from './words.ts';

/** `assets/catalogue/release.json`: which catalogue this is. */
export const releaseFileSchema = z.strictObject({
  /** Of the files' shape. */
  schema: z.literal(1),
  /** Day of publication and a number within the day; must rise whenever the content differs. */
  version: z.string().regex(/^\d{4}\.\d{2}\.\d{2}-[1-9]\d*$/, 'must look like 2026.11.21-1'),
  effectiveFrom: dateSchema,
  /** For editors; never shown. */
  note: words,
});
export type Release = z.infer<typeof releaseFileSchema>;
