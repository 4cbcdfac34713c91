import { z } from 'zod';
import { assetTextSchema, countSchema, idSchema, placeIdSchema, words } from './words.ts';

/** `assets/catalogue/alliances.json`: compacts (联盟、合作协议) of regions and zones, with the counts that sources state. */
export const alliancesFileSchema = z.strictObject({
  alliances: z.array(
    z.strictObject({
      id: idSchema,
      name: assetTextSchema,
      /** Of the agreement; null where the source names none. */
      year: z.number().int().min(2000).max(2100).nullable(),
      source: words,
      /** Zones by their id, divisions by their code. */
      members: z.array(placeIdSchema).min(1, 'must name its members'),
      /** How many members the source states, where all of them are named above. */
      memberCount: countSchema.optional(),
      /** 择优采用: where standards differ, members agreed to take the better. */
      adoptBetter: z.boolean(),
      statedTotal: countSchema.nullable(),
      statedCounts: z.array(
        z.strictObject({ member: placeIdSchema, count: countSchema, note: words.optional() }),
      ),
      /** Whether the counts of the members add up to the total. */
      sumIsTotal: z.boolean(),
      /** Directed: `from` accepts matters of `of`; nothing follows for the other way round. */
      takes: z.array(
        z.strictObject({ from: placeIdSchema, of: placeIdSchema, count: countSchema.nullable() }),
      ),
      /** Lists (清单) of `terms.json` that the alliance works by. */
      lists: z.array(idSchema),
      linkedWith: z.array(idSchema),
      /** For editors; never shown. */
      note: words.nullable(),
    }),
  ),
});
export type Alliance = z.infer<typeof alliancesFileSchema>['alliances'][number];
