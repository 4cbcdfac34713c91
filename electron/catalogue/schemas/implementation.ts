import { z } from 'zod';
import { matterHoursSchema } from './hours.ts';
import { modesSchema } from './matters.ts';
import { assetTextSchema, idSchema, words, workingDaysSchema } from './words.ts';

export const assetPlaceSchema = z.strictObject({
  name: assetTextSchema,
  address: assetTextSchema,
  phone: words,
  hours: assetTextSchema,
});

/** How far a matter goes on this channel (指南→预约→预填→申报→办结→结果领取). Each holds the ones before it. */
export const depthSchema = z.enum(['guide', 'booking', 'prefill', 'filing', 'decision', 'collection']);

/** Whom a matter takes for whom, and as what. `no-card`: number and name, checked by the region. */
export const identitySchema = z.strictObject({
  accepts: z
    .array(
      z.enum([
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
      ]),
    )
    .min(1, 'must accept at least one proof of identity'),
  /** Who may act for the applicant, on what proof. Empty: in person only. */
  agents: z.array(
    z.strictObject({
      who: z.enum(['anyone', 'family', 'guardian', 'employee']),
      proof: assetTextSchema,
      /** An authorisation that the principal signs at a machine is enough (当面签署授权委托书). */
      here: z.boolean().optional(),
    }),
  ),
});

const itemSchema = z.strictObject({ id: idSchema, text: assetTextSchema });
const materialSchema = z
  .strictObject({
    id: idSchema,
    text: assetTextSchema,
    kind: z.enum(['original', 'copy', 'form', 'electronic', 'consent']).default('original'),
    copies: z.number().int().min(0).max(20).default(1),
    required: z.boolean().default(true),
    /** May follow after acceptance (容缺受理). */
    gapAllowed: z.boolean().default(false),
    /** Id of the electronic licence that takes its place. */
    licence: idSchema.nullable().default(null),
    /** With `gapAllowed`: working days within which it must follow, at most. */
    gapDays: z.number().int().min(1).max(120).optional(),
    /** Pages of it that are photographed at most; left out: as many as the machine takes of any. */
    pagesAtMost: z.number().int().min(1).max(30).optional(),
    /** Not handed in by who applies in person: shown when the applicant identifies, or brought by who acts for somebody else. */
    shownBy: z.enum(['identity', 'agent']).optional(),
  })
  .refine((material) => material.required || !material.gapAllowed, {
    message:
      'is true for a material that is not required; a gap is only possible where something is required',
    path: ['gapAllowed'],
  })
  .refine((material) => material.gapAllowed || material.gapDays === undefined, {
    message: 'is only possible where a gap is allowed',
    path: ['gapDays'],
  });

const listOf = <S extends z.ZodType>(item: S) => z.array(item).min(1, 'must hold at least one item');

/** What a region changes of an inherited list, item by item. An item is named by its id. */
const editsOf = <S extends z.ZodType>(item: S) =>
  z
    .strictObject({
      drop: z.array(idSchema).optional(),
      change: z.array(item).optional(),
      add: z.array(item).optional(),
    })
    .refine((edits) => Object.values(edits).some((list) => list !== undefined && list.length > 0), {
      message: 'changes nothing; name items to drop, change or add, or leave the key out',
    });

