import { z } from 'zod';
import { IDENTITY_DOCUMENTS } from '../core/index.ts';

export const personViewSchema = z.object({
  name: z.string(),
  /** In full: this is the screen on which the citizen must check it. */
  number: z.string(),
  document: z.enum(IDENTITY_DOCUMENTS),
  /** Of a foreigner: the name in Chinese, where the card has one, and the nationality in three letters. */
  chineseName: z.string().nullable(),
  nationality: z.string().nullable(),
  sex: z.enum(['male', 'female', 'other']),
  birthDate: z.string(),
  /** From the card only. */
  ethnicGroup: z.string().nullable(),
  address: z.string().nullable(),
  source: z.enum(['card', 'typed']),
});
