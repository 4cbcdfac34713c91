/** `npm run documents`: papers from the command line: is this file what it says, can this text be printed. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../core/index.ts';
import { openSqlite } from '../store/index.ts';
import { run } from './documents/run.ts';

process.exitCode = await run(process.argv.slice(2), {
  assetsDir: join(import.meta.dirname, '../../assets'),
  clock: systemClock,
  random: randomBytes,
  open: openSqlite,
  credentials: process.env.CREDENTIALS_DIRECTORY,
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
});
