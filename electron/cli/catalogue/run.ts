import { type Outcome, type Program, runAtOnce } from '../front-end.ts';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { compareRegions, exportGuides, importGuides } from './guides.ts';
import type { Options, World } from './types.ts';

const PROGRAM: Program<World, Options, Outcome> = {
  name: 'catalogue',
  about: '[--json]   the files of matters, regions, alliances and forms',
  options: {
    assets: { type: 'string' },
    region: { type: 'string' },
    on: { type: 'string' },
    out: { type: 'string' },
  },
  commands: {
    check: { usage: '[--assets DIR]   everything that is wrong in the files, a line each', run: check },
    diff: { usage: 'A B   what changes from one assets folder to another', run: diff },
    compare: {
      usage: 'MATTER [REGION …]   one matter side by side: what all ask, and who differs',
      run: compareRegions,
    },
    export: {
      usage:
        '[MATTER] [--region CODE] [--on DATE] [--out FILE]   guides in force, in the shape of GB/T 39046',
      run: exportGuides,
    },
    import: {
      usage:
        'FILE [--out FILE]   a file of that shape: entries for region files, and what is still to be filled in',
      run: importGuides,
    },
  },
};

/** Runs one command. Returns the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export function run(args: readonly string[], world: World): number {
  return runAtOnce(PROGRAM, args, world);
}
