import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCatalogue } from '../../../electron/catalogue/check.ts';
import { loadCatalogue } from '../../../electron/catalogue/index.ts';
import { alliancesFileSchema } from '../../../electron/catalogue/schemas/alliances.ts';
import { guideFileSchema } from '../../../electron/catalogue/schemas/guide.ts';
import { mattersFileSchema } from '../../../electron/catalogue/schemas/matters.ts';
import { regionFileSchema } from '../../../electron/catalogue/schemas/region.ts';
import { zonesFileSchema } from '../../../electron/catalogue/schemas/zones.ts';
import { VirtualClock } from '../../../electron/core/index.ts';

/** Facts about the content that must stay, whoever edits it. */

const assetsDir = join(import.meta.dirname, '../../../assets');
const json = (name: string) => JSON.parse(readFileSync(join(assetsDir, name), 'utf8')) as unknown;
const names = (folder: string) =>
  readdirSync(join(assetsDir, folder)).map((name) => name.replace('.json', ''));

const { matters } = mattersFileSchema.parse(json('catalogue/matters.json'));
const { zones } = zonesFileSchema.parse(json('catalogue/zones.json'));
const { alliances } = alliancesFileSchema.parse(json('catalogue/alliances.json'));
const guides = new Map(
  names('catalogue/guides').map((code) => [
    code,
    guideFileSchema.parse(json(`catalogue/guides/${code}.json`)),
  ]),
);
const regions = new Map(
  names('regions').map((code) => [code, regionFileSchema.parse(json(`regions/${code}.json`))]),
);
const alliance = (id: string) => {
  const found = alliances.find((one) => one.id === id);
  if (!found) throw new Error(`no alliance ${id}`);
  return found;
};
const counts = (id: string) => alliance(id).statedCounts.map(({ count }) => count);

/** The matters with a guide and a form of their own in every region of the demo. */
const FOURTEEN = [
  'XT-GA-001',
  'XT-GA-020',
  'XT-KJ-001',
  'XT-RS-004',
  'XT-RS-026',
  'XT-RS-028',
  'XT-SJ-001',
  'XT-SJ-002',
  'XT-SJ-003',
  'XT-SJ-004',
  'XT-SJ-015',
  'XT-YB-001',
  'XT-ZJ-001',
  'XT-ZR-002',
] as const;
const BEIJING = '110000';
const TIANJIN = '120000';
const GUANGZHOU = '440112';

const loaded = loadCatalogue({
  assetsDir,
  regionCodes: [...regions.keys()],
  clock: new VirtualClock(),
  machine: { brandRegion: TIANJIN, siteRegion: '110115-bda' },
});
if (!loaded.ok) throw new Error(loaded.error.message);
const catalogue = loaded.value;

const terms = (region: string, matter: string) => {
  const found = catalogue.implementation(region, matter);
  if (!found) throw new Error(`${region} has no ${matter}`);
  return found;
};

describe('the bundled content', () => {
  it('has nothing wrong with it, and nothing that is used nowhere', () => {
    expect(checkCatalogue(assetsDir)).toEqual([]);
  });
});

describe('the matters', () => {
  it('are all 147 of the fact catalogue, each once', () => {
    expect(new Set(matters.map(({ code }) => code)).size).toBe(147);
    expect(matters).toHaveLength(147);
  });

  it('carry how well each is verified: 57 are not, and no region offers one of those', () => {
    const unverified = new Set(
      matters.filter(({ verification }) => verification === 'unverified').map(({ code }) => code),
    );
    expect(unverified.size).toBe(57);
    for (const region of regions.values())
      for (const { matter } of region.matters) expect(unverified).not.toContain(matter);
  });

  it('say where a verified one comes from, and call a recalled one recalled', () => {
    for (const { code, verification, evidence, lists } of matters) {
      if (verification === 'verified-secondary' || verification === 'verified-measure')
        expect(evidence, code).not.toEqual([]);
      expect(lists.includes('recalled'), code).toBe(verification === 'unverified');
    }
  });

  it('each have a plain sentence that is not the name, a theme and an occasion', () => {
    for (const { code, name, plain, themes, lifeEvents } of matters) {
      expect(plain['zh-CN'], code).toMatch(/。$/);
      expect(plain.en, code).toMatch(/\.$/);
      expect(plain['zh-CN'], code).not.toBe(`${name['zh-CN']}。`);
      expect(themes.length, code).toBeGreaterThan(0);
      expect(lifeEvents.length, code).toBeGreaterThan(0);
    }
    expect(new Set(matters.map(({ plain }) => plain['zh-CN'])).size).toBe(matters.length);
    expect(new Set(matters.map(({ name }) => name.en)).size).toBe(matters.length);
  });
});

