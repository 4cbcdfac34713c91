import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareMatter, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { matterComparisonSchema } from '../../../electron/contract/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const THREE = ['120000', '110000', '440112'];

function bundled(regionCodes: readonly string[] = THREE) {
  const loaded = loadCatalogue({ assetsDir, regionCodes, clock: new VirtualClock() });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

describe('the bundled matters side by side', () => {
  const catalogue = bundled();
  const codes = catalogue
    .matterCodes()
    .filter((code) => THREE.every((region) => catalogue.implementation(region, code)?.form));

  it('are at least the fourteen with their own versions in Beijing, Tianjin and Guangzhou', () => {
    expect(codes.length).toBeGreaterThanOrEqual(14);
  });

  it.each(codes)('%s fits the screen’s contract, and every region stands once in each row', (code) => {
    const compared = compareMatter(catalogue, '120000', code);
    expect(matterComparisonSchema.parse(compared)).toEqual(compared);
    for (const row of [...(compared?.facts ?? []), ...(compared?.materials ?? [])]) {
      expect(row.groups.flatMap(({ regions }) => regions).toSorted()).toEqual(THREE.toSorted());
      if (row.groups.length === 1) expect(row.differing).toEqual([]);
    }
  });

  it('show what a region asks alone, and never the same wording as two groups', () => {
    const rows = codes.flatMap((code) => compareMatter(catalogue, '120000', code)?.materials ?? []);
    expect(rows.some((row) => row.differing.length === 1)).toBe(true);
    for (const { groups } of rows)
      expect(new Set(groups.map(({ value }) => JSON.stringify(value))).size).toBe(groups.length);
  });

  it('differ in the level of authority: a municipality is a province, Guangzhou a city', () => {
    const level = compareMatter(catalogue, '440112', codes[0] as string)?.facts.find(
      ({ aspect }) => aspect === 'authority-level',
    );
    expect(level).toMatchObject({ differing: ['440112'], better: [] });
  });

  it('need a second region, and the one that was asked from', () => {
    expect(compareMatter(bundled(['120000']), '120000', codes[0] as string)).toBeNull();
    expect(compareMatter(catalogue, '999999', codes[0] as string)).toBeNull();
    expect(compareMatter(catalogue, '120000', 'XT-ZZ-999')).toBeNull();
  });

  it('know every region file that is there', () => {
    const all = readdirSync(join(assetsDir, 'regions')).map((name) => name.replace('.json', ''));
    const compared = compareMatter(bundled(all), '120000', codes[0] as string);
    expect(compared?.regions.length).toBe(all.length);
  });
});
