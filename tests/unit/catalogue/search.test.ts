import { describe, expect, it } from 'vitest';
import {
  createMatterSearch,
  loadPinyin,
  type MatterDocument,
  type MatterSearch,
  type Synonyms,
} from '../../../electron/catalogue/search/index.ts';

const pinyin = await loadPinyin();

function matter(code: string, zh: string, over: Partial<MatterDocument> = {}): MatterDocument {
  return {
    code,
    name: { 'zh-CN': zh, en: code },
    plain: '',
    category: '其他',
    audience: ['person'],
    regions: ['120000'],
    themes: [],
    lifeEvents: [],
    ...over,
  };
}

const MATTERS: readonly MatterDocument[] = [
  matter('fund-buy', '购房提取住房公积金', { category: '住房公积金', regions: ['110000', '120000'] }),
  matter('fund-retire', '正常退休提取住房公积金', { category: '住房公积金' }),
  matter('card', '社会保障卡申领', {
    themes: ['social'],
    name: { 'zh-CN': '社会保障卡申领', en: 'Social-security card application' },
  }),
  matter('card-loss', '社会保障卡临时挂失', { themes: ['social'] }),
  matter('licence', '补领、换领机动车驾驶证', { regions: ['110000'] }),
  matter('licence-notary', '机动车驾驶证公证', { audience: ['person', 'organisation'] }),
  matter('property', '不动产登记', { audience: ['organisation'], plain: '买了房子，把产权写到登记簿上。' }),
  matter('unemployed', '失业登记'),
  matter('work', '外国人来华工作许可', {
    name: { 'zh-CN': '外国人来华工作许可', en: 'Work permit for foreigners' },
  }),
];
const SYNONYMS: Synonyms = {
  fillers: { 'zh-CN': ['我要', '怎么办', '了', '的'], en: ['a', 'for'] },
  words: [
    { say: ['退公积金', '取公积金'], matters: ['fund-buy', 'fund-retire'] },
    { say: ['驾照'], means: ['驾驶证'], matters: ['licence', 'licence-notary'] },
    { say: ['社保卡'], matters: ['card', 'card-loss'] },
    { say: ['expat visa'], matters: ['work'] },
    { say: ['养老金'], matters: ['pension-that-nobody-offers'] },
  ],
};
const REGIONS = [
  { code: '120000', words: ['天津市', '天津', 'Tianjin'] },
  { code: '110000', words: ['北京市', '北京', 'Beijing'] },
];

const build = (documents: readonly MatterDocument[] = MATTERS): MatterSearch =>
  createMatterSearch(documents, { synonyms: SYNONYMS, regions: REGIONS }, pinyin);
const search = build();
const first = (query: string) => search.search(query).hits[0];
const codes = (query: string, options = {}) => search.search(query, options).hits.map(({ code }) => code);

describe('what is found, and why', () => {
  it.each([
    ['不动产登记', 'property', ['name']],
    ['社会保障卡', 'card', ['begins']],
    ['临时挂失', 'card-loss', ['contains']],
    ['budongchandengji', 'property', ['name', 'pinyin']],
    ['budongch', 'property', ['begins', 'pinyin']],
    ['sydj', 'unemployed', ['name', 'initials']],
    ['不dong产', 'property', ['begins', 'pinyin']],
    ['社会bzk', 'card', ['begins', 'initials']],
    ['失业等级', 'unemployed', ['name', 'sound']],
    ['budongcandenji', 'property', ['name', 'pinyin', 'fuzzy']],
    ['budongchandnegji', 'property', ['name', 'pinyin', 'slip']],
    ['社保卡', 'card', ['everyday']],
    ['tuigongjijin', 'fund-buy', ['everyday', 'pinyin']],
    ['退公', 'fund-buy', ['everyday']],
    ['公积金退休', 'fund-retire', ['words']],
    ['work permit', 'work', ['english']],
    ['work premit', 'work', ['english', 'slip']],
    ['expat visa', 'work', ['everyday', 'english']],
    ['產權', 'property', ['description']],
    ['不動產登記', 'property', ['name']],
    ['tqgjj', 'fund-buy', ['initials', 'words']],
  ])('%s finds %s', (query, code, why) => {
    expect(first(query)).toMatchObject({ code });
    expect([...(first(query)?.why ?? [])].sort()).toEqual([...why].sort());
  });

  it('puts the official word in place of the everyday one inside a longer question', () => {
    expect(codes('驾照公证')[0]).toBe('licence-notary');
  });

  it('passes over words that say nothing', () => {
    expect(codes('我要怎么办社保卡')[0]).toBe('card');
  });

  it('finds all of a group by its name', () => {
    expect(codes('住房公积金').slice(0, 2).sort()).toEqual(['fund-buy', 'fund-retire']);
  });

  it('marks the parts of the name that were meant, signs left as they are', () => {
    expect(first('换领机动车')?.marks).toEqual([{ from: 3, to: 8 }]);
    expect(first('gjj')?.marks).toEqual([{ from: 6, to: 9 }]);
  });

  it.each(['', '   ', '，。', 'xyzzy', '天气预报', '🙂', 'qqqqqq', "' OR 1=1"])(
    'finds nothing for "%s"',
    (query) => {
      expect(search.search(query)).toMatchObject({ hits: [], total: 0 });
    },
  );

  it('has no word for a matter that nobody offers', () => {
    expect(codes('养老金')).toEqual([]);
  });
});

