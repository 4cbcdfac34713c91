/** `npm run queue`: the outbox from the command line, for technicians and scripts. */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../core/index.ts';
import { openSqlite } from '../store/index.ts';
import { run } from './queue/run.ts';

process.exitCode = run(process.argv.slice(2), {
  clock: systemClock,
  random: randomBytes,
  open: openSqlite,
  credentials: process.env.CREDENTIALS_DIRECTORY,
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
});
