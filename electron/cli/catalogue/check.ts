import { loadTicketRoutes } from '../../cases/index.ts';
import { checkCatalogue, type Problem, problemLine } from '../../catalogue/index.ts';
import { ok } from '../../core/index.ts';
import { type Context, complain, type Outcome } from './types.ts';

/** Everything that is wrong, a line each. Warnings alone are no failure. */
export function check({ world, options, words }: Context): Outcome {
  if (words.length > 0) return complain('check takes no word; name a folder by --assets DIR', 2);
  const assetsDir = options.assets ?? world.assetsDir;
  const problems = [...checkCatalogue(assetsDir), ...routeProblems(assetsDir)];
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

/** The routes of tickets lie beside the catalogue and belong to the cases, which say their first fault. */
function routeProblems(assetsDir: string): Problem[] {
  const routes = loadTicketRoutes({ assetsDir, samples: true });
  if (routes.ok) return [];
  const [file = '', ...rest] = routes.error.message.split(': ');
  const path = rest.length > 1 ? (rest.shift() ?? '') : '';
  return [{ severity: 'error', file, path, message: rest.join(': ') }];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
