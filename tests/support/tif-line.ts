import { VirtualClock } from '../../electron/core/index.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  type TifGateSettings,
  tifFront,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  createRegions,
  type Fetch,
  type RegionAdapter,
  type RegionLog,
  type SecretName,
} from '../../electron/regions/index.ts';
import { ALL_CAPABILITIES, company, known, SANDBOX_LINE_DELAYS, TASK_CODE } from './sandbox.ts';
import { seededRandom, TIF_GATE, TIF_SECRETS, TIF_SETTINGS, tifConfig } from './tif-account.ts';

/** A sandbox region behind the tif front, the adapter against it, and what was logged. */
export interface TifLine {
  readonly sandbox: Sandbox;
  readonly adapter: RegionAdapter;
  /** The region's. */
  readonly clock: VirtualClock;
  readonly logged: string[];
  stop(): Promise<void>;
}

export interface TifLineOptions {
  readonly clock?: VirtualClock;
  /** The machine's clock, when it is not the region's. */
  readonly machineClock?: VirtualClock;
  readonly settings?: TifGateSettings;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly secrets?: Partial<Record<SecretName, string | null>>;
  readonly fetch?: Fetch;
  /** Over the region file's `adapter`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export async function openTifLine(options: TifLineOptions = {}): Promise<TifLine> {
  const clock = options.clock ?? new VirtualClock();
  const settings = options.settings ?? TIF_SETTINGS;
  const sandbox = await startSandbox(
    {
      region: '440100',
      dialect: 'guangdong',
      people: [known],
      organisations: [company, { ...company, name: '样本注销有限公司', closed: true }],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock,
      random: seededRandom('sandbox'),
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      ...options.sandbox,
      delays: { ...SANDBOX_LINE_DELAYS, ...options.sandbox?.delays },
    },
    tifFront({ settings, ...TIF_GATE }),
  );
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const adapter = {
    ...tifConfig('https://gateway.region.example/ebus', settings),
    codeSet: 'guangdong',
    capabilities: ALL_CAPABILITIES,
    mappings: {
      form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
    },
    ...options.config,
  };
  const secrets: Partial<Record<SecretName, string | null>> = { ...TIF_SECRETS, ...options.secrets };
  const regions = createRegions({
    catalogueRegions: [{ code: '440100', adapter }],
    profileRegions: { '440100': { settings: sandbox.connection } },
    secrets: async (_, name) => secrets[name] ?? null,
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.machineClock ?? clock,
    random: seededRandom('kiosk'),
    log: { info: write, warn: write },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return {
    sandbox,
    adapter: regions.value.get('440100') as RegionAdapter,
    clock,
    logged,
    stop: () => sandbox.stop(),
  };
}
