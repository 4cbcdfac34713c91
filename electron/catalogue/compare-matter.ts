import type { ComparedGroup, ComparedRow, MatterComparison, Text } from '../contract/index.ts';
import type { Catalogue } from './catalogue.ts';
import { type ComparedItem, type ComparedSide, type Comparison, compare, type ItemRow } from './compare.ts';

/** 行使层级 of GB/T 39046 in words. */
const LEVELS: Readonly<Record<number, Text>> = {
  1: { 'zh-CN': '国家级', en: 'State' },
  2: { 'zh-CN': '省级', en: 'Province' },
  3: { 'zh-CN': '市级', en: 'City' },
  4: { 'zh-CN': '县级', en: 'County' },
  5: { 'zh-CN': '镇级', en: 'Town' },
  6: { 'zh-CN': '村级', en: 'Village' },
  7: { 'zh-CN': '分级管理', en: 'Several levels' },
};

/** What each region that this machine knows says of the matter today, in the profile's order of regions. */
export function sidesOf(catalogue: Catalogue, matter: string): ComparedSide[] {
  const name = catalogue.matter(matter)?.name['zh-CN'];
  if (name === undefined) return [];
  return catalogue.regions().flatMap(({ code }) => {
    const implementation = catalogue.implementation(code, matter);
    return implementation ? [{ region: code, name, ...implementation }] : [];
  });
}

/** The matter side by side for the screen, or null when fewer than two regions have it. */
export function compareMatter(catalogue: Catalogue, region: string, code: string): MatterComparison | null {
  const matter = catalogue.matter(code);
  const sides = sidesOf(catalogue, code);
  if (!matter || sides.length < 2 || !sides.some((side) => side.region === region)) return null;
  const compared = compare(sides);
  return {
    matter: matter.name,
    region,
    regions: catalogue
      .regions()
      .filter((one) => compared.regions.includes(one.code))
      .map(({ code: of, short }) => ({ code: of, short })),
    unified: compared.unified,
    facts: [
      factRow(compared, 'promised', sides, (side) => side.promisedWorkingDays),
      factRow(compared, 'statutory', sides, (side) => side.statutoryWorkingDays),
      factRow(compared, 'fee', sides, (side) => side.fee.text),
      factRow(compared, 'authority-level', sides, (side) => LEVELS[side.authorityLevel] ?? null),
    ],
    materials: itemRows(compared.materials, sides, (side) => side.materials),
    conditions: itemRows(compared.conditions, sides, (side) => side.conditions),
    sample: compared.regions.some(
      (of) => catalogue.region(of)?.sample || catalogue.implementation(of, code)?.sample,
    ),
  };
}

type Value = ComparedGroup['value'];
type Fact = MatterComparison['facts'][number];

function factRow(
  compared: Comparison,
  aspect: Fact['aspect'],
  sides: readonly ComparedSide[],
  readOf: (side: ComparedSide) => Value,
): Fact {
  const found = compared.aspects.find((one) => one.aspect === aspect);
  // coverage-defer: every aspect is compared
  if (!found) throw new Error(`${aspect} was not compared`);
  const groups = grouped(sides.map((side) => [side.region, readOf(side)]));
  return { aspect, groups, differing: [...found.differing], better: [...found.better] };
}

function itemRows(
  rows: readonly ItemRow[],
  sides: readonly ComparedSide[],
  itemsOf: (side: ComparedSide) => readonly ComparedItem[],
): ComparedRow[] {
  return rows.map((row) => ({
    groups: grouped(
      sides.map((side) => [side.region, itemsOf(side).find((item) => item.id === row.id)?.text ?? null]),
    ),
    differing: [...row.differing],
    better: [],
  }));
}

/** Regions by what they say, the most common first; equal counts keep the regions' order. */
function grouped(values: readonly (readonly [region: string, value: Value])[]): ComparedGroup[] {
  const groups = new Map<string, { regions: string[]; value: Value }>();
  for (const [region, value] of values) {
    const key = JSON.stringify(value);
    const group = groups.get(key);
    if (group) group.regions.push(region);
    else groups.set(key, { regions: [region], value });
  }
  return [...groups.values()].toSorted((a, b) => b.regions.length - a.regions.length);
}
