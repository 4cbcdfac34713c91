import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type BrowserShell, runBrowserShell } from '../../electron/browser-shell/index.ts';
import { SERVER_LIMITS } from '../../electron/browser-shell/server.ts';
import { systemClock } from '../../electron/core/index.ts';
import type { Profile } from '../../electron/profile/index.ts';
import { testProfile } from '../support/profile.ts';

const entry = join(import.meta.dirname, '../fixtures/fixture-host.ts');
let dir: string;
let shell: BrowserShell | null;
let notices: string[];

interface FixtureClient {
  who(): Promise<{ audience: string; pid: number }>;
  echo(input: { text: string }): Promise<{ text: string }>;
  die(): Promise<object>;
  throwLater(): Promise<object>;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-shell-'));
  notices = [];
  shell = null;
  mkdirSync(join(dir, 'pages/assets'), { recursive: true });
  writeFileSync(join(dir, 'pages/index.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(dir, 'pages/dock.html'), '<!doctype html><title>dock</title>');
  writeFileSync(join(dir, 'pages/assets/a.js'), 'export {};');
  writeFileSync(join(dir, 'pages/secret.key'), 'secret');
  writeFileSync(join(dir, 'outside.html'), 'outside');
  symlinkSync(join(dir, 'outside.html'), join(dir, 'pages/link.html'));
});
afterEach(async () => {
  await shell?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function begin(
  over: {
    profile?: Partial<Profile>;
    port?: number;
    rules?: Parameters<typeof runBrowserShell>[0]['rules'];
  } = {},
) {
  return runBrowserShell({
    profile: testProfile(over.profile),
    entry,
    dataDir: join(dir, 'data'),
    assetsDir: dir,
    rendererDir: join(dir, 'pages'),
    port: over.port ?? 0,
    openWindow: false,
    clock: systemClock,
    env: {},
    isRoot: false,
    notice: (line) => void notices.push(line),
    ...(over.rules ? { rules: over.rules } : {}),
  });
}
async function started(over: Parameters<typeof begin>[0] = {}): Promise<BrowserShell> {
  const begun = await begin(over);
  if (!begun.ok) throw new Error(begun.error.message);
  shell = begun.value;
  return shell;
}

const tokenOf = (url: string) => new URL(url).hash.replace('#token=', '');
interface Knock {
  path?: string;
  token?: string | null;
  origin?: string | null;
  host?: string;
  protocols?: string[];
}
/** Opens a link as the page would, but for what the test changes. */
function knock(running: BrowserShell, over: Knock = {}): WebSocket {
  const { port, origin } = new URL(running.url);
  const token = over.token === undefined ? tokenOf(running.url) : over.token;
  const headers: Record<string, string> = {};
  const from = over.origin === undefined ? origin : over.origin;
  if (from !== null) headers.Origin = from;
  if (over.host) headers.Host = over.host;
  const protocols = over.protocols ?? (token === null ? [] : ['tongban', token]);
  return new WebSocket(`ws://127.0.0.1:${port}${over.path ?? '/rpc/citizen'}`, protocols, { headers });
}
async function refusal(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => reject(new Error('was let in')));
    socket.on('error', () => {});
  });
}
async function linked(running: BrowserShell, over: Knock = {}) {
  const socket = knock(running, over);
  await once(socket, 'open');
  const client = createORPCClient(new RPCLink({ websocket: socket as never })) as unknown as FixtureClient;
  return { socket, client };
}
/** Tries until the host is back, as the page does. */
async function linkedAgain(running: BrowserShell) {
  for (let tries = 0; ; tries++) {
    try {
      return await linked(running);
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
function get(running: BrowserShell, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      // `request` sends the path as it stands; `fetch` would tidy it first.
      const asked = request(
        { host: '127.0.0.1', port: new URL(running.url).port, path, method, headers },
        (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      asked.on('error', reject);
      asked.end();
    },
  );
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
const logText = () =>
  readdirSync(join(dir, 'data/logs'))
    .map((file) => readFileSync(join(dir, 'data/logs', file), 'utf8'))
    .join('');

describe('links', () => {
  it('serves each audience on its own path with its own token', async () => {
    const running = await started();
    const citizen = await linked(running);
    expect(await citizen.client.who()).toMatchObject({ audience: 'citizen' });
    const dock = await linked(running, { path: '/rpc/dock', token: tokenOf(running.dockUrl as string) });
    expect(await dock.client.who()).toMatchObject({ audience: 'dock' });
    expect(citizen.socket.protocol).toBe('tongban');
  });

  it('refuses everybody else, and stays up', async () => {
    const running = await started();
    const right = tokenOf(running.url);
    const port = new URL(running.url).port;
    const cases: [string, Knock, number][] = [
      ['a wrong token', { token: 'x'.repeat(right.length) }, 401],
      ['a token that begins right', { token: right.slice(0, -1) }, 401],
      ['no token', { token: null }, 401],
      ['the token without our protocol', { protocols: ['other', right] }, 401],
      ['a third offer', { protocols: ['tongban', right, 'more'] }, 401],
      ['the citizen’s token at the dock', { path: '/rpc/dock' }, 401],
      ['an audience without a token', { path: '/rpc/technician' }, 404],
      ['a path with a query', { path: '/rpc/citizen?x' }, 404],
      ['another path', { path: '/' }, 404],
      ['another origin', { origin: 'http://evil.example' }, 403],
      ['an origin that begins like ours', { origin: `http://127.0.0.1:${port}.evil.example` }, 403],
      ['no origin', { origin: null }, 403],
      ['the origin null', { origin: 'null' }, 403],
      ['localhost as origin', { origin: `http://localhost:${port}` }, 403],
      ['another host name', { host: `evil.example:${port}` }, 421],
      ['localhost as host', { host: `localhost:${port}` }, 421],
    ];
    for (const [what, over, status] of cases) expect(await refusal(knock(running, over)), what).toBe(status);
    expect(await (await linked(running)).client.echo({ text: 'still here' })).toEqual({ text: 'still here' });
    expect(logText()).toContain('"reason":"token"');
    expect(logText()).not.toContain(right);
  });

  it('closes a link that sends too much, keeps the others', async () => {
    const running = await started();
    const good = await linked(running);
    const bad = await linked(running);
    bad.socket.send('x'.repeat(SERVER_LIMITS.maxMessage + 1));
    const [code] = await once(bad.socket, 'close');
    expect(code).toBe(1009);
    expect(await good.client.echo({ text: 'a'.repeat(SERVER_LIMITS.maxMessage / 2) })).toBeTruthy();
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"i":1}',
    '{"i":"1"}',
    '{"i":"1","p":{}}',
    '{"i":"1","p":{"u":"http://evil.example/who"}}',
    '{"i":"1","p":{"u":"/who","h":{"content-type":"multipart/form-data"}}}',
    '{"i":"1","t":3,"p":{"e":"message","d":1}}',
    Buffer.from([0xff, 0, 1]),
  ])('closes a link that sends %j, and stays up', async (odd) => {
    const running = await started();
    const { socket } = await linked(running);
    const pid = running.hostPid();
    socket.send(odd);
    expect((await once(socket, 'close'))[0]).toBe(1007);
    expect(await (await linked(running)).client.echo({ text: 'x' })).toEqual({ text: 'x' });
    expect(running.hostPid()).toBe(pid);
  });

  it('answers an unknown procedure without harm', async () => {
    const { socket, client } = await linked(await started());
    socket.send(JSON.stringify({ i: 'a', p: { u: '/nobody' } }));
    const [answer] = await once(socket, 'message');
    expect(JSON.parse(String(answer))).toMatchObject({ i: 'a', p: { s: 404 } });
    expect(await client.echo({ text: 'x' })).toEqual({ text: 'x' });
  });

  it('bears half a request and a raw connection', async () => {
    const running = await started();
    const raw = connect(Number(new URL(running.url).port), '127.0.0.1');
    raw.on('error', () => {});
    raw.resume();
    raw.write('GET /rpc/citizen HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    await once(raw, 'close');
    expect((await get(running, '/')).status).toBe(200);
  });

  it('lets only so many in', async () => {
    const running = await started();
    const links = await Promise.all(Array.from({ length: SERVER_LIMITS.maxLinks }, () => linked(running)));
    expect(await refusal(knock(running))).toBe(503);
    links[0]?.socket.close();
    await once(links[0]?.socket as WebSocket, 'close');
    expect((await linkedAgain(running)).socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('pages', () => {
  it('come with the policy and are kept nowhere', async () => {
    const running = await started();
    for (const path of ['/', '/index.html', '/dock.html', '/assets/a.js']) {
      const page = await get(running, path);
      expect(page.status, path).toBe(200);
      expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    expect((await get(running, '/assets/a.js')).headers['content-type']).toContain('javascript');
    expect((await get(running, '/', {}, 'HEAD')).body).toBe('');
  });
  it.each([
    '/../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/link.html',
    '/secret.key',
    '/none.html',
    '/assets',
    '/assets/',
    '//etc/passwd',
    '/\\..\\outside.html',
  ])('%s is not there', async (path) => {
    const page = await get(await started(), path);
    expect(page.status).toBe(404);
    expect(page.body).toBe('not found\n');
  });
  it('are not given under another name, nor by another method', async () => {
    const running = await started();
    const port = new URL(running.url).port;
    expect((await get(running, '/', { Host: `evil.example:${port}` })).status).toBe(421);
    expect((await get(running, '/', { Host: 'localhost' })).status).toBe(421);
    expect((await get(running, '/', {}, 'POST')).status).toBe(405);
  });
  it('the dock does not exist outside the demo', async () => {
    const running = await started({ profile: { demo: false } });
    expect(running.dockUrl).toBeNull();
    expect(await refusal(knock(running, { path: '/rpc/dock' }))).toBe(404);
  });
});

describe('the host as a child', () => {
  it('comes back on the same port with the same tokens after each kind of crash', async () => {
    const running = await started({
      rules: { crashes: 9, windowMs: 60_000, firstDelayMs: 10, longestDelayMs: 10 },
    });
    const pids = new Set<number>();
    for (const end of ['kill', 'die', 'throwLater'] as const) {
      const { client, socket } = await linkedAgain(running);
      pids.add((await client.who()).pid);
      const closed = once(socket, 'close');
      if (end === 'kill') process.kill(running.hostPid() as number, 'SIGKILL');
      else client[end]().catch(() => {});
      await closed;
    }
    pids.add((await (await linkedAgain(running)).client.who()).pid);
    expect(pids.size).toBe(4);
    expect(notices).toHaveLength(3);
    expect(logText()).toContain('"event":"host.failed"');
  });

  it('is given up when it crashes too often, with one line', async () => {
    const running = await started({
      rules: { crashes: 2, windowMs: 60_000, firstDelayMs: 1, longestDelayMs: 1 },
    });
    for (let n = 0; n < 2; n++) {
      const { socket } = await linkedAgain(running);
      const closed = once(socket, 'close');
      process.kill(running.hostPid() as number, 'SIGKILL');
      await closed;
    }
    expect((await running.ended)?.message).toMatch(/^the host crashed too often; last: .+$/);
  });

  it('ends by itself, cleanly, when its parent is killed', async () => {
    mkdirSync(join(dir, 'data'));
    const script = join(import.meta.dirname, '../fixtures/fixture-shell.ts');
    const parent = spawn(process.execPath, [script, join(dir, 'data')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    expect(existsSync(join(dir, 'data/stopped-cleanly'))).toBe(true);
  });

  it('stops cleanly when asked', async () => {
    const running = await started();
    const { socket } = await linked(running);
    const closed = once(socket, 'close');
    await running.stop();
    await closed;
    expect(existsSync(join(dir, 'data/stopped-cleanly'))).toBe(true);
    expect(running.hostPid()).toBeNull();
    await expect(get(running, '/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const begun = await begin({ port });
    other.close();
    expect(begun.ok).toBe(false);
    expect(!begun.ok && begun.error.message).toBe(
      `port ${port} on 127.0.0.1 is in use: stop the other program or choose another with --port`,
    );
  });

  it('passes on in one line why the composition failed', async () => {
    const begun = await begin({ profile: { retentionDays: 4 } });
    expect(!begun.ok && begun.error.message).toBe('region file 120000.json: broken');
  });

  it('says nothing of a bug’s words', async () => {
    const begun = await begin({ profile: { retentionDays: 5 } });
    expect(!begun.ok && begun.error.message).toMatch(/^the host ended by itself \(code 70\)$/);
    expect(logText()).toContain('"name":"TypeError"');
    expect(logText()).not.toContain('110101');
  });

  it('refuses root in production', async () => {
    const begun = await runBrowserShell({
      profile: testProfile({ demo: false }),
      entry,
      dataDir: dir,
      assetsDir: dir,
      rendererDir: null,
      port: 0,
      openWindow: false,
      clock: systemClock,
      env: {},
      isRoot: true,
      notice: () => {},
    });
    expect(!begun.ok && begun.error.message).toMatch(/does not run as root/);
  });

  it('names Chromium when there is a screen and no Chromium', async () => {
    const begun = await runBrowserShell({
      profile: testProfile(),
      entry,
      dataDir: dir,
      assetsDir: dir,
      rendererDir: null,
      port: 0,
      openWindow: true,
      clock: systemClock,
      env: { DISPLAY: ':9', PATH: dir },
      isRoot: false,
      notice: () => {},
    });
    expect(!begun.ok && begun.error.message).toMatch(/^Chromium is missing: /);
  });
});