describe('the zones and compacts', () => {
  it('Beijing, Tianjin and Guangzhou: 79 + 53 + 136 = 268', () => {
    expect(counts('jing-jin-sui')).toEqual([79, 53, 136]);
    expect(alliance('jing-jin-sui')).toMatchObject({ statedTotal: 268, sumIsTotal: true, adoptBetter: true });
  });

  it('Beijing, Tianjin and Hebei: fourteen zones, each with a code and a province of the three', () => {
    const { members } = alliance('jing-jin-ji-zones');
    expect(members).toHaveLength(14);
    for (const member of members)
      expect(['11', '12', '13']).toContain(zones.find(({ id }) => id === member)?.province);
  });

  it("Xiong'an is a fourth place beside Hebei", () => {
    expect(alliance('jing-jin-ji-xiongan')).toMatchObject({
      members: ['110000', '120000', '130000', 'xiongan'],
      statedTotal: 208,
    });
  });

  it('Shunyi takes matters of four places, which take none of Shunyi', () => {
    expect(alliance('shunyi').takes.map(({ from, of, count }) => [from, of, count])).toEqual([
      ['110113', '120112', 22],
      ['110113', '120111', 17],
      ['110113', '130708', 17],
      ['110113', '131023', 25],
    ]);
  });

  it.each([
    ['national', 31, 140],
    ['jing-jin-first', 2, 20],
    ['jing-jin-ji', 3, 231],
    ['jing-jin-ji-ftz', 3, 179],
    ['tongzhou-north-three', 4, 3600],
    ['southwest', 5, 148],
    ['twelve-provinces', 12, null],
    ['north-four', 4, null],
    ['central-nine', 9, null],
    ['jingzhou', 1, 126],
    ['beijing-shiyan', 2, 37],
  ])('%s: %i members named, total %s', (id, members, total) => {
    expect(alliance(id).members).toHaveLength(members);
    expect(alliance(id).statedTotal).toBe(total);
  });

  it('thirty zones of five provinces: 191 within the province, 140 outside it', () => {
    expect(counts('five-provinces')).toEqual([191, 140]);
  });

  it('Jingzhou offers 126 and has done about 30', () => {
    expect(counts('jingzhou')).toEqual([30]);
  });

  it('linked compacts are linked both ways', () => {
    expect(alliance('jing-jin-sui').linkedWith).toEqual(['jing-jin-ji-zones']);
    expect(alliance('jing-jin-ji-zones').linkedWith).toEqual(['jing-jin-sui']);
  });
});

