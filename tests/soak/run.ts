import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run soak [-- --quick] [-- NAME…]`: each soak in a process of its own, one after the other. */
const here = import.meta.dirname;
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const files = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .filter((file) => names.length === 0 || names.includes(file.slice(0, -'.ts'.length)))
  .sort();
const broken: string[] = [];
for (const file of files) {
  process.stdout.write(`\n── ${file.slice(0, -3)}\n`);
  const flags = args.filter((arg) => arg.startsWith('--'));
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(here, file), ...flags], {
    cwd: join(here, '../..'),
    stdio: 'inherit',
  });
  if (status !== 0) broken.push(file);
}
process.stdout.write(
  broken.length === 0 ? `\n${files.length} soaks ran\n` : `\nfailed: ${broken.join(', ')}\n`,
);
process.exitCode = broken.length === 0 && files.length > 0 ? 0 : 1;
