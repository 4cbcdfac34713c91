import { checkCatalogue, problemLine } from '../../catalogue/index.ts';
import { ok } from '../../core/index.ts';
import { type Context, complain, type Outcome } from './types.ts';

/** Everything that is wrong, a line each. Warnings alone are no failure. */
export function check({ world, options, words }: Context): Outcome {
  if (words.length > 0) return complain('check takes no word; name a folder by --assets DIR', 2);
  const problems = checkCatalogue(options.assets ?? world.assetsDir);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return ok({
    lines: [
      ...problems.map((problem) => `${problem.severity}: ${problemLine(problem)}`),
      problems.length === 0
        ? 'the catalogue is sound'
        : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
    ],
    data: { errors, warnings, problems },
    ...(errors > 0 ? { exitCode: 1 as const } : {}),
  });
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