describe('the fourteen matters', () => {
  it.each(FOURTEEN)('%s has a guide with everything a citizen must know, and a form', (code) => {
    const part = guides.get(code)?.implementation;
    for (const key of [
      'depth',
      'modes',
      'handling',
      'caseType',
      'identity',
      'conditions',
      'materials',
      'steps',
      'fee',
      'promisedWorkingDays',
      'statutoryWorkingDays',
      'result',
      'deliveries',
      'caution',
      'form',
    ] as const)
      expect(part?.[key], key).toBeDefined();
    expect(names('catalogue/forms')).toContain(part?.form);
    expect(guides.get(code)?.source).not.toBe('');
  });

  it.each([...regions.keys()])('are all in %s, with a code of their own each', (region) => {
    const offered = catalogue.matters(region).map(({ code }) => code);
    expect(offered).toEqual(expect.arrayContaining([...FOURTEEN]));
    const codes = FOURTEEN.map((code) => terms(region, code).taskCode);
    expect(new Set(codes).size).toBe(FOURTEEN.length);
  });

  it('keep to the law: no promise is longer than the statutory limit', () => {
    for (const region of regions.keys())
      for (const { code } of catalogue.matters(region)) {
        const { promisedWorkingDays, statutoryWorkingDays } = terms(region, code);
        expect(promisedWorkingDays, `${region} ${code}`).toBeLessThanOrEqual(statutoryWorkingDays);
      }
  });

  it('name no material, condition or step twice', () => {
    for (const region of regions.keys())
      for (const { code } of catalogue.matters(region))
        for (const list of ['conditions', 'materials', 'steps'] as const) {
          const ids = terms(region, code)[list].map(({ id }) => id);
          expect(new Set(ids).size, `${region} ${code} ${list}`).toBe(ids.length);
        }
  });

  it('are decided at the level of a province in Beijing and Tianjin, of a city in Guangzhou', () => {
    for (const code of FOURTEEN)
      expect([BEIJING, TIANJIN, GUANGZHOU].map((region) => terms(region, code).authorityLevel)).toEqual([
        2, 2, 3,
      ]);
  });

  it('cost the same everywhere', () => {
    for (const code of FOURTEEN) {
      const fees = [...regions.keys()].map((region) => terms(region, code).fee.text['zh-CN']);
      expect(new Set(fees).size, code).toBe(1);
    }
  });

  it('differ between Beijing, Tianjin and Guangzhou in more than the authority', () => {
    const differing = FOURTEEN.filter((code) => {
      const sides = [BEIJING, TIANJIN, GUANGZHOU].map((region) => {
        const {
          authority: _,
          authorityLevel: __,
          taskCode: ___,
          places: ____,
          ...rest
        } = terms(region, code);
        return JSON.stringify(rest);
      });
      return new Set(sides).size > 1;
    });
    expect(differing.length).toBeGreaterThanOrEqual(12);
  });

  it('are marked as samples wherever they are offered, for no region has confirmed them', () => {
    for (const region of regions.keys())
      for (const code of FOURTEEN) expect(terms(region, code).sample).toBe(true);
  });

  it('say so in words where nothing can be handed in here by their own terms', () => {
    for (const region of regions.keys())
      for (const { code } of catalogue.matters(region)) {
        const { depth, authorityScope, caution } = terms(region, code);
        if (['guide', 'booking', 'prefill'].includes(depth) || authorityScope === 'none')
          expect(caution?.['zh-CN'], `${region} ${code}`).toContain('不能提交申请');
      }
  });
});

describe('the agreements', () => {
  const without = loadCatalogue({
    assetsDir,
    regionCodes: [...regions.keys()],
    clock: new VirtualClock(),
    machine: { brandRegion: '540000', siteRegion: '540000' },
  });

  it("open the other regions' matters at the machine of Tianjin in Beijing, and at no other", () => {
    if (!without.ok) throw new Error(without.error.message);
    for (const region of [GUANGZHOU, '370100', '131000']) {
      expect(catalogue.matters(region).some(({ depth }) => depth === 'full')).toBe(true);
      expect(without.value.matters(region).every(({ depth }) => depth === 'guide')).toBe(true);
    }
  });

  it('leave what is only drafted closed', () => {
    expect(catalogue.matters(GUANGZHOU).find(({ code }) => code === 'XT-GA-020')?.depth).toBe('guide');
  });

  it('are not needed for what is of the brand or of the site', () => {
    for (const region of [BEIJING, TIANJIN])
      expect(catalogue.matters(region).find(({ code }) => code === 'XT-GA-020')?.depth).toBe('full');
  });
});
