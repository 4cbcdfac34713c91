/**
 * P3 through the kind `soap`: cases over 8 lanes to a sandbox that takes 50 ms, signed both ways.
 * `node tests/support/soap-throughput.ts [--rsa] [--calls N] [--security x509|username-digest] [--together]`. The sandbox runs in
 * a process of its own unless `--together`.
 */
import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { systemClock } from '../../electron/core/index.ts';
import {
  type SoapGateSecurity,
  selfSigned,
  soapFront,
  startSandbox,
} from '../../electron/demo/sandbox-region/index.ts';
import { createRegions } from '../../electron/regions/index.ts';
import { known, makeSubmission, TASK_CODE } from './sandbox.ts';
import { SOAP_ADAPTER } from './soap-line.ts';
import { seededRandom } from './tif-account.ts';

const LANES = 8;
const BACKEND_MS = 50;

const { values } = parseArgs({
  options: {
    rsa: { type: 'boolean', default: false },
    calls: { type: 'string', default: '1500' },
    security: { type: 'string', default: 'x509' },
    together: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
  },
});
const security = values.security as SoapGateSecurity;

interface Served {
  readonly connection: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly certificate: string;
}

async function serve(): Promise<Served> {
  const kiosk = selfSigned('kiosk', Date.now());
  const rsa = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
  const sandbox = await startSandbox(
    {
      region: '110000',
      people: [known],
      taskCodes: { 'XT-GA-020': TASK_CODE },
      clock: systemClock,
      makeResult: async () => Buffer.from('%PDF-1.7'),
      delays: { slowMs: BACKEND_MS, acceptedAfterMs: 3_600_000 },
    },
    soapFront({
      ...{ version: '1.1', security },
      account: { name: 'kiosk', password: 'throughput', certificate: kiosk.certificate },
      privateKey: values.rsa ? rsa() : undefined,
    }),
  );
  await sandbox.setMode('slow');
  return { connection: sandbox.connection, ...kiosk };
}

async function elsewhere(): Promise<Served> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), '--serve']);
  process.once('exit', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('message', (said) => resolve(said as Served));
    child.once('exit', () => reject(new Error('the sandbox ended')));
  });
}

async function measure(): Promise<void> {
  const { connection, key, certificate } = await (values.together ? serve() : elsewhere());
  const secrets: Partial<Record<string, string>> = {
    ...{ password: 'throughput', 'x509-key': key, 'x509-certificate': certificate },
  };
  const regions = createRegions({
    catalogueRegions: [{ code: '110000', adapter: { ...SOAP_ADAPTER, kind: 'soap' } }],
    profileRegions: { '110000': { settings: connection } },
    secrets: async (_, name) => secrets[name] ?? null,
    fetch: globalThis.fetch,
    clock: systemClock,
    random: seededRandom('throughput'),
    log: {
      info: () => {},
      warn: (event, fields) => process.stderr.write(`${event} ${JSON.stringify(fields)}\n`),
    },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  const adapter = regions.value.get('110000');
  if (!adapter) throw new Error('no region');
  const calls = Number(values.calls);
  let next = 0;
  const lane = async (until: number) => {
    while (next < until) {
      const n = ++next;
      const idempotencyKey = `01999999-0000-7000-8000-${String(n).padStart(12, '0')}`;
      const submission = makeSubmission(TASK_CODE, n, { idempotencyKey });
      const answer = await adapter.submit(submission, new AbortController().signal);
      if (!answer.ok) throw new Error(answer.error.technicianCode);
    }
  };
  const lanes = (until: number) => Promise.all(Array.from({ length: LANES }, () => lane(until)));
  await lanes(100);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await lanes(100 + calls);
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  const rate = calls / seconds;
  const ofLimit = rate / (LANES * (1000 / BACKEND_MS));
  const cpuMs = (used.user + used.system) / 1000 / calls;
  const p99 = delay.percentile(99) / 1e6;
  process.stdout.write(
    `${rate.toFixed(1)} calls/s, ${ofLimit.toFixed(3)} of the limit; ${cpuMs.toFixed(2)} ms CPU a call in this process; loop delay p99 ${p99.toFixed(1)} ms\n`,
  );
  process.exit(0);
}

if (values.serve) process.send?.(await serve());
else await measure();
