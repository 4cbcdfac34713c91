import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** Rule, the file that breaks it, what that file imports. */
const PLANTS: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['no-circle', 'electron/core/round-a.ts', './round-b.ts'],
  ['resolvable', 'electron/core/lost.ts', './nowhere.ts'],
  ['pure-no-node', 'electron/contract/reads.ts', 'node:fs'],
  ['pure-no-node', 'electron/core/reads.ts', 'node:fs'],
  ['pure-no-node', 'electron/journey/machine.ts', 'node:fs'],
  ['pure-no-runtime', 'electron/core/screen.ts', 'react'],
  ['pure-knows-pure', 'electron/core/stores.ts', '../store/index.ts'],
  ['machine-knows-pure', 'electron/journey/machine.ts', '../store/index.ts'],
  ['renderer-no-node', 'renderer/kiosk/reads.tsx', 'node:fs'],
  ['renderer-knows-contract', 'renderer/kiosk/stores.tsx', '../../electron/store/index.ts'],
  ['renderer-knows-contract', 'renderer/kiosk/device.tsx', '../../native-bridge/index.ts'],
  ['renderer-knows-contract', 'renderer/kiosk/shell.tsx', 'electron'],
  ['renderer-takes-types', 'renderer/kiosk/schema.tsx', '../../electron/contract/index.ts'],
  ['bridge-knows-core', 'native-bridge/devices/reader/knows.ts', '../../../electron/store/index.ts'],
  ['bridge-knows-core', 'native-bridge/devices/reader/screen.ts', '../../../renderer/kiosk/index.ts'],
  ['serialport-in-one-place', 'native-bridge/devices/reader/port.ts', 'serialport'],
  ['serialport-in-one-place', 'electron/cases/port.ts', 'serialport'],
  ['devices-apart', 'native-bridge/devices/reader/other.ts', '../printer/index.ts'],
  ['electron-in-one-place', 'electron/cases/window.ts', 'electron'],
  ['electron-in-one-place', 'native-bridge/devices/reader/window.ts', 'electron'],
  ['host-knows-no-screen', 'electron/cases/screen.ts', '../../renderer/kiosk/index.ts'],
  ['host-knows-no-screen', 'electron/cases/react.ts', 'react'],
  ['sqlite-in-one-place', 'electron/cases/sql.ts', 'better-sqlite3'],
  ['sqlite-in-one-place', 'electron/queue/sql.ts', 'node:sqlite'],
  ['adapters-apart', 'electron/regions/adapters/one/stores.ts', '../../../store/index.ts'],
  ['adapters-apart', 'electron/regions/adapters/one/other.ts', '../two/index.ts'],
  ['adapters-apart', 'electron/regions/adapters/one/device.ts', '../../../../native-bridge/index.ts'],
  ['shells-know-no-business', 'electron/shell/cases.ts', '../cases/index.ts'],
  ['shells-know-no-business', 'electron/browser-shell/queue.ts', '../queue/index.ts'],
  ['shells-know-no-business', 'electron/browser-shell/demo.ts', '../demo/index.ts'],
  ['shells-apart', 'electron/browser-shell/other.ts', '../shell/index.ts'],
  ['shells-apart', 'electron/shell/other.ts', '../browser-shell/index.ts'],
  ['printing-knows-store-and-devices', 'electron/printing/cases.ts', '../cases/index.ts'],
  ['phone-knows-core', 'electron/phone/cases.ts', '../cases/index.ts'],
  ['locker-knows-store-and-devices', 'electron/locker/cases.ts', '../cases/index.ts'],
  ['mrz-knows-core', 'electron/mrz/stores.ts', '../store/index.ts'],
  ['lockdown-is-rules', 'electron/lockdown/profile.ts', '../profile/index.ts'],
  ['lockdown-no-node', 'electron/lockdown/reads.ts', 'node:fs'],
  ['demo-stays-demo', 'electron/cases/demo.ts', '../demo/index.ts'],
  ['demo-stays-demo', 'electron/cases/emulates.ts', '../../native-bridge/devices/reader/emulator.ts'],
  ['demo-stays-demo', 'native-bridge/devices/reader/driver.ts', '../../transport/faulty.ts'],
  ['demo-stays-demo', 'electron/regions/plays.ts', '../demo/sandbox-region/index.ts'],
  ['tests-stay-tests', 'electron/cases/tests.ts', '../../tests/support/index.ts'],
  ['by-the-front-door', 'electron/cases/inside.ts', '../queue/queue.ts'],
  ['bridge-by-the-front-door', 'electron/cases/driver.ts', '../../native-bridge/devices/reader/index.ts'],
];
/** What the walls must let through. */
const ALLOWED: readonly (readonly [from: string, imports: string, only?: 'types'])[] = [
  ['electron/cases/good.ts', '../queue/index.ts'],
  ['electron/cases/good-too.ts', 'node:fs'],
  ['electron/store/good.ts', 'better-sqlite3'],
  ['electron/shell/good.ts', 'electron'],
  ['electron/shell/good-too.ts', '../lockdown/index.ts'],
  ['electron/demo/good.ts', '../../native-bridge/devices/reader/emulator.ts'],
  ['electron/lockdown/good.ts', '../core/index.ts'],
  ['native-bridge/transport/serial.ts', 'serialport'],
  ['native-bridge/devices/reader/good.ts', '../../../electron/core/index.ts'],
  ['renderer/kiosk/good.tsx', '../../electron/contract/index.ts', 'types'],
  ['renderer/kiosk/good-too.tsx', 'react'],
  ['electron/regions/adapters/one/good.ts', './own.ts'],
];
const TARGETS = [
  ...[
    'store',
    'queue',
    'cases',
    'demo',
    'shell',
    'browser-shell',
    'profile',
    'lockdown',
    'core',
    'contract',
  ].map((room) => `electron/${room}/index.ts`),
  'electron/queue/queue.ts',
  'electron/demo/sandbox-region/index.ts',
  'electron/regions/adapters/one/own.ts',
  'electron/regions/adapters/two/index.ts',
  'native-bridge/index.ts',
  'native-bridge/transport/faulty.ts',
  'native-bridge/devices/reader/index.ts',
  'native-bridge/devices/reader/emulator.ts',
  'native-bridge/devices/printer/index.ts',
  'renderer/kiosk/index.ts',
  'tests/support/index.ts',
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}
let dir: string;
let violations: Violation[];
let ruleSet: { forbidden: { name: string }[] };

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-walls-'));
  const files = new Map<string, string>();
  for (const file of TARGETS) files.set(file, 'export const here = 1;\n');
  for (const [, from, imports] of PLANTS) files.set(from, `${files.get(from) ?? ''}import '${imports}';\n`);
  for (const [from, imports, only] of ALLOWED)
    files.set(
      from,
      only
        ? `import type { here } from '${imports}';\nexport type Here = typeof here;\n`
        : `import '${imports}';\n`,
    );
  files.set('electron/core/round-b.ts', "import './round-a.ts';\n");
  files.set(
    'tsconfig.json',
    '{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true,"noEmit":true}}',
  );
  for (const [file, text] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      'electron',
      'native-bridge',
      'renderer',
    ],
    { cwd: dir, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: Violation[]; ruleSetUsed: typeof ruleSet };
  };
  violations = summary.violations;
  ruleSet = summary.ruleSetUsed;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the walls notice', () => {
  it.each(PLANTS)('%s: %s imports %s', (rule, from) =>
    expect(violations.filter((one) => one.from === from).map((one) => one.rule.name)).toContain(rule),
  );
  it('every rule has a plant', () => {
    const planted = new Set(PLANTS.map(([rule]) => rule));
    const rules = ruleSet.forbidden.map((one) => one.name);
    expect(rules.length).toBeGreaterThan(15);
    expect(rules.filter((name) => !planted.has(name))).toEqual([]);
  });
});

it.each(ALLOWED)('and let through: %s imports %s', (from) =>
  expect(violations.filter((one) => one.from === from).map((one) => one.rule.name)).toEqual([]),
);
