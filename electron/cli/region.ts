/** `npm run region`: region files from the command line, for a region's engineers and for ours. */
import { join } from 'node:path';
import { run } from './region/run.ts';

process.exitCode = await run(process.argv.slice(2), {
  assetsDir: join(import.meta.dirname, '../../assets'),
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
});
