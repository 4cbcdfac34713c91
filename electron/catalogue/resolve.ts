import { levelOf } from './places.ts';
import { type Problems, repeated } from './problem.ts';
import type { GuideFile } from './schemas/guide.ts';
import { FULL_DEPTHS, type Implementation, ITEM_LISTS, type RegionParts } from './schemas/implementation.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionEntry, RegionFile } from './schemas/region.ts';
import { taskCodeProblem } from './task-code.ts';

/** Where an entry stands, for messages. */
export interface EntryPlace {
  readonly file: string;
  readonly path: string;
}

interface Item {
  readonly id: string;
}
type Edits = {
  readonly drop?: readonly string[];
  readonly change?: readonly Item[];
  readonly add?: readonly Item[];
};

/**
 * An entry with everything that it inherits. Nearest word wins: the region's entry, the matter's guide, the matter and
 * the region themselves, our defaults. Lists are inherited item by item. Null when a problem was found.
 */
export function resolve(
  entry: RegionEntry,
  inherited: { readonly matter: Matter; readonly guide: GuideFile | null; readonly region: RegionFile },
  at: EntryPlace,
  problems: Problems,
): Implementation | null {
  const { matter, guide, region } = inherited;
  const { matter: _code, effectiveFrom: _from, effectiveTo: _to, ...own } = entry;
  let sound = true;
  const wrong = (key: string, message: string) => {
    sound = false;
    problems.error(at.file, key === '' ? at.path : `${at.path}.${key}`, message);
  };
  const merged: Record<string, unknown> = {
    modes: matter.modes,
    places: region.places,
    ...defaults(region, guide),
    ...guide?.implementation,
    ...own,
  };
  for (const key of ITEM_LISTS)
    merged[key] = itemsOf(key, own[key], guide?.implementation[key] as readonly Item[] | undefined, wrong);
  // Unless said otherwise, a matter that is decided on the same day is done while the citizen waits.
  merged.caseType ??= merged.promisedWorkingDays === 0 ? 'immediate' : 'promised';
  for (const key of REQUIRED)
    if (merged[key] === undefined)
      wrong(key, `is missing here and in the guide of ${matter.code}; add it to one of them`);
  if (!sound) return null;
  const whole = merged as unknown as Implementation;
  for (const { key, message } of implementationProblems(whole)) wrong(key, message);
  return sound ? whole : null;
}

const REQUIRED = [
  'depth',
  'authority',
  'fee',
  'promisedWorkingDays',
  'statutoryWorkingDays',
  'result',
  'deliveries',
] as const satisfies readonly (keyof Implementation)[];

function defaults(region: RegionFile, guide: GuideFile | null): Partial<Implementation> {
  return {
    authorityLevel: levelOf(region.code),
    authorityScope: 'full',
    handling: 'ordinary',
    identity: { accepts: ['resident-card'], agents: [] },
    limitNote: null,
    hours: null,
    caution: null,
    sample: region.sample || (guide?.sample ?? false),
  };
}

