import { type Outcome, type Program, run as runProgram } from '../front-end.ts';
import type { Options, World } from './types.ts';

/** A verb is one entry here and one file beside this one. Each loads its own room: no other verb needs it. */
const PROGRAM: Program<World, Options, Outcome | Promise<Outcome>> = {
  name: 'documents',
  about: '[--json]   papers: whether they are what they say',
  options: {
    data: { type: 'string' },
    text: { type: 'string' },
    key: { type: 'string' },
    trust: { type: 'string' },
    list: { type: 'boolean' },
  },
  commands: {
    coverage: {
      usage: '[--list]   which characters can be printed, set by set; the list names those that cannot',
      takes: ['list'],
      run: async (context) => (await import('./coverage.ts')).coverage(context),
    },
    verify: {
      usage:
        'FILE [--text TEXT|FILE] [--key PUBLIC.pem] [--trust CERTIFICATES.pem] [--data DIR]   what a file is, and whether its text, the machine and its seals bear it out',
      takes: ['text', 'key', 'trust', 'data'],
      run: async (context) => (await import('./verify.ts')).verify(context),
    },
    key: {
      usage: '--data DIR   the public key by which this machine signs its texts, and its id',
      takes: ['data'],
      run: async (context) => (await import('./key.ts')).key(context),
    },
  },
};

/** Runs one command. Resolves with the exit code: 0 proven or done, 1 contradicted or failed, 2 nothing found out or not understood. */
export function run(args: readonly string[], world: World): Promise<number> {
  return runProgram(PROGRAM, args, world);
}
