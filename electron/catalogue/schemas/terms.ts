import { z } from 'zod';
import { assetTextSchema, countSchema, idSchema, words } from './words.ts';

const termSchema = z.strictObject({ id: idSchema, name: assetTextSchema });

/** `assets/catalogue/terms.json`: the words by which matters are filed and browsed. In the order of the screens. */
export const termsFileSchema = z.strictObject({
  /** Published lists of matters (清单): national, of a compact, local. */
  lists: z.array(
    z.strictObject({
      id: idSchema,
      name: assetTextSchema,
      year: z.number().int().min(2000).max(2100).nullable(),
      /** How many matters the list is said to hold; we need not carry all of them. */
      statedCount: countSchema.nullable(),
      source: words,
    }),
  ),
  /** Tiles above the categories, e.g. 商事登记、行业准入、从业资格、人事薪酬 for enterprises. */
  fields: z.array(termSchema).default([]),
  /** `fields`: the tiles under which the category stands. */
  categories: z.array(
    z.strictObject({ id: idSchema, name: assetTextSchema, fields: z.array(idSchema).optional() }),
  ),
  departments: z.array(termSchema),
  lifeEvents: z.array(termSchema),
  themes: z.array(termSchema),
});
export type Terms = z.infer<typeof termsFileSchema>;
export type Term = z.infer<typeof termSchema>;
