import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../electron/core/index.ts';
import {
  type CourierFront,
  type CourierFrontOptions,
  courierFront,
  type Sandbox,
  startSandbox,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  type CourierCounter,
  courierCounter,
  createRegions,
  type RegionAdapter,
  type RegionLog,
} from '../../electron/regions/index.ts';
import { type KeyPair, makeKeyPair } from '../../electron/sealed-file/index.ts';
import { countingRandom } from './memory-store.ts';
import { company, known, SANDBOX_LINE_DELAYS, TASK_CODE } from './sandbox.ts';

export const REGION = '130700';

/** The kiosk's and the region's keys; the same ones in every run. */
export const COURIER_KEYS = {
  seal: makeKeyPair('sender', countingRandom('courier seal')),
  opening: makeKeyPair('recipient', countingRandom('courier opening')),
  regionOpening: makeKeyPair('recipient', countingRandom('courier region opening')),
  regionSigning: makeKeyPair('sender', countingRandom('courier region signing')),
};

export const pem = (pair: KeyPair<'sender' | 'recipient'>) =>
  pair.private.export({ format: 'pem', type: 'pkcs8' }) as string;
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export const DESK = {
  name: '政务服务中心代收窗口',
  phone: '0313-12345',
  province: '示例省',
  city: '样本市',
  county: '测试区',
  street: '窗口路1号',
  postcode: '990000',
};

/** A region file's `adapter` of kind `courier`. */
export const COURIER_ADAPTER: Record<string, unknown> = {
  kind: 'courier',
  codeSet: 'tongban',
  recipientKey: hex(COURIER_KEYS.regionOpening.public.raw),
  answerKeys: [hex(COURIER_KEYS.regionSigning.public.raw)],
  desk: DESK,
  capabilities: {
    fetchResult: true,
    withdraw: true,
    correction: true,
    mail: true,
    packages: true,
    jointHandling: true,
  },
  mappings: {
    form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
  },
};

export interface CourierLine {
  readonly folder: string;
  readonly adapter: RegionAdapter;
  readonly counter: CourierCounter;
  readonly clock: VirtualClock;
  readonly logged: string[];
  /** The same folder, opened anew as after a restart. */
  again(change?: Record<string, unknown>): { adapter: RegionAdapter; counter: CourierCounter };
  close(): void;
}

export interface CourierLineOptions {
  readonly clock?: VirtualClock;
  readonly config?: Record<string, unknown>;
  readonly secrets?: Readonly<Record<string, string | null>>;
  readonly folder?: string;
}

/** A kiosk's side of the kind, in a folder of its own. */
export function openCourier(options: CourierLineOptions = {}): CourierLine {
  const clock = options.clock ?? new VirtualClock();
  const root = options.folder ?? mkdtempSync(join(tmpdir(), 'tongban-courier-'));
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const secrets: Readonly<Record<string, string | null>> = {
    'seal-key': pem(COURIER_KEYS.seal),
    'opening-key': pem(COURIER_KEYS.opening),
    ...options.secrets,
  };
  let opened = 0;
  const again = (change: Record<string, unknown> = {}) => {
    const regions = createRegions({
      catalogueRegions: [
        { code: REGION, adapter: { ...COURIER_ADAPTER, ...options.config, ...change, kind: 'courier' } },
      ],
      profileRegions: {},
      secrets: async (_, name) => secrets[name] ?? null,
      fetch: async () => {
        throw new Error('a courier needs no network');
      },
      clock,
      random: countingRandom(`courier ${opened++}`),
      log: { info: write, warn: write },
      folders: (region) => join(root, 'courier', region),
    });
    if (!regions.ok) throw new Error(regions.error.message);
    const adapter = regions.value.get(REGION) as RegionAdapter;
    return { adapter, counter: courierCounter(adapter) as CourierCounter };
  };
  const folder = join(root, 'courier', REGION);
  const close = () => rmSync(root, { recursive: true, force: true });
  return { folder, ...again(), clock, logged, again, close };
}

/** A region's desk at that folder. */
export async function openDesk(
  line: CourierLine,
  change: Partial<CourierFrontOptions> & { readonly books?: string } = {},
): Promise<{ sandbox: Sandbox; desk: CourierFront }> {
  const { books, ...options } = change;
  const desk = courierFront({
    folder: line.folder,
    kiosk: { seal: COURIER_KEYS.seal.public, opening: COURIER_KEYS.opening.public },
    opening: COURIER_KEYS.regionOpening,
    signing: COURIER_KEYS.regionSigning,
    ...options,
  });
  const sandbox = await startSandbox(
    {
      region: REGION,
      people: [known],
      organisations: [company],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock: line.clock,
      random: countingRandom('desk'),
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      delays: SANDBOX_LINE_DELAYS,
      stateFile: books,
    },
    desk.factory,
  );
  return { sandbox, desk };
}

/** Every file under a folder: its path from there, and its bytes. */
export function filesUnder(folder: string, under = ''): { name: string; bytes: Buffer }[] {
  return readdirSync(join(folder, under))
    .sort()
    .flatMap((name) => {
      const path = join(under, name);
      return statSync(join(folder, path)).isDirectory()
        ? filesUnder(folder, path)
        : [{ name: path, bytes: readFileSync(join(folder, path)) }];
    });
}
