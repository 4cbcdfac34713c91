import { z } from 'zod';
import { MAIL_LENGTH } from '../core/index.ts';
import { textSchema } from './common.ts';
import { formProblemSchema, formValuesSchema } from './form.ts';
import { deliverySchema, placeSchema } from './matter.ts';

/** How the result comes (送达方式). It is chosen before the fee and the signature, and can be changed until then. */

/** Whom a parcel (EMS) goes to. */
export const mailAddressSchema = z.object({
  name: z.string().trim().min(1).max(MAIL_LENGTH.name),
  phone: z.string().trim().min(5).max(MAIL_LENGTH.phone),
  province: z.string().trim().min(1).max(MAIL_LENGTH.place),
  city: z.string().trim().min(1).max(MAIL_LENGTH.place),
  county: z.string().trim().max(MAIL_LENGTH.place),
  street: z.string().trim().min(1).max(MAIL_LENGTH.street),
  postcode: z.string().nullable(),
});

/** A locker (取件柜) that a result can come into. */
export const lockerPlaceSchema = z.object({
  id: z.string(),
  name: textSchema,
  address: textSchema,
  /** The one beside this machine. */
  here: z.boolean(),
});
export type LockerPlace = z.infer<typeof lockerPlaceSchema>;

/** Who pays for the parcel: the authority, or the receiver at the door (到付). */
export const postagePaidBySchema = z.enum(['authority', 'receiver']);
export type PostagePaidBy = z.infer<typeof postagePaidBySchema>;

export const deliveryScreens = {
  delivery: z.object({
    options: z.array(deliverySchema),
    chosen: deliverySchema.nullable(),
    places: z.array(placeSchema),
    lockers: z.array(lockerPlaceSchema).optional(),
    /** The chosen one of them. */
    locker: z.string().nullable().optional(),
    /** Null: nobody has said; the region is asked. */
    paidBy: postagePaidBySchema.nullable().optional(),
    /** What the matter has and this machine cannot do now. */
    notNow: z.array(deliverySchema).optional(),
    phone: z.string().optional(),
  }),
  /** The questions are `MAIL_FORM` of the core. */
  mailAddress: z.object({
    values: formValuesSchema,
    problems: z.array(formProblemSchema),
    today: z.string(),
    /** Divisions that the machine knows, for choosing instead of typing. */
    divisions: z.array(z.object({ code: z.string(), name: z.string() })),
    region: textSchema,
    phone: z.string(),
    paidBy: postagePaidBySchema.nullable(),
  }),
};

export const deliveryEvents = {
  chooseDelivery: z.object({ delivery: deliverySchema, locker: z.string().max(64).optional() }),
  giveAddress: z.object({ values: formValuesSchema }),
};
