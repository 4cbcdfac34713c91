import { z } from 'zod';

/** Languages of the screens. Texts that come from data carry one entry a language. */
export const languageSchema = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof languageSchema>;

export const textSchema = z.object({ 'zh-CN': z.string(), en: z.string() });
export type Text = z.infer<typeof textSchema>;

/** The audience of a link: who sits at its other end. It belongs to the link, never to a message. */
export const audienceSchema = z.enum(['citizen', 'technician', 'desk', 'dock', 'phone']);
export type Audience = z.infer<typeof audienceSchema>;
