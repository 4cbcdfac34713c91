import { randomBytes } from 'node:crypto';
import { type Clock, err, ok, type Result } from '../core/index.ts';
import { keepRunning, type RestartRules } from '../lockdown/index.ts';
import type { Profile } from '../profile/index.ts';
import { type BrowserWindow, findChromium, hasDisplay, openChromium } from './chromium.ts';
import { startHostProcess } from './host-process.ts';
import type { StartFailure } from './protocol.ts';

export interface BrowserShellOptions {
  readonly profile: Profile;
  /** The file that runs as the host. */
  readonly entry: string;
  readonly dataDir: string;
  readonly assetsDir: string;
  readonly rendererDir: string | null;
  readonly port: number;
  /** False: serve only, open nothing. */
  readonly openWindow: boolean;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly rules?: RestartRules;
  /** One line for people; goes to stderr. */
  readonly notice: (line: string) => void;
}

export interface BrowserShell {
  readonly url: string;
  /** Only in the demo. */
  readonly dockUrl: string | null;
  /** Whether a window was opened. */
  readonly window: boolean;
  readonly hostStartMs: number;
  hostPid(): number | null;
  stop(): Promise<void>;
  /** Resolves when the shell cannot go on (failure) or its demo window was closed (null). */
  readonly ended: Promise<StartFailure | null>;
}

const newToken = () => randomBytes(32).toString('base64url');

/** A window of the kiosk's proportions that fits a desk's screen. */
const DEMO_WINDOW = { width: 540, height: 960, left: 0 } as const;

/** Starts the host as a child and, where there is a screen, Chromium upon it. Both come back after a crash. */
export async function runBrowserShell(
  options: BrowserShellOptions,
): Promise<Result<BrowserShell, StartFailure>> {
  const { profile, clock, notice } = options;
  if (options.isRoot && !profile.demo)
    return err({ message: 'a production profile does not run as root: start it as the kiosk user' });
  const wantsWindow = options.openWindow && hasDisplay(options.env);
  const program = wantsWindow ? findChromium(options.env) : null;
  if (wantsWindow && program === null)
    return err({
      message: 'Chromium is missing: install it ("apt-get install chromium") or use --shell none',
    });

  const tokens = { citizen: newToken(), ...(profile.demo ? { dock: newToken() } : {}) };
  const { dataDir, assetsDir, rendererDir, port } = options;
  const host = await startHostProcess({
    entry: options.entry,
    init: { profile, dataDir, assetsDir, rendererDir, port, tokens },
    clock,
    notice,
    ...(options.rules ? { rules: options.rules } : {}),
  });
  if (!host.ok) return host;
  const origin = `http://127.0.0.1:${host.value.port}`;
  const url = `${origin}/#token=${tokens.citizen}`;
  const dockUrl = tokens.dock ? `${origin}/dock.html#token=${tokens.dock}` : null;

  let end: (failure: StartFailure | null) => void = () => {};
  const ended = new Promise<StartFailure | null>((resolve) => {
    end = resolve;
  });
  let browser: BrowserWindow | null = null;
  let stopping = false;
  const keeper = keepRunning({
    clock,
    start: open,
    onRestart: () => notice('Chromium ended; opening it again'),
    onGiveUp: () => end({ message: 'Chromium ended too often: look at this machine' }),
  });
  function open() {
    if (program === null) return;
    const opened = openChromium({
      program,
      url,
      secondUrl: dockUrl ?? undefined,
      mode: profile.demo ? DEMO_WINDOW : 'kiosk',
      withoutSandbox: options.isRoot,
      documentCamera: profile.devices.documentCamera,
      clock,
    });
    browser = opened;
    void opened.ended.then(() => {
      if (stopping) return;
      if (profile.demo) end(null);
      else keeper.crashed();
    });
  }
  if (program !== null && options.isRoot)
    notice('warning: root, so Chromium runs without its sandbox; fit for a demo only');
  open();
  void host.value.givenUp.then(end);

  return ok({
    url,
    dockUrl,
    window: program !== null,
    hostStartMs: host.value.startMs,
    hostPid: host.value.pid,
    ended,
    async stop() {
      stopping = true;
      keeper.stop();
      await browser?.close();
      await host.value.stop();
    },
  });
}