const single = {
  depth: depthSchema,
  authority: assetTextSchema,
  /** 行使层级 of GB/T 39046: 1 state, 2 province, 3 city, 4 county, 5 town, 6 village, 7 several. */
  authorityLevel: z.number().int().min(1).max(7),
  /** `none`: decides nothing here; agency (异地代办) only. */
  authorityScope: z.enum(['full', 'none']),
  modes: modesSchema,
  /** `commitment` 承诺制, `instant` 智能秒批. */
  handling: z.enum(['ordinary', 'commitment', 'instant']),
  /** `immediate` 即办件, `promised` 承诺件. */
  caseType: z.enum(['immediate', 'promised']),
  identity: identitySchema,
  fee: z.strictObject({
    /** In fen (分), 1/100 yuan; null where it depends. */
    amountFen: z.number().int('must be whole fen').min(0, 'must not be negative').nullable(),
    text: assetTextSchema,
    /** By which rule (收费依据). */
    basis: assetTextSchema.optional(),
    /** Who pays nothing (减免). */
    freeWhen: assetTextSchema.optional(),
    /** Paid by the region's payment code before the application is handed in; without it at the region's own place. */
    online: z.literal(true).optional(),
    /** Working days within which the region gives back what was paid for nothing. */
    refundDays: z.number().int().min(1).max(90).optional(),
  }),
  promisedWorkingDays: workingDaysSchema,
  statutoryWorkingDays: workingDaysSchema,
  limitNote: assetTextSchema.nullable(),
  hours: matterHoursSchema,
  result: assetTextSchema,
  deliveries: z
    .array(z.enum(['print-here', 'window', 'e-document', 'ems', 'locker']))
    .min(1, 'must hold at least one way of delivery'),
  /** Who pays for a parcel (EMS). */
  postage: z.enum(['authority', 'receiver']),
  caution: assetTextSchema.nullable(),
  places: z.array(assetPlaceSchema).min(1, 'must hold at least one place'),
  /**
   * Scheme of `taskCode`: 31 = GB/T 39554.1-2020, 24 = GB/T 39046-2020, 12 and 10 the basic codes (基本编码) of the two.
   * Schemes differ: a code's length says nothing by itself.
   */
  codeScheme: z.enum(['31', '24', '12', '10', 'local']),
  /** Implementation code (实施编码) of the region. */
  taskCode: z.string().regex(/^[0-9A-Z]{1,50}$/, 'must be 1 to 50 digits and capital letters'),
  /** Id of a file in `assets/catalogue/forms`. */
  form: idSchema,
  /**
   * 批量办理: one person may hand it in for several companies at once, at most `max`. `perRow` are the fields of the form that
   * may differ from company to company, besides those that come from the licence.
   */
  batch: z.strictObject({
    max: z.number().int().min(2).max(200),
    perRow: z.array(words).default([]),
  }),
  /**
   * 告知承诺书: what the applicant promises, what follows when it is not true, and how it goes on for who will not promise
   * (一般程序). Needed where handling is `commitment` and the matter is done here.
   */
  commitment: z.strictObject({
    promises: z.array(assetTextSchema).min(1, 'must hold at least one promise').max(12),
    untrue: assetTextSchema,
    ordinary: assetTextSchema,
  }),
  /**
   * Who must sign besides whoever applies (股东签名), as the form names them: fields of a table's rows, or of the form itself.
   * `quorum`: so many of them, or all; `days`: calendar days in which the last of them signs.
   */
  signers: z.strictObject({
    who: assetTextSchema,
    people: z
      .array(z.strictObject({ table: words.nullable(), name: words, number: words }))
      .min(1, 'must name at least one place of the form'),
    inOrder: z.boolean(),
    quorum: z.number().int().min(1).nullable(),
    days: z.number().int().min(1).max(90),
  }),
  /** The local rule is not public; the values are plausible and marked as samples (示例). */
  sample: z.boolean(),
};

const lists = {
  conditions: listOf(itemSchema),
  materials: listOf(materialSchema),
  steps: listOf(itemSchema),
};

/** What a guide gives its regions to inherit: any part of an implementation, lists as a whole. */
export const inheritableSchema = z.strictObject({ ...single, ...lists }).partial();

const LIST_OR_EDITS = { error: 'must be a list of items, or an object with "drop", "change" or "add"' };
const editable = {
  conditions: z.union([lists.conditions, editsOf(itemSchema)], LIST_OR_EDITS),
  materials: z.union([lists.materials, editsOf(materialSchema)], LIST_OR_EDITS),
  steps: z.union([lists.steps, editsOf(itemSchema)], LIST_OR_EDITS),
};

/** What a region says over its guide: single keys as a whole, lists as a whole or item by item. */
export const regionPartsSchema = z.strictObject({ ...single, ...editable }).partial();

/** An implementation (实施清单) after inheritance. What its keys have against each other, `resolve` looks for. */
export const implementationSchema = z.strictObject({
  ...single,
  ...lists,
  codeScheme: single.codeScheme.optional(),
  taskCode: single.taskCode.optional(),
  form: single.form.optional(),
  postage: single.postage.optional(),
  batch: single.batch.optional(),
  commitment: single.commitment.optional(),
  signers: single.signers.optional(),
});

/** The depths at which a case can be handed in here: `full` on the contract's card. */
export const FULL_DEPTHS: readonly Depth[] = ['filing', 'decision', 'collection'];

/** The lists that are inherited item by item. */
export const ITEM_LISTS = ['conditions', 'materials', 'steps'] as const;

export type Depth = z.infer<typeof depthSchema>;
export type Material = z.infer<typeof materialSchema>;
export type GuideItem = z.infer<typeof itemSchema>;
export type Inheritable = z.infer<typeof inheritableSchema>;
export type RegionParts = z.infer<typeof regionPartsSchema>;

export type Implementation = z.infer<typeof implementationSchema>;
