import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { application, down, person } from '../support/cases-bench.ts';
import { DataFolder } from '../support/queue-cli.ts';

const CLI = join(import.meta.dirname, '../../electron/cli/queue.ts');

let dir: string;
let kiosk: DataFolder;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-queue-'));
  kiosk = new DataFolder(join(dir, 'data'));
  kiosk.region.failure = down;
  await kiosk.session(60_000, ({ cases }) => [1, 2, 3].map(() => cases.submit(application())));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** `npm run queue -- …` in a process of its own. */
async function queue(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, said };
}
const onData = (...args: string[]) => queue([...args, '--data', kiosk.dir]);

it('carries the jobs of a stopped kiosk to its region, and says nothing personal on the way', async () => {
  const at = (name: string) => join(dir, name);
  const answers = [
    await queue(['new-key', 'sender', at('kiosk.pem')]),
    await queue(['new-key', 'recipient', at('office.pem')]),
    await onData('list'),
    await onData('show', '1'),
    await onData('verify'),
    await onData('hold', '2'),
    await onData('export', at('out.tbs'), '--to', at('office.pub.pem'), '--key', at('kiosk.pem')),
    await queue([
      'import',
      at('out.tbs'),
      '--key',
      at('office.pem'),
      '--from',
      at('kiosk.pub.pem'),
      '--out',
      at('in'),
    ]),
    await queue([
      'import',
      at('out.tbs'),
      '--key',
      at('office.pem'),
      '--from',
      at('kiosk.pub.pem'),
      '--out',
      at('in'),
    ]),
    await onData('verify'),
  ];
  for (const { code, out, said } of answers) {
    expect([code, said]).toEqual([0, '']);
    expect(out).not.toContain(person.name);
    expect(out).not.toContain(person.number.slice(6, 14));
  }
  expect(answers[7]?.out).toMatch(/^3 jobs of machine B017/);
  expect(answers[8]?.out).toMatch(/^0 jobs of machine B017 .* 3 were there already/);
  const names = readdirSync(at('in')).filter((name) => name.startsWith('job-'));
  const people = names.map(
    (name) => JSON.parse(readFileSync(join(at('in'), name), 'utf8')).payload.applicant.number,
  );
  expect(people).toEqual([person.number, person.number, person.number]);
  kiosk.region.failure = null;
  await kiosk.session(3_600_000, () => undefined);
  expect(kiosk.region.books.size).toBe(0);
});

it('tells by its exit code what happened, and in one line why', async () => {
  kiosk.tamper(`update outbox set payload = zeroblob(60) where id = 3`);
  for (const [args, code, line] of [
    [['list', '--data', kiosk.dir, '--json'], 0, ''],
    [['verify', '--data', kiosk.dir], 1, ''],
    [
      ['show', '3', '--reveal', '--data', kiosk.dir],
      1,
      'the payload of job 3 cannot be opened: not-authentic\n',
    ],
    [['list'], 2, '--data is needed; "npm run queue -- --help" shows how\n'],
    [['nothing'], 2, expect.stringContaining('no such command')],
  ] as const) {
    expect(await queue(args)).toMatchObject({ code, said: line });
  }
  expect((await onData('verify')).out).toMatch(/^sealed: outbox 3 does not open \(not-authentic\)\n/);
});

it('beside a kiosk in another process looks and retries, and leaves the rest', async () => {
  const running = kiosk.start();
  expect(JSON.parse((await onData('list', '--json')).out).jobs).toHaveLength(3);
  expect((await onData('verify')).out).toMatch(/all is well\n$/);
  expect(await onData('retry', '1')).toMatchObject({
    code: 0,
    out: expect.stringContaining('a running kiosk'),
  });
  expect(await onData('hold', '1')).toMatchObject({
    code: 1,
    said: expect.stringContaining('stop the kiosk first'),
  });
  await kiosk.stop(running);
  expect((await onData('hold', '1')).code).toBe(0);
});

it('takes the machine keys from a credential of systemd', async () => {
  const credentials = join(dir, 'credentials');
  mkdirSync(credentials);
  cpSync(join(kiosk.dir, 'keys.json'), join(credentials, 'tongban-keys'));
  rmSync(join(kiosk.dir, 'keys.json'));
  const args = ['show', '1', '--reveal', '--json', '--data', kiosk.dir];
  expect((await queue(args)).code).toBe(1);
  const { out } = await queue(args, { CREDENTIALS_DIRECTORY: credentials });
  expect(JSON.parse(out).payload.applicant.name).toBe(person.name);
});
