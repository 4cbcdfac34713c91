import type { Audience } from '../contract/index.ts';
import type { Clock } from '../core/index.ts';
import {
  APP_ORIGIN,
  cameraPages,
  findForbiddenArgument,
  isTrustedSender,
  type RestartRules,
} from '../lockdown/index.ts';
import type { Log } from '../logging/index.ts';
import type { Profile } from '../profile/index.ts';
import { createAppHandler } from './app-protocol.ts';
import type { ElectronApi, WebContents } from './electron-api.ts';
import { startHostUtility } from './host-utility.ts';
import { lockContents } from './lock-contents.ts';
import { lockSession, type Refused } from './lock-session.ts';
import { CHANNEL } from './protocol.ts';
import { openWindow } from './windows.ts';

export interface ShellOptions {
  readonly profile: Profile;
  readonly entry: string;
  readonly preload: string;
  readonly dataDir: string;
  readonly assetsDir: string;
  readonly rendererDir: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly rules?: RestartRules;
  readonly onReady: (hostMs: number) => void;
  /** One line for people, before the program ends with a code that is not 0. */
  readonly onFailure: (message: string) => void;
}

/** In memory only: no `persist:` prefix, so nothing of a citizen reaches the disk. */
const PARTITION = 'kiosk';

/** Wires Electron by the lock-down rules. Must run before the app is ready. */
export async function startShell(electron: ElectronApi, options: ShellOptions): Promise<void> {
  const { app } = electron;
  const { profile, log } = options;
  const fail = (message: string) => {
    options.onFailure(message);
    app.exit(1);
  };
  const forbidden = profile.demo ? null : findForbiddenArgument(options.argv);
  if (forbidden !== null)
    return fail(`refused to start: the argument ${forbidden} is not allowed on a kiosk`);
  if (!app.requestSingleInstanceLock()) return fail('the kiosk is running already');

  app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  electron.Menu.setApplicationMenu(null);

  const refused: Refused = (what, name) => log('shell.refused', { what, name });
  app.on('web-contents-created', (_event, contents) => lockContents(contents, refused));
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('child-process-gone', (_event, details) => {
    // The host's own end is handled by its keeper; Chromium restarts its GPU and network processes by itself.
    if (details.reason !== 'clean-exit')
      log('shell.window-lost', { reason: `${details.type}:${details.reason}`.replaceAll(' ', '-') });
  });

  await app.whenReady();
  const session = electron.session.fromPartition(PARTITION, { cache: false });
  const pages = cameraPages(profile.devices.documentCamera);
  lockSession(session, refused, pages);
  session.protocol.handle('app', createAppHandler(options.rendererDir, pages));

  let quitting = false;
  const audiences = new Map<number, Audience>();
  let opened = false;
  const host = startHostUtility(electron, {
    entry: options.entry,
    init: { profile, dataDir: options.dataDir, assetsDir: options.assetsDir },
    clock: options.clock,
    env: options.env,
    ...(options.rules ? { rules: options.rules } : {}),
    onReady: (ms) => {
      if (opened) return;
      opened = true;
      options.onReady(ms);
    },
    onCrash: (code) => log('shell.host-ended', { code, delayMs: 0 }),
    onGiveUp: (message) => {
      log('shell.host-given-up', {});
      fail(message);
    },
  });

  electron.ipcMain.on(CHANNEL.connect, (event) => {
    const contents: WebContents = event.sender;
    const audience = audiences.get(contents.id);
    if (!audience || !isTrustedSender(event.senderFrame, APP_ORIGIN)) return refused('link', 'sender');
    const { port1, port2 } = new electron.MessageChannelMain();
    host.link(audience, port1);
    contents.postMessage(CHANNEL.port, null, [port2]);
  });

  const open = (audience: Audience, page: string) => {
    const window = openWindow(electron, {
      audience,
      page,
      kiosk: !profile.demo,
      session,
      preload: options.preload,
      clock: options.clock,
      ...(options.rules ? { rules: options.rules } : {}),
      onLost: (reason) => log('shell.window-lost', { reason }),
      onGiveUp: () => fail('the window crashed too often: look at this machine'),
      isQuitting: () => quitting,
    });
    const { id } = window.webContents;
    audiences.set(id, audience);
    window.on('closed', () => audiences.delete(id));
    return window;
  };
  const citizen = open('citizen', 'index.html');
  if (profile.demo) open('dock', 'dock.html');
  app.on('second-instance', () => citizen.focus());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    void host.stop().then(() => app.exit(0));
  });
}
