import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Audience } from '../../../electron/contract/index.ts';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { CHANNEL, type FromUtility } from '../../../electron/shell/protocol.ts';
import { type ParentPortLike, runElectronHost } from '../../../electron/shell/run-electron-host.ts';
import { startShell } from '../../../electron/shell/start-shell.ts';
import { testProfile } from '../../support/profile.ts';
import { electronDouble, event, FakePort, type FakeUtility, type FakeWindow } from './electron-double.ts';

const rules = { crashes: 3, windowMs: 60_000, firstDelayMs: 100, longestDelayMs: 100 };
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-recovery-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function shell(demo = false) {
  const e = electronDouble();
  const clock = new VirtualClock();
  const failures: string[] = [];
  const ready: number[] = [];
  const log: string[] = [];
  await startShell(e.api, {
    profile: testProfile({ demo }),
    entry: '/host.js',
    preload: '/preload.cjs',
    dataDir: dir,
    assetsDir: dir,
    rendererDir: dir,
    argv: [],
    env: {},
    clock,
    rules,
    log: (name) => void log.push(name),
    onReady: (ms) => void ready.push(ms),
    onFailure: (message) => void failures.push(message),
  });
  const connect = (window: FakeWindow) =>
    e.ipcMain.emit(CHANNEL.connect, {
      sender: window.webContents,
      senderFrame: { url: window.loaded[0], parent: null },
    });
  return { e, clock, failures, ready, log, connect, host: () => e.children.at(-1) as FakeUtility };
}

describe('the host in its utility process', () => {
  it('is told what to build, and its links wait until it is ready', async () => {
    const s = await shell(true);
    const [citizen, dock] = s.e.windows as [FakeWindow, FakeWindow];
    s.connect(citizen);
    s.connect(citizen);
    s.connect(dock);
    expect(s.host().types()).toEqual(['init']);
    s.host().emit('message', { ready: true, ms: 400 });
    expect(
      s
        .host()
        .told.filter((one) => one.message.type === 'link')
        .map((one) => one.message.audience),
    ).toEqual(['citizen', 'dock']);
    expect(s.ready).toEqual([400]);
    expect(citizen.webContents.posted).toHaveLength(2);
  });

  it('comes back after a crash; a page that asks meanwhile gets its link then', async () => {
    const s = await shell();
    s.host().emit('message', { ready: true, ms: 1 });
    s.host().emit('exit', 139);
    s.connect(s.e.windows[0] as FakeWindow);
    expect(s.e.children).toHaveLength(1);
    await s.clock.advance(100);
    expect(s.e.children).toHaveLength(2);
    s.host().emit('message', { ready: true, ms: 1 });
    expect(s.host().types()).toContain('link');
    expect(s.ready).toEqual([1]);
    expect(s.failures).toEqual([]);
  });

  it('is given up after too many crashes', async () => {
    const s = await shell();
    for (let n = 0; n < 3; n++) {
      s.host().emit('message', { ready: true, ms: 1 });
      s.host().emit('exit', 1);
      await s.clock.advance(100);
    }
    expect(s.failures).toEqual(['the host crashed too often; last: ended by itself']);
    expect(s.e.app.exits).toEqual([1]);
  });

  it('that cannot start says why, at once', async () => {
    const s = await shell();
    s.host().emit('message', { failed: 'region file 120000.json: broken' });
    s.host().emit('exit', 1);
    await s.clock.advance(60_000);
    expect(s.failures).toEqual(['region file 120000.json: broken']);
    expect(s.e.children).toHaveLength(1);
  });

  it('that hangs is killed and started again', async () => {
    const s = await shell();
    const first = s.host();
    first.emit('message', { ready: true, ms: 1 });
    for (let n = 0; n < 4; n++) {
      await s.clock.advance(5_000);
      first.emit('message', { pong: true });
    }
    expect(first.killed).toBe(false);
    await s.clock.advance(20_000);
    expect(first.killed).toBe(true);
    await s.clock.advance(100);
    expect(s.e.children).toHaveLength(2);
  });

  it('is asked to stop before the program ends, and killed when it does not', async () => {
    const s = await shell();
    s.host().emit('message', { ready: true, ms: 1 });
    const quit = event();
    s.e.app.emit('before-quit', quit);
    expect(quit.prevented).toBe(true);
    expect(s.host().types().at(-1)).toBe('stop');
    expect(s.e.app.exits).toEqual([]);
    await s.clock.advance(5_000);
    expect(s.host().killed).toBe(true);
    expect(s.e.app.exits).toEqual([0]);
  });
});

