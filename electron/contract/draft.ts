import { z } from 'zod';
import { textSchema } from './common.ts';

/** 草稿: an application that its citizen wished to be kept for a day. */
export const draftViewSchema = z.object({
  region: z.object({ code: z.string(), short: textSchema }),
  matter: z.object({ code: z.string(), name: textSchema }),
  /** Instant (ms) after which it is gone. */
  until: z.number(),
});
export type DraftView = z.infer<typeof draftViewSchema>;

export const draftScreens = {
  /** Something of this matter was kept: go on with it, or begin anew. */
  resume: draftViewSchema,
};

export const draftEvents = {
  /** From the question before leaving: keep what was typed for a day. */
  keepDraft: z.object({}),
  resumeDraft: z.object({}),
  /** It goes, and the form begins empty. */
  dropDraft: z.object({}),
  /** From one's own cases: go on with what was kept. */
  openDraft: z.object({ region: z.string(), matter: z.string() }),
};

/** Whether leaving may keep what was typed; laid beside the overlay's own data. */
export const mayKeepSchema = z.literal(true).optional();
