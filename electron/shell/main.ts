import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as electron from 'electron';
import { systemClock } from '../core/index.ts';
import { createLogger } from '../logging/index.ts';
import { loadProfile } from '../profile/index.ts';
import { startShell } from './start-shell.ts';

/**
 * Electron's entry. `--tongban-profile`, `--tongban-data`, `--tongban-entry` come from `npm start` or from the unit file
 * that starts the kiosk; everything else on the command line is judged by the lock-down rules.
 */
const dist = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: {
    'tongban-profile': { type: 'string' },
    'tongban-data': { type: 'string' },
    'tongban-entry': { type: 'string' },
  },
});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const assetsDir = join(dist, 'assets');
const profile = loadProfile(text(values['tongban-profile']) ?? 'demo', { assetsDir });
if (!profile.ok) {
  process.stderr.write(`tongban: ${profile.error.message}\n`);
  electron.app.exit(1);
} else {
  const dataDir = resolve(
    text(values['tongban-data']) ?? join(electron.app.getPath('userData'), profile.value.name),
  );
  const { log } = createLogger({ dir: join(dataDir, 'shell-logs'), clock: systemClock });
  // Only the demo may name another host: a production kiosk runs the host it was shipped with.
  const named = profile.value.demo ? text(values['tongban-entry']) : undefined;
  void startShell(electron, {
    profile: profile.value,
    entry: named ?? join(import.meta.dirname, 'electron-host.js'),
    preload: join(import.meta.dirname, 'preload.cjs'),
    dataDir,
    assetsDir,
    rendererDir: join(dist, 'renderer'),
    argv: process.argv.slice(1),
    env: process.env,
    clock: systemClock,
    log,
    onReady: (hostMs) =>
      process.stdout.write(`${JSON.stringify({ ready: true, shell: 'electron', hostMs })}\n`),
    onFailure: (message) => process.stderr.write(`tongban: ${message}\n`),
  });
}