describe('the window', () => {
  it('loads its page again after a crash or a hang', async () => {
    const s = await shell();
    const window = s.e.windows[0] as FakeWindow;
    window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    await s.clock.advance(100);
    window.webContents.emit('unresponsive');
    await s.clock.advance(100);
    expect(window.loaded).toHaveLength(3);
    expect(s.log).toEqual(['shell.window-lost', 'shell.window-lost']);
  });
  it('ends the program when it crashes too often', async () => {
    const s = await shell();
    const window = s.e.windows[0] as FakeWindow;
    for (let n = 0; n < 3; n++) {
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
      await s.clock.advance(100);
    }
    expect(s.failures).toEqual(['the window crashed too often: look at this machine']);
  });
  it('of the demo may be closed, and the dock has an audience of its own', async () => {
    const s = await shell(true);
    const [citizen] = s.e.windows as [FakeWindow];
    const close = event();
    citizen.emit('close', close);
    expect(close.prevented).toBe(false);
    expect(s.e.windows.map((window) => window.loaded[0])).toEqual([
      'app://kiosk/index.html',
      'app://kiosk/dock.html',
    ]);
  });
});

describe('the host’s own side', () => {
  const base = os.$context<{ audience: Audience }>();
  const router = { who: base.handler(({ context }) => ({ audience: context.audience })) };

  function host(compose: Parameters<typeof runElectronHost>[0]) {
    const said: FromUtility[] = [];
    const exits: number[] = [];
    let hear: (event: { data: unknown; ports: never[] }) => void = () => {};
    const parent: ParentPortLike = {
      on: (_name, listener) => {
        hear = listener as never;
      },
      postMessage: (message) => void said.push(message),
    };
    runElectronHost(compose, parent, (code) => void exits.push(code));
    const tell = (data: unknown, ports: FakePort[] = []) => hear({ data, ports: ports as never[] });
    return { said, exits, tell };
  }
  const init = () => ({ type: 'init', init: { profile: testProfile(), dataDir: dir, assetsDir: dir } });
  const channel = () => {
    const [near, far] = [new FakePort(), new FakePort()];
    near.other = far;
    far.other = near;
    return { near, far };
  };

  it('serves a link with the audience that the shell named, a former one is closed', async () => {
    let stopped = false;
    const h = host(async () =>
      ok({
        router,
        audiences: ['citizen'],
        stop: async () => {
          stopped = true;
        },
      }),
    );
    h.tell(init());
    await expect.poll(() => h.said).toMatchObject([{ ready: true }]);
    const first = channel();
    h.tell({ type: 'link', audience: 'citizen' }, [first.near]);
    const client: { who(): Promise<unknown> } = createORPCClient(new RPCLink({ port: first.far as never }));
    expect(await client.who()).toEqual({ audience: 'citizen' });
    first.far.postMessage('{ no call');
    first.far.postMessage({ i: '1', p: { u: '/who' } });
    expect(await client.who()).toEqual({ audience: 'citizen' });

    const second = channel();
    h.tell({ type: 'link', audience: 'citizen' }, [second.near]);
    expect(first.near.closed).toBe(true);
    const stranger = channel();
    h.tell({ type: 'link', audience: 'dock' }, [stranger.near]);
    expect(stranger.near.closed).toBe(true);
    h.tell({ type: 'ping' });
    expect(h.said.at(-1)).toEqual({ pong: true });
    h.tell({ type: 'nonsense' });
    h.tell({ type: 'stop' });
    await expect.poll(() => h.exits).toEqual([0]);
    expect([stopped, second.near.closed]).toEqual([true, true]);
  });

  it('says in one line why it cannot start', async () => {
    const h = host(async () => err({ message: 'no calendar for 2026' }));
    h.tell(init());
    await expect.poll(() => h.exits).toEqual([1]);
    expect(h.said).toEqual([{ failed: 'no calendar for 2026' }]);
  });
});
