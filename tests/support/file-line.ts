import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, VirtualClock } from '../../electron/core/index.ts';
import {
  type FileAccount,
  fileFront,
  makeFileAccount,
  SANDBOX_DELAYS,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  createRegions,
  type RegionAdapter,
  type RegionCapabilities,
  type RegionLog,
  type SecretName,
} from '../../electron/regions/index.ts';
import { company, known, TASK_CODE } from './sandbox.ts';
import { seededRandom } from './tif-account.ts';

/** A sandbox region behind its box, the adapter against it, and what was logged. */
export interface FileLine {
  readonly sandbox: Sandbox;
  readonly adapter: RegionAdapter;
  readonly clock: VirtualClock;
  readonly logged: string[];
  /** The kiosk's folder on the box. */
  readonly folder: string;
  readonly account: FileAccount;
  stop(): Promise<void>;
}

export interface FileLineOptions {
  readonly sandbox?: Partial<SandboxOptions>;
  readonly secrets?: Partial<Record<SecretName, string | null>>;
  /** Milliseconds until the region takes a package up; 0 unless told. */
  readonly answerAfterMs?: number;
  /** Over the region file's `adapter` and the sandbox's connection. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly account?: FileAccount;
}

/** Everything that files can do. */
export const FILE_CAPABILITIES: Partial<RegionCapabilities> = {
  fetchResult: true,
  withdraw: true,
  matters: true,
  packages: true,
  jointHandling: true,
  events: true,
  correction: true,
  signatures: true,
  tickets: true,
  ratings: true,
  mail: true,
};

/** The keys that a region file of kind `file-exchange` has beside the exchange's. */
export const FILE_ADAPTER: Readonly<Record<string, unknown>> = {
  kind: 'file-exchange',
  codeSet: 'tongban',
  endpoint: 'sftp://box.region.example/',
  clientId: 'kiosk',
  sender: 'B017',
  hostKeys: [`SHA256:${'A'.repeat(43)}`],
  regionSealKey: '0'.repeat(64),
  regionSignKey: '0'.repeat(64),
  capabilities: FILE_CAPABILITIES,
  mappings: {
    form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
  },
};

let account: Promise<FileAccount> | null = null;
/** One for all tests of a file: keys take their time. */
export function fileAccount(): Promise<FileAccount> {
  account ??= makeFileAccount('B017', seededRandom('file account'));
  return account;
}

export async function openFileLine(options: FileLineOptions = {}): Promise<FileLine> {
  const clock = new VirtualClock();
  const mine = options.account ?? (await fileAccount());
  const folder = mkdtempSync(join(tmpdir(), 'tongban-box-'));
  const sandbox = await startSandbox(
    {
      region: '131000',
      people: [known],
      organisations: [company],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock,
      random: seededRandom('sandbox'),
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      delays: { ...SANDBOX_DELAYS, slowMs: 60_000 },
      ...options.sandbox,
    },
    fileFront({ account: mine, folder, answerAfterMs: options.answerAfterMs ?? 0 }),
  );
  const logged: string[] = [];
  const settings = { ...sandbox.connection, ...options.config };
  const adapter = fileAdapter({ settings, secrets: { ...mine.secrets, ...options.secrets }, clock, logged });
  return {
    sandbox,
    adapter,
    clock,
    logged,
    folder,
    account: mine,
    async stop() {
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An adapter of the kind; `settings` over `FILE_ADAPTER`. Throws what is wrong with them. */
export function fileAdapter(parts: {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Partial<Record<SecretName, string | null>>;
  readonly clock: Clock;
  readonly logged?: string[];
}): RegionAdapter {
  const write: RegionLog['info'] = (event, fields) =>
    void parts.logged?.push(`${event} ${JSON.stringify(fields)}`);
  const regions = createRegions({
    catalogueRegions: [{ code: '131000', adapter: { ...FILE_ADAPTER, kind: 'file-exchange' } }],
    profileRegions: { '131000': { settings: parts.settings } },
    secrets: async (_, name) => parts.secrets[name] ?? null,
    fetch: globalThis.fetch,
    clock: parts.clock,
    random: seededRandom('kiosk'),
    log: { info: write, warn: write },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return regions.value.get('131000') as RegionAdapter;
}
