import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { placeSchema } from './matter.ts';

/** What the machine-readable zone (机读区) of a passport says, for its holder to check. */
export const shownPassportSchema = z.object({
  /** Family name, comma, given names. */
  name: z.string(),
  /** The zone may hold only the beginning of the name: its holder has to complete it. */
  truncated: z.boolean(),
  number: z.string(),
  nationality: z.string(),
  sex: z.enum(['male', 'female', 'other']),
  /** YYYYMMDD */
  birthDate: z.string(),
  validTo: z.string(),
});
export type ShownPassport = z.infer<typeof shownPassportSchema>;

/**
 * Whether a passport can be shown here. `unchecked`: the matter takes it, but the region cannot check it from here;
 * `no-camera`: this machine cannot read it; `not-taken`: the matter does not take it.
 */
export const passportWaySchema = z.enum(['here', 'unchecked', 'no-camera', 'not-taken']);
export type PassportWay = z.infer<typeof passportWaySchema>;

export const passportScreens = {
  /** No card here: number and name, or a passport. What does not lead on is said at once, with the nearest place. */
  otherProof: z.object({
    matter: textSchema,
    region: textSchema,
    number: z.boolean(),
    passport: passportWaySchema,
    places: z.array(placeSchema),
  }),
  /** Consent first, then the picture, then the holder checks what was read. `refused`: this document does not do. */
  passport: z.object({
    phase: z.enum(['consent', 'watching', 'refused', 'check']),
    problem: failureSchema.nullable(),
    /** In `check`. */
    read: shownPassportSchema.nullable(),
    places: z.array(placeSchema),
  }),
};

export const passportEvents = {
  showPassport: z.object({}),
  /** The name as it stands in the passport; what the zone says, or completed. */
  confirmPassport: z.object({ name: z.string().trim().min(1).max(50) }),
};
