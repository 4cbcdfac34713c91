import type { Audience } from '../contract/index.ts';
import { type Clock, systemClock } from '../core/index.ts';
import { APP_ORIGIN, keepRunning, type RestartRules } from '../lockdown/index.ts';
import type { BrowserWindow, BrowserWindowConstructorOptions, ElectronApi, Session } from './electron-api.ts';

export interface WindowOptions {
  readonly audience: Audience;
  /** Page below `app://kiosk/`. */
  readonly page: string;
  /** Full screen without frame; false for the demo, which stands on somebody's desk. */
  readonly kiosk: boolean;
  readonly session: Session;
  readonly preload: string;
  readonly clock?: Clock;
  readonly rules?: RestartRules;
  readonly onLost: (reason: string) => void;
  readonly onGiveUp: () => void;
  readonly isQuitting: () => boolean;
}

/** Everything here is on Electron's security list; the tests go through the list item by item. */
export function windowOptions(options: WindowOptions): BrowserWindowConstructorOptions {
  return {
    kiosk: options.kiosk,
    fullscreen: options.kiosk,
    frame: !options.kiosk,
    ...(options.kiosk ? {} : { width: 540, height: 960, useContentSize: true }),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    closable: !options.kiosk,
    minimizable: !options.kiosk,
    maximizable: false,
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
      plugins: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      safeDialogs: true,
      enableWebSQL: false,
      webgl: false,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}

/** Opens a window, keeps its page alive after crashes and hangs, and keeps it where it is. */
export function openWindow(electron: ElectronApi, options: WindowOptions): BrowserWindow {
  const window = new electron.BrowserWindow(windowOptions(options));
  const address = `${APP_ORIGIN}/${options.page}`;
  const load = () => {
    if (!window.isDestroyed()) void window.loadURL(address).catch(() => keeper.crashed());
  };
  const keeper = keepRunning({
    clock: options.clock ?? systemClock,
    ...(options.rules ? { rules: options.rules } : {}),
    start: load,
    onGiveUp: options.onGiveUp,
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, details) => {
    if (options.isQuitting()) return;
    options.onLost(details.reason);
    keeper.crashed();
  });
  // A hung page is ended, so that there is one way back for both: render-process-gone.
  window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  window.on('page-title-updated', (event) => event.preventDefault());
  if (options.kiosk) {
    window.on('close', (event) => {
      if (!options.isQuitting()) event.preventDefault();
    });
    window.on('leave-full-screen', () => window.setKiosk(true));
    window.on('minimize', () => window.restore());
  }
  load();
  return window;
}
