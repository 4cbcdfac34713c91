/** `npm run store`: care for a machine's data, for technicians: backup, restore, move, keys, the end of service. */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../core/index.ts';
import { openSqlite } from '../store/index.ts';
import { runStore } from './store/run.ts';

process.exitCode = await runStore(process.argv.slice(2), {
  clock: systemClock,
  random: randomBytes,
  open: openSqlite,
  credentials: process.env.CREDENTIALS_DIRECTORY,
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
});
