import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result, systemClock } from '../../core/index.ts';
import {
  type AdapterKind,
  type conformance,
  createRegions,
  type RegionAdapter,
  type RegionLog,
} from '../../regions/index.ts';

/** A region's own test system: nothing can be made to fail there, and time passes by itself. */

const words = z.string().min(1).max(200);
const personSchema = z.strictObject({
  name: words,
  number: z.string().length(18),
  address: words.default('—'),
});

/** The file of `--people`: whom and what the test system knows. */
const peopleSchema = z.strictObject({
  known: personSchema,
  second: personSchema,
  company: z.strictObject({ name: words, creditCode: z.string().length(18) }),
  matter: z.strictObject({
    code: words,
    taskCode: words,
    /** Field → value, in this house's words. */
    form: z.record(z.string(), z.string()),
    otherForm: z.record(z.string(), z.string()),
  }),
  acceptRegion: words.default('110115-bda'),
  machineCode: z
    .string()
    .regex(/^[0-9A-Z]{4}$/)
    .default('T001'),
});

type Said = { readonly message: string };

export function remoteWorld(raw: unknown, nowMs: number): Result<conformance.World, Said> {
  const parsed = peopleSchema.safeParse(raw);
  if (!parsed.success) return err({ message: first(parsed.error) });
  const { known, second, company, matter, acceptRegion, machineCode } = parsed.data;
  return ok({
    matterCode: matter.code,
    taskCode: matter.taskCode,
    form: matter.form,
    otherForm: matter.otherForm,
    machineCode,
    acceptRegion,
    known,
    second,
    third: second,
    stranger: { name: '某人', number: known.number },
    company,
    closedName: '—',
    licenceType: '—',
    // Keys of their own in every run.
    at: nowMs - randomInt(1_000),
  });
}

/** The file of `--secret`: secret's name → text. */
export function remoteSecrets(raw: unknown): Result<Readonly<Record<string, string>>, Said> {
  const parsed = z.record(z.string(), z.string().min(1)).safeParse(raw);
  return parsed.success ? ok(parsed.data) : err({ message: first(parsed.error) });
}

/** Where, and what zod says of it; never what stood there. */
function first(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || 'the file'}: ${issue?.message}; correct it`;
}

export interface RemoteOptions {
  readonly kind: AdapterKind;
  readonly code: string;
  readonly adapter: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly without: readonly conformance.Trait[];
  readonly world: conformance.World;
}

export function remoteBench(options: RemoteOptions): conformance.Bench {
  const { kind, code, adapter, secrets, without, world } = options;
  return {
    kind: kind.kind,
    world,
    without,
    played: false,
    async open() {
      const logged: string[] = [];
      const write: RegionLog['info'] = (event, fields) =>
        void logged.push(`${event} ${JSON.stringify(fields)}`);
      const regions = createRegions({
        kinds: [kind],
        catalogueRegions: [{ code, adapter: { ...adapter, kind: kind.kind } }],
        profileRegions: {},
        secrets: async (_, name) => secrets[name] ?? null,
        fetch: globalThis.fetch,
        clock: systemClock,
        random: randomBytes,
        log: { info: write, warn: write },
      });
      if (!regions.ok) throw new Error(regions.error.message);
      return {
        adapter: regions.value.get(code) as RegionAdapter,
        logged,
        region: null,
        stop: async () => {},
      };
    },
  };
}
