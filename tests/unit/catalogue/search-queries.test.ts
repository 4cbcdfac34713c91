import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMatterSearch, loadPinyin, type Synonyms } from '../../../electron/catalogue/search/index.ts';

/** The labelled queries over the product's own matters and words, so that an edit of the table cannot lose them unseen. */
const root = join(import.meta.dirname, '../../..');
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const synonyms: Synonyms = json('assets/catalogue/synonyms.json');
const { matters } = json('assets/catalogue/matters.json') as {
  matters: { code: string; name: { 'zh-CN': string; en: string }; plain: { 'zh-CN': string } }[];
};
const { queries } = json('tests/fixtures/search-queries.json') as {
  queries: { query: string; class: string; expected: string[]; heldOut: boolean }[];
};
const search = createMatterSearch(
  matters.map(({ code, name, plain }) => ({
    code,
    name,
    plain: plain['zh-CN'],
    category: '',
    audience: [],
    regions: ['120000', '110000', '440100', '370100', '131000'],
    themes: [],
    lifeEvents: [],
  })),
  {
    synonyms,
    regions: [
      { code: '110000', words: ['北京', 'Beijing'] },
      { code: '120000', words: ['天津', 'Tianjin'] },
      { code: '440100', words: ['广州', 'Guangzhou'] },
      { code: '370100', words: ['济南', 'Jinan'] },
      { code: '131000', words: ['廊坊', 'Langfang'] },
    ],
  },
  await loadPinyin(),
);
const right = ({ query, expected }: { query: string; expected: string[] }) => {
  const found = search.search(query, { limit: 3 }).hits.map(({ code }) => code);
  return expected.length === 0 ? found.length === 0 : found.some((code) => expected.includes(code));
};

describe('the table of everyday words', () => {
  it('names only matters of the catalogue, and every matter', () => {
    const known = new Set(matters.map(({ code }) => code));
    const named = new Set(synonyms.words.flatMap((entry) => entry.matters));
    expect([...named].filter((code) => !known.has(code))).toEqual([]);
    expect([...known].filter((code) => !named.has(code))).toEqual([]);
  });

  it('says no word twice', () => {
    const said = synonyms.words.flatMap(({ say }) => say);
    expect(said.filter((word, i) => said.indexOf(word) !== i)).toEqual([]);
  });
});

describe('the labelled queries', () => {
  const classes = [...new Set(queries.map((one) => one.class))];
  it.each(classes)('%s: nine in ten have a right matter among the first three', (name) => {
    const asked = queries.filter((one) => one.class === name);
    const wrong = asked.filter((one) => !right(one)).map(({ query }) => query);
    expect(wrong.length, wrong.join(', ')).toBeLessThanOrEqual(asked.length / 10);
  });
});
