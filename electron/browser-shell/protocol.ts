import type { AnyRouter } from '@orpc/server';
import { z } from 'zod';
import type { Audience } from '../contract/index.ts';
import type { Clock, Result } from '../core/index.ts';
import type { Log } from '../logging/index.ts';
import { profileSchema } from '../profile/index.ts';

/** What the child gets told before it builds anything. Tokens come this way: an argument or a variable can be read by others. */
export const hostInitSchema = z.strictObject({
  profile: profileSchema,
  /** Database, keys, logs: survives updates. Absolute. */
  dataDir: z.string().min(1),
  /** Catalogue, regions, fonts: part of the program. Absolute. */
  assetsDir: z.string().min(1),
  /** The built pages, or null to serve none. Absolute. */
  rendererDir: z.string().min(1).nullable(),
  /** TCP port on 127.0.0.1; 0 lets the system choose. */
  port: z.number().int().min(0).max(65_535),
  /** One random token a link, fixed for the life of the shell so that a page survives a crash of the host. */
  tokens: z.strictObject({ citizen: z.string().min(32), dock: z.string().min(32).optional() }),
});
export type HostInit = z.infer<typeof hostInitSchema>;

export const toChildSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init'), init: hostInitSchema }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('stop') }),
]);
export type ToChild = z.infer<typeof toChildSchema>;

export const fromChildSchema = z.union([
  /** `ms`: from the start of the process to ready. */
  z.object({ ready: z.literal(true), port: z.number().int(), ms: z.number() }),
  z.object({ failed: z.string() }),
  z.object({ pong: z.literal(true) }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;

/** Why something cannot start: one line that says what to do. */
export interface StartFailure {
  readonly message: string;
}

/** The host as a shell sees it. */
export interface ComposedHost {
  /** Handlers whose context is `{audience}`. */
  readonly router: AnyRouter;
  /** Audiences that may connect at all. */
  readonly audiences: readonly Audience[];
  stop(): Promise<void>;
}

/** What the shell lends to the composition, so that there is one log and one clock. */
export interface HostTools {
  readonly log: Log;
  readonly clock: Clock;
}

export type Compose<Init> = (init: Init, tools: HostTools) => Promise<Result<ComposedHost, StartFailure>>;
