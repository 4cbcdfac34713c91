import { type Outcome, type Program, run as runProgram } from '../front-end.ts';
import { check } from './check.ts';
import { scaffold } from './new.ts';
import type { Options, World } from './types.ts';

const PROGRAM: Program<World, Options, Outcome | Promise<Outcome>> = {
  name: 'region',
  about: '[--json]   region files and the kinds that they speak',
  options: {
    assets: { type: 'string' },
    code: { type: 'string' },
    out: { type: 'string' },
    against: { type: 'string' },
    secret: { type: 'string' },
    people: { type: 'string' },
  },
  commands: {
    check: {
      usage: 'FILE [--assets DIR]   everything that is wrong in a region file, a line each',
      takes: ['assets'],
      run: check,
    },
    new: {
      usage: 'KIND [--code CODE] [--out FILE] [--assets DIR]   a region file of the kind, to be filled in',
      takes: ['code', 'out', 'assets'],
      run: scaffold,
    },
    conformance: {
      usage:
        'KIND|FILE [--against URL --secret FILE --people FILE] [--assets DIR]   tries a kind or a region, check by check',
      takes: ['against', 'secret', 'people', 'assets'],
      // The kit plays regions, which no other command needs.
      run: async (context) => (await import('./conformance.ts')).conformance(context),
    },
  },
};

/** Runs one command. Resolves with the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export function run(args: readonly string[], world: World): Promise<number> {
  return runProgram(PROGRAM, args, world);
}
