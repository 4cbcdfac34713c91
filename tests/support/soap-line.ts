import { generateKeyPairSync } from 'node:crypto';
import { VirtualClock } from '../../electron/core/index.ts';
import {
  makeSoapAccount,
  SANDBOX_DELAYS,
  type Sandbox,
  type SandboxOptions,
  type SoapFrontOptions,
  soapFront,
  startSandbox,
} from '../../electron/demo/sandbox-region/index.ts';
import {
  createRegions,
  type Fetch,
  type RegionAdapter,
  type RegionLog,
  type SecretName,
} from '../../electron/regions/index.ts';
import { ALL_CAPABILITIES, company, known, TASK_CODE } from './sandbox.ts';
import { seededRandom } from './tif-account.ts';

/** A sandbox region behind the soap front, the adapter against it, and what was logged. */
export interface SoapLine {
  readonly sandbox: Sandbox;
  readonly adapter: RegionAdapter;
  /** The region's. */
  readonly clock: VirtualClock;
  readonly logged: string[];
  stop(): Promise<void>;
}

export interface SoapLineOptions {
  readonly clock?: VirtualClock;
  /** The machine's clock, when it is not the region's. */
  readonly machineClock?: VirtualClock;
  readonly front?: Partial<SoapFrontOptions>;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly secrets?: Partial<Record<SecretName, string | null>>;
  readonly fetch?: Fetch;
  /** Over the region file's `adapter` and the sandbox's connection. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const PASSWORD = 'canary-soap-pass<&>word';
const made = makeSoapAccount('test-kiosk', new VirtualClock().now(), seededRandom('soap-account'));
export const SOAP_SECRETS = { ...made.secrets, password: PASSWORD };
export const SOAP_ACCOUNT = { ...made.account, password: PASSWORD };
export const SOAP_FRONT: SoapFrontOptions = {
  version: '1.1',
  security: 'x509',
  account: SOAP_ACCOUNT,
  privateKey: made.privateKey,
};

/** An EC key pair as PEM. */
export function ecPair() {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** The keys that a region file of kind `soap` has beside the exchange's. */
export const SOAP_ADAPTER: Readonly<Record<string, unknown>> = {
  kind: 'soap',
  codeSet: 'tongban',
  endpoint: 'https://gateway.region.example/services/tongban',
  version: '1.1',
  security: 'x509',
  capabilities: ALL_CAPABILITIES,
  mappings: {
    form: { 'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } } },
  },
};

export async function openSoapLine(options: SoapLineOptions = {}): Promise<SoapLine> {
  const clock = options.clock ?? new VirtualClock();
  const sandbox = await startSandbox(
    {
      region: '110000',
      people: [known],
      organisations: [company, { ...company, name: '样本注销有限公司', closed: true }],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock,
      random: seededRandom('sandbox'),
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      delays: { ...SANDBOX_DELAYS, slowMs: 60_000 },
      ...options.sandbox,
    },
    soapFront({ ...SOAP_FRONT, ...options.front }),
  );
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const secrets: Partial<Record<SecretName, string | null>> = { ...SOAP_SECRETS, ...options.secrets };
  const regions = createRegions({
    catalogueRegions: [{ code: '110000', adapter: { ...SOAP_ADAPTER, kind: 'soap' } }],
    profileRegions: { '110000': { settings: { ...sandbox.connection, ...options.config } } },
    secrets: async (_, name) => secrets[name] ?? null,
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.machineClock ?? clock,
    random: seededRandom('kiosk'),
    log: { info: write, warn: write },
  });
  if (!regions.ok) {
    await sandbox.stop();
    throw new Error(regions.error.message);
  }
  return {
    sandbox,
    adapter: regions.value.get('110000') as RegionAdapter,
    clock,
    logged,
    stop: () => sandbox.stop(),
  };
}
