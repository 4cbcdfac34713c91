import { z } from 'zod';
import { assetTextSchema, idSchema, matterCodeSchema, words } from './words.ts';

/** Modes of handling: `online` 全程网办, `collect` 代收代办, `joint` 多地联办. */
export const modeSchema = z.enum(['online', 'collect', 'joint']);
/** A ladder: the first is tried first. */
export const modesSchema = z.array(modeSchema).min(1, 'must hold at least one mode');

export const verificationSchema = z.enum([
  /** Press or a provincial plan says that the matter is on the national list. */
  'verified-secondary',
  /** A nationwide measure is confirmed. */
  'verified-measure',
  'verified-source-document',
  'verified-regional',
  'observed-on-kiosk',
  /** Recalled, no source found: carried, never offered. */
  'unverified',
]);

export const matterSchema = z.strictObject({
  code: matterCodeSchema,
  /** The official name: never changed. */
  name: assetTextSchema,
  /** What it is for, in a plain sentence. */
  plain: assetTextSchema,
  /** Ids of `terms.json`. */
  category: idSchema,
  department: idSchema,
  audience: z.array(z.enum(['person', 'organisation'])).min(1, 'must name at least one audience'),
  modes: modesSchema,
  /** Whether a source states the modes or we inferred them. */
  modesBasis: z.enum(['source', 'inferred']),
  lists: z.array(idSchema),
  verification: verificationSchema,
  /** Addresses of the pages that say so. Not shown. */
  evidence: z.array(z.url('must be a full address like https://…')),
  /** Where the facts come from. Not shown. */
  source: words,
  themes: z.array(idSchema),
  lifeEvents: z.array(idSchema),
  result: assetTextSchema.nullable(),
});

/** `assets/catalogue/matters.json`: every matter (事项) we know of, offered or not. */
export const mattersFileSchema = z.strictObject({ matters: z.array(matterSchema) });

export type Matter = z.infer<typeof matterSchema>;
export type Mode = z.infer<typeof modeSchema>;
export type Verification = z.infer<typeof verificationSchema>;
