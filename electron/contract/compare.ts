import { z } from 'zod';
import { textSchema } from './common.ts';

/** One matter in several regions, side by side (同事同标): regions with the same value stand in one group. */

const regionCodes = z.array(z.string());

/** Which regions say it like this. `value`: words, a number of working days, or null where it is not asked for. */
export const comparedGroupSchema = z.object({
  regions: regionCodes.min(1),
  value: z.union([textSchema, z.number().int()]).nullable(),
});
export type ComparedGroup = z.infer<typeof comparedGroupSchema>;

export const comparedRowSchema = z.object({
  /** The most common first. One group: no difference. */
  groups: z.array(comparedGroupSchema).min(1),
  /** Regions that differ from most; all of them when there is no "most". */
  differing: regionCodes,
  /** Regions that ask less of the applicant here; empty when all ask the same, or "less" means nothing. */
  better: regionCodes,
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

export const matterComparisonSchema = z.object({
  matter: textSchema,
  /** The region whose guide the citizen came from. */
  region: z.string(),
  regions: z.array(z.object({ code: z.string(), short: textSchema })).min(2),
  /** Same name, standard, materials and time everywhere. */
  unified: z.boolean(),
  facts: z.array(
    comparedRowSchema.extend({ aspect: z.enum(['promised', 'statutory', 'fee', 'authority-level']) }),
  ),
  materials: z.array(comparedRowSchema),
  conditions: z.array(comparedRowSchema),
  /** At least one region's values were not confirmed by it. */
  sample: z.boolean(),
});
export type MatterComparison = z.infer<typeof matterComparisonSchema>;
