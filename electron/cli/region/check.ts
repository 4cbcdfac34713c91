import { checkRegionFile } from '../../catalogue/index.ts';
import { ok } from '../../core/index.ts';
import { adapterFaults } from './adapter-faults.ts';
import { type Context, complain, counted, type Outcome } from './types.ts';

/** Everything that is wrong in a region file, a line each. Warnings alone are no failure. */
export function check({ world, options, words }: Context): Outcome {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) return complain('check looks at one region file: check FILE', 2);
  const { problems: found, region } = checkRegionFile(file, options.assets ?? world.assetsDir);
  const faults = region ? adapterFaults(region.code, region.adapter) : [];
  const problems = [
    ...found.map(({ severity, path, message }) => ({ severity, path, message })),
    ...faults.map((fault) => ({ severity: 'error' as const, ...fault })),
  ];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const summary = `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`;
  return ok({
    lines: [
      ...problems.map(({ severity, path, message }) => `${severity}: ${path || 'the file'}: ${message}`),
      problems.length === 0 ? `${region?.code} speaks ${region?.adapter.kind}; the file is sound` : summary,
    ],
    data: { errors, warnings: problems.length - errors, problems },
    ...(errors > 0 ? { exitCode: 1 as const } : {}),
  });
}
