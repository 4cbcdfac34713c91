/** `npm run catalogue`: the catalogue's files from the command line, for editors and scripts. */
import { join } from 'node:path';
import { run } from './catalogue/run.ts';

process.exitCode = run(process.argv.slice(2), {
  assetsDir: join(import.meta.dirname, '../../assets'),
  now: () => Date.now(),
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
});
