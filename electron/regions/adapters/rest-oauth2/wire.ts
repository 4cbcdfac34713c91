import { z } from 'zod';
import { localDate } from '../../../core/index.ts';

/** What travels. README.md describes it for the other side. */

/** One application as the region gets it. */
export interface WireSubmission {
  readonly receiptNumber: string;
  readonly matterCode: string;
  readonly taskCode: string;
  readonly acceptRegion: string;
  readonly machineCode: string;
  readonly channel: string;
  readonly submittedAt: string;
  readonly delivery: string;
  readonly applicant: {
    readonly name: string;
    readonly certificateType: string;
    readonly certificateNumber: string;
    readonly source: string;
    readonly address: string | null;
    readonly phone: string | null;
  };
  readonly form: Readonly<Record<string, string>>;
  readonly document: {
    readonly mediaType: 'application/pdf';
    readonly base64: string;
    readonly sha256: string;
  };
  readonly signature: { readonly sha256: string; readonly strokes: unknown; readonly signedAt: string };
}

const instant = z.iso.datetime({ offset: true });

/** The region's answers. Keys that we do not know are let pass: a region may add some. */
export const wireCaseSchema = z.object({
  caseNumber: z.string().regex(/^[0-9A-Za-z-]{1,50}$/),
  receiptNumber: z.string(),
  state: z.string(),
  acceptedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  resultReady: z.boolean(),
});
export type WireCase = z.infer<typeof wireCaseSchema>;

export const wireMatchSchema = z.object({ match: z.boolean() });
export const wireWithdrawalSchema = z.object({ outcome: z.enum(['withdrawn', 'too-late']) });
export const wireHealthSchema = z.object({ status: z.literal('up') });

/** Of a refusal only the code is read: its text may name a person. */
export const wireProblemSchema = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/) });

/** `2026-11-20T10:00:00+08:00`: RFC 3339 in Chinese local time, whole seconds. */
export function wireInstant(ms: number): string {
  return `${localDate(ms)}T${new Date(ms + 8 * 3_600_000).toISOString().slice(11, 19)}+08:00`;
}
