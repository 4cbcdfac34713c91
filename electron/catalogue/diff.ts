import { isDeepStrictEqual } from 'node:util';
import { err, ok, type Result } from '../core/index.ts';
import { assembleRegion, contextOf } from './assemble.ts';
import { readRegion, readShared, regionCodesIn, type Shared } from './folder.ts';
import { type CatalogueProblem, Problems, problemLine } from './problem.ts';
import type { LoadedRegion } from './shelf.ts';

/** A thing that is in both, with what changed of it: `plain`, or of a list `materials+form`, `-photo`, `~card`. */
export interface Changed {
  readonly id: string;
  readonly fields: readonly string[];
}

/** By id, sorted. */
export interface SetDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly Changed[];
}

/** One region; its matters as `XT-GA-020 from 2026-01-01`, after inheritance. */
export interface RegionDiff extends SetDiff {
  readonly code: string;
  /** What changed of the region itself. */
  readonly fields: readonly string[];
  /** What each added version changes of the one before it. */
  readonly over: readonly Changed[];
}

export interface CatalogueDiff {
  readonly release: { readonly before: string; readonly after: string };
  /** What an editor should see to. */
  readonly remarks: readonly string[];
  readonly matters: SetDiff;
  readonly forms: SetDiff;
  readonly zones: SetDiff;
  readonly alliances: SetDiff;
  readonly agreements: SetDiff;
  readonly halls: SetDiff;
  readonly terms: SetDiff;
  readonly regions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Only regions that are in both and differ. */
  readonly byRegion: readonly RegionDiff[];
  readonly counts: Readonly<Record<CountName, { readonly before: number; readonly after: number }>>;
}
export type CountName =
  | 'matters'
  | 'regions'
  | 'versions'
  | 'agreements'
  | 'alliances'
  | 'zones'
  | 'halls'
  | 'forms';

/** The contents of an assets folder. */
interface Contents {
  readonly shared: Shared;
  readonly regions: ReadonlyMap<string, LoadedRegion>;
}

type Things = ReadonlyMap<string, object>;

/** What changes from one assets folder to another. A folder with a fault is not compared. */
export function diffCatalogues(before: string, after: string): Result<CatalogueDiff, CatalogueProblem> {
  const a = contentsOf(before);
  if (!a.ok) return a;
  const b = contentsOf(after);
  if (!b.ok) return b;
  const sets = {
    matters: setDiff(by(a.value.shared.matters, 'code'), by(b.value.shared.matters, 'code')),
    forms: setDiff(a.value.shared.forms, b.value.shared.forms),
    zones: setDiff(by(a.value.shared.zones, 'id'), by(b.value.shared.zones, 'id')),
    alliances: setDiff(by(a.value.shared.alliances, 'id'), by(b.value.shared.alliances, 'id')),
    agreements: setDiff(by(a.value.shared.agreements, 'id'), by(b.value.shared.agreements, 'id')),
    halls: setDiff(by(a.value.shared.halls, 'id'), by(b.value.shared.halls, 'id')),
    terms: setDiff(termsOf(a.value.shared), termsOf(b.value.shared)),
  };
  const regions = {
    added: [...b.value.regions.keys()].filter((code) => !a.value.regions.has(code)),
    removed: [...a.value.regions.keys()].filter((code) => !b.value.regions.has(code)),
  };
  const byRegion = [...a.value.regions].flatMap(([code, old]) => {
    const now = b.value.regions.get(code);
    const diff = now && regionDiff(code, old, now);
    return diff && !isEmpty(diff) ? [diff] : [];
  });
  const differs =
    Object.values(sets).some((set) => !isEmptySet(set)) ||
    byRegion.length + regions.added.length + regions.removed.length > 0 ||
    !isDeepStrictEqual(a.value.shared.divisions, b.value.shared.divisions);
  const release = { before: a.value.shared.release.version, after: b.value.shared.release.version };
  return ok({
    release,
    remarks: remarks(release, differs),
    ...sets,
    regions,
    byRegion,
    counts: counts(a.value, b.value),
  });
}

function remarks({ before, after }: CatalogueDiff['release'], differs: boolean): string[] {
  const order = compareVersions(before, after);
  if (order > 0) return [`the release goes back from ${before} to ${after}; give it a higher version`];
  if (differs && order === 0)
    return [`the content differs, but the release is ${after} in both; give it a higher version`];
  return [];
}

