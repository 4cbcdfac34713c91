import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Trouble } from './second-chance-reporter.ts';

/**
 * `npm test`: everything, in the order in which it is cheapest to learn that something is wrong, with one summary.
 * All steps run even when one fails. In CI nothing may be skipped, and what fails is tried once more;
 * what passes only then is named as flaky.
 */
const root = resolve(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const RESULTS = join(root, 'test-results');
const isCi = process.env.CI === 'true';

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** Failed tests with the reason, and tests that passed only the second time. */
  readonly names?: readonly string[];
  /** How many tests each folder has. */
  readonly rooms?: string;
}

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Reads how many tests ran from a report; a step without one counts as one. */
  readonly counts?: () => {
    passed: number;
    failed: number;
    skipped: number;
    names?: readonly string[];
    rooms?: string;
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  readonly suites: readonly PlaywrightSuite[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

const report = <T>(file: string): T => JSON.parse(readFileSync(join(RESULTS, file), 'utf8')) as T;

const steps: readonly Step[] = [
  { name: 'machine', command: [process.execPath, 'electron/cli/setup.ts', 'test'] },
  { name: 'types', command: [process.execPath, 'tests/check.ts', 'types'] },
  { name: 'lint', command: [process.execPath, 'tests/check.ts', 'lint'] },
  { name: 'walls', command: [process.execPath, 'tests/check.ts', 'walls'] },
  { name: 'build', command: [process.execPath, 'electron/cli/build.ts'] },
  {
    name: 'unit and integration',
    command: [bin('vitest'), 'run', '--coverage'],
    counts: () => {
      const r = report<VitestReport>('vitest.json');
      // A file that cannot even be loaded has no failed test of its own.
      const failed =
        r.numFailedTests === 0 && r.numFailedTestSuites > 0 ? r.numFailedTestSuites : r.numFailedTests;
      const unloaded = r.testResults.filter(
        (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
      );
      const names = [
        ...unloaded.map((file) => `✗ ${relative(root, file.name)}`),
        ...report<readonly Trouble[]>('troubles.json').map(
          ({ name, why, flaky }) =>
            `${flaky ? '~ flaky' : '✗'} ${name}\n         ${why.replaceAll('\n', '\n         ')}`,
        ),
      ];
      const rooms = new Map<string, number>();
      for (const file of r.testResults) {
        const room = relative(join(root, 'tests'), file.name).split('/')[0] as string;
        rooms.set(room, (rooms.get(room) ?? 0) + file.assertionResults.length);
      }
      return {
        passed: r.numPassedTests,
        failed,
        skipped: r.numPendingTests + r.numTodoTests,
        names,
        rooms: [...rooms].map(([room, count]) => `${room} ${count}`).join(', '),
      };
    },
  },
  {
    name: 'end to end',
    command: [bin('playwright'), 'test'],
    counts: () => {
      const { stats, suites } = report<PlaywrightReport>('e2e.json');
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
        names: suites.flatMap(troublesOf),
      };
    },
  },
];

/** Failed and flaky browser tests of a suite, with the first lines of why. */
function troublesOf(suite: PlaywrightSuite): string[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'unexpected' || test.status === 'flaky')
      .map((test) => {
        const why = test.results.find((result) => result.error)?.error?.message ?? 'no message';
        const lines = why.split('\n').slice(0, 6).join('\n         ');
        return `${test.status === 'flaky' ? '~ flaky' : '✗'} ${spec.file}: ${spec.title}\n         ${lines}`;
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap(troublesOf)];
}

function run(step: Step): Promise<Outcome> {
  const began = performance.now();
  process.stdout.write(`\n── ${step.name}\n`);
  return new Promise((done) => {
    const [program = '', ...args] = step.command;
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TONGBAN_TEST_RESULTS: RESULTS },
    });
    const finish = (code: number) => {
      const seconds = Math.round((performance.now() - began) / 1000);
      let counted: ReturnType<NonNullable<Step['counts']>> = {
        passed: code === 0 ? 1 : 0,
        failed: code === 0 ? 0 : 1,
        skipped: 0,
      };
      try {
        if (step.counts) counted = step.counts();
      } catch {
        counted = { passed: 0, failed: 1, skipped: 0 };
      }
      // A runner that fails although no test did (coverage below its mark, a crash of the runner) is a failure too.
      if (code !== 0 && counted.failed === 0) counted = { ...counted, failed: 1 };
      done({ name: step.name, ...counted, seconds });
    };
    child.on('error', () => finish(1));
    child.on('close', (code) => finish(code ?? 1));
  });
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const only = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (const step of steps) if (only.length === 0 || only.includes(step.name)) outcomes.push(await run(step));

const sum = (key: 'passed' | 'failed' | 'skipped') => outcomes.reduce((total, one) => total + one[key], 0);
let failed = sum('failed');
process.stdout.write('\n── summary\n');
for (const one of outcomes) {
  const skipped = one.skipped > 0 ? `, ${one.skipped} skipped` : '';
  process.stdout.write(
    `${one.failed === 0 ? 'ok  ' : 'FAIL'} ${one.name}: ${one.passed} of ${one.passed + one.failed}${skipped} (${one.seconds} s)\n`,
  );
  if (one.rooms) process.stdout.write(`     ${one.rooms}\n`);
  for (const name of one.names ?? []) process.stdout.write(`     ${name}\n`);
}
if (isCi && sum('skipped') > 0) {
  process.stdout.write(`FAIL nothing may be skipped in CI, ${sum('skipped')} were\n`);
  failed += sum('skipped');
}
if (existsSync(join(root, '.git'))) {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
  process.stdout.write(`at ${stdout.trim() || 'an unknown commit'}\n`);
}
const line = `${sum('passed')} passed, ${failed} failed\n`;
writeFileSync(join(RESULTS, 'summary.txt'), line);
process.stdout.write(line);
process.exitCode = failed === 0 ? 0 : 1;
