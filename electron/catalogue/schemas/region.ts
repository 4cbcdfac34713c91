import { z } from 'zod';
import { assetPlaceSchema, regionPartsSchema } from './implementation.ts';
import {
  assetTextSchema,
  dateSchema,
  matterCodeSchema,
  regionCodeSchema,
  timeSchema,
  words,
} from './words.ts';

export const regionEntrySchema = z.strictObject({
  matter: matterCodeSchema,
  effectiveFrom: dateSchema,
  /** Last day in force; without it, until a newer version takes effect. */
  effectiveTo: dateSchema.optional(),
  ...regionPartsSchema.shape,
});

/** `assets/regions/<code>.json`: one region and its matters. */
export const regionFileSchema = z.strictObject({
  code: regionCodeSchema,
  codeSource: words,
  name: assetTextSchema,
  short: assetTextSchema,
  /** Someone of the region answers here. */
  phone: words,
  hours: assetTextSchema,
  officeHours: z
    .strictObject({ open: timeSchema, close: timeSchema })
    .refine((hours) => hours.open < hours.close, 'opens after it closes'),
  /** True while the values were not confirmed by the region. Such a file serves demo, training and tests. */
  sample: z.boolean(),
  /** Read by the adapter of this kind, which knows its own keys (see `electron/regions`). */
  adapter: z.looseObject({ kind: words }),
  places: z.array(assetPlaceSchema).min(1, 'must hold at least one place'),
  matters: z.array(regionEntrySchema),
});
export type RegionFile = z.infer<typeof regionFileSchema>;
export type RegionEntry = z.infer<typeof regionEntrySchema>;