/** Negative, zero or positive, as of numbers: 2026.11.21-10 comes after 2026.11.21-9. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  for (const [i, part] of (left ?? []).entries()) {
    const difference = part - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function contentsOf(assetsDir: string): Result<Contents, CatalogueProblem> {
  const problems = new Problems();
  const context = contextOf(readShared(assetsDir, problems), problems);
  const regions = new Map<string, LoadedRegion>();
  for (const code of regionCodesIn(assetsDir)) {
    const file = readRegion(assetsDir, code, problems);
    if (file) regions.set(code, assembleRegion(code, file, context, problems));
  }
  const fault = problems.firstError();
  if (fault) return err({ message: `${assetsDir} cannot be compared: ${problemLine(fault)}` });
  return ok({ shared: context.shared, regions });
}

function regionDiff(code: string, before: LoadedRegion, after: LoadedRegion): RegionDiff {
  const versions = ({ entries }: LoadedRegion) =>
    new Map(
      entries.map(({ matter, effectiveFrom, effectiveTo, implementation }) => [
        `${matter} from ${effectiveFrom}`,
        { ...implementation, effectiveTo },
      ]),
    );
  const [old, now] = [versions(before), versions(after)];
  const set = setDiff(old, now);
  const over = set.added.flatMap((id) => {
    const [matter = '', from = ''] = id.split(' from ');
    const earlier = [...now.keys()]
      .filter((key) => key.startsWith(`${matter} from `) && key < id)
      .sort()
      .at(-1);
    if (from === '' || earlier === undefined) return [];
    return [{ id, fields: fieldsOf(now.get(earlier) as object, now.get(id) as object) }];
  });
  return { code, fields: fieldsOf(before.head, after.head), ...set, over };
}

function setDiff(before: Things, after: Things): SetDiff {
  const changed: Changed[] = [];
  for (const [id, old] of before) {
    const now = after.get(id);
    const fields = now ? fieldsOf(old, now) : [];
    if (fields.length > 0) changed.push({ id, fields });
  }
  return {
    added: [...after.keys()].filter((id) => !before.has(id)).sort(),
    removed: [...before.keys()].filter((id) => !after.has(id)).sort(),
    changed: changed.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The keys whose values differ; of a list of items with ids, which items. */
function fieldsOf(before: object, after: object): string[] {
  const [a, b] = [before, after] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort();
  return keys.flatMap((key) => {
    const [left, right] = [a?.[key], b?.[key]];
    if (isDeepStrictEqual(left, right)) return [];
    if (!isItemList(left) || !isItemList(right)) return [key];
    const items = setDiff(by(left, 'id'), by(right, 'id'));
    const parts = [
      ...items.added.map((id) => `${key}+${id}`),
      ...items.removed.map((id) => `${key}-${id}`),
      ...items.changed.map(({ id }) => `${key}~${id}`),
    ];
    // The same items in another order.
    return parts.length > 0 ? parts : [key];
  });
}

function isItemList(value: unknown): value is readonly { readonly id: string }[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null && typeof item.id === 'string')
  );
}

function by<K extends string, T extends Readonly<Record<K, string>>>(
  things: readonly T[],
  key: K,
): Map<string, T> {
  return new Map(things.map((thing) => [thing[key], thing]));
}

/** All terms in one, each with its kind: `themes/papers`. */
function termsOf({ terms }: Shared): Things {
  return new Map(
    Object.entries(terms).flatMap(([kind, list]) =>
      list.map((term) => [`${kind}/${term.id}`, term] as const),
    ),
  );
}

function isEmptySet({ added, removed, changed }: SetDiff): boolean {
  return added.length + removed.length + changed.length === 0;
}

function isEmpty(diff: RegionDiff): boolean {
  return isEmptySet(diff) && diff.fields.length === 0;
}

function counts(a: Contents, b: Contents): CatalogueDiff['counts'] {
  const of = ({ shared, regions }: Contents): Record<CountName, number> => ({
    matters: shared.matters.length,
    regions: regions.size,
    versions: [...regions.values()].reduce((sum, { entries }) => sum + entries.length, 0),
    agreements: shared.agreements.length,
    alliances: shared.alliances.length,
    zones: shared.zones.length,
    halls: shared.halls.length,
    forms: shared.forms.size,
  });
  const [before, after] = [of(a), of(b)];
  return Object.fromEntries(
    (Object.keys(before) as CountName[]).map((name) => [name, { before: before[name], after: after[name] }]),
  ) as CatalogueDiff['counts'];
}
