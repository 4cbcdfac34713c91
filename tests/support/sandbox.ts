import { organisationCodeCheck, VirtualClock } from '../../electron/core/index.ts';
import { playedWorld } from '../../electron/demo/conformance/world.ts';
import {
  SANDBOX_DELAYS,
  type SandboxRegion,
  type SandboxRegionOptions,
  startSandboxRegion,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  conformance,
  createRegions,
  type Fetch,
  NO_CAPABILITIES,
  type RegionAdapter,
  type RegionCapabilities,
  type RegionLog,
  type Submission,
} from '../../electron/regions/index.ts';
import { makePerson } from './people.ts';

export const SANDBOX_ACCOUNT = { clientId: 'test-kiosk', clientSecret: 'test-secret' } as const;

/** A sandbox region, the adapter of the bundled region file against it, and what was logged. */
export interface SandboxLine {
  readonly sandbox: SandboxRegion;
  readonly adapter: RegionAdapter;
  readonly clock: VirtualClock;
  readonly logged: string[];
  readonly taskCode: string;
}

export interface SandboxLineOptions {
  readonly clock?: VirtualClock;
  readonly sandbox?: Partial<SandboxRegionOptions>;
  readonly secret?: string | null;
  readonly fetch?: Fetch;
  /** Changes the region file's `adapter` before it is used. */
  readonly config?: (adapter: Record<string, unknown>) => Record<string, unknown>;
}

export const known = makePerson(1);
const CODE_17 = '91990000MA00TB001';
/** Made up; the check character is right (GB 32100). */
export const company = {
  name: '样本科技有限公司',
  creditCode: CODE_17 + organisationCodeCheck(CODE_17),
  legalRepresentative: known.number,
};
/** 实施编码 of 31 digits. */
export const TASK_CODE = '11120000TB9900006A2122009020000';

/** Whom and what the regions of the tests know. */
export const TEST_WORLD: conformance.World = {
  ...playedWorld(TASK_CODE),
  known,
  second: makePerson(2),
  third: makePerson(3),
  stranger: makePerson(9),
};

/** Every ability; a region file switches on what its region has. */
export const ALL_CAPABILITIES = Object.fromEntries(
  Object.keys(NO_CAPABILITIES).map((name) => [name, true]),
) as unknown as RegionCapabilities;

/** A region file's `adapter` of kind `rest-oauth2`. */
export const REST_ADAPTER: Record<string, unknown> = {
  kind: 'rest-oauth2',
  codeSet: 'tongban',
  endpoint: 'https://gateway.region.example/tongban',
  tokenEndpoint: 'https://gateway.region.example/oauth2/token',
  clientId: 'tongban-kiosk',
  clientAuthentication: 'post',
  scope: 'cases persons',
  capabilities: ALL_CAPABILITIES,
  mappings: {
    form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
  },
};

export const SANDBOX_LINE_DELAYS = { ...SANDBOX_DELAYS, slowMs: 60_000 };

export async function openSandboxLine(options: SandboxLineOptions = {}): Promise<SandboxLine> {
  const clock = options.clock ?? new VirtualClock();
  const sandbox = await startSandboxRegion({
    region: '120000',
    ...SANDBOX_ACCOUNT,
    people: [known],
    organisations: [company, { ...company, name: '样本注销有限公司', closed: true }],
    taskCodes: { 'XT-GA-020': TASK_CODE },
    clock,
    makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
    delays: SANDBOX_LINE_DELAYS,
    ...options.sandbox,
  });
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const changed = options.config?.({ ...REST_ADAPTER }) ?? REST_ADAPTER;
  const regions = createRegions({
    catalogueRegions: [{ code: '120000', adapter: { ...changed, kind: 'rest-oauth2' } }],
    profileRegions: {
      '120000': {
        endpoint: sandbox.endpoint,
        tokenEndpoint: sandbox.tokenEndpoint,
        clientId: SANDBOX_ACCOUNT.clientId,
      },
    },
    secrets: async () => (options.secret === undefined ? SANDBOX_ACCOUNT.clientSecret : options.secret),
    fetch: options.fetch ?? globalThis.fetch,
    clock,
    random: (count) => new Uint8Array(count),
    log: { info: write, warn: write },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return {
    sandbox,
    adapter: regions.value.get('120000') as RegionAdapter,
    clock,
    logged,
    taskCode: TASK_CODE,
  };
}

const requests = conformance.requestsFor(TEST_WORLD);

/** A complete, signed application. `n` makes key and receipt number its own. */
export function makeSubmission(taskCode: string, n = 1, change: Partial<Submission> = {}): Submission {
  return requests.submission(n, { taskCode, ...change });
}

/** Lets real sockets work until `done`, without waiting for any amount of time. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}
