import type { Text } from '../contract/index.ts';

/**
 * One matter side by side across regions (同事同标). The program finds the differences: for each aspect the value that
 * most regions share is the norm, and a region with another value differs. Where no value is shared by most, nobody is
 * the odd one out: all of them differ from each other.
 */

export interface ComparedItem {
  readonly id: string;
  readonly text: Text;
}

export interface ComparedMaterial extends ComparedItem {
  readonly kind: string;
  readonly copies: number;
  readonly required: boolean;
  readonly gapAllowed: boolean;
}

/** What is compared of one region's implementation of the matter. */
export interface ComparedSide {
  readonly region: string;
  /** The official name under which the region runs the matter. */
  readonly name: string;
  readonly conditions: readonly ComparedItem[];
  readonly materials: readonly ComparedMaterial[];
  /** Working days from acceptance. */
  readonly promisedWorkingDays: number;
  readonly statutoryWorkingDays: number;
  readonly fee: { readonly amountFen: number | null; readonly text: Text };
  readonly authority: Text;
  /** GB/T 39046 行使层级, 1 (state) to 7. */
  readonly authorityLevel: number;
}

export const ASPECTS = [
  'name',
  'conditions',
  'materials',
  'promised',
  'statutory',
  'fee',
  'authority-level',
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The four that must all be equal for the badge: name, standard, materials, time. */
const BADGE: readonly Aspect[] = ['name', 'conditions', 'materials', 'promised'];

export interface AspectComparison {
  readonly aspect: Aspect;
  readonly same: boolean;
  /** Regions whose value is not the norm; all of them when there is no norm. Empty when all are the same. */
  readonly differing: readonly string[];
  /** Regions that are best for the applicant, where "better" means something and they are not all as good. */
  readonly better: readonly string[];
}

export interface ItemRow {
  readonly id: string;
  /** The words per region; null where the region does not ask for it. */
  readonly cells: Readonly<Record<string, Text | null>>;
  readonly shared: boolean;
  /** Regions whose cell is not what most regions have. */
  readonly differing: readonly string[];
}

export interface Comparison {
  readonly regions: readonly string[];
  readonly aspects: readonly AspectComparison[];
  readonly conditions: readonly ItemRow[];
  readonly materials: readonly ItemRow[];
  /** Same name, standard, materials and time everywhere: the badge 同事同标. */
  readonly unified: boolean;
}

/** Compares two or more regions. Throws when there are fewer, or one region twice: that is a bug of the caller. */
export function compare(sides: readonly ComparedSide[]): Comparison {
  const regions = sides.map((side) => side.region);
  if (new Set(regions).size !== regions.length || regions.length < 2)
    throw new Error('a comparison needs two different regions');
  const aspects = ASPECTS.map((aspect): AspectComparison => {
    const differing = oddOnes(sides.map((side) => [side.region, readingOf(side, aspect)]));
    return { aspect, same: differing.length === 0, differing, better: betterOnes(sides, aspect) };
  });
  return {
    regions,
    aspects,
    conditions: itemRows(sides.map((side) => [side.region, side.conditions])),
    materials: itemRows(sides.map((side) => [side.region, side.materials])),
    unified: aspects.every(({ aspect, same }) => same || !BADGE.includes(aspect)),
  };
}

/** Terms that the alliance's members agreed to take over from whoever is better (择优采用), and from whom they come. */
export interface AdoptedTerms {
  readonly materials: { readonly from: string; readonly items: readonly ComparedMaterial[] };
  readonly promisedWorkingDays: { readonly from: string; readonly count: number };
  readonly fee: { readonly from: string; readonly amountFen: number | null; readonly text: Text };
}

/**
 * The better terms of all, for an alliance that agreed on it: fewer required materials, shorter limit, lower fee. Where
 * two are as good, the owner of the matter keeps its own rule; if the owner is not among them, the first side counts.
 * Throws when `owner` is not compared.
 */
export function adoptBetter(sides: readonly ComparedSide[], owner: string): AdoptedTerms {
  const own = sides.find((side) => side.region === owner);
  if (!own) throw new Error('the owner is not among the compared regions');
  const best = (rank: (side: ComparedSide) => number): ComparedSide => {
    const least = Math.min(...sides.map(rank));
    if (rank(own) === least) return own;
    return sides.find((side) => rank(side) === least) as ComparedSide;
  };
  const materials = best(burden);
  const promised = best((side) => side.promisedWorkingDays);
  const fee = best(feeRank);
  return {
    materials: { from: materials.region, items: materials.materials },
    promisedWorkingDays: { from: promised.region, count: promised.promisedWorkingDays },
    fee: { from: fee.region, ...fee.fee },
  };
}

/** Papers that must be there; what may come later (容缺) weighs half. */
function burden(side: ComparedSide): number {
  return side.materials.reduce((sum, one) => sum + (one.required ? (one.gapAllowed ? 0.5 : 1) : 0), 0);
}

/** An unstated fee is nobody's better one. */
function feeRank(side: ComparedSide): number {
  return side.fee.amountFen ?? Number.POSITIVE_INFINITY;
}

function betterOnes(sides: readonly ComparedSide[], aspect: Aspect): string[] {
  const rank = RANKS[aspect];
  if (!rank) return [];
  const ranks = sides.map(rank);
  const least = Math.min(...ranks);
  if (ranks.every((value) => value === least)) return [];
  return sides.filter((_, i) => ranks[i] === least).map((side) => side.region);
}

const RANKS: Partial<Record<Aspect, (side: ComparedSide) => number>> = {
  materials: burden,
  promised: (side) => side.promisedWorkingDays,
  statutory: (side) => side.statutoryWorkingDays,
  fee: feeRank,
};

function readingOf(side: ComparedSide, aspect: Aspect): string {
  switch (aspect) {
    case 'name':
      return words(side.name);
    case 'conditions':
      return side.conditions
        .map((item) => words(item.text['zh-CN']))
        .toSorted()
        .join('\n');
    case 'materials':
      return side.materials.map(materialValue).toSorted().join('\n');
    case 'promised':
      return String(side.promisedWorkingDays);
    case 'statutory':
      return String(side.statutoryWorkingDays);
    case 'fee':
      return side.fee.amountFen === null ? words(side.fee.text['zh-CN']) : String(side.fee.amountFen);
    case 'authority-level':
      return String(side.authorityLevel);
  }
}

function materialValue(one: ComparedMaterial): string {
  return [words(one.text['zh-CN']), one.kind, one.copies, one.required, one.gapAllowed].join('|');
}

/** Width of letters, spaces and closing marks are no difference between rules. */
function words(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s。.;；]/g, '');
}

