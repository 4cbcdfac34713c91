import { z } from 'zod';
import { textSchema } from './common.ts';
import { feeSchema } from './fee.ts';

export const matterCardSchema = z.object({
  code: z.string(),
  name: textSchema,
  plain: textSchema,
  category: textSchema,
  /** `full`: can be done here to the end. `guide`: read here, done elsewhere. */
  depth: z.enum(['full', 'guide']),
  /** It came to the region within the last 30 days (新增). */
  isNew: z.boolean(),
});
export type MatterCard = z.infer<typeof matterCardSchema>;

export const placeSchema = z.object({
  name: textSchema,
  address: textSchema,
  phone: z.string(),
  hours: textSchema,
});
export type Place = z.infer<typeof placeSchema>;

/** 送达方式. `locker`: 取件柜; `ems`: by post. */
export const deliverySchema = z.enum(['print-here', 'e-document', 'locker', 'ems', 'window']);
export type Delivery = z.infer<typeof deliverySchema>;

/** What a matter takes as identity. `no-card`: number and name, checked by the region. */
export const identityProofSchema = z.enum([
  'resident-card',
  'no-card',
  'temporary-card',
  'social-security-card',
  'electronic-id',
  'passport',
  'foreign-pr-card',
  'hmt-permit',
  'hmt-residence-permit',
  'business-licence',
]);
export type IdentityProof = z.infer<typeof identityProofSchema>;

/** Why a matter cannot be done at this machine. Dates are local, YYYY-MM-DD. */
export const hindranceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum([
      'unknown-matter',
      'unverified',
      'unknown-region',
      'not-offered',
      'no-agreement',
      'no-form',
      'no-authority',
      'identity',
      'delivery',
    ]),
  }),
  z.object({ kind: z.literal('not-yet'), from: z.string() }),
  /** `to`: the last day. */
  z.object({ kind: z.literal('ended'), to: z.string() }),
  z.object({
    kind: z.literal('depth'),
    depth: z.enum(['guide', 'booking', 'prefill', 'filing', 'decision', 'collection']),
  }),
]);
export type GuideHindrance = z.infer<typeof hindranceSchema>;

export const guideSchema = z.object({
  matter: matterCardSchema,
  region: z.object({ code: z.string(), name: textSchema, short: textSchema, phone: z.string() }),
  /** The region has not confirmed the values: shown as samples (示例). */
  sample: z.boolean(),
  authority: textSchema,
  conditions: z.array(textSchema),
  materials: z.array(textSchema),
  steps: z.array(textSchema),
  identity: z.object({
    accepts: z.array(identityProofSchema),
    /** Who may act for the applicant, on what proof. Empty: in person only. */
    agents: z.array(
      z.object({
        who: z.enum(['anyone', 'family', 'guardian', 'employee']),
        proof: textSchema,
        /** The authorisation can be signed at this machine, when both are here. */
        here: z.boolean().optional(),
      }),
    ),
  }),
  /** `commitment` 承诺制, `instant` 智能秒批. */
  handling: z.enum(['ordinary', 'commitment', 'instant']),
  /** A ladder, the first is tried first: 全程网办, 代收代办, 多地联办. */
  modes: z.array(z.enum(['online', 'collect', 'joint'])),
  fee: textSchema,
  /** Working days that the region promises, counted from acceptance; 0 is on the spot (当场办结). */
  promisedWorkingDays: z.number().int(),
  statutoryWorkingDays: z.number().int(),
  result: textSchema,
  deliveries: z.array(deliverySchema),
  /** Who pays for the parcel (EMS); null: not said. */
  postagePaidBy: z.enum(['authority', 'receiver']).nullable().optional(),
  /** What the fee is, beside the words; absent: the words say all. `here`: paid at this machine, before the application is handed in. */
  charge: feeSchema.extend({ here: z.boolean(), refundDays: z.number().int().nullable() }).optional(),
  /** Said under the guide and on the paper, e.g. 不等于临时居民身份证. */
  caution: textSchema.nullable(),
  places: z.array(placeSchema),
  /** Whether the region can check a person who has no card here. */
  withoutCard: z.boolean(),
  /** Empty when it can be done here. */
  hindrances: z.array(hindranceSchema),
  /** 告知承诺书: what is promised, what follows when it is untrue, how it goes on without. */
  commitment: z
    .object({ promises: z.array(textSchema), untrue: textSchema, ordinary: textSchema })
    .optional(),
  /** Who must sign besides whoever applies, as the form names them; `quorum` null: all; `days`: until when. */
  signers: z
    .object({
      who: textSchema,
      people: z.array(z.object({ table: z.string().nullable(), name: z.string(), number: z.string() })),
      inOrder: z.boolean(),
      quorum: z.number().int().nullable(),
      days: z.number().int(),
    })
    .optional(),
  /** 批量办理: for so many companies at once, at most; fields of the form that may differ from one to the next. */
  batch: z.object({ max: z.number().int(), perRow: z.array(z.string()) }).optional(),
});
export type Guide = z.infer<typeof guideSchema>;

/** Matters of the chosen region that answer to what was typed, best first. */
export const foundSchema = z.object({
  hits: z.array(
    z.object({
      matter: matterCardSchema,
      /** Parts of the Chinese name to mark, as UTF-16 offsets, end not included. */
      marks: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
    }),
  ),
  /** In the region in all; `hits` may be the first of them. */
  total: z.number().int(),
  /** Other regions of this machine that have matching matters. */
  elsewhere: z.array(z.object({ code: z.string(), short: textSchema, count: z.number().int() })),
});
export type Found = z.infer<typeof foundSchema>;
