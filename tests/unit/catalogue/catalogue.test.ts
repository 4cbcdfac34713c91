import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Catalogue, loadCalendar, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { taskCodeProblem } from '../../../electron/catalogue/task-code.ts';
import { guideSchema, matterCardSchema } from '../../../electron/contract/index.ts';
import { VirtualClock, WorkingCalendar } from '../../../electron/core/index.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const regionCodes = readdirSync(join(assetsDir, 'regions')).map((name) => name.replace('.json', ''));

function bundled(): Catalogue {
  const loaded = loadCatalogue({ assetsDir, regionCodes, clock: new VirtualClock() });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

describe('the bundled catalogue', () => {
  const catalogue = bundled();

  it('offers the temporary identity proof in full in Tianjin, and guides beside it', () => {
    const depths = Object.fromEntries(catalogue.matters('120000').map((card) => [card.code, card.depth]));
    expect(depths['XT-GA-020']).toBe('full');
    expect(Object.values(depths).filter((depth) => depth === 'guide').length).toBeGreaterThanOrEqual(5);
  });

  it('gives guides and cards that the contract accepts, for every matter of every region', () => {
    for (const region of catalogue.regions())
      for (const card of catalogue.matters(region.code)) {
        expect(matterCardSchema.parse(card)).toEqual(card);
        const guide = catalogue.guide(region.code, card.code);
        expect(guideSchema.parse(guide)).toEqual(guide);
      }
  });

  it('lets the region speak over the default and inherit the rest', () => {
    const guide = catalogue.guide('120000', 'XT-GA-020');
    expect(guide?.withoutCard).toBe(true);
    expect(guide?.deliveries).toEqual(['print-here', 'window']);
    expect(guide?.materials[0]?.['zh-CN']).toContain('没带');
    expect(guide?.caution?.['zh-CN']).toContain('不等于临时居民身份证');
    expect(catalogue.guide('120000', 'XT-ZR-002')?.places).toEqual(catalogue.region('120000')?.places);
  });

  it('promises a check without a card only where the adapter can make it', () => {
    for (const region of catalogue.regions()) {
      const { capabilities } = region.adapter as unknown as {
        capabilities?: { checkPersonWithoutCard?: boolean };
      };
      // A kind that is not wired yet says nothing of what it can do.
      if (capabilities?.checkPersonWithoutCard !== false) continue;
      for (const { code, depth } of catalogue.matters(region.code))
        if (depth === 'full') expect(catalogue.guide(region.code, code)?.withoutCard).toBe(false);
    }
  });

  it('says at a guide that nothing can be applied for here', () => {
    for (const region of catalogue.regions())
      for (const { code, depth } of catalogue.matters(region.code)) {
        if (depth !== 'guide') continue;
        expect(catalogue.guide(region.code, code)?.caution?.['zh-CN']).toContain('不能提交申请');
      }
  });

  it('leaves nobody without a word, a number and a place where this machine cannot take a matter in', () => {
    const machine = { brandRegion: '120000', siteRegion: '110115-bda' };
    const loaded = loadCatalogue({ assetsDir, regionCodes, clock: new VirtualClock(), machine });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const here = loaded.value;
    const kinds = new Set<string>();
    for (const { code: region } of here.regions())
      for (const { code, depth, isNew } of here.matters(region)) {
        const guide = here.guide(region, code);
        if (!guide) throw new Error(`${region} lists ${code} and has no guide of it`);
        expect(guide.matter).toMatchObject({ depth, isNew });
        expect(guide.hindrances.length === 0, `${region} ${code}`).toBe(depth === 'full');
        for (const { kind } of guide.hindrances) kinds.add(kind);
        expect(guide.region.phone).not.toBe('');
        expect(guide.places.length).toBeGreaterThan(0);
        expect(guide.identity.accepts.length).toBeGreaterThan(0);
      }
    expect([...kinds].sort()).toEqual(['depth', 'no-agreement', 'no-authority', 'no-form']);
  });

  it('has a code of the region for every choice of every field that the region recodes', () => {
    for (const region of catalogue.regions()) {
      const { mappings } = region.adapter as unknown as {
        mappings?: { form?: Record<string, Record<string, Record<string, string>>> };
      };
      for (const [code, fields] of Object.entries(mappings?.form ?? {}))
        for (const [name, codes] of Object.entries(fields)) {
          const field = catalogue.form(region.code, code)?.fields.find((one) => one.name === name);
          expect(Object.keys(codes).sort()).toEqual(field?.choices.map((choice) => choice.value).sort());
        }
    }
  });

  it('knows nothing of what it does not offer', () => {
    expect(catalogue.matters('999999')).toEqual([]);
    expect(catalogue.guide('120000', 'XT-XX-999')).toBeNull();
    expect(catalogue.guide('999999', 'XT-GA-020')).toBeNull();
    expect(catalogue.form('120000', 'constructor')).toBeNull();
    expect(catalogue.implementation('999999', 'XT-GA-020')).toBeNull();
    expect(catalogue.region('999999')).toBeNull();
  });
});

describe('the form of the temporary identity proof', () => {
  const form = bundled().form('120000', 'XT-GA-020');
  if (!form) throw new Error('no form');
  const today = '2026-11-21';

  it('asks for a purpose and, if one likes, a phone', () => {
    expect(form.fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['purpose', 'choice', true],
      ['phone', 'phone', false],
    ]);
    expect(form.fields[0]?.choices.map((choice) => choice.label['zh-CN'])).toEqual([
      '乘坐火车',
      '住宿',
      '考试',
      '其他',
    ]);
  });

  it.each([
    [{ purpose: 'train' }, { purpose: 'train' }],
    [{ purpose: 'train', phone: '' }, { purpose: 'train' }],
    [
      { purpose: ' exam ', phone: '13800000000' },
      { purpose: 'exam', phone: '13800000000' },
    ],
  ])('takes %j', (values, clean) => {
    expect(form.validate(values, { today })).toEqual({ ok: true, value: clean });
  });

  it.each([
    [{}, 'purpose', 'missing'],
    [{ purpose: '  ' }, 'purpose', 'missing'],
    [{ purpose: 'holiday' }, 'purpose', 'choice'],
    [{ purpose: 'train', phone: '12345' }, 'phone', 'mobile'],
    [{ purpose: 'train', colour: 'red' }, 'colour', 'unknown'],
    [JSON.parse('{"purpose":"train","__proto__":"x"}'), '__proto__', 'unknown'],
  ])('refuses %j and names the field, never its value', (values, field, kind) => {
    expect(form.validate(values, { today })).toEqual({
      ok: false,
      error: [{ field, row: null, part: null, kind, limit: null }],
    });
  });
});

