import { z } from 'zod';
import { audienceSchema } from '../contract/index.ts';
import { profileSchema } from '../profile/index.ts';

/** What the utility process is told before it builds anything. Paths are absolute. */
export const electronHostInitSchema = z.strictObject({
  profile: profileSchema,
  dataDir: z.string().min(1),
  assetsDir: z.string().min(1),
});
export type ElectronHostInit = z.infer<typeof electronHostInitSchema>;

export const toUtilitySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init'), init: electronHostInitSchema }),
  /** Comes with one MessagePort: the link of a window with this audience. */
  z.object({ type: z.literal('link'), audience: audienceSchema }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('stop') }),
]);
export type ToUtility = z.infer<typeof toUtilitySchema>;

export const fromUtilitySchema = z.union([
  z.object({ ready: z.literal(true), ms: z.number() }),
  z.object({ failed: z.string() }),
  z.object({ pong: z.literal(true) }),
]);
export type FromUtility = z.infer<typeof fromUtilitySchema>;

/** Between a page's preload and the main process. */
export const CHANNEL = { connect: 'tongban:connect', port: 'tongban:port' } as const;
