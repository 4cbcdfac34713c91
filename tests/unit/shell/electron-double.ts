import { EventEmitter } from 'node:events';
import type { ElectronApi } from '../../../electron/shell/electron-api.ts';

/**
 * A small double of Electron's API: remembers what it was told and lets a test play the other side. Electron's binary
 * cannot be had where the tests run; its types are checked where the shell is compiled.
 */

export class FakePort extends EventEmitter {
  other: FakePort | null = null;
  closed = false;
  readonly sent: unknown[] = [];
  postMessage(data: unknown) {
    this.sent.push(data);
    this.other?.emit('message', { data });
  }
  start() {}
  close() {
    this.closed = true;
    this.other?.emit('close');
  }
}

export class FakeContents extends EventEmitter {
  static #next = 1;
  readonly id = FakeContents.#next++;
  readonly calls: string[] = [];
  readonly posted: { channel: string; ports: FakePort[] }[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  zoom = 0;
  readonly navigationHistory = { clear: () => this.calls.push('clear-history') };
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  setZoomFactor(factor: number) {
    this.zoom = factor;
  }
  setVisualZoomLevelLimits(min: number, max: number) {
    this.calls.push(`pinch ${min}-${max}`);
    return Promise.resolve();
  }
  closeDevTools() {
    this.calls.push('close-devtools');
  }
  forcefullyCrashRenderer() {
    this.emit('render-process-gone', {}, { reason: 'crashed' });
  }
  postMessage(channel: string, _data: unknown, ports: FakePort[]) {
    this.posted.push({ channel, ports });
  }
}

export class FakeWindow extends EventEmitter {
  static opened: FakeWindow[] = [];
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  readonly calls: string[] = [];
  readonly options: Record<string, unknown> & { webPreferences: Record<string, unknown> };
  constructor(options: FakeWindow['options']) {
    super();
    this.options = options;
    FakeWindow.opened.push(this);
    FakeWindow.onCreated?.(this);
  }
  static onCreated: ((window: FakeWindow) => void) | null = null;
  loadURL(url: string) {
    this.loaded.push(url);
    return Promise.resolve();
  }
  isDestroyed() {
    return false;
  }
  show() {
    this.calls.push('show');
  }
  focus() {
    this.calls.push('focus');
  }
  restore() {
    this.calls.push('restore');
  }
  setKiosk(on: boolean) {
    this.calls.push(`kiosk ${on}`);
  }
}

type Handler = (...args: never[]) => unknown;

export class FakeSession extends EventEmitter {
  readonly handlers: Record<string, Handler | null> = {};
  spellChecker = true;
  readonly protocolHandlers: Record<string, (request: { url: string; method: string }) => Promise<Response>> =
    {};
  beforeRequest:
    | ((details: { url: string; resourceType: string }, answer: (r: { cancel?: boolean }) => void) => void)
    | null = null;
  readonly protocol = {
    handle: (scheme: string, handler: (request: { url: string; method: string }) => Promise<Response>) => {
      this.protocolHandlers[scheme] = handler;
    },
  };
  readonly webRequest = {
    onBeforeRequest: (handler: NonNullable<FakeSession['beforeRequest']>) => {
      this.beforeRequest = handler;
    },
  };
  constructor() {
    super();
    for (const name of [
      'PermissionRequest',
      'PermissionCheck',
      'DevicePermission',
      'BluetoothPairing',
      'DisplayMediaRequest',
    ])
      (this as unknown as Record<string, unknown>)[`set${name}Handler`] = (handler: Handler | null) => {
        this.handlers[name] = handler;
      };
  }
  setSpellCheckerEnabled(on: boolean) {
    this.spellChecker = on;
  }
  call(name: string, ...args: unknown[]): unknown {
    const handler = this.handlers[name];
    if (!handler) throw new Error(`${name} has no handler: Electron would allow everything`);
    return (handler as (...args: unknown[]) => unknown)(...args);
  }
}

export class FakeUtility extends EventEmitter {
  readonly told: { message: { type: string; [key: string]: unknown }; ports: FakePort[] }[] = [];
  killed = false;
  postMessage(message: { type: string }, ports: FakePort[] = []) {
    this.told.push({ message, ports });
  }
  kill() {
    this.killed = true;
    this.emit('exit', 15);
    return true;
  }
  types() {
    return this.told.map((one) => one.message.type);
  }
}

export function electronDouble() {
  const app = Object.assign(new EventEmitter(), {
    calls: [] as string[],
    exits: [] as number[],
    single: true,
    enableSandbox: () => void app.calls.push('sandbox'),
    requestSingleInstanceLock: () => app.single,
    whenReady: () => {
      app.calls.push('ready');
      return Promise.resolve();
    },
    exit: (code: number) => void app.exits.push(code),
    quit: () => void app.emit('before-quit', { preventDefault() {} }),
  });
  const session = new FakeSession();
  const children: FakeUtility[] = [];
  const forks: { entry: string; options: { env: Record<string, string> } }[] = [];
  const schemes: unknown[] = [];
  const partitions: { name: string; options: unknown }[] = [];
  const ipcMain = new EventEmitter();
  let menu: unknown = 'default';
  FakeWindow.opened = [];
  FakeWindow.onCreated = (window) => app.emit('web-contents-created', {}, window.webContents);
  const api = {
    app,
    ipcMain,
    BrowserWindow: FakeWindow,
    Menu: {
      setApplicationMenu: (given: unknown) => {
        menu = given;
      },
    },
    MessageChannelMain: class {
      readonly port1 = new FakePort();
      readonly port2 = new FakePort();
      constructor() {
        this.port1.other = this.port2;
        this.port2.other = this.port1;
      }
    },
    protocol: {
      registerSchemesAsPrivileged: (given: unknown[]) => {
        app.calls.push('schemes');
        schemes.push(...given);
      },
    },
    session: {
      fromPartition: (name: string, options: unknown) => {
        partitions.push({ name, options });
        return session;
      },
    },
    utilityProcess: {
      fork: (entry: string, _args: string[], options: { env: Record<string, string> }) => {
        const child = new FakeUtility();
        children.push(child);
        forks.push({ entry, options });
        return child;
      },
    },
  };
  return {
    api: api as unknown as ElectronApi,
    app,
    ipcMain,
    session,
    children,
    forks,
    schemes,
    partitions,
    windows: FakeWindow.opened,
    menu: () => menu,
  };
}

/** An event that remembers whether it was prevented. */
export function event<T extends object>(more: T = {} as T) {
  const made = {
    ...more,
    prevented: false,
    preventDefault() {
      made.prevented = true;
    },
  };
  return made;
}
