import { z } from 'zod';
import {
  type Condition,
  type FieldSpec,
  type FormFile,
  type FormValues,
  PLAIN_CHECKS,
  PROBLEM_KINDS,
  type PropertySchema,
} from '../core/index.ts';

/** A form as data, and its answers as they travel. The same file is read by the catalogue and shown by the screen. */

/** What the answers of one form may hold at most. A form asks for less; this stops what no form could have asked for. */
export const FORM_LIMITS = {
  /** Characters of a field's name. */
  name: 40,
  /** Characters of one text. */
  text: 2_000,
  /** Answers of a form, or of one line of a repeated group. */
  answers: 200,
  /** Chosen values, or lines of a repeated group. */
  items: 100,
} as const;

const words = z.string().trim().min(1);
const sayingSchema = z.strictObject({ 'zh-CN': words, en: words });
const nameSchema = z
  .string()
  .max(FORM_LIMITS.name)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be a name like "shareholderName"');
const formDateSchema = z.iso.date();
const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ field: nameSchema, equals: scalarSchema }),
      z.strictObject({ field: nameSchema, in: z.array(scalarSchema).min(1) }),
      z.strictObject({ field: nameSchema, not: scalarSchema }),
      z.strictObject({ field: nameSchema, answered: z.boolean() }),
      z.strictObject({ field: nameSchema, atLeast: z.number() }),
      z.strictObject({ field: nameSchema, atMost: z.number() }),
      z.strictObject({ all: z.array(conditionSchema).min(1) }),
      z.strictObject({ any: z.array(conditionSchema).min(1) }),
    ],
    'must be a condition: a field with equals, in, not, answered, atLeast or atMost, or all or any of such',
  ),
);

const editable = z.boolean().optional();
const prefillSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('card'),
    key: z.enum(['name', 'number', 'sex', 'birthDate', 'ethnicGroup', 'address']),
    editable,
  }),
  z.strictObject({ from: z.literal('licence'), key: words, editable }),
  z.strictObject({ from: z.literal('case'), key: nameSchema, editable }),
  z.strictObject({ from: z.literal('site'), key: z.enum(['region', 'name', 'address']), editable }),
]);

const order = z.enum(['not-before', 'not-after']);
const checkSchema = z.union(
  [
    z.enum(PLAIN_CHECKS),
    z.strictObject({ is: order, date: formDateSchema }),
    z.strictObject({ is: order, field: nameSchema }),
    z.strictObject({ is: z.enum(['age-at-least', 'age-at-most']), years: z.number().int().min(0).max(150) }),
    z.strictObject({ is: z.literal('sum'), of: nameSchema, equals: z.number() }),
    z.strictObject({ is: z.literal('distinct'), of: nameSchema }),
    z.strictObject({ is: z.enum(['same-as', 'differs-from']), field: nameSchema }),
  ],
  `must be a check: ${PLAIN_CHECKS.join(', ')}, or an object with "is"`,
);

const fieldSpecSchema: z.ZodType<FieldSpec> = z.lazy(() =>
  z.strictObject({
    name: nameSchema,
    label: sayingSchema,
    kind: z.enum([
      'text',
      'long-text',
      'choice',
      'choices',
      'yes-no',
      'date',
      'number',
      'money',
      'phone',
      'id-number',
      'usc-code',
      'region',
      'repeat',
    ]),
    help: sayingSchema.optional(),
    keyboard: z
      .enum(['name', 'address', 'matter', 'general', 'digits', 'id-number', 'latin', 'date'])
      .optional(),
    choices: z
      .array(z.strictObject({ value: words, label: sayingSchema }))
      .min(1)
      .optional(),
    list: z.literal('provinces').optional(),
    when: conditionSchema.optional(),
    required: z.boolean().optional(),
    prefill: prefillSchema.optional(),
    check: z.array(checkSchema).optional(),
    mask: z.string().regex(/#/, 'must have a # for each character').optional(),
    unit: sayingSchema.optional(),
    decimals: z.number().int().min(0).max(6).optional(),
    fields: z.array(fieldSpecSchema).min(1).optional(),
    rowTitle: sayingSchema.optional(),
  }),
);

const size = z.number().int().min(0).optional();
const propertySchema: z.ZodType<PropertySchema> = z.lazy(() =>
  z.strictObject({
    type: z.enum(['string', 'boolean', 'number', 'integer', 'array', 'object']),
    title: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(scalarSchema).min(1).optional(),
    minLength: size,
    maxLength: z.number().int().min(1).max(FORM_LIMITS.text).optional(),
    pattern: z.string().optional(),
    format: z.literal('date').optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    items: propertySchema.optional(),
    minItems: size,
    maxItems: z.number().int().min(1).max(FORM_LIMITS.items).optional(),
    uniqueItems: z.boolean().optional(),
    properties: z.record(nameSchema, propertySchema).optional(),
    required: z.array(nameSchema).optional(),
    additionalProperties: z.literal(false).optional(),
  }),
);

export const formIdSchema = z.string().regex(/^[a-z0-9-]+$/, 'must be lower case with hyphens');

/** A form file. What its parts must have to do with each other is judged by `formFileProblem` of the core. */
export const formSchema: z.ZodType<FormFile> = z.strictObject({
  id: formIdSchema,
  schema: z.strictObject({
    $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
    type: z.literal('object'),
    title: z.string().optional(),
    description: z.string().optional(),
    properties: z.record(nameSchema, propertySchema),
    required: z.array(nameSchema).optional(),
    additionalProperties: z.literal(false),
  }),
  ui: z.strictObject({
    groups: z.array(
      z.strictObject({
        id: formIdSchema,
        title: sayingSchema,
        help: sayingSchema.optional(),
        when: conditionSchema.optional(),
        fields: z.array(fieldSpecSchema).min(1),
      }),
    ),
  }),
}) as never;

const key = z.string().max(FORM_LIMITS.name);
const answerText = z.string().max(FORM_LIMITS.text);
const answerScalar = z.union([answerText, z.number(), z.boolean()]);
const texts = z.array(answerText).max(FORM_LIMITS.items);
const fewAnswers = (values: object) => Object.keys(values).length <= FORM_LIMITS.answers;
const row = z.record(key, z.union([answerScalar, texts])).refine(fewAnswers, 'too many answers');

/** Answers from a screen: of a possible type and size; whether they are right is for the form to judge. */
export const formValuesSchema: z.ZodType<FormValues> = z
  .record(key, z.union([answerScalar, texts, z.array(row).max(FORM_LIMITS.items)]))
  .refine(fewAnswers, 'too many answers');

export const formProblemSchema = z.object({
  field: z.string(),
  row: z.number().int().nullable(),
  part: z.string().nullable(),
  kind: z.enum(PROBLEM_KINDS),
  limit: z.union([z.string(), z.number()]).nullable(),
});

export const prefillNoteSchema = z.object({
  from: z.enum(['card', 'typed', 'licence', 'case', 'site']),
  locked: z.boolean(),
});
