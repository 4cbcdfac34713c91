import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, runBrowserShell } from '../../electron/browser-shell/index.ts';
import { DIST, ensureBuilt, ROOT } from '../../electron/cli/build.ts';
import { systemClock } from '../../electron/core/index.ts';
import { loadProfile } from '../../electron/profile/index.ts';
import { percentile, quick, report } from './support.ts';

/**
 * P6: from nothing to a first screen that can be touched. The host measures itself (process start to ready); the screen
 * is measured from opening the address, in a Chromium that runs already, to the first button that can be pressed.
 */
const ROUNDS = quick ? 2 : 15;
const built = await ensureBuilt((line) => console.error(line));
if (!built.ok) throw new Error(built.error.message);
const profile = loadProfile('demo', { assetsDir: join(ROOT, 'assets') });
if (!profile.ok) throw new Error(profile.error.message);
const program = findChromium(process.env);
if (program === null) throw new Error('Chromium is missing: run "npm run setup"');

const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath: program, args: isRoot ? ['--no-sandbox'] : [] });
const dir = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
const host: number[] = [];
const screen: number[] = [];
const whole: number[] = [];
try {
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const shell = await runBrowserShell({
      profile: profile.value,
      entry: join(DIST, 'demo/browser-host.js'),
      // The first round makes a new database, the later ones open it, as a kiosk does every morning.
      dataDir: dir,
      assetsDir: join(DIST, 'assets'),
      rendererDir: join(DIST, 'renderer'),
      port: 0,
      openWindow: false,
      clock: systemClock,
      env: process.env,
      isRoot,
      notice: (line) => console.error(line),
    });
    if (!shell.ok) throw new Error(shell.error.message);
    host.push(shell.value.hostStartMs);
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
    const page = await context.newPage();
    const opened = performance.now();
    await page.goto(shell.value.url, { waitUntil: 'commit' });
    await page.locator('button:visible:enabled').first().waitFor();
    screen.push(performance.now() - opened);
    whole.push(performance.now() - began);
    await context.close();
    await shell.value.stop();
  }
} finally {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
}
const ms = 'ms';
report('start', [
  { what: `host ready, median of ${ROUNDS}`, value: percentile(host, 0.5), unit: ms, target: 500 },
  { what: 'host ready, worst', value: percentile(host, 1), unit: ms },
  { what: 'host ready, first start with an empty data folder', value: host[0] as number, unit: ms },
  { what: 'screen usable after opening its address, median', value: percentile(screen, 0.5), unit: ms },
  { what: 'everything from nothing, median', value: percentile(whole, 0.5), unit: ms, target: 1500 },
  { what: 'everything from nothing, worst', value: percentile(whole, 1), unit: ms },
]);
