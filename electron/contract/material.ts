import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { shownLicenceSchema } from './licence.ts';

/**
 * How a material can come: the region's electronic licence (电子证照) by its holder's consent, a file from the citizen's phone, on paper into the locker (流转柜) once the application is in,
 * promised for later (容缺), or on paper at a window.
 */
export const materialWaySchema = z.enum(['licence', 'camera', 'phone', 'locker', 'later', 'window']);
export type MaterialWay = z.infer<typeof materialWaySchema>;

export const materialMediaTypeSchema = z.enum(['application/pdf', 'image/jpeg', 'image/png']);

/** A material (申请材料) that a matter wants and the machine does not make by itself. */
export const askedMaterialSchema = z.object({
  id: z.string(),
  name: textSchema,
  required: z.boolean(),
  ways: z.array(materialWaySchema),
  /** Last local date (YYYY-MM-DD) for handing it in later; with the way `later`. */
  laterBy: z.string().nullable(),
  /** What the region's electronic licence is called; with the way `licence`. */
  licence: textSchema.optional(),
  /** Pages of it that are photographed at most; absent: as many as any. */
  pagesAtMost: z.number().int().optional(),
});
export type AskedMaterial = z.infer<typeof askedMaterialSchema>;

/** A file as the screen speaks of it. */
export const materialFileSchema = z.object({
  mediaType: materialMediaTypeSchema,
  pages: z.number().int(),
  bytes: z.number().int(),
});

/** How a material was settled. */
export const givenMaterialSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('licence'), file: materialFileSchema, licence: shownLicenceSchema }),
  z.object({ way: z.literal('camera'), file: materialFileSchema }),
  z.object({ way: z.literal('phone'), file: materialFileSchema }),
  z.object({ way: z.literal('later'), dueBy: z.string() }),
  z.object({ way: z.literal('locker') }),
  z.object({ way: z.literal('window') }),
]);
export type GivenMaterial = z.infer<typeof givenMaterialSchema>;

export const materialsScreenSchema = z.object({
  materials: z.array(askedMaterialSchema.extend({ given: givenMaterialSchema.nullable() })),
  /** Every required one is settled. */
  settled: z.boolean(),
  /** The region's line has no place for files. */
  paperOnly: z.boolean(),
});

/** What is still owed after an application was handed in. */
export const owedMaterialSchema = z.object({
  name: textSchema,
  /** Local date, YYYY-MM-DD; null: to be brought to a window. */
  dueBy: z.string().nullable(),
});
export type OwedMaterial = z.infer<typeof owedMaterialSchema>;

/** One material comes from the citizen's phone. */
export const phoneScreenSchema = z.object({
  name: textSchema,
  /** What the phone opens, or null for the moment before there is one. */
  url: z.string().nullable(),
  /** Instant (ms) after which the address opens nothing. */
  endsAt: z.number().nullable(),
  /** What has come and waits for the citizen's word. */
  file: materialFileSchema.nullable(),
  /** Why nothing came. */
  problem: failureSchema.nullable(),
});

/** A result goes to the citizen's phone. */
export const resultPhoneScreenSchema = z.object({
  matter: textSchema,
  url: z.string().nullable(),
  /** Instant (ms). */
  endsAt: z.number().nullable(),
  /** It is on the phone. */
  taken: z.boolean(),
  problem: failureSchema.nullable(),
});

export const materialIdSchema = z.string().max(60);
