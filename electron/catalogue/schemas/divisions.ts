import { z } from 'zod';
import { assetTextSchema, codeSourceSchema, regionCodeSchema } from './words.ts';

/** `assets/catalogue/divisions.json`: administrative divisions (行政区划) and places that have no code of their own. */
export const divisionsFileSchema = z.strictObject({
  divisions: z.array(
    z.strictObject({ code: regionCodeSchema, name: assetTextSchema, codeSource: codeSourceSchema }),
  ),
});
export type Division = z.infer<typeof divisionsFileSchema>['divisions'][number];
