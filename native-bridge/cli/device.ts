/** `npm run device`: every device from the command line, for technicians and scripts. */
import { systemClock } from '../../electron/core/index.ts';
import { discover } from '../supervisor/discovery.ts';
import { createOpenTransport } from '../transport/open.ts';
import { run } from './run.ts';

const interrupted = new AbortController();
// A second Ctrl-C ends the program at once.
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

process.exitCode = await run(process.argv.slice(2), {
  clock: systemClock,
  open: createOpenTransport(systemClock),
  discover,
  out: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
  interrupted: interrupted.signal,
  emulate: async (...args) =>
    (await import('./emulate.ts')).emulate(...args, systemClock, interrupted.signal),
});