describe('every text of the assets', () => {
  const files = [
    ...['matters', 'terms', 'divisions', 'zones', 'alliances', 'agreements', 'halls'].map(
      (name) => `catalogue/${name}.json`,
    ),
    ...folder('catalogue/guides'),
    ...folder('catalogue/forms'),
    ...folder('regions'),
  ];
  it.each(files)('%s says everything in Chinese and in English', (file) => {
    const texts = textsIn(JSON.parse(readFileSync(join(assetsDir, file), 'utf8')));
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) {
      expect(Object.keys(text).sort()).toEqual(['en', 'zh-CN']);
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/[A-Za-z]/);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
      expect(`${text['zh-CN']}${text.en}`).not.toMatch(/[!！]/);
    }
  });

  it('names no host but example ones', () => {
    // The pages that a matter's facts come from are named, and called by nobody.
    for (const file of files.filter((name) => name !== 'catalogue/matters.json'))
      for (const [, host] of readFileSync(join(assetsDir, file), 'utf8').matchAll(/https?:\/\/([^/"]+)/g))
        expect(['.example', 'json-schema.org'].some((end) => host?.endsWith(end))).toBe(true);
  });
});

describe('implementation codes', () => {
  it.each([
    ['31', '11440232MB2D06811W4000117051000', null],
    ['31', '11440232MB2D06811W400011705100', /30 characters/],
    ['31', '11440232MB2D06811W9000117051000', /level/],
    ['31', '11440232MB2D06812W4000117051000', /organisation code/],
    ['24', '123456789012345678901234', null],
    ['24', '1234', /4 characters/],
    ['local', 'X1', null],
  ] as const)('of scheme %s: %s', (scheme, code, problem) => {
    if (problem === null) expect(taskCodeProblem(scheme, code)).toBeNull();
    else expect(taskCodeProblem(scheme, code)).toMatch(problem);
  });
});

describe('the calendar of 2026', () => {
  const table = loadCalendar({ assetsDir });
  if (!table.ok) throw new Error(table.error.message);
  const calendar = new WorkingCalendar(table.value);

  it.each([
    ['2026-01-01', false],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-02-28', true],
    ['2026-05-09', true],
    ['2026-09-20', true],
    ['2026-10-07', false],
    ['2026-10-08', true],
    ['2026-10-10', true],
    ['2026-11-21', false],
  ])('%s worked: %s', (date, worked) => {
    expect(calendar.isWorkingDay(date)).toBe(worked);
  });

  it('does not claim to know 2027', () => {
    expect(calendar.covers('2026-12-31')).toBe(true);
    expect(calendar.covers('2027-01-01')).toBe(false);
  });
});

function folder(name: string): string[] {
  return readdirSync(join(assetsDir, name)).map((file) => `${name}/${file}`);
}

/** Every object that has a Chinese or an English text. */
function textsIn(value: unknown): { 'zh-CN': string; en: string }[] {
  if (value === null || typeof value !== 'object') return [];
  if ('zh-CN' in value || 'en' in value) return [value as { 'zh-CN': string; en: string }];
  return Object.values(value).flatMap(textsIn);
}
