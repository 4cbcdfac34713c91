import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench [-- --quick] [-- NAME…]`: each benchmark in a process of its own, one after the other. */
const here = import.meta.dirname;
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const names = args.filter((arg) => !arg.startsWith('--'));
mkdirSync(join(here, 'results'), { recursive: true });
const files = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.startsWith('support'))
  .filter((file) => names.length === 0 || names.includes(file.slice(0, -'.ts'.length)))
  .sort();
const broken: string[] = [];
for (const file of files) {
  process.stdout.write(`\n── ${file.slice(0, -3)}\n`);
  const { status } = spawnSync(process.execPath, [join(here, file), ...(quick ? ['--quick'] : [])], {
    cwd: join(here, '../..'),
    stdio: 'inherit',
  });
  if (status !== 0) broken.push(file);
}
process.stdout.write(
  broken.length === 0 ? `\n${files.length} benchmarks ran\n` : `\nfailed: ${broken.join(', ')}\n`,
);
process.exitCode = broken.length === 0 && files.length > 0 ? 0 : 1;
