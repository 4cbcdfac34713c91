import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/region/run.ts';
import { systemClock } from '../../electron/core/index.ts';
import { type SandboxRegion, startSandboxRegion } from '../../electron/demo/sandbox-region/index.ts';
import { makePerson } from '../support/people.ts';
import { company, known, SANDBOX_ACCOUNT, TASK_CODE } from '../support/sandbox.ts';

/** `npm run region -- conformance FILE --against URL`: a region's own engineers against their test system, in real time. */

let folder: string;
let sandbox: SandboxRegion;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'against-'));
  sandbox = await startSandboxRegion({
    region: '120000',
    ...SANDBOX_ACCOUNT,
    people: [known, makePerson(2)],
    organisations: [company],
    taskCodes: { 'XT-GA-020': TASK_CODE },
    clock: systemClock,
    makeResult: async () => Buffer.from('%PDF-1.7'),
  });
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}

async function region(...args: string[]) {
  const said = { out: '', say: '' };
  const code = await run(args, {
    assetsDir: join(import.meta.dirname, '../../assets'),
    out: (text) => {
      said.out += text;
    },
    say: (text) => {
      said.say += text;
    },
  });
  return { code, ...said };
}

async function files() {
  const path = join(folder, '120000.json');
  await region('new', 'rest-oauth2', '--out', path);
  const file = JSON.parse(readFileSync(path, 'utf8'));
  file.adapter.tokenEndpoint = sandbox.tokenEndpoint;
  file.adapter.clientId = SANDBOX_ACCOUNT.clientId;
  file.adapter.mappings = { form: { 'XT-GA-020': { purpose: { train: '01', exam: '03' } } } };
  file.adapter.capabilities = { sessions: true, casesOf: true, matters: true, checkPersonWithoutCard: true };
  writeFileSync(path, JSON.stringify(file));
  const { name, creditCode } = company;
  return {
    path,
    secret: write('secret.json', { 'client-secret': SANDBOX_ACCOUNT.clientSecret }),
    people: write('people.json', {
      known: { name: known.name, number: known.number },
      second: { name: makePerson(2).name, number: makePerson(2).number },
      company: { name, creditCode },
      matter: {
        code: 'XT-GA-020',
        taskCode: TASK_CODE,
        form: { purpose: 'train' },
        otherForm: { purpose: 'exam' },
      },
    }),
  };
}

describe('region -- conformance --against', () => {
  it('tries what needs no fault, and lists the rest as not run', async () => {
    const { path, secret, people } = await files();
    const asked = [
      'conformance',
      path,
      '--against',
      sandbox.endpoint,
      '--secret',
      secret,
      '--people',
      people,
    ];
    const { code, out, say } = await region(...asked, '--json');
    const { checks, counts } = JSON.parse(out);
    const failed = checks.filter((one: { verdict: string }) => one.verdict === 'failed');
    expect([code, failed, say]).toEqual([0, [], '']);
    expect(counts.passed).toBeGreaterThanOrEqual(10);
    expect(counts['not-run']).toBeGreaterThan(50);
    const cut = checks.find(({ id }: { id: string }) => id === 'fault.cut');
    expect(cut).toMatchObject({ verdict: 'not-run', why: 'needs a region that can be made to fail' });
    // A second run is about cases of its own.
    expect((await region(...asked)).code).toBe(0);
  });

  it('a region that is not there fails, and says nothing of the people', async () => {
    const { path, secret, people } = await files();
    await sandbox.setMode('off');
    const asked = ['--against', sandbox.endpoint, '--secret', secret, '--people', people];
    const { code, out, say } = await region('conformance', path, ...asked);
    expect(code).toBe(1);
    expect(say).toContain('FAILED');
    for (const canary of [known.name, known.number]) expect(out + say).not.toContain(canary);
  });

  it('secrets that others may read are not taken', async () => {
    const { path, secret, people } = await files();
    chmodSync(secret, 0o644);
    const asked = ['--against', sandbox.endpoint, '--secret', secret, '--people', people];
    expect(await region('conformance', path, ...asked)).toMatchObject({
      code: 1,
      say: 'secret.json: others may read it; chmod 600 it\n',
    });
  });

  it('says what it needs', async () => {
    const { path } = await files();
    expect((await region('conformance', 'rest-oauth2', '--against', 'https://x.example')).code).toBe(2);
    expect((await region('conformance', path, '--against', 'https://x.example')).say).toContain(
      '--secret FILE',
    );
    expect((await region('conformance', 'telex')).say).toContain('the kit plays rest-oauth2, ');
  });
});
