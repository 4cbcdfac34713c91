import { type Outcome, type Program, runAtOnce } from '../front-end.ts';
import { hold, release, retry } from './change.ts';
import { exportJobs } from './export.ts';
import { importJobs } from './import.ts';
import { list, show } from './look.ts';
import { newKey } from './new-key.ts';
import type { Options, World } from './types.ts';
import { verify } from './verify.ts';

const PROGRAM: Program<World, Options, Outcome> = {
  name: 'queue',
  about: '--data DIR [--json]   the outbox of a kiosk, whose data folder is DIR',
  options: {
    data: { type: 'string' },
    lane: { type: 'string' },
    state: { type: 'string' },
    reveal: { type: 'boolean', default: false },
    'all-dead': { type: 'boolean', default: false },
    export: { type: 'string' },
    to: { type: 'string' },
    key: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string' },
    machine: { type: 'string' },
  },
  commands: {
    list: {
      usage: '[--lane L] [--state ready|held|dead|done]   what there is to do; nothing personal',
      run: list,
    },
    show: {
      usage: 'ID [--reveal]   one job and its case; with --reveal what it carries (personal)',
      run: show,
    },
    retry: { usage: 'ID | --all-dead [--lane L]   a dead or waiting job is ready now', run: retry },
    hold: { usage: 'ID   a waiting job is not sent until it is released; stop the kiosk first', run: hold },
    release: {
      usage:
        'ID | --export FILE-ID   a held job is ready; the jobs of a sealed file that was not delivered are ready',
      run: release,
    },
    export: {
      usage:
        'FILE --to RECIPIENT.pub.pem --key SENDER.pem [--lane L] [--machine CODE]   waiting and held jobs into a sealed file, held here; stop the kiosk first',
      run: exportJobs,
    },
    import: {
      usage:
        'FILE --key RECIPIENT.pem --from SENDER.pub.pem --out DIR   the other end of export; needs no --data',
      run: importJobs,
    },
    verify: { usage: '  whether database, seals and cases are whole; one line a finding', run: verify },
    'new-key': {
      usage: 'sender|recipient FILE.pem   a pair of keys for sealed files; needs no --data',
      run: newKey,
    },
  },
  // What the database or the disk throws in the middle of a command; transactions have undone their half.
  onThrow: (name, error) => `${name} failed (${error.message}): try "npm run queue -- verify"`,
};

/** Runs one command. Returns the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export function run(args: readonly string[], world: World): number {
  return runAtOnce(PROGRAM, args, world);
}
