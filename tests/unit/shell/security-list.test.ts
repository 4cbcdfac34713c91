import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { PERMISSIONS } from '../../../electron/lockdown/index.ts';
import { CHANNEL } from '../../../electron/shell/protocol.ts';
import { startShell } from '../../../electron/shell/start-shell.ts';
import { testProfile } from '../../support/profile.ts';
import { electronDouble, event, type FakeContents, type FakeWindow } from './electron-double.ts';

const source = (file: string) =>
  readFileSync(join(import.meta.dirname, '../../../electron/shell', file), 'utf8');
let dir: string;
let e: ReturnType<typeof electronDouble>;
let log: { event: string; fields: unknown }[];
let failures: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-electron-'));
  mkdirSync(join(dir, 'pages'));
  writeFileSync(join(dir, 'pages/index.html'), '<!doctype html>');
  writeFileSync(join(dir, 'outside.html'), 'outside');
  symlinkSync(join(dir, 'outside.html'), join(dir, 'pages/link.html'));
  e = electronDouble();
  log = [];
  failures = [];
});
afterEach(() => rmSync(dir, { recursive: true }));

async function start(
  over: { demo?: boolean; argv?: string[]; documentCamera?: string } = {},
): Promise<FakeWindow> {
  const { documentCamera } = over;
  const devices = { idReader: null, printer: null, receiptPrinter: null };
  await startShell(e.api, {
    profile: testProfile({
      demo: over.demo ?? false,
      devices: { ...devices, ...(documentCamera && { documentCamera }) },
    }),
    entry: '/host.js',
    preload: '/preload.cjs',
    dataDir: dir,
    assetsDir: dir,
    rendererDir: join(dir, 'pages'),
    argv: over.argv ?? [],
    env: { PATH: '/bin', NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1' },
    clock: new VirtualClock(),
    log: (name, fields) => void log.push({ event: name, fields }),
    onReady: () => {},
    onFailure: (message) => void failures.push(message),
  });
  return e.windows[0] as FakeWindow;
}
const preferences = async () => (await start()).options.webPreferences;
const contents = async (): Promise<FakeContents> => (await start()).webContents;

describe('Electron’s security list, item by item', () => {
  it('1 loads our own pages only', async () => {
    expect((await start()).loaded).toEqual(['app://kiosk/index.html']);
    const verdict = (url: string) => {
      let cancel: boolean | undefined;
      e.session.beforeRequest?.({ url, resourceType: 'script' }, (answer) => {
        cancel = answer.cancel;
      });
      return cancel;
    };
    expect(verdict('app://kiosk/a.js')).toBe(false);
    expect(verdict('data:image/png;base64,x')).toBe(false);
    expect(verdict('blob:app://kiosk/1')).toBe(false);
    for (const url of [
      'https://a.example/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:https://a/1',
      'ws://a/',
    ])
      expect(verdict(url), url).toBe(true);
  });
  it('2 no Node in pages, workers or frames', async () =>
    expect(await preferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    }));
  it('3 context isolation', async () =>
    expect(await preferences()).toMatchObject({ contextIsolation: true }));
  it('4 sandbox, for every process and before anything is ready', async () => {
    expect(await preferences()).toMatchObject({ sandbox: true });
    expect(e.app.calls.indexOf('sandbox')).toBeLessThan(e.app.calls.indexOf('ready'));
    expect(e.app.calls).toContain('sandbox');
  });
  it.each(PERMISSIONS)('5 denies %s when asked and when checked', async (name) => {
    await start();
    let given: boolean | undefined;
    const details = { requestingUrl: 'app://kiosk/index.html', mediaTypes: ['video'], isMainFrame: true };
    e.session.call(
      'PermissionRequest',
      null,
      name,
      (answer: boolean) => {
        given = answer;
      },
      details,
    );
    expect(given).toBe(false);
    expect(
      e.session.call('PermissionCheck', null, name, 'app://kiosk', { ...details, mediaType: 'video' }),
    ).toBe(false);
    expect(log).toContainEqual({ event: 'shell.refused', fields: { what: 'permission', name } });
  });
  it.each([
    ['app://kiosk/index.html', ['video'], true],
    ['app://kiosk/index.html', ['video', 'audio'], false],
    ['app://kiosk/index.html', ['audio'], false],
    ['app://kiosk/dock.html', ['video'], false],
    ['https://evil.example/index.html', ['video'], false],
  ])('5 where a document camera stands %s asks for %j: %s', async (requestingUrl, mediaTypes, right) => {
    await start({ documentCamera: 'any' });
    let given: boolean | undefined;
    const answer = (yes: boolean) => {
      given = yes;
    };
    e.session.call('PermissionRequest', null, 'media', answer, { requestingUrl, mediaTypes });
    expect(given).toBe(right);
    const [mediaType] = mediaTypes;
    const origin = new URL(requestingUrl).protocol === 'app:' ? 'app://kiosk/' : 'https://evil.example/';
    const checked = e.session.call('PermissionCheck', null, 'media', origin, { requestingUrl, mediaType });
    if (mediaTypes.length === 1) expect(checked).toBe(right);
  });
  it('5 denies devices, pairing and screen capture', async () => {
    await start();
    expect(e.session.call('DevicePermission', {})).toBe(false);
    let pairing: unknown;
    e.session.call('BluetoothPairing', {}, (answer: unknown) => {
      pairing = answer;
    });
    expect(pairing).toEqual({ confirmed: false });
    let streams: unknown = 'none yet';
    e.session.call('DisplayMediaRequest', {}, (answer: unknown) => {
      streams = answer;
    });
    expect(streams).toBeNull();
    for (const [name, nothing] of [
      ['select-hid-device', null],
      ['select-usb-device', undefined],
    ] as const) {
      const asked = event();
      let chosen: unknown = 'unset';
      e.session.emit(name, asked, {}, (answer?: unknown) => {
        chosen = answer;
      });
      expect([asked.prevented, chosen]).toEqual([true, nothing]);
    }
    const serial = event();
    let port: unknown;
    e.session.emit('select-serial-port', serial, [], {}, (answer: unknown) => {
      port = answer;
    });
    expect([serial.prevented, port]).toEqual([true, '']);
    let access: unknown;
    e.session.emit('file-system-access-restricted', event(), {}, (answer: unknown) => {
      access = answer;
    });
    expect(access).toBe('deny');
  });
  it('6 web security stays on', async () => expect(await preferences()).toMatchObject({ webSecurity: true }));
  it('7 a content security policy on every answer', async () => {
    await start();
    const ask = (url: string, method = 'GET') =>
      e.session.protocolHandlers.app?.({ url, method }) as Promise<Response>;
    for (const [url, status] of [
      ['app://kiosk/', 200],
      ['app://kiosk/none.html', 404],
      ['app://other/', 403],
    ] as const) {
      const answer = await ask(url);
      expect(answer.status, url).toBe(status);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await ask('app://kiosk/', 'POST')).status).toBe(405);
  });
  it('8 no insecure content', async () =>
    expect(await preferences()).toMatchObject({ allowRunningInsecureContent: false }));
  it('9 no experimental features', async () =>
    expect(await preferences()).toMatchObject({ experimentalFeatures: false }));
  it('10 no extra Blink features', async () => expect((await preferences()).enableBlinkFeatures).toBe(''));
  it('11 no webview', async () =>
    expect(await preferences()).toMatchObject({ webviewTag: false, plugins: false }));
  it('12 none attached either', async () => {
    const asked = event();
    (await contents()).emit('will-attach-webview', asked, {}, {});
    expect(asked.prevented).toBe(true);
  });
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    '13 %s only to our own pages',
    async (name) => {
      const page = await contents();
      const own = event({ url: 'app://kiosk/index.html#x' });
      page.emit(name, own);
      expect(own.prevented).toBe(false);
      for (const url of ['https://a.example/', 'app://kiosk.evil/', 'file:///x', 'javascript:1']) {
        const away = event({ url });
        page.emit(name, away);
        expect(away.prevented, url).toBe(true);
      }
    },
  );
  it('14 no new windows', async () =>
    expect((await contents()).openHandler?.({ url: 'app://kiosk/' })).toEqual({ action: 'deny' }));
  it('15 nothing outside is ever opened', () => {
    for (const file of [
      'main.ts',
      'start-shell.ts',
      'windows.ts',
      'lock-contents.ts',
      'lock-session.ts',
      'preload.ts',
    ])
      expect(source(file)).not.toContain('openExternal');
  });
  it('16 a current Electron, at an exact version', () => {
    const { devDependencies } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
    );
    expect(devDependencies.electron).toMatch(/^4[5-9]\.\d+\.\d+$/);
  });
  it('17 a link only for the top frame of our own page', async () => {
    const window = await start();
    const sender = window.webContents;
    const top = { url: 'app://kiosk/index.html', parent: null };
    for (const frame of [
      null,
      { ...top, parent: {} },
      { ...top, url: 'https://evil.example/' },
      { ...top, detached: true },
    ])
      e.ipcMain.emit(CHANNEL.connect, { sender, senderFrame: frame });
    e.ipcMain.emit(CHANNEL.connect, { sender: { ...sender, id: -1 }, senderFrame: top });
    expect(sender.posted).toEqual([]);
    e.ipcMain.emit(CHANNEL.connect, { sender, senderFrame: top });
    expect(sender.posted.map((one) => one.channel)).toEqual([CHANNEL.port]);
  });
  it('18 a scheme of our own, whose paths cannot climb', async () => {
    await start();
    expect(e.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(e.app.calls.indexOf('schemes')).toBeLessThan(e.app.calls.indexOf('ready'));
    for (const path of [
      '..%2foutside.html',
      '%2e%2e/outside.html',
      'link.html',
      'a%00.html',
      '..\\outside.html',
    ]) {
      const answer = await e.session.protocolHandlers.app?.({ url: `app://kiosk/${path}`, method: 'GET' });
      expect(answer?.status, path).toBe(404);
    }
  });
  it('19 fuses', () => {
    const builder = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
    for (const fuse of [
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ])
      expect(builder).toContain(fuse);
  });
  it('20 the page gets one function and no Electron', () => {
    const preload = source('preload.ts');
    expect(preload).toContain(`'${CHANNEL.connect}'`);
    expect(preload).toContain(`'${CHANNEL.port}'`);
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(preload.slice(preload.indexOf('exposeInMainWorld'))).toMatch(
      /\{\s*(\/\*\*.*\*\/\s*)?connect: \(\) => ipcRenderer\.send\(CONNECT\),\s*\}/,
    );
  });
});

