import { ok } from '../../core/index.ts';
import { asRuns, type Covered, coverage as coverageOf, fontFilesIn } from '../../documents/index.ts';
import type { Context, Outcome } from './types.ts';

/** What the fonts of this machine print of each set of characters. */
export async function coverage({ world, options }: Context): Promise<Outcome> {
  const sets = await coverageOf(fontFilesIn(world.assetsDir), world.assetsDir, world.clock);
  const lines = sets.flatMap((set) => [
    `${set.missing.length === 0 ? 'all' : `${set.total - set.missing.length} of`} ${set.total}  ${set.name}${share(set)}`,
    ...(options.list ? asRuns(set.missing).map((run) => `    ${run}`) : []),
  ]);
  const data = sets.map(({ name, total, by, missing }) => ({
    name,
    total,
    by,
    missing: missing.length,
    ...(options.list ? { uncovered: asRuns(missing) } : {}),
  }));
  return ok({ lines, data });
}

function share({ total, by, missing }: Covered): string {
  const fonts = Object.entries(by).map(([name, count]) => `${name} ${count}`);
  const lacking = missing.length > 0 ? `, ${missing.length} missing` : '';
  return total === 0 ? '' : `: ${fonts.join(', ')}${lacking}`;
}
