import { z } from 'zod';
import { inheritableSchema } from './implementation.ts';
import { matterCodeSchema, words } from './words.ts';

/** `assets/catalogue/guides/<CODE>.json`: what every region inherits of a matter unless it says otherwise. */
export const guideFileSchema = z.strictObject({
  matter: matterCodeSchema,
  /** The values are plausible, not published. A region's entry may say otherwise of its own. */
  sample: z.boolean(),
  /** Laws and pages from which the values come. Not shown. */
  source: words,
  implementation: inheritableSchema,
});
export type GuideFile = z.infer<typeof guideFileSchema>;
