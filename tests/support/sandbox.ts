import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadCatalogue } from '../../electron/catalogue/index.ts';
import { receiptNumber, uuidV7, VirtualClock } from '../../electron/core/index.ts';
import {
  type SandboxRegion,
  type SandboxRegionOptions,
  startSandboxRegion,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  createRegions,
  type Fetch,
  type RegionAdapter,
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

export async function openSandboxLine(options: SandboxLineOptions = {}): Promise<SandboxLine> {
  const clock = options.clock ?? new VirtualClock();
  const loaded = loadCatalogue({
    assetsDir: join(import.meta.dirname, '../../assets'),
    regionCodes: ['120000'],
    clock,
  });
  if (!loaded.ok) throw new Error(loaded.error.message);
  const taskCode = loaded.value.implementation('120000', 'XT-GA-020')?.taskCode as string;
  const sandbox = await startSandboxRegion({
    region: '120000',
    ...SANDBOX_ACCOUNT,
    people: [known],
    taskCodes: { 'XT-GA-020': taskCode },
    clock,
    makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
    delays: { acceptedAfterMs: 3_000, finishedAfterMs: 5_000, slowMs: 60_000, tokenLifeMs: 300_000 },
    ...options.sandbox,
  });
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const regions = createRegions({
    catalogueRegions: loaded.value.regions().map((region) => ({
      code: region.code,
      adapter: { ...(options.config?.({ ...region.adapter }) ?? region.adapter), kind: region.adapter.kind },
    })),
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
  return { sandbox, adapter: regions.value.get('120000') as RegionAdapter, clock, logged, taskCode };
}

/** A complete, signed application. `n` makes key and receipt number its own. */
export function makeSubmission(taskCode: string, n = 1, change: Partial<Submission> = {}): Submission {
  const pdf = Buffer.from(`%PDF-1.7 application ${n}`);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  return {
    idempotencyKey: uuidV7(1_795_000_000_000, (count) => new Uint8Array(count).fill(n)),
    receiptNumber: receiptNumber('B017', '261120', n),
    matterCode: 'XT-GA-020',
    taskCode,
    acceptRegion: '110115-bda',
    machineCode: 'B017',
    submittedAt: Date.parse('2026-11-20T02:00:00Z'),
    delivery: 'print-here',
    applicant: {
      name: known.name,
      number: known.number,
      source: 'card',
      address: known.address,
      phone: null,
    },
    form: { purpose: 'train' },
    document: { base64: pdf.toString('base64'), sha256 },
    signature: {
      sha256,
      strokes: [[{ x: 0.1, y: 0.2, t: 0 }]],
      signedAt: Date.parse('2026-11-20T01:59:30Z'),
    },
    ...change,
  };
}

/** Lets real sockets work until `done`, without waiting for any amount of time. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}
