import { z } from 'zod';
import { assetTextSchema, idSchema, matterCodeSchema, placeIdSchema, words } from './words.ts';

/** `assets/catalogue/halls.json`: service halls (政务服务大厅) and their windows for matters of other regions. */
export const hallsFileSchema = z.strictObject({
  halls: z.array(
    z.strictObject({
      id: idSchema,
      region: placeIdSchema,
      name: assetTextSchema,
      address: assetTextSchema,
      phone: words,
      hours: assetTextSchema,
      windows: z.array(
        z.strictObject({
          id: idSchema,
          floor: z.number().int().nullable(),
          number: words.nullable(),
          name: assetTextSchema,
          /** `cross-province`: every matter that the hall's region takes in or owns. */
          matters: z.union(
            [z.literal('cross-province'), z.array(matterCodeSchema).min(1, 'must name at least one matter')],
            { error: 'must be "cross-province" or a list of matter codes' },
          ),
        }),
      ),
    }),
  ),
});
export type Hall = z.infer<typeof hallsFileSchema>['halls'][number];