/** What is wrong between the keys of one implementation. Each key by itself was judged by its schema. */
export function implementationProblems(value: Implementation): { key: string; message: string }[] {
  const found: { key: string; message: string }[] = [];
  const wrong = (key: string, message: string) => void found.push({ key, message });
  if (value.promisedWorkingDays > value.statutoryWorkingDays)
    wrong('promisedWorkingDays', 'is over the statutory limit; correct one of the two');
  if (value.handling === 'instant' && value.promisedWorkingDays > 0)
    wrong('promisedWorkingDays', 'must be 0 where handling is "instant"; correct one of the two');
  if (value.caseType === 'immediate' && value.promisedWorkingDays > 1)
    wrong('promisedWorkingDays', 'must be 0 or 1 where caseType is "immediate"; correct one of the two');
  if (value.authorityScope === 'none' && value.modes.some((mode) => mode !== 'collect'))
    wrong(
      'modes',
      'must be ["collect"] where authorityScope is "none": without authority there is agency only; correct one of the two',
    );
  if (new Set(value.modes).size < value.modes.length) wrong('modes', 'names a mode twice; remove one');
  if (new Set(value.deliveries).size < value.deliveries.length)
    wrong('deliveries', 'names a way of delivery twice; remove one');
  if (value.hours !== null && value.hours !== 'always') {
    const clash = overlapping(value.hours.windows);
    if (clash !== null) wrong('hours', `has two windows that overlap on day ${clash}; join or correct them`);
    repeated(
      value.hours.exceptions.map(({ date }) => date),
      (i, date) => wrong(`hours.exceptions[${i}]`, `${date} stands here twice; remove one`),
    );
  }
  if (value.taskCode !== undefined) {
    const problem =
      value.codeScheme === undefined
        ? 'has no codeScheme beside it; add the scheme'
        : taskCodeProblem(value.codeScheme, value.taskCode);
    if (problem) wrong('taskCode', value.codeScheme === undefined ? problem : `${problem}; correct it`);
    else if (value.codeScheme === '31' && Number(value.taskCode[18]) !== value.authorityLevel)
      wrong(
        'authorityLevel',
        `is ${value.authorityLevel}, but the taskCode says level ${value.taskCode[18]}; correct one of the two`,
      );
  }
  if (value.depth === 'prefill' && value.form === undefined)
    wrong('form', 'is missing; a matter of depth "prefill" needs it');
  if (value.handling === 'commitment' && value.commitment === undefined && FULL_DEPTHS.includes(value.depth))
    wrong('commitment', 'is missing; where handling is "commitment" the citizen must read what is promised');
  if (FULL_DEPTHS.includes(value.depth))
    for (const key of ['codeScheme', 'taskCode', 'form'] as const)
      if (value[key] === undefined) wrong(key, `is missing; a matter of depth "${value.depth}" needs it`);
  return found;
}

/** The first day on which two windows overlap, or null. */
function overlapping(
  windows: readonly { readonly days: readonly number[]; readonly open: string; readonly close: string }[],
): number | null {
  for (let day = 1; day <= 7; day++) {
    const ofDay = windows.filter(({ days }) => days.includes(day)).sort((a, b) => (a.open < b.open ? -1 : 1));
    for (const [i, window] of ofDay.entries()) {
      const next = ofDay[i + 1];
      if (next && next.open < window.close) return day;
    }
  }
  return null;
}

/** A list with the region's edits done. What cannot be done is told to `wrong`. */
function itemsOf(
  key: (typeof ITEM_LISTS)[number],
  own: RegionParts[typeof key],
  inherited: readonly Item[] | undefined,
  wrong: (key: string, message: string) => void,
): readonly Item[] | undefined {
  if (own === undefined || Array.isArray(own)) {
    const list = (own ?? inherited) as readonly Item[] | undefined;
    if (list === undefined) wrong(key, 'is missing here and in the guide; add it to one of them');
    else if (own !== undefined)
      for (const id of twice(list)) wrong(key, `has the id "${id}" twice; change one`);
    return list;
  }
  const edits = own as Edits;
  if (inherited === undefined) {
    wrong(key, 'changes items of a guide that has none; give the whole list here or add it to the guide');
    return undefined;
  }
  const items = new Map(inherited.map((item) => [item.id, item]));
  const known = () => `known there: ${[...items.keys()].join(', ')}`;
  for (const [i, id] of (edits.drop ?? []).entries())
    if (!items.delete(id))
      wrong(`${key}.drop[${i}]`, `names "${id}", which the guide does not have; ${known()}`);
  for (const [i, item] of (edits.change ?? []).entries())
    if (!items.has(item.id))
      wrong(
        `${key}.change[${i}]`,
        `names "${item.id}", which the guide does not have or which is dropped; ${known()}`,
      );
    else items.set(item.id, item);
  for (const [i, item] of (edits.add ?? []).entries())
    if (items.has(item.id))
      wrong(
        `${key}.add[${i}]`,
        `adds "${item.id}", which is there already; say "change" or give it another id`,
      );
    else items.set(item.id, item);
  if (items.size === 0) wrong(key, 'drops every item; leave at least one');
  return [...items.values()];
}

/** Ids that stand in a list more than once. */
export function twice(items: readonly Item[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) again.add(id);
    seen.add(id);
  }
  return [...again];
}
