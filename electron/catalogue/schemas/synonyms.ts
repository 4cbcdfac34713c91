import { z } from 'zod';
import { matterCodeSchema, words } from './words.ts';

/** `assets/catalogue/synonyms.json`: everyday words and what citizens mean by them; read by the search alone. */
export const synonymsFileSchema = z.strictObject({
  about: words,
  /** Words that say nothing about the matter: 我要, 怎么办理, please. */
  fillers: z.strictObject({ 'zh-CN': z.array(words), en: z.array(words) }),
  words: z.array(
    z.strictObject({
      /** What people write. */
      say: z.array(words).min(1, 'must hold at least one word'),
      /** Official words, put in its place inside a longer question. */
      means: z.array(words).optional(),
      /** Best first. */
      matters: z.array(matterCodeSchema).min(1, 'must name at least one matter'),
    }),
  ),
});
export type SynonymsFile = z.infer<typeof synonymsFileSchema>;
