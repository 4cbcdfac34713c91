import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTool, mustSkip } from '../support/missing-tool.ts';

const CLI = join(import.meta.dirname, '../../native-bridge/cli/device.ts');
const undo: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tongban-device-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
  }
  return child.exitCode;
}

/** A device in a process of its own, as `npm run device -- emulate` starts it. */
async function emulate(args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, 'emulate', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  undo.push(() => stop(child));
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { listening } = JSON.parse(line) as { listening: string };
  return {
    port: listening,
    type: async (words: string, answer: RegExp) => {
      const before = said.length;
      child.stdin.write(`${words}\n`);
      await expect.poll(() => said.slice(before), { timeout: 60_000 }).toMatch(answer);
    },
    stop: () => stop(child),
  };
}

async function device(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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

const SAMPLES: readonly (readonly [string, readonly string[], readonly string[], RegExp])[] = [
  ['id-card', ['read'], [], /"kind":"resident","name":"样…"/],
  ['id-card', ['info'], [], /"samNumber":"05\.03-/],
  ['fingerprint', ['info'], [], /"capacity":162/],
  ['fingerprint', ['capture'], [], /"captured":true/],
  ['signature', ['info'], [], /"provedBy":"answer"/],
  ['receipt', ['status'], [], /"paper":"ok"/],
  ['locker', ['open', '--driver', 'kr-cu16', '--board', '0', '--cell', '3'], [], /"proof":"door-opened"/],
  [
    'locker',
    ['open', '--driver', '8a80', '--board', '1', '--cell', '3'],
    ['--driver', '8a80'],
    /"proof":"door-opened"/,
  ],
  [
    'locker',
    ['status', '--driver', 'modbus-relay', '--board', '1'],
    ['--driver', 'modbus-relay'],
    /"door":"unknown"/,
  ],
];

describe('the commands over TCP', () => {
  it.each(SAMPLES)('%s %j', async (name, verb, options, answer) => {
    const emulated = await emulate([name, '--listen', 'tcp://127.0.0.1:0', ...options]);
    const { code, out, said } = await device(name, ...verb, '--port', emulated.port, '--json');
    expect({ code, out, said }).toMatchObject({ code: 0, out: expect.stringMatching(answer) });
    expect(await emulated.stop()).toBe(0);
  });

  it('print a file, and say why not', async () => {
    const dir = folder();
    const file = join(dir, 'receipt.txt');
    writeFileSync(file, '# 收件回执\n---\n天津市\n@cut\n');
    const emulated = await emulate(['receipt', '--listen', 'tcp://127.0.0.1:0']);
    const printed = await device('receipt', 'print', file, '--port', emulated.port);
    expect(printed).toMatchObject({ code: 0, out: 'printed, and the printer says so\n' });
    await emulated.type('paper', /收件回执/);
    await emulated.type('open-cover', /done/);
    const open = await device('receipt', 'print', file, '--port', emulated.port);
    expect(open).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^cover-open.*close the cover.*nothing was printed\n$/),
    });
    writeFileSync(file, '@qr\n');
    const wrong = await device('receipt', 'print', file, '--port', emulated.port);
    expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('line 1') });
    const missing = await device('receipt', 'print', join(dir, 'none'), '--port', emulated.port);
    expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('ENOENT') });
  });

  it('take a signature into a file', async () => {
    const file = join(folder(), 'signature.svg');
    const emulated = await emulate(['signature', '--listen', 'tcp://127.0.0.1:0']);
    const capture = device('signature', 'capture', '--port', emulated.port, '--out', file, '--json');
    // Signing begins when the pad streams, which nobody tells the pen: it signs until somebody takes it.
    const pen = setInterval(() => void emulated.type('sign', /signing/), 6_000);
    undo.push(() => clearInterval(pen));
    const { code, out } = await capture;
    clearInterval(pen);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ strokes: expect.any(Number), file });
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>/);
  });

  it('say in one line what a fault of the device is', async () => {
    const emulated = await emulate(['id-card', '--listen', 'tcp://127.0.0.1:0']);
    await emulated.type('fault silent', /until "clear"/);
    const silent = await device('id-card', 'read', '--port', emulated.port);
    expect(silent).toMatchObject({ code: 1, said: expect.stringMatching(/nothing answers/) });
    await emulated.type('clear', /no faults/);
    await emulated.type('remove', /done/);
    const none = await device('id-card', 'read', '--port', emulated.port, '--timeout', '2500');
    expect(none).toMatchObject({ code: 1, said: expect.stringMatching(/longer --timeout\n$/) });
    await emulated.type('place 李四', /李四 lies on/);
    const read = await device('id-card', 'read', '--port', emulated.port, '--reveal', '--json');
    expect(JSON.parse(read.out)).toMatchObject({ name: '李四' });
    await emulated.type('dance', /not understood/);
    await emulated.type('fault odd', /no such fault/);
  });

  it('refuse to emulate what there is not, or nowhere', async () => {
    expect(await device('emulate', 'toaster', '--listen', 'tcp://127.0.0.1:0')).toMatchObject({ code: 2 });
    expect(await device('emulate', 'locker')).toMatchObject({
      code: 2,
      said: expect.stringContaining('--listen tcp://'),
    });
  });
});

describe.skipIf(mustSkip('the commands over a serial port', hasTool('socat') ? [] : ['socat']))(
  'the commands over a pseudo-terminal',
  () => {
    it('read a card through serialport, record it, and play the recording', async () => {
      const dir = folder();
      const emulated = await emulate(['id-card', '--pty', join(dir, 'port')]);
      const recording = join(dir, 'card.jsonl');
      const live = await device('record', recording, 'id-card', 'read', '--port', emulated.port, '--json');
      expect(live.code).toBe(0);
      expect(JSON.parse(live.out)).toMatchObject({ kind: 'resident', fingerprints: true });
      await emulated.stop();
      const again = await device('replay', recording, 'id-card', 'read', '--json');
      expect(again).toMatchObject({ code: 0, out: live.out });
    });
  },
);
