import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SecondChanceReporter } from './tests/second-chance-reporter.ts';
import { firstWords } from './vite.config.ts';

/** Rooms whose every branch counts; what stays uncovered carries `coverage-defer: reason`. */
const CORE_ROOMS = ['core', 'journey', 'queue', 'store'].map((room) => `electron/${room}/**`);

/** Where `npm test` wants its reports; a run by hand writes none. */
const results = process.env.TONGBAN_TEST_RESULTS;
const reports = results
  ? [
      ['json', { outputFile: join(results, 'vitest.json') }] as ['json', { outputFile: string }],
      new SecondChanceReporter({ file: join(results, 'troubles.json') }),
    ]
  : [];

export default defineConfig({
  plugins: [firstWords],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/{unit,property,contract,faults,integration}/**/*.test.{ts,tsx}'],
        },
      },
      {
        // Whatever stands on the database, once more on its second driver.
        extends: true,
        test: {
          name: 'node:sqlite',
          include: [
            'tests/unit/{store,queue,cases}/**/*.test.ts',
            'tests/unit/journey/effects.test.ts',
            'tests/unit/cli/{queue,store,store-packages}.test.ts',
            'tests/unit/catalogue/storage.test.ts',
            'tests/faults/{power-cut,database-errors}.test.ts',
          ],
          env: { TONGBAN_TEST_SQLITE: 'node:sqlite' },
        },
      },
    ],
    // Real processes, real sockets: generous limits that only a hang reaches.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    // A flake does not stop a landing; `npm test` names it with its reason, and it is a bug.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', ...reports],
    // Children that tests start must not install packages behind their back.
    env: { TONGBAN_NO_INSTALL: '1' },
    // Many tests wait for a real program: more workers than processors use the time.
    maxWorkers: 4,
    restoreMocks: true,
    allowOnly: false,
    coverage: {
      provider: 'v8',
      include: ['electron/**/*.ts', 'native-bridge/**/*.ts'],
      exclude: [
        '**/*-entry.ts',
        '**/index.ts',
        '**/types.ts',
        'electron/cli/**',
        'native-bridge/cli/**',
        'electron/shell/{main,preload}.ts',
      ],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: {
        [`{${[...CORE_ROOMS, 'native-bridge/**'].join(',')}}`]: { branches: 95 },
      },
    },
  },
});
