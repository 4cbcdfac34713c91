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

/** An electronic licence (电子证照) that may be printed, or a company's archive (企业档案). */
export const regionPrintSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be a short name'),
  kind: z.enum(['certificate', 'archive']),
  /** Licence type code (证照类型代码). */
  type: z.string().length(21, 'must have 21 characters'),
  name: assetTextSchema,
  /** Of an archive: the matter under which the region asks for the agent's authority. */
  matter: matterCodeSchema.optional(),
  /** What it may be wanted for; printed on each page of an archive. */
  purposes: z.array(z.strictObject({ id: words, text: assetTextSchema })).min(1),
  /** How many copies one holder gets here, in a calendar year or ever. */
  copies: z.strictObject({ most: z.number().int().min(1).max(20), period: z.enum(['year', 'ever']) }),
  /** In words; nothing is paid at this machine for it. */
  price: assetTextSchema.optional(),
});
export type RegionPrint = z.infer<typeof regionPrintSchema>;

/** An electronic licence (电子证照) that stands for a material, given to its holder with the holder's consent. */
export const regionLicenceSchema = z.strictObject({
  /** As the guides' materials name it. */
  kind: words,
  /** Licence type code (证照类型代码). */
  type: z.string().length(21, 'must have 21 characters'),
  name: assetTextSchema,
});
export type RegionLicence = z.infer<typeof regionLicenceSchema>;

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
  /** Who sends parcels (EMS) in the region's name, where the machine orders them at its carrier. */
  mailSender: z
    .strictObject({
      name: words,
      phone: words,
      province: words,
      city: words,
      county: words,
      street: words,
      postcode: z
        .string()
        .regex(/^\d{6}$/)
        .nullable(),
    })
    .optional(),
  /** What this region gives out for printing at machines; absent: nothing. */
  prints: z.array(regionPrintSchema).optional(),
  /** What this region gives its holders for an application; absent: nothing. */
  licences: z.array(regionLicenceSchema).optional(),
  matters: z.array(regionEntrySchema),
});
export type RegionFile = z.infer<typeof regionFileSchema>;
export type RegionEntry = z.infer<typeof regionEntrySchema>;