/** Regions that have not the value of the absolute majority; all of them when there is no such value. */
function oddOnes(values: readonly (readonly [region: string, value: string])[]): string[] {
  const counts = new Map<string, number>();
  for (const [, value] of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size === 1) return [];
  const [norm, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  const hasNorm = count * 2 > values.length;
  return values.filter(([, value]) => !hasNorm || value !== norm).map(([region]) => region);
}

/** Items of all sides by id, in the order in which they first stand. */
function itemRows(lists: readonly (readonly [region: string, items: readonly ComparedItem[]])[]): ItemRow[] {
  const ids = new Set(lists.flatMap(([, items]) => items.map((item) => item.id)));
  return [...ids].map((id) => {
    const found = lists.map(([region, items]) => [region, items.find((item) => item.id === id)] as const);
    const differing = oddOnes(
      found.map(([region, item]) => [
        region,
        item === undefined ? '' : isMaterial(item) ? materialValue(item) : words(item.text['zh-CN']),
      ]),
    );
    return {
      id,
      cells: Object.fromEntries(found.map(([region, item]) => [region, item?.text ?? null])),
      shared: differing.length === 0,
      differing,
    };
  });
}

function isMaterial(item: ComparedItem): item is ComparedMaterial {
  return 'copies' in item;
}
