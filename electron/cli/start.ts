import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserShell, hasDisplay, runBrowserShell } from '../browser-shell/index.ts';
import { err, ok, type Result, systemClock } from '../core/index.ts';
import { findForbiddenArgument } from '../lockdown/index.ts';
import { loadProfile, type Profile } from '../profile/index.ts';
import { readArguments, type ShellName, type StartArguments, USAGE } from './arguments.ts';
import { DIST, ensureBuilt, ROOT } from './build.ts';
import { electronBinary, startElectronShell } from './electron-shell.ts';
import { NEEDS, setUp } from './setup.ts';

interface Running {
  readonly ready: { url: string; dockUrl: string | null; shell: ShellName };
  /** Resolves with the exit code and, when it is not 0, why. */
  readonly ended: Promise<{ code: number; message?: string }>;
  stop(): Promise<void>;
}
type Failure = { readonly message: string };

const say = (line: string) => void process.stderr.write(`tongban: ${line}\n`);
const isRoot = process.getuid?.() === 0;

async function start(args: StartArguments): Promise<Result<Running, Failure>> {
  // Profiles are read from the sources: a wrong key is told before minutes are spent on building.
  const profile = loadProfile(args.profile, { assetsDir: join(ROOT, 'assets') });
  if (!profile.ok) return profile;
  const forbidden = profile.value.demo ? null : findForbiddenArgument(process.execArgv);
  if (forbidden !== null) return err({ message: `a production profile refuses the argument ${forbidden}` });

  const canShow = hasDisplay(process.env);
  if (args.shell !== 'none' && canShow) setUp(NEEDS.window, say);
  const built = await ensureBuilt(say);
  if (!built.ok) return built;

  const dataDir = resolve(args.data ?? join(ROOT, '.tongban', profile.value.name));
  const wantsElectron =
    args.shell === 'electron' || (args.shell === null && canShow && electronBinary(ROOT) !== null);
  if (wantsElectron) {
    const electron = await startElectron(args, profile.value, dataDir);
    if (electron.ok) return electron;
    say(`using the browser shell: ${electron.error.message}`);
  }
  return startBrowser(args, profile.value, dataDir);
}

async function startElectron(
  args: StartArguments,
  profile: Profile,
  dataDir: string,
): Promise<Result<Running, Failure>> {
  if (!hasDisplay(process.env)) return err({ message: 'Electron needs a display and there is none' });
  if (isRoot && !profile.demo) return err({ message: 'a production profile does not run as root' });
  const shell = await startElectronShell({
    root: ROOT,
    main: join(DIST, 'host/electron-main.js'),
    args: [
      `--tongban-profile=${/[/\\]|\.json$/.test(args.profile) ? resolve(args.profile) : args.profile}`,
      `--tongban-data=${dataDir}`,
      ...(profile.demo ? [`--tongban-entry=${join(DIST, 'demo/electron-host.js')}`] : []),
    ],
    withoutSandbox: isRoot,
    clock: systemClock,
    env: process.env,
  });
  if (!shell.ok) return shell;
  return ok({
    ready: { url: 'app://kiosk/index.html', dockUrl: null, shell: 'electron' },
    ended: shell.value.ended.then((code) =>
      code === 0 ? { code } : { code, message: 'Electron ended by itself' },
    ),
    stop: shell.value.stop,
  });
}

async function startBrowser(
  args: StartArguments,
  profile: Profile,
  dataDir: string,
): Promise<Result<Running, Failure>> {
  const entry = join(DIST, profile.demo ? 'demo' : 'host', 'browser-host.js');
  if (!existsSync(entry)) return err({ message: `the host is not built (${entry}): run "npm run build"` });
  const shell = await runBrowserShell({
    profile,
    entry,
    dataDir,
    assetsDir: join(DIST, 'assets'),
    rendererDir: join(DIST, 'renderer'),
    port: args.port,
    openWindow: args.shell !== 'none',
    clock: systemClock,
    env: process.env,
    isRoot,
    notice: say,
  });
  if (!shell.ok) return shell;
  const running: BrowserShell = shell.value;
  return ok({
    ready: { url: running.url, dockUrl: running.dockUrl, shell: args.shell === 'none' ? 'none' : 'browser' },
    ended: running.ended.then((failure) => (failure ? { code: 1, message: failure.message } : { code: 0 })),
    stop: () => running.stop(),
  });
}

function announce(ready: Running['ready'], json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`);
  else
    process.stdout.write(
      `Tongban is ready: ${ready.url}${ready.dockUrl ? `  dock: ${ready.dockUrl}` : ''}\n`,
    );
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (!args.ok) {
    say(args.error.message);
    return 2;
  }
  if (args.value.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const asked = new Promise<{ code: number; message?: string }>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => done({ code: 0 }));
  });
  const begun = await Promise.race([start(args.value), asked]);
  // Asked to stop before ready: the host ends by itself when its parent is gone.
  if ('code' in begun) return begun.code;
  if (!begun.ok) {
    say(begun.error.message);
    return 1;
  }
  announce(begun.value.ready, args.value.json);
  const end = await Promise.race([asked, begun.value.ended]);
  if (end.message) say(end.message);
  await begun.value.stop();
  return end.code;
}

process.exit(await main());