describe('the order of hits', () => {
  it('sets the whole name before its beginning, and that before its middle', () => {
    const order = build([matter('c', '个人护照补发'), matter('b', '护照补发'), matter('a', '护照')]);
    expect(order.search('护照').hits.map(({ code }) => code)).toEqual(['a', 'b', 'c']);
  });

  it('lets popularity decide between equals only, and the code after that', () => {
    const order = build([
      matter('y', '护照补发'),
      matter('x', '护照换发'),
      matter('z', '护照签发', { popularity: 3 }),
      matter('w', '个人护照', { popularity: 9 }),
    ]);
    expect(order.search('护照').hits.map(({ code }) => code)).toEqual(['z', 'x', 'y', 'w']);
  });

  it('is the same however the documents were given', () => {
    const other = build([...MATTERS].reverse());
    for (const query of ['gjj', '社保卡', '驾驶证', '登记', 's'])
      expect(other.search(query)).toEqual(search.search(query));
  });

  it('leaves nothing of one query to the next', () => {
    const fresh = build();
    const answer = fresh.search('社保卡');
    for (const query of ['gjj', '失业等级', '驾照公证', 'budongcandenji', 'work']) fresh.search(query);
    expect(fresh.search('社保卡')).toEqual(answer);
  });
});

describe('regions and facets', () => {
  it.each([
    '天津 公积金',
    '公积金 天津',
    '天津公积金',
    'tianjin gongjijin',
    'tj gjj',
    'tianjingongjijin',
    'Tianjin gjj',
  ])('“%s” names a region', (query) => {
    const answer = search.search(query, { region: '110000' });
    expect(answer.region).toBe('120000');
    expect(answer.hits.map(({ code }) => code).sort()).toEqual(['fund-buy', 'fund-retire']);
  });

  it('lists what a region has when nothing else is said', () => {
    const answer = search.search('北京');
    expect(answer.hits.map(({ code }) => code).sort()).toEqual(['fund-buy', 'licence']);
    expect(answer.hits[0]?.why).toEqual(['region']);
  });

  it('narrows by each facet and counts what the others would leave', () => {
    expect(codes('驾驶证', { region: '110000' })).toEqual(['licence']);
    expect(codes('驾驶证', { audience: 'organisation' })).toEqual(['licence-notary']);
    expect(codes('社会保障卡', { theme: 'social' })).toHaveLength(2);
    expect(codes('社会保障卡', { lifeEvent: 'birth' })).toEqual([]);
    expect(search.search('驾驶证', { region: '110000' }).facets.region).toEqual({ '110000': 1, '120000': 1 });
    expect(search.search('驾驶证', { region: '110000' }).facets.audience).toEqual({ person: 1 });
  });

  it('counts all hits though it returns a few', () => {
    const answer = search.search('机动车', { limit: 1 });
    expect(answer.hits).toHaveLength(1);
    expect(answer.total).toBe(2);
  });
});

describe('odd catalogues', () => {
  it('works without a single matter', () => {
    expect(build([]).search('社保卡')).toMatchObject({ hits: [], total: 0 });
  });

  it('finds a name with a rare character by it', () => {
    expect(build([matter('rare', '𠮷家庄村民证明')]).search('𠮷家').hits[0]?.code).toBe('rare');
  });

  it('reads a very long query without trouble', () => {
    expect(codes('社会保障卡'.repeat(200))[0]).toMatch(/^card/);
  });
});
