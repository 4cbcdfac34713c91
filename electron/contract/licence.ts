import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** An electronic licence (电子证照) as its holder is told of it. */
export const shownLicenceSchema = z.object({
  /** In the region's words. */
  name: z.string(),
  /** Last local date, YYYY-MM-DD; null: no end. */
  validUntil: z.string().nullable(),
});
export type ShownLicence = z.infer<typeof shownLicenceSchema>;

export const licenceScreens = {
  /** One material comes from the region's electronic licences, once the holder has consented. */
  licence: z.object({
    /** What the region calls it. */
    name: textSchema,
    region: textSchema,
    matter: textSchema,
    phase: z.enum(['consent', 'fetching', 'came']),
    /** What has come and waits for the citizen's word. */
    licence: shownLicenceSchema
      .extend({
        file: z.object({
          mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
          pages: z.number().int(),
          bytes: z.number().int(),
        }),
      })
      .nullable(),
    problem: failureSchema.nullable(),
  }),
};

export const licenceEvents = {
  /** A material is to come from the electronic licences. */
  fromLicence: z.object({ material: z.string().max(60) }),
  /** The region may be asked for it, this once. */
  consentLicence: z.object({}),
};
