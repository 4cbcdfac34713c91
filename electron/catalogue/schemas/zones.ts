import { z } from 'zod';
import { assetTextSchema, codeSourceSchema, idSchema, regionCodeSchema, words } from './words.ts';

/** `assets/catalogue/zones.json`: zones (园区、片区) that sign agreements of their own. */
export const zonesFileSchema = z.strictObject({
  zones: z.array(
    z.strictObject({
      id: idSchema,
      name: assetTextSchema,
      /** The division in which it lies, or its own statistical or local code. */
      division: regionCodeSchema,
      /** First two digits of its province's code. */
      province: z.string().regex(/^\d{2}$/, 'must be the two digits of the province'),
      codeSource: codeSourceSchema,
      contact: z.strictObject({ phone: words.nullable() }),
      /** Where its window stands, in words. */
      window: assetTextSchema.nullable(),
      hours: assetTextSchema.nullable(),
    }),
  ),
});
export type Zone = z.infer<typeof zonesFileSchema>['zones'][number];
