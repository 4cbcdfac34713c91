import { z } from 'zod';
import { bytesOfBase64, sm2PublicKeyOfHex, sm2Verifier } from '../../ciphers/index.ts';
import { err, ok, type Result } from '../../core/index.ts';
import type { ConfigFault } from '../adapter-kind.ts';
import { NO_CAPABILITIES } from '../incapable.ts';
import type { RegionCapabilities } from '../port.ts';
import {
  CODE_SET_NAMES,
  CODE_SETS,
  type CodeSet,
  type CodeTables,
  DATE_STYLES,
  TASK_CODE_SCHEMES,
} from './code-sets.ts';
import { OPERATION_NAMES } from './operations.ts';
import type { ResultTrust } from './result.ts';

const code = z.string().regex(/^[0-9A-Za-z._-]{1,50}$/);
/** Two of ours must not become one of theirs: the way back would be a guess. */
const distinct = (values: Readonly<Record<string, string | undefined>>) =>
  new Set(Object.values(values)).size === Object.keys(values).length;
const TWICE = 'uses the same code twice';
const pairs = z.record(z.string(), code).refine(distinct, TWICE);

export const millisecondsSchema = z.number().int().min(100).max(300_000);

const words = (table: keyof CodeTables) =>
  Object.keys(CODE_SETS.tongban.tables[table]) as [string, ...string[]];
const tableNames = Object.keys(CODE_SETS.tongban.tables) as (keyof CodeTables)[];
const tablesSchema = Object.fromEntries(
  tableNames.map((table) => [table, z.partialRecord(z.enum(words(table)), code).optional()]),
) as unknown as Record<keyof CodeTables, z.ZodOptional<z.ZodRecord<z.ZodString, typeof code>>>;

const capabilityNames = Object.keys(NO_CAPABILITIES) as [
  keyof RegionCapabilities,
  ...(keyof RegionCapabilities)[],
];

/**
 * What every kind's configuration has, beside its own keys: `z.strictObject({kind: z.literal(…), …exchangeShape, …})`.
 * Unknown keys are errors.
 */
export const exchangeShape = {
  codeSet: z.enum(CODE_SET_NAMES as [string, ...string[]] as [keyof typeof CODE_SETS]),
  /** Milliseconds for one operation, token, retry and all. What is not named has its default. */
  timeouts: z.partialRecord(z.enum(OPERATION_NAMES as [string, ...string[]]), millisecondsSchema).default({}),
  /** What is not named the region cannot do. */
  capabilities: z.partialRecord(z.enum(capabilityNames), z.boolean()).default({}),
  /** By what the region's results are known; without it a seal or signature stays unchecked. */
  results: z
    .strictObject({
      /** SM2 public key of detached signatures, hexadecimal. */
      key: z
        .string()
        .refine((text) => sm2PublicKeyOfHex(text) !== null, 'is no SM2 public key')
        .optional(),
      /** X.509 of those who seal, or of the authority above them: DER in base64. */
      certificates: z.array(z.base64().min(100).max(20_000)).max(20).default([]),
    })
    .default({ certificates: [] }),
  /** The region's deviations from its code set. */
  mappings: z
    .strictObject({
      ...tablesSchema,
      dates: z.enum(DATE_STYLES).optional(),
      taskCodeScheme: z.enum(TASK_CODE_SCHEMES).optional(),
      /** Our implementation codes → theirs, where they differ (31 against 24 digits). */
      taskCode: pairs.optional(),
      /** Matter → field → our value → theirs. A field that is not named here goes as it is. */
      form: z.record(z.string(), z.record(z.string(), pairs)).optional(),
    })
    .default({}),
};

const shared = z.object(exchangeShape);

/** Checked, with the region's deviations laid over its code set. */
export interface ExchangeConfig {
  readonly timeouts: Readonly<Record<string, number | undefined>>;
  readonly capabilities: RegionCapabilities;
  readonly codes: CodeSet;
  readonly results: ResultTrust;
  readonly taskCode: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
}

/** The shared part of a parsed configuration. The error is one line that begins with the key. */
export function exchangeConfig(
  parsed: z.infer<typeof shared>,
): Result<ExchangeConfig, { readonly message: string }> {
  const set: CodeSet = CODE_SETS[parsed.codeSet];
  const { dates, taskCodeScheme, taskCode, form, ...overrides } = parsed.mappings;
  const tables = { ...set.tables } as Record<keyof CodeTables, Readonly<Record<string, string>>>;
  for (const table of tableNames) {
    tables[table] = { ...tables[table], ...(overrides[table] as Record<string, string> | undefined) };
    if (!distinct(tables[table])) return err({ message: `adapter.mappings.${table}: ${TWICE}; correct it` });
  }
  const resultKey = parsed.results.key === undefined ? null : sm2PublicKeyOfHex(parsed.results.key);
  const capabilities = { ...NO_CAPABILITIES, ...(parsed.capabilities as Partial<RegionCapabilities>) };
  for (const needy of ['casesOf', 'licences'] as const)
    if (capabilities[needy] && !capabilities.sessions)
      return err({ message: `adapter.capabilities.${needy}: needs sessions; correct it` });
  if (capabilities.refunds && !capabilities.payments)
    return err({ message: 'adapter.capabilities.refunds: needs payments; correct it' });
  return ok({
    timeouts: parsed.timeouts,
    capabilities,
    codes: {
      dates: dates ?? set.dates,
      taskCodes: taskCodeScheme ?? set.taskCodes,
      tables: tables as unknown as CodeTables,
    },
    results: {
      verify: resultKey ? sm2Verifier(resultKey, { form: 'raw' }) : null,
      certificates: parsed.results.certificates.map((text) => bytesOfBase64(text) ?? new Uint8Array()),
    },
    taskCode: taskCode ?? {},
    form: form ?? {},
  });
}

/** Checks a kind's configuration by its schema. Each fault is one line that names the key. */
export function checkConfig<S extends z.ZodType>(schema: S, raw: unknown): Result<z.infer<S>, ConfigFault> {
  const checked = schema.safeParse(raw, { reportInput: true });
  if (checked.success) return ok(checked.data);
  const all = checked.error.issues.flatMap((issue) => {
    const at = ['adapter', ...issue.path.map(String)].join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${at}.${key}: unknown key; remove it or correct its spelling`);
    // A refinement says more than that something is missing.
    if (issue.input === undefined && issue.code !== 'custom') return [`${at}: missing; add it`];
    return [`${at}: ${issue.message}; correct it`];
  });
  return err({ message: all[0] as string, all });
}
