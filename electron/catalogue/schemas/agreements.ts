import { z } from 'zod';
import { assetTextSchema, dateSchema, idSchema, matterCodeSchema, placeIdSchema } from './words.ts';

/** `assets/catalogue/agreements.json`: who takes in whose matters. Only a published one in force opens a matter. */
export const agreementsFileSchema = z.strictObject({
  agreements: z.array(
    z.strictObject({
      id: idSchema,
      /** `all-of-list`: every matter on a list of the alliance. */
      matters: z.union(
        [z.literal('all-of-list'), z.array(matterCodeSchema).min(1, 'must name at least one matter')],
        { error: 'must be "all-of-list" or a list of matter codes' },
      ),
      alliance: idSchema,
      /** Who takes in. */
      accept: placeIdSchema,
      /** Whose matters they are. */
      own: placeIdSchema,
      state: z.enum(['draft', 'published']),
      signatures: z.array(
        z.strictObject({ region: placeIdSchema, office: assetTextSchema, date: dateSchema }),
      ),
      effectiveFrom: dateSchema,
      /** Last day in force. */
      effectiveTo: dateSchema.nullable(),
    }),
  ),
});
export type Agreement = z.infer<typeof agreementsFileSchema>['agreements'][number];
