import { VirtualClock } from '../../electron/core/index.ts';
import {
  hmacFront,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter, type RegionLog } from '../../electron/regions/index.ts';
import { ALL_CAPABILITIES, company, known, SANDBOX_LINE_DELAYS, TASK_CODE } from './sandbox.ts';
import { seededRandom } from './tif-account.ts';

export const HMAC_ACCOUNT = { accessKey: 'kiosk-ak', secret: 'hmac-secret-for-tests' } as const;

/** A sandbox region behind the hmac front, the adapter against it, and what was logged. */
export interface HmacLine {
  readonly sandbox: Sandbox;
  readonly adapter: RegionAdapter;
  /** The region's. */
  readonly clock: VirtualClock;
  readonly logged: string[];
}

export interface HmacLineOptions {
  readonly clock?: VirtualClock;
  /** The machine's clock, when it is not the region's. */
  readonly machineClock?: VirtualClock;
  /** The body is signed too; the default. */
  readonly signBody?: boolean;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly secret?: string | null;
  /** Over the region file's `adapter`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export async function openHmacLine(options: HmacLineOptions = {}): Promise<HmacLine> {
  const clock = options.clock ?? new VirtualClock();
  const sandbox = await startSandbox(
    {
      region: '330100',
      // 承诺件 is 1 and 即办件 2 here: the other way round than in the standard.
      dialect: 'zhejiang',
      people: [known],
      organisations: [company, { ...company, name: '样本注销有限公司', closed: true }],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock,
      random: seededRandom('sandbox'),
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      ...options.sandbox,
      delays: { ...SANDBOX_LINE_DELAYS, ...options.sandbox?.delays },
    },
    hmacFront({ ...HMAC_ACCOUNT, signBody: options.signBody ?? true }),
  );
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const adapter = {
    kind: 'hmac-gateway',
    endpoint: 'https://gateway.region.example/zwfw',
    clientId: 'somebody',
    codeSet: 'zhejiang',
    signBody: true,
    capabilities: ALL_CAPABILITIES,
    mappings: {
      form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
    },
    ...options.config,
  };
  const secret = options.secret === undefined ? HMAC_ACCOUNT.secret : options.secret;
  const regions = createRegions({
    catalogueRegions: [{ code: '330100', adapter }],
    profileRegions: { '330100': { settings: sandbox.connection } },
    secrets: async (_, name) => (name === 'hmac-key' ? secret : null),
    fetch: globalThis.fetch,
    clock: options.machineClock ?? clock,
    random: seededRandom('kiosk'),
    log: { info: write, warn: write },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return { sandbox, adapter: regions.value.get('330100') as RegionAdapter, clock, logged };
}
