/**
 * Packages of the kind `file-exchange` to Debian's OpenSSH on this machine, over 8 lanes: sealed, fsynced, renamed.
 * `node tests/support/file-throughput.ts [--calls N] [--kb SIZE]`; `--kb` is the size of the document in each.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { systemClock } from '../../electron/core/index.ts';
import { makeFileAccount } from '../../electron/demo/sandbox-region/index.ts';
import { fileAdapter } from './file-line.ts';
import { startSshd } from './file-sshd.ts';
import { makeSubmission, TASK_CODE } from './sandbox.ts';
import { seededRandom } from './tif-account.ts';

const LANES = 8;
const WARM_UP = 50;

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1000' }, kb: { type: 'string', default: '0' } },
});
const calls = Number(values.calls);
const account = await makeFileAccount('B017', seededRandom('throughput'));
const folder = mkdtempSync(join(tmpdir(), 'tongban-box-'));
for (const room of ['in', 'ack', 'out']) mkdirSync(join(folder, room));
const sshd = await startSshd(join(folder, 'ssh'), account);
const { default: ssh2 } = await import('ssh2');
const hostKey = ssh2.utils.parseKey(account.hostKey);
if (hostKey instanceof Error) throw hostKey;
const digest = createHash('sha256').update(hostKey.getPublicSSH()).digest('base64').replace(/=+$/, '');
const adapter = fileAdapter({
  settings: {
    endpoint: `sftp://127.0.0.1:${sshd.port}${folder}`,
    clientId: userInfo().username,
    hostKeys: [`SHA256:${digest}`],
    regionSealKey: Buffer.from(account.region.seal.public.raw).toString('hex'),
    regionSignKey: Buffer.from(account.region.sign.public.raw).toString('hex'),
  },
  secrets: account.secrets,
  clock: systemClock,
});

const document = Buffer.alloc(Math.max(8, Number(values.kb) * 1024), '%PDF-1.7');
const sha256 = createHash('sha256').update(document).digest('hex');
const base64 = document.toString('base64');
let next = 0;
async function lane(until: number): Promise<void> {
  while (next < until) {
    const n = ++next;
    const idempotencyKey = `01999999-0000-7000-8000-${String(n).padStart(12, '0')}`;
    const submission = makeSubmission(TASK_CODE, n, { idempotencyKey, document: { base64, sha256 } });
    const answer = await adapter.submit(submission, new AbortController().signal);
    if (!answer.ok) throw new Error(answer.error.technicianCode);
  }
}
const lanes = (until: number) => Promise.all(Array.from({ length: LANES }, () => lane(until)));

await lanes(WARM_UP);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const cpu = process.cpuUsage();
const begun = performance.now();
await lanes(WARM_UP + calls);
const seconds = (performance.now() - begun) / 1000;
const used = process.cpuUsage(cpu);
delay.disable();
const cpuMs = (used.user + used.system) / 1000 / calls;
const there = readdirSync(join(folder, 'in')).filter((name) => name.endsWith('.sealed')).length;
process.stdout.write(
  `${(calls / seconds).toFixed(1)} packages/s of ${values.kb} KB; ${cpuMs.toFixed(2)} ms CPU each in this process; loop delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms; ${there} of ${next} lie there\n`,
);
await sshd.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