describe('the rest of the escape list', () => {
  it('the session lives in memory', async () => {
    await start();
    expect(e.partitions.map((one) => one.name.startsWith('persist:'))).toEqual([false]);
    expect(e.session.spellChecker).toBe(false);
  });
  it('no menu, a full screen, no dialogs, no developer tools, no dragging in', async () => {
    const window = await start();
    expect(e.menu()).toBeNull();
    expect(window.options).toMatchObject({ kiosk: true, fullscreen: true, frame: false });
    expect(window.options.webPreferences).toMatchObject({
      devTools: false,
      disableDialogs: true,
      spellcheck: false,
      navigateOnDragDrop: false,
    });
    window.webContents.emit('devtools-opened');
    expect(window.webContents.calls).toContain('close-devtools');
  });
  it('keys and buttons by the list', async () => {
    const page = await contents();
    const verdict = (name: string, input: object) => {
      const asked = event();
      page.emit(name, asked, input);
      return asked.prevented;
    };
    expect(verdict('before-input-event', { key: 'a' })).toBe(false);
    for (const input of [
      { key: 'p', control: true },
      { key: 'F12' },
      { key: 'F4', alt: true },
      { key: 'ArrowLeft', alt: true },
    ])
      expect(verdict('before-input-event', input)).toBe(true);
    expect(verdict('before-mouse-event', { button: 'left' })).toBe(false);
    for (const button of ['right', 'middle', 'back'])
      expect(verdict('before-mouse-event', { button })).toBe(true);
  });
  it('no zoom, no history, no question when a page is left', async () => {
    const page = await contents();
    page.emit('zoom-changed', {}, 'in');
    expect(page.zoom).toBe(1);
    page.emit('did-finish-load');
    expect(page.calls).toEqual(expect.arrayContaining(['pinch 1-1', 'clear-history']));
    const leave = event();
    page.emit('will-prevent-unload', leave);
    expect(leave.prevented).toBe(true);
  });
  it('no download, no login, no certificate', async () => {
    await start();
    const download = event();
    e.session.emit('will-download', download, {}, {});
    const login = event();
    e.app.emit('login', login);
    const client = event();
    let given: unknown = 'unset';
    e.app.emit('select-client-certificate', client, null, '', [], (one?: unknown) => {
      given = one;
    });
    const wrong = event();
    let trusted: unknown;
    e.app.emit('certificate-error', wrong, {}, '', '', {}, (answer: unknown) => {
      trusted = answer;
    });
    expect([download, login, client, wrong].map((one) => one.prevented)).toEqual([true, true, true, true]);
    expect([given, trusted]).toEqual([undefined, false]);
  });
  it('closing is refused, full screen is taken back', async () => {
    const window = await start();
    const close = event();
    window.emit('close', close);
    window.emit('leave-full-screen');
    window.emit('minimize');
    expect(close.prevented).toBe(true);
    expect(window.calls).toEqual(['kiosk true', 'restore']);
  });
  it.each(['--inspect', '--remote-debugging-port=1', '--no-sandbox'])(
    'does not start with %s',
    async (arg) => {
      await start({ argv: ['.', arg] });
      expect(failures).toEqual([`refused to start: the argument ${arg} is not allowed on a kiosk`]);
      expect([e.app.exits, e.windows, e.children]).toEqual([[1], [], []]);
    },
  );
  it('does not start twice', async () => {
    e.app.single = false;
    await start();
    expect(failures).toEqual(['the kiosk is running already']);
    expect(e.windows).toEqual([]);
  });
  it('the host gets an environment without back doors', async () => {
    await start();
    expect(e.forks.map((one) => one.options.env)).toEqual([{ PATH: '/bin' }]);
  });
});
