import { type CatalogueDiff, diffCatalogues, type SetDiff } from '../../catalogue/index.ts';
import { ok } from '../../core/index.ts';
import { type Context, complain, type Outcome } from './types.ts';

/** What changes between two assets folders. That they differ is no failure. */
export function diff({ words }: Context): Outcome {
  const [before, after, ...more] = words;
  if (before === undefined || after === undefined || more.length > 0)
    return complain('diff compares two assets folders: diff A B', 2);
  const found = diffCatalogues(before, after);
  if (!found.ok) return complain(found.error.message);
  return ok({ lines: linesOf(found.value), data: found.value });
}

const SETS = ['matters', 'forms', 'terms', 'zones', 'alliances', 'agreements', 'halls'] as const;

function linesOf(diff: CatalogueDiff): string[] {
  const { release, regions } = diff;
  return [
    `release ${release.before} to ${release.after}`,
    ...diff.remarks.map((remark) => `remark: ${remark}`),
    ...SETS.flatMap((name) => setLines(name, diff[name])),
    ...regions.added.map((code) => `regions: + ${code}`),
    ...regions.removed.map((code) => `regions: - ${code}`),
    ...diff.byRegion.flatMap((region) => [
      ...(region.fields.length > 0 ? [`${region.code}: ${region.fields.join(', ')}`] : []),
      ...setLines(region.code, {
        ...region,
        added: region.added.map((id) => {
          const fields = region.over.find((one) => one.id === id)?.fields ?? [];
          return fields.length > 0 ? `${id}: ${fields.join(', ')}` : id;
        }),
      }),
    ]),
    ...Object.entries(diff.counts).map(([name, { before, after }]) =>
      before === after ? `${name}: ${after}` : `${name}: ${before} to ${after}`,
    ),
  ];
}

function setLines(name: string, { added, removed, changed }: SetDiff): string[] {
  return [
    ...added.map((id) => `${name}: + ${id}`),
    ...removed.map((id) => `${name}: - ${id}`),
    ...changed.map(({ id, fields }) => `${name}: ~ ${id}: ${fields.join(', ')}`),
  ];
}
