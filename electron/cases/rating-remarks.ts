import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RatingRemark, ratingRemarkSchema } from '../contract/index.ts';
import { err, ok, type Result } from '../core/index.ts';

const FILE = 'catalogue/rating-remarks.json';

/**
 * `assets/catalogue/rating-remarks.json`: the centrally versioned list of remarks (评价标签) that go with a rating. The list
 * in force comes with the agreement; until then there is a sample, for demo, training and tests.
 */
const fileSchema = z.strictObject({
  version: z.string().min(1),
  sample: z.boolean(),
  remarks: z
    .array(ratingRemarkSchema.strict())
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'has a code twice'),
});

/** Reads the remarks; without `samples` a sample counts as no list. The first fault is the answer, in one line. */
export function loadRatingRemarks(options: {
  readonly assetsDir: string;
  readonly samples: boolean;
}): Result<readonly RatingRemark[], { readonly message: string }> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(options.assetsDir, FILE), 'utf8'));
  } catch (error) {
    // Ratings go without ready remarks.
    if ((error as { code?: string }).code === 'ENOENT') return ok([]);
    return err({ message: `${FILE}: cannot be read, or is no JSON` });
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({ message: `${FILE}: ${issue?.path.join('.')}: ${issue?.message}; correct it` });
  }
  return ok(parsed.data.sample && !options.samples ? [] : parsed.data.remarks);
}
