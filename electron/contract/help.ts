import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** Help (找人帮忙): lies over any screen, which keeps what was typed and comes back as it was. */

/** Who goes on at the machine for the citizen (帮办): family, staff of the hall, somebody else. */
export const helperRoleSchema = z.enum(['family', 'staff', 'other']);
export type HelperRole = z.infer<typeof helperRoleSchema>;

/** How a video call stands. Nobody is shown or heard before `connected`. */
export const videoStateSchema = z.enum(['ringing', 'connected', 'refused', 'ended', 'failed']);
export type VideoState = z.infer<typeof videoStateSchema>;

/** A call for staff. Instants in ms. */
export const staffCallSchema = z.object({
  calledAt: z.number(),
  /** Somebody said that they come; null: not yet. */
  answeredAt: z.number().nullable(),
});
export type StaffCall = z.infer<typeof staffCallSchema>;

export const helpViewSchema = z.object({
  step: z.enum(['ways', 'handOver', 'card', 'video']),
  /** Who can be rung, and whether somebody is there now. `opensAt`: ms; null: open now, or not known. */
  desk: z.object({ phone: z.string(), hours: textSchema, open: z.boolean(), opensAt: z.number().nullable() }),
  call: staffCallSchema.nullable(),
  /** Who helps since when (ms). `known`: their card was read. */
  assisted: z.object({ role: helperRoleSchema, known: z.boolean(), at: z.number() }).nullable(),
  /** There is something to go on with; and the helper's card can be read beside it. */
  canHandOver: z.boolean(),
  canReadCard: z.boolean(),
  /** The citizen's own card must be taken off first. */
  cardInTheWay: z.boolean(),
  /** The site has video help. */
  hasVideo: z.boolean(),
  video: z.object({ state: videoStateSchema, words: z.string().nullable() }).nullable(),
  problem: failureSchema.nullable(),
});
export type HelpView = z.infer<typeof helpViewSchema>;

export const helpEvents = {
  /** From any screen, and back to it. */
  help: z.object({}),
  helpBack: z.object({}),
  callStaff: z.object({}),
  /** Nobody need come any more. */
  endCall: z.object({}),
  toHandOver: z.object({}),
  /** The citizen agrees that this person goes on. `withCard`: who they are is read from their card. */
  handOver: z.object({ role: helperRoleSchema, withCard: z.boolean() }),
  /** The citizen goes on alone. */
  endHandOver: z.object({}),
  callVideo: z.object({}),
  endVideo: z.object({}),
} as const;
