import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Catalogue, loadCatalogue } from '../../electron/catalogue/index.ts';
import { openSqlite } from '../../electron/store/index.ts';
import { goodAssets, material, taskCode, text, writeAssets } from '../support/catalogue-assets.ts';

const REGIONS = ['120000', '440100'] as const;
const CODES = ['XT-GA-020', 'XT-GA-001', 'XT-SJ-001', 'XT-GA-099', 'XT-ZZ-000'];
const DATES = ['2025-12-31', '2026-01-01', '2026-03-01', '2026-06-15', '2027-02-01'];

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const materialsArb = fc.constantFrom(
  { drop: ['photo'] },
  { change: [material('card', '号码也可以。', 'A number will do.')] },
  { add: [material('deed', '房产证。', 'The deed.')] },
  [material('passport', '护照。', 'Passport.')],
);
const entryArb = fc.record({
  matter: fc.constantFrom('XT-GA-020', 'XT-GA-001'),
  effectiveFrom: fc.constantFrom('2026-01-01', '2026-02-15', '2026-06-01'),
  depth: some(fc.constantFrom('guide', 'booking', 'filing')),
  deliveries: some(fc.constantFrom(['ems'], ['window'], ['locker', 'print-here'])),
  promisedWorkingDays: some(fc.integer({ min: 0, max: 3 })),
  hours: some(fc.constantFrom(null, 'always')),
  materials: some(materialsArb),
  fee: some(
    fc.integer({ min: 0, max: 9 }).map((amountFen) => ({ amountFen, text: text(`${amountFen} 分`, 'yuan') })),
  ),
});
const regionArb = fc.uniqueArray(entryArb, {
  minLength: 1,
  maxLength: 6,
  selector: ({ matter, effectiveFrom }) => `${matter} ${effectiveFrom}`,
});

/** An entry as a region's file has it: nothing undefined, its own code, edits only where the guide has what they name. */
function written(entry: Record<string, unknown>, region: string): object {
  const own = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  if (entry.matter === 'XT-GA-001' && !Array.isArray(own.materials)) delete own.materials;
  return {
    ...own,
    authority: text('公安局', 'Police'),
    codeScheme: '31',
    taskCode: taskCode(region, region === '120000' ? 2 : 3, entry.matter === 'XT-GA-020' ? 1 : 2),
    form: 'temporary-identity-proof',
  };
}

/** Everything that can be asked of a catalogue about regions and matters. */
function answers(catalogue: Catalogue): unknown {
  return {
    release: catalogue.release(),
    terms: catalogue.terms(),
    codes: catalogue.matterCodes(),
    alliances: catalogue.alliances(),
    regions: catalogue.regions().map((region) => ({
      region,
      cards: catalogue.matters(region.code),
      narrowed: catalogue.matters(region.code, { list: 'national', audience: 'person' }),
      tiles: catalogue.tiles(region.code),
    })),
    matters: CODES.map((code) => catalogue.matter(code)),
    each: [...REGIONS, '999999'].flatMap((region) =>
      CODES.map((code) => ({
        guide: catalogue.guide(region, code),
        implementation: catalogue.implementation(region, code),
        form: catalogue.form(region, code)?.file,
        hindrances: catalogue.hindrances(region, code),
        agreements: catalogue.agreementsFor(region, code),
        isNew: catalogue.isNew(region, code),
        windows: catalogue.windows(region, code),
      })),
    ),
  };
}

it('a compiled catalogue answers as one in memory does, on every date, at its first start and later', () => {
  fc.assert(
    fc.property(regionArb, regionArb, (tianjin, guangzhou) => {
      const assets = goodAssets();
      for (const [code, entries] of [
        ['120000', tianjin],
        ['440100', guangzhou],
      ] as const)
        assets[`regions/${code}.json`].matters = entries.map((entry) => written(entry, code));
      const assetsDir = writeAssets(assets);
      const dataDir = mkdtempSync(join(tmpdir(), 'compiled-'));
      let date = DATES[0] as string;
      const clock = { now: () => Date.parse(`${date}T12:00:00+08:00`) };
      const machine = { brandRegion: '120000', siteRegion: '110115-bda' };
      const options = { assetsDir, regionCodes: REGIONS, clock, machine };
      const storage = { file: join(dataDir, 'catalogue.db'), openDatabase: openSqlite };
      const load = (more: object) => {
        const loaded = loadCatalogue({ ...options, ...more });
        if (!loaded.ok) throw new Error(loaded.error.message);
        return loaded.value;
      };
      const memory = load({});
      const first = load({ storage, storageLimit: 0 });
      const later = load({ storage, storageLimit: 0 });
      const intoMemory = load({ storage });
      try {
        for (date of DATES) {
          const expected = answers(memory);
          expect(answers(first)).toEqual(expected);
          expect(answers(later)).toEqual(expected);
          expect(answers(intoMemory)).toEqual(expected);
          // Once more, from what is kept.
          expect(answers(later)).toEqual(expected);
        }
      } finally {
        first.close();
        later.close();
        rmSync(assetsDir, { recursive: true });
        rmSync(dataDir, { recursive: true });
      }
    }),
    { numRuns: 25 },
  );
});
