import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Clock, sleep } from '../core/index.ts';
import {
  type ChromiumSettings,
  chromiumFlags,
  chromiumPreferences,
  cleanEnvironment,
} from '../lockdown/index.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** Milliseconds that Chromium has to close its windows before it is killed. */
const CLOSE_LIMIT_MS = 3_000;

/** Chromium's path: the one given, else the first of the usual names on PATH, else null. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  const isProgram = (file: string) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  const given = env.TONGBAN_CHROMIUM;
  if (given) return isProgram(given) ? given : null;
  for (const name of NAMES)
    for (const dir of (env.PATH ?? '').split(delimiter)) {
      const file = join(dir, name);
      if (dir !== '' && isProgram(file)) return file;
    }
  return null;
}

/** True when there is a screen to open a window on. */
export function hasDisplay(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

export interface BrowserWindow {
  /** Resolves when Chromium has ended, asked or not. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

function untilGone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
}

/** Opens one Chromium with a profile directory of its own, which is removed when it ends. */
export function openChromium(options: {
  readonly program: string;
  readonly url: string;
  /** A second window of the same Chromium: the demo's dock. */
  readonly secondUrl?: string | undefined;
  readonly mode: ChromiumSettings['mode'];
  readonly withoutSandbox: boolean;
  /** The document camera of the profile; our pages get it, without being asked. */
  readonly documentCamera?: string | undefined;
  readonly clock: Clock;
}): BrowserWindow {
  const userDataDir = mkdtempSync(join(tmpdir(), 'tongban-chromium-'));
  mkdirSync(join(userDataDir, 'Default'));
  const preferences = chromiumPreferences(new URL(options.url).origin, options.documentCamera);
  writeFileSync(join(userDataDir, 'Default', 'Preferences'), JSON.stringify(preferences));
  const start = (url: string, mode: ChromiumSettings['mode']): ChildProcess =>
    spawn(
      options.program,
      chromiumFlags({ url, userDataDir, mode, withoutSandbox: options.withoutSandbox }),
      {
        stdio: 'ignore',
        env: cleanEnvironment(process.env),
      },
    );
  const chromium = start(options.url, options.mode);
  let second: ChildProcess | null = null;
  // The same directory makes the second call open its window in the first one's process and end.
  const later = options.secondUrl
    ? options.clock.setTimeout(() => {
        const left = options.mode === 'kiosk' ? 0 : options.mode.left + options.mode.width;
        second = start(options.secondUrl as string, { width: 520, height: 960, left });
        second.on('error', () => {});
      }, 1_500)
    : null;
  const ended = untilGone(chromium).then(async () => {
    if (later !== null) options.clock.clearTimeout(later);
    // A second call that finds no first one any more would go on alone, on the same directory.
    if (second) {
      second.kill('SIGKILL');
      await untilGone(second);
    }
    // Chromium's helpers outlive it by moments and write as they go.
    for (let tries = 0; tries < 20 && existsSync(userDataDir); tries++) {
      try {
        rmSync(userDataDir, { recursive: true, force: true, maxRetries: 3 });
      } catch {
        // Written to this very moment; the next try comes.
      }
      await sleep(options.clock, 100);
    }
  });
  return {
    ended,
    async close() {
      if (chromium.exitCode === null && chromium.signalCode === null) chromium.kill('SIGTERM');
      const kill = options.clock.setTimeout(() => chromium.kill('SIGKILL'), CLOSE_LIMIT_MS);
      await ended;
      options.clock.clearTimeout(kill);
    },
  };
}
