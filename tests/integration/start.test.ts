import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findChromium } from '../../electron/browser-shell/index.ts';

const root = join(import.meta.dirname, '../..');
let dir: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-start-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(dir, { recursive: true, force: true });
});

function start(args: string[], env: Record<string, string | undefined> = {}) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...rest } = process.env;
  const child = spawn(process.execPath, ['electron/cli/start.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...rest, ...env },
  });
  running.push(child);
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  return { child, said, closed: once(child, 'close').then(([code]) => code as number | null) };
}
/** stderr without the note that something was built first. */
const complaint = (text: string) => text.replace('tongban: building\n', '');

describe('npm start', () => {
  it('says ready in one line of JSON, answers, and ends with 0 when asked', async () => {
    const { child, said, closed } = start([
      '--shell',
      'none',
      '--json',
      '--port',
      '0',
      '--data',
      join(dir, 'data'),
    ]);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
    expect(complaint(said.err)).toBe('');
    const ready = JSON.parse(said.out) as { ready: boolean; url: string; dockUrl: string; shell: string };
    expect(ready).toMatchObject({ ready: true, shell: 'none' });
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    expect(ready.dockUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dock\.html#token=[\w-]{43}$/);
    expect(new URL(ready.url).hash).not.toBe(new URL(ready.dockUrl).hash);
    const page = await fetch(ready.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
    await expect(fetch(ready.url)).rejects.toThrow();
    const token = new URL(ready.url).hash.slice('#token='.length);
    expect(said.err).not.toContain(token);
  });

  it('without a display the browser shell prints the address', async () => {
    const { child, said, closed } = start(['--port', '0', '--data', join(dir, 'data')]);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
    expect(said.out).toMatch(/^Tongban is ready: http:\S+ {2}dock: http:\S+\n$/);
    child.kill('SIGINT');
    expect(await closed).toBe(0);
  });

  it('says why Electron was not used', async () => {
    const { child, said, closed } = start([
      '--shell',
      'electron',
      '--json',
      '--port',
      '0',
      '--data',
      join(dir, 'data'),
    ]);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
    expect(complaint(said.err)).toBe(
      'tongban: using the browser shell: Electron needs a display and there is none\n',
    );
    expect(JSON.parse(said.out)).toMatchObject({ shell: 'browser' });
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
  });

  /** Chromium without a screen, in the place of the one with a window; leaves its command lines and process ids. */
  function headlessChromium() {
    const file = join(dir, 'chromium');
    writeFileSync(
      file,
      `#!/bin/sh\necho "$$ $*" >> ${join(dir, 'calls')}\nexec ${findChromium({ PATH: process.env.PATH })} --headless=new "$@" 2> ${join(dir, 'chromium.log')}\n`,
      { mode: 0o755 },
    );
    return { DISPLAY: ':99', TONGBAN_CHROMIUM: file, TMPDIR: dir };
  }
  const calls = () =>
    existsSync(join(dir, 'calls')) ? readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n') : [];
  const profiles = () => readdirSync(dir).filter((name) => name.startsWith('tongban-chromium-'));

  it.each(['asked to stop', 'its window closed'])(
    'opens Chromium on a profile of its own and leaves nothing behind when %s',
    async (how) => {
      const { child, said, closed } = start(
        ['--shell', 'browser', '--json', '--port', '0', '--data', join(dir, 'data')],
        headlessChromium(),
      );
      await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
      // When it fails, what Chromium and the shell said is the reason to read.
      await expect
        .poll(() => calls().length, { timeout: 60_000, message: `no Chromium: ${complaint(said.err)}` })
        .toBeGreaterThan(0);
      const { url } = JSON.parse(said.out) as { url: string };
      const [pid, ...flags] = (calls()[0] as string).split(' ');
      expect(flags).toContain(`--app=${url}`);
      expect(profiles()).toHaveLength(1);
      // The page itself connects: nobody else has its token.
      const log = () =>
        readdirSync(join(dir, 'data/logs'))
          .map((file) => readFileSync(join(dir, 'data/logs', file), 'utf8'))
          .join('');
      await expect
        .poll(() => `${log()}\n${said.err}\n${readFileSync(join(dir, 'chromium.log'), 'utf8')}`, {
          timeout: 60_000,
        })
        .toContain('"audience":"citizen"');
      if (how === 'asked to stop') child.kill('SIGTERM');
      else process.kill(Number(pid), 'SIGTERM');
      expect(await closed).toBe(0);
      expect(profiles()).toEqual([]);
    },
  );

  async function fails(args: string[], env: Record<string, string> = {}) {
    const { said, closed } = start(args, env);
    const code = await closed;
    expect(said.out).toBe('');
    const text = complaint(said.err);
    expect(text).toMatch(/^tongban: [^\n]+\n$/);
    return { code, text };
  }
  const profile = (change: (content: Record<string, unknown>) => void) => {
    const content = JSON.parse(readFileSync(join(root, 'assets/profiles/demo.json'), 'utf8'));
    change(content);
    const file = join(dir, 'mine.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  it('fails in one line for an unknown option', async () =>
    expect(await fails(['--prot', '1'])).toMatchObject({ code: 2, text: expect.stringContaining('--prot') }));
  it('fails in one line for an unknown profile and an unknown key', async () => {
    expect(await fails(['--profile', 'nobody'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('no such file'),
    });
    const file = profile((content) => {
      content.machinecode = 'B001';
    });
    expect((await fails(['--profile', file])).text).toBe(
      'tongban: profile mine.json: unknown key "machinecode"; did you mean "machineCode"?\n',
    );
  });
  it('fails in one line for a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const failed = await fails(['--shell', 'none', '--port', String(port), '--data', join(dir, 'data')]);
    other.close();
    expect(failed.code).toBe(1);
    expect(failed.text).toContain(`port ${port} on 127.0.0.1 is in use`);
  });
  it('fails in one line when Chromium is wanted and missing', async () => {
    const failed = await fails(['--shell', 'browser', '--port', '0', '--data', join(dir, 'data')], {
      DISPLAY: ':99',
      TONGBAN_CHROMIUM: join(dir, 'none'),
    });
    expect(failed.text).toContain('Chromium is missing');
  });
  it('fails in one line for a region that is not there', async () => {
    const file = profile((content) => {
      content.regions = { '120000': {}, '999999': {} };
    });
    const failed = await fails([
      '--shell',
      'none',
      '--profile',
      file,
      '--port',
      '0',
      '--data',
      join(dir, 'data'),
    ]);
    expect(failed.code).toBe(1);
    expect(failed.text).toContain('999999');
  });
  it('fails in one line when the data folder is a file', async () => {
    cpSync(join(root, 'package.json'), join(dir, 'file'));
    const failed = await fails(['--shell', 'none', '--port', '0', '--data', join(dir, 'file')]);
    expect(failed.text).toContain('--data');
  });
});
