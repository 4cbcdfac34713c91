import { z } from 'zod';
import { deliverySchema, formFieldSchema } from '../contract/index.ts';

/** The files under `assets/catalogue`, `assets/regions` and `assets/calendar`. Unknown keys are errors. */

const words = z.string().trim().min(1);
/** Stricter than the contract's: a text of the catalogue says something in every language. */
export const assetTextSchema = z.strictObject({ 'zh-CN': words, en: words });

const dateSchema = z.iso.date();
const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const workingDays = z.number().int().min(1).max(1000);
const regionCodeSchema = z
  .string()
  .regex(/^\d{6}(-[a-z0-9]+)?$/, 'must be six digits, with a suffix where no code exists');
const matterCodeSchema = z.string().regex(/^XT-[A-Z]{2}-\d{3}$/, 'must look like XT-GA-020');
const formIdSchema = z.string().regex(/^[a-z0-9-]+$/);

const assetPlaceSchema = z.strictObject({
  name: assetTextSchema,
  address: assetTextSchema,
  phone: words,
  hours: assetTextSchema,
});

/** What an implementation (实施清单) of a matter is made of; every key may be inherited. */
const implementationParts = {
  /** `full`: can be done here to the end. `guide`: read here, done elsewhere. */
  depth: z.enum(['full', 'guide']),
  authority: assetTextSchema,
  conditions: z.array(assetTextSchema).min(1),
  materials: z.array(assetTextSchema).min(1),
  steps: z.array(assetTextSchema).min(1),
  fee: assetTextSchema,
  promisedWorkingDays: workingDays,
  statutoryWorkingDays: workingDays,
  result: assetTextSchema,
  deliveries: z.array(deliverySchema).min(1),
  caution: assetTextSchema.nullable(),
  /** Whether the region checks a person who has no card here. */
  withoutCard: z.boolean(),
  places: z.array(assetPlaceSchema).min(1),
  /** Scheme of `taskCode`: 31 = GB/T 39554.1-2020, 24 = GB/T 39046-2020. Schemes differ: a code's length says nothing by itself. */
  codeScheme: z.enum(['31', '24', 'local']),
  /** Implementation code (实施编码) of the region. */
  taskCode: z.string().regex(/^[0-9A-Z]{1,50}$/),
  /** Id of a file in `assets/catalogue/forms`. */
  form: formIdSchema,
};

const inheritableSchema = z.strictObject(implementationParts).partial();

/** After inheritance. Only a matter that can be done here needs a code and a form. */
export const implementationSchema = z
  .strictObject({
    ...implementationParts,
    codeScheme: implementationParts.codeScheme.optional(),
    taskCode: implementationParts.taskCode.optional(),
    form: implementationParts.form.optional(),
  })
  .superRefine((value, context) => {
    if (value.promisedWorkingDays > value.statutoryWorkingDays)
      context.addIssue({
        code: 'custom',
        path: ['promisedWorkingDays'],
        message: 'is over the statutory limit',
      });
    if (value.depth !== 'full') return;
    for (const key of ['codeScheme', 'taskCode', 'form'] as const)
      if (value[key] === undefined)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'is missing; a matter of depth "full" needs it',
        });
  });

export const mattersFileSchema = z.strictObject({
  matters: z.array(
    z.strictObject({
      code: matterCodeSchema,
      /** The official name: never changed. */
      name: assetTextSchema,
      /** What it is for, in a plain sentence. */
      plain: assetTextSchema,
      category: assetTextSchema,
      audience: z.array(z.enum(['person', 'organisation'])).min(1),
      /** Where the facts come from. Not shown. */
      source: words,
      /** What regions inherit unless they say otherwise. */
      implementation: inheritableSchema,
    }),
  ),
});

export const formFileSchema = z.strictObject({
  id: formIdSchema,
  /** JSON Schema draft 2020-12 of the answers: an object of strings. Compiled by ajv, which judges the rest. */
  schema: z.looseObject({
    $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
    type: z.literal('object'),
    properties: z.record(
      z.string(),
      z.looseObject({ type: z.literal('string'), enum: z.array(z.string()).optional() }),
    ),
    required: z.array(z.string()).default([]),
    additionalProperties: z.literal(false),
  }),
  /** In the order of the screen. */
  ui: z.array(
    z.strictObject({
      name: words,
      label: assetTextSchema,
      kind: formFieldSchema.shape.kind,
      choices: z.array(z.strictObject({ value: words, label: assetTextSchema })),
    }),
  ),
});

export const regionFileSchema = z.strictObject({
  code: regionCodeSchema,
  codeSource: words,
  name: assetTextSchema,
  short: assetTextSchema,
  /** Someone of the region answers here. */
  phone: words,
  hours: assetTextSchema,
  officeHours: z
    .strictObject({ open: timeSchema, close: timeSchema })
    .refine((hours) => hours.open < hours.close, 'opens after it closes'),
  /** True while the values were not confirmed by the region. Such a file serves demo, training and tests. */
  sample: z.boolean(),
  /** Read by the adapter of this kind, which knows its own keys (see `electron/regions`). */
  adapter: z.looseObject({ kind: words }),
  places: z.array(assetPlaceSchema).min(1),
  matters: z.array(
    z.strictObject({ matter: matterCodeSchema, effectiveFrom: dateSchema, ...inheritableSchema.shape }),
  ),
});

export const calendarFileSchema = z.strictObject({
  /** Number of the State Council's notice (国办发明电) that the dates are taken from. */
  source: words,
  holidays: z.array(dateSchema),
  workingWeekends: z.array(dateSchema),
  years: z.array(z.number().int()).min(1),
});

export type MattersFile = z.infer<typeof mattersFileSchema>;
export type FormFile = z.infer<typeof formFileSchema>;
export type RegionFile = z.infer<typeof regionFileSchema>;
export type Implementation = z.infer<typeof implementationSchema>;
