import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  checkCatalogue,
  diffCatalogues,
  loadCatalogue,
  problemLine,
} from '../../electron/catalogue/index.ts';
import { VirtualClock } from '../../electron/core/index.ts';
import { type Assets, goodAssets, material, text, writeAssets } from '../support/catalogue-assets.ts';

const names = Object.keys(goodAssets());

/** Walks into a value by numbers, and puts something else where it ends, or nothing. */
function spoil(assets: Assets, name: string, steps: readonly number[], value: unknown): void {
  let owner: Record<string, unknown> = assets;
  let key = name;
  for (const step of steps) {
    const inside = owner[key];
    if (typeof inside !== 'object' || inside === null) break;
    const keys = Object.keys(inside);
    if (keys.length === 0) break;
    owner = inside as Record<string, unknown>;
    key = keys[step % keys.length] as string;
  }
  if (value !== undefined) owner[key] = value;
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete owner[key];
}

const valueArb = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(null, '', 0, -1, 1.5, true, [], {}, '__proto__', 'XT-GA-998', '2026-13-01', [null], [{}]),
  fc.constant(JSON.parse('{"__proto__": {"id": "x"}, "zh-CN": 1}')),
);

it('whatever is spoilt, the check says where in sentences, and the start refuses exactly what the check calls an error', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }),
      valueArb,
      (name, steps, value) => {
        const assets = goodAssets();
        spoil(assets, name, steps, value);
        const assetsDir = writeAssets(assets);
        try {
          const problems = checkCatalogue(assetsDir);
          for (const problem of problems) {
            expect(problem.file).toMatch(/^(catalogue|regions|calendar)\/.*\.json$/);
            expect(problem.message).toMatch(/\S.*; \S/);
            expect(problemLine(problem)).not.toMatch(/\n|undefined|\[object/);
          }
          const loaded = loadCatalogue({
            assetsDir,
            regionCodes: ['120000', '440100'],
            clock: new VirtualClock(),
          });
          const stopping = problems.filter(
            ({ severity, file }) => severity === 'error' && !file.startsWith('calendar/'),
          );
          expect(loaded.ok).toBe(stopping.length === 0);
          if (!loaded.ok) expect(stopping.map(problemLine)).toContain(loaded.error.message);
        } finally {
          rmSync(assetsDir, { recursive: true });
        }
      },
    ),
    { numRuns: 150 },
  );
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const editsArb = fc
  .record({
    guide: fc.shuffledSubarray(IDS, { minLength: 2, maxLength: 5 }),
    dropped: fc.nat(3),
    changed: fc.nat(3),
  })
  .map(({ guide, dropped, changed }) => {
    // At least one item of the guide stays.
    const drop = guide.slice(0, Math.min(dropped, guide.length - 1));
    const change = guide.slice(drop.length, drop.length + changed);
    const add = IDS.filter((id) => !guide.includes(id));
    return { guide, drop, change, add };
  })
  .filter(({ drop, change, add }) => drop.length + change.length + add.length > 0);

it('inherited items keep their order, dropped ones go, changed ones change in place, added ones come last', () => {
  fc.assert(
    fc.property(editsArb, ({ guide, drop, change, add }) => {
      const assets = goodAssets();
      const item = (id: string, word: string) => material(id, `${id} 材料`, `${id} ${word}`);
      assets['catalogue/guides/XT-GA-020.json'].implementation.materials = guide.map((id) => item(id, 'old'));
      assets['regions/120000.json'].matters[0].materials = {
        drop,
        change: change.map((id) => item(id, 'new')),
        add: add.map((id) => item(id, 'more')),
      };
      const assetsDir = writeAssets(assets);
      try {
        const loaded = loadCatalogue({
          assetsDir,
          regionCodes: ['120000', '440100'],
          clock: new VirtualClock(Date.parse('2026-11-21T04:00:00Z')),
        });
        if (!loaded.ok) throw new Error(loaded.error.message);
        const words = (region: string) =>
          loaded.value.implementation(region, 'XT-GA-020')?.materials.map((one) => one.text.en);
        expect(words('120000')).toEqual([
          ...guide
            .filter((id) => !drop.includes(id))
            .map((id) => `${id} ${change.includes(id) ? 'new' : 'old'}`),
          ...add.map((id) => `${id} more`),
        ]);
        // What one region changes, another does not see.
        expect(words('440100')).toEqual(guide.map((id) => `${id} old`));
      } finally {
        rmSync(assetsDir, { recursive: true });
      }
    }),
    { numRuns: 60 },
  );
});

const countsArb = fc.array(fc.nat(200), { minLength: 3, maxLength: 3 });

it('counts of an alliance are accepted exactly when they add up to the stated total', () => {
  fc.assert(
    fc.property(countsArb, fc.integer({ min: -2, max: 2 }), (counts, off) => {
      const assets = goodAssets();
      const [alliance] = assets['catalogue/alliances.json'].alliances;
      for (const [i, count] of counts.entries()) alliance.statedCounts[i].count = count;
      const sum = counts.reduce((total, count) => total + count, 0);
      alliance.statedTotal = Math.max(0, sum + off);
      const assetsDir = writeAssets(assets);
      try {
        expect(checkCatalogue(assetsDir).length === 0).toBe(alliance.statedTotal === sum);
      } finally {
        rmSync(assetsDir, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
});

it('a difference seen from the other side has added and removed exchanged', () => {
  fc.assert(
    fc.property(fc.subarray([0, 1]), fc.subarray([0, 1]), fc.nat(3), (left, right, days) => {
      const dir = mkdtempSync(join(tmpdir(), 'diff-'));
      const folder = (name: string, kept: readonly number[], promised: number) => {
        const assets = goodAssets();
        const region = assets['regions/120000.json'];
        region.matters = kept.map((i) => ({
          ...region.matters[i],
          promisedWorkingDays: promised,
          statutoryWorkingDays: 7,
          limitNote: text('依规定', 'As ruled'),
        }));
        return writeAssets(assets, join(dir, name));
      };
      try {
        const a = folder('a', left, 1);
        const b = folder('b', right, days);
        const there = diffCatalogues(a, b);
        const back = diffCatalogues(b, a);
        if (!there.ok || !back.ok) throw new Error('not compared');
        const [one, other] = [there.value.byRegion[0], back.value.byRegion[0]];
        expect(one?.added ?? []).toEqual(other?.removed ?? []);
        expect(one?.removed ?? []).toEqual(other?.added ?? []);
        expect(one?.changed ?? []).toEqual(other?.changed ?? []);
        expect(there.value.counts.versions.after).toBe(back.value.counts.versions.before);
      } finally {
        rmSync(dir, { recursive: true });
      }
    }),
    { numRuns: 40 },
  );
});
