import { describe, expect, it } from 'vitest';
import {
  APP_ORIGIN,
  cameraPages,
  chromiumFlags,
  chromiumPolicies,
  chromiumPreferences,
  cleanEnvironment,
  contentSecurityPolicy,
  decidePermission,
  findForbiddenArgument,
  isAllowedArgument,
  isAllowedKey,
  isAllowedMouse,
  mimeType,
  PERMISSIONS,
  securityHeaders,
} from '../../../electron/lockdown/index.ts';

describe('keys', () => {
  it.each(['a', 'Z', '5', ' ', '，', '好', '𠮷', 'Enter', 'Backspace', 'Tab', 'ArrowLeft', 'Shift'])(
    'takes %s',
    (key) => expect(isAllowedKey({ key })).toBe(true),
  );
  const withControl = [
    'a',
    'w',
    'q',
    't',
    'n',
    'l',
    'o',
    'p',
    's',
    'r',
    'f',
    'g',
    'd',
    'h',
    'j',
    'u',
    'i',
    '+',
    '-',
    '0',
    'Tab',
    'Enter',
  ];
  it.each(withControl)('refuses Ctrl+%s, Alt+%s and Meta+%s', (key) => {
    expect(isAllowedKey({ key, control: true })).toBe(false);
    expect(isAllowedKey({ key, alt: true })).toBe(false);
    expect(isAllowedKey({ key, meta: true })).toBe(false);
  });
  it.each([
    'Control',
    'Alt',
    'Meta',
    'AltGraph',
    'ContextMenu',
    'PrintScreen',
    'Pause',
    'Insert',
    'BrowserBack',
    'BrowserHome',
    'LaunchMail',
    'MediaPlayPause',
    'Process',
    'Dead',
    'Unidentified',
    'Help',
    '',
    '\u007f',
    '\n',
  ])('refuses %j alone', (key) => expect(isAllowedKey({ key })).toBe(false));
  it('refuses every function key', () => {
    for (let n = 1; n <= 24; n++) expect(isAllowedKey({ key: `F${n}` })).toBe(false);
  });
  it('takes the left button and movement, and no other button', () => {
    expect([{}, { button: 'left' }, { button: 'none' }].map(isAllowedMouse)).toEqual([true, true, true]);
    expect(['right', 'middle', 'back', 'forward'].map((button) => isAllowedMouse({ button }))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('permissions', () => {
  const rules = { ownOrigin: APP_ORIGIN, cameraPages: cameraPages('any') };
  const photo = { name: 'media', origin: 'app://kiosk/index.html', page: '/index.html', media: ['video'] };

  it.each(PERMISSIONS)('%s is denied to our own page, but for the camera', (name) => {
    expect(decidePermission({ ...photo, name, page: '/dock.html' }, rules)).toBe(false);
    if (name !== 'media') expect(decidePermission({ ...photo, name }, rules)).toBe(false);
  });
  it('denies a name that nobody has heard of', () =>
    expect(decidePermission({ ...photo, name: 'brand-new' }, rules)).toBe(false));
  it.each([
    ['the camera to the citizen’s page', {}, true],
    ['the camera to the same page by its short name', { page: '/' }, true],
    ['camera and microphone', { media: ['video', 'audio'] }, false],
    ['the microphone', { media: ['audio'] }, false],
    ['something unknown', { media: ['unknown'] }, false],
    ['nothing in particular', { media: [] }, false],
    ['the camera to the dock', { page: '/dock.html' }, false],
    ['the camera to a page below', { page: '/index.html/x' }, false],
    ['the camera to another site', { origin: 'https://evil.example/index.html' }, false],
    ['the camera to a name like ours', { origin: 'app://kiosk.evil.example/index.html' }, false],
  ])('%s', (_words, over, given) => expect(decidePermission({ ...photo, ...over }, rules)).toBe(given));
  it('gives it to nobody on a machine without a document camera', () => {
    expect(cameraPages(undefined)).toEqual([]);
    expect(decidePermission(photo, { ownOrigin: APP_ORIGIN, cameraPages: cameraPages(undefined) })).toBe(
      false,
    );
  });
});

describe('arguments and environment', () => {
  it.each([
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--INSPECT',
    '-inspect',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-allow-origins=*',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--js-flags=--expose-gc',
    '--proxy-server=evil',
    '--host-rules=MAP * evil',
    '--ignore-certificate-errors',
    '--require',
    '-r',
    '--import=/tmp/x.mjs',
  ])('production refuses %s', (arg) => {
    expect(findForbiddenArgument(['--kiosk', arg])).toBe(arg);
    expect(isAllowedArgument([arg])).toBe(false);
  });
  it('lets our own arguments be', () => {
    expect(
      isAllowedArgument(['--tongban-profile=site.json', '--tongban-data=/var/lib/tongban', '/opt/app.asar']),
    ).toBe(true);
  });
  it('takes what changes Node, Electron or the loader out of the environment', () => {
    const env = {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      LD_PRELOAD: 'x',
      DISPLAY: ':0',
      GONE: undefined,
    };
    expect(cleanEnvironment(env)).toEqual({ PATH: '/bin', DISPLAY: ':0' });
  });
});

describe('headers', () => {
  it.each(['app', 'http'] as const)('the policy of %s pages starts from nothing', (kind) => {
    const rules = contentSecurityPolicy(kind).split('; ');
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "worker-src 'self'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types tongban',
    ])
      expect(rules).toContain(rule);
    expect(rules.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(securityHeaders(kind)).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
  });
  it.each([
    [false, 'camera=()'],
    [true, 'camera=(self)'],
  ])('a camera page (%s) says %s, and never lets anybody hear', (camera, words) => {
    const policy = securityHeaders('http', camera)['Permissions-Policy'];
    expect(policy?.split(', ')).toContain(words);
    expect(policy?.split(', ')).toContain('microphone=()');
  });
  it('serves known endings only', () => {
    expect(mimeType('/a/B.JS')).toBe('text/javascript; charset=utf-8');
    expect(mimeType('x.ttf')).toBe('font/ttf');
    for (const odd of ['x', 'x.map', 'x.html~', 'x.exe', '.ts']) expect(mimeType(odd)).toBeNull();
  });
});

describe('Chromium', () => {
  const flags = (over: object) =>
    chromiumFlags({
      url: 'http://127.0.0.1:1/#t',
      userDataDir: '/tmp/u',
      mode: 'kiosk',
      withoutSandbox: false,
      ...over,
    });
  it('runs as a kiosk with a directory of its own, in its sandbox', () => {
    const given = flags({});
    expect(given).toContain('--kiosk');
    expect(given).toContain('--user-data-dir=/tmp/u');
    expect(given.at(-1)).toBe('http://127.0.0.1:1/#t');
    expect(given).not.toContain('--no-sandbox');
  });
  it('drops the sandbox only when told', () =>
    expect(flags({ withoutSandbox: true })).toContain('--no-sandbox'));
  it('opens a plain window for the demo', () => {
    const given = flags({ mode: { width: 540, height: 960, left: 0 } });
    expect(given).toContain('--app=http://127.0.0.1:1/#t');
    expect(given).not.toContain('--kiosk');
  });
  it('carries no switch that Chromium has dropped', () =>
    expect(flags({}).join(' ')).not.toMatch(
      /disable-session-crashed-bubble|disable-translate|block-new-web-contents/,
    ));
  it('names policies that allow our origin alone', () => {
    const policies = chromiumPolicies('http://127.0.0.1:4780');
    expect(policies).toMatchObject({
      URLAllowlist: ['http://127.0.0.1:4780'],
      DeveloperToolsAvailability: 2,
      DownloadRestrictions: 3,
    });
    expect(policies.URLBlocklist).toContain('*');
  });
  it.each([
    [undefined, undefined, {}],
    [
      'any',
      ['http://127.0.0.1:4780'],
      {
        profile: {
          content_settings: {
            exceptions: { media_stream_camera: { 'http://127.0.0.1:4780,*': { setting: 1 } } },
          },
        },
      },
    ],
  ])('with the document camera %s gives pictures to %j', (camera, origins, preferences) => {
    const policies = chromiumPolicies('http://127.0.0.1:4780', camera);
    expect(policies).toMatchObject({ VideoCaptureAllowed: false, AudioCaptureAllowed: false });
    expect(policies.VideoCaptureAllowedUrls).toEqual(origins);
    expect(chromiumPreferences('http://127.0.0.1:4780', camera)).toEqual(preferences);
  });
  it('never asks anybody whether a page may', () => {
    expect(flags({})).toContain('--deny-permission-prompts');
    expect(flags({}).join(' ')).not.toContain('fake-ui');
  });
});
