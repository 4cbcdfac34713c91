import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PORT, readArguments } from '../../../electron/cli/arguments.ts';
import { sourceDigest } from '../../../electron/cli/build.ts';
import { electronBinary, startElectronShell } from '../../../electron/cli/electron-shell.ts';
import { type Need, setUp } from '../../../electron/cli/setup.ts';
import { systemClock } from '../../../electron/core/index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the command line', () => {
  it('has a default for everything', () =>
    expect(readArguments([])).toEqual({
      ok: true,
      value: { profile: 'demo', data: null, port: DEFAULT_PORT, shell: null, json: false, help: false },
    }));
  it('takes what the agreement names', () =>
    expect(
      readArguments(['--profile', 'x.json', '--data', '/d', '--port', '0', '--shell', 'none', '--json']),
    ).toEqual({
      ok: true,
      value: { profile: 'x.json', data: '/d', port: 0, shell: 'none', json: true, help: false },
    }));
  it.each([
    [['--port', 'x'], '--port x: a number from 0 (any free port) to 65535'],
    [['--port', '65536'], '--port 65536: a number from 0 (any free port) to 65535'],
    [['--port', '1e3'], '--port 1e3: a number from 0 (any free port) to 65535'],
    [['--shell', 'tv'], '--shell tv: one of electron, browser, none'],
  ])('%j is refused in one line', (argv, message) =>
    expect(readArguments(argv)).toEqual({ ok: false, error: { message } }),
  );
  it.each([[['--prot', '1']], [['extra']], [['--port']]])('%j is refused with the usage', (argv) => {
    const read = readArguments(argv);
    expect(!read.ok && read.error.message).toMatch(/^[^\n]+; usage: npm start -- [^\n]+$/);
  });
});

describe('what the machine lacks', () => {
  const need = (name: string, present: () => boolean): Need => ({
    package: name,
    why: `for ${name}`,
    present,
  });
  function apt(command: readonly string[] | null, run: (command: readonly string[]) => boolean) {
    const ran: string[] = [];
    const noted = (one: readonly string[]) => {
      ran.push(one.join(' '));
      return run(one);
    };
    return { ran, apt: { command, run: noted } };
  }
  it('nothing: says and does nothing', () => {
    const said: string[] = [];
    const { ran, apt: manager } = apt(['apt-get'], () => true);
    expect(setUp([need('a', () => true)], (line) => said.push(line), manager).missing).toEqual([]);
    expect([said, ran]).toEqual([[], []]);
  });
  it('is installed after saying what and why', () => {
    const said: string[] = [];
    let there = false;
    const { ran, apt: manager } = apt(['sudo', '-n', 'apt-get'], () => {
      expect(said).toEqual(['installing through apt: socat (for socat)']);
      there = true;
      return true;
    });
    expect(
      setUp([need('socat', () => there), need('b', () => true)], (line) => said.push(line), manager).missing,
    ).toEqual([]);
    expect(ran).toEqual(['sudo -n apt-get install -y --no-install-recommends socat']);
  });
  it('refreshes the lists when the first try fails, and says what is left', () => {
    const said: string[] = [];
    const { ran, apt: manager } = apt(['apt-get'], (command) => command.includes('update'));
    const outcome = setUp([need('a', () => false)], (line) => said.push(line), manager);
    expect(ran.map((line) => line.split(' ')[1])).toEqual(['install', 'update', 'install']);
    expect(outcome.missing).toHaveLength(1);
    expect(said[1]).toBe('could not be installed: a; try: apt-get install a');
  });
  it('is named exactly when nothing may be installed', () => {
    const said: string[] = [];
    const { ran, apt: manager } = apt(null, () => true);
    expect(
      setUp([need('a', () => false), need('b', () => false)], (line) => said.push(line), manager).missing,
    ).toHaveLength(2);
    expect(said).toEqual(['missing: a (for a), b (for b); install it with: sudo apt-get install a b']);
    expect(ran).toEqual([]);
  });
});

describe('whether a build is old', () => {
  it('is seen by a new, a changed and a removed file', () => {
    const seen = new Set<string>();
    const look = () => seen.add(sourceDigest(dir));
    look();
    mkdirSync(join(dir, 'electron/core'), { recursive: true });
    writeFileSync(join(dir, 'electron/core/a.ts'), '1');
    look();
    utimesSync(join(dir, 'electron/core/a.ts'), 1, 1);
    look();
    writeFileSync(join(dir, 'vite.config.ts'), '1');
    look();
    rmSync(join(dir, 'electron/core/a.ts'));
    look();
    expect(seen.size).toBe(5);
    const before = sourceDigest(dir);
    writeFileSync(join(dir, 'README.md'), 'not built');
    expect(sourceDigest(dir)).toBe(before);
  });
});

describe('Electron from the command line', () => {
  /** Plays Electron's program: a shell script in the place of the binary. */
  function fakeElectron(script: string) {
    const at = join(dir, 'node_modules/electron');
    mkdirSync(join(at, 'dist'), { recursive: true });
    writeFileSync(join(at, 'path.txt'), 'electron');
    writeFileSync(join(at, 'dist/electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const begin = (limitMs: number) =>
    startElectronShell({
      root: dir,
      main: 'main.js',
      args: ['--tongban-profile=demo'],
      withoutSandbox: false,
      clock: systemClock,
      env: { PATH: process.env.PATH, ELECTRON_RUN_AS_NODE: '1' },
      limitMs,
    });

  it('is known by its binary alone', () => {
    expect(electronBinary(dir)).toBeNull();
    fakeElectron('');
    expect(electronBinary(dir)).toBe(join(dir, 'node_modules/electron/dist/electron'));
    rmSync(join(dir, 'node_modules/electron/dist/electron'));
    expect(electronBinary(dir)).toBeNull();
  });
  it('is up when it says so, and stops when asked', async () => {
    fakeElectron(
      '[ -z "$ELECTRON_RUN_AS_NODE" ] || exit 3\n[ "$2" = --tongban-profile=demo ] || exit 4\necho "{\\"ready\\":true,\\"shell\\":\\"electron\\"}"\nexec sleep 60',
    );
    const begun = await begin(10_000);
    if (!begun.ok) throw new Error(begun.error.message);
    await begun.value.stop();
    expect(await begun.value.ended).not.toBe(0);
  });
  it('passes on why it ended', async () => {
    fakeElectron('echo "tongban: no such profile" >&2\nexit 1');
    expect(await begin(10_000)).toEqual({
      ok: false,
      error: { message: 'Electron ended at once (no such profile)' },
    });
  });
  it('is given up when it is not ready in time', async () => {
    fakeElectron('exec sleep 60');
    expect(await begin(300)).toEqual({ ok: false, error: { message: 'Electron was not ready in 0.3 s' } });
  });
  it('says so when it cannot be fetched', async () => {
    mkdirSync(join(dir, 'node_modules/electron'), { recursive: true });
    writeFileSync(join(dir, 'node_modules/electron/install.js'), 'process.exit(1)');
    expect(await begin(10_000)).toEqual({ ok: false, error: { message: 'Electron could not be fetched' } });
  });
});
