import { z } from 'zod';

/** `asking`: nobody knows what came out, so the citizen is asked what lies in the tray. */
export const printStateSchema = z.enum(['none', 'printing', 'printed', 'failed', 'asking']);
export type PrintState = z.infer<typeof printStateSchema>;

/** How far a paper has come. */
export const paperViewSchema = z.object({
  /** Pages (A4) or a strip (小票). */
  printer: z.enum(['page', 'strip']),
  /** Pages in all, through all copies, and of these certainly out. */
  pages: z.number().int(),
  done: z.number().int(),
});
export type PaperView = z.infer<typeof paperViewSchema>;

/** `acceptance`: 受理通知书. `correction`: 补正告知书. */
export const paperNameSchema = z.enum(['receipt', 'result', 'acceptance', 'correction']);
export type PaperName = z.infer<typeof paperNameSchema>;

/** What the citizen saw in the tray: `all`, `nothing`, or up to which page. */
export const paperWordSchema = z.enum(['nothing', 'part', 'all']);
export type PaperWord = z.infer<typeof paperWordSchema>;
