import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `npm run check`: formatting and lint, lint with types, types, walls. `check.ts types|lint|walls` runs a part. */
const root = resolve(import.meta.dirname, '..');
const FOLDERS = ['electron', 'native-bridge', 'renderer', 'tests'].filter((dir) =>
  existsSync(join(root, dir)),
);
const CODE = FOLDERS.filter((dir) => dir !== 'tests');

const PARTS: Record<string, readonly (readonly string[])[]> = {
  types: [
    ['tsc', '-p', '.'],
    ['tsc', '-p', 'renderer'],
    ['tsc', '-p', 'tests'],
  ],
  lint: [
    ['biome', 'check', '--error-on-warnings', '.'],
    ['oxlint', '--type-aware', '--deny-warnings', ...FOLDERS],
  ],
  walls: [['depcruise', '--config', '.dependency-cruiser.mjs', ...CODE]],
};

const asked = process.argv.slice(2);
let failed = false;
for (const [name, commands] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const [program = '', ...args] of commands) {
    const { status } = spawnSync(join(root, 'node_modules/.bin', program), args, {
      cwd: root,
      stdio: 'inherit',
    });
    if (status === 0) continue;
    failed = true;
    process.stderr.write(`failed: ${program} ${args.join(' ')}\n`);
  }
}
process.exitCode = failed ? 1 : 0;
