import { defineConfig } from '@playwright/test';

/** End-to-end tests in Debian's own Chromium; each starts the product on a port and data folder of its own. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  // Most of a journey is waiting: more workers than processors use the time.
  workers: 3,
  // A test that passes only the second time is a flake: it does not stop a landing, `npm test` names it, and it is a bug.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1080, height: 1920 },
    hasTouch: true,
    launchOptions: {
      executablePath: process.env.TONGBAN_CHROMIUM ?? '/usr/bin/chromium',
      // Chromium's sandbox does not start for root, which is what CI is.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
