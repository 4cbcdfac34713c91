import Database from 'better-sqlite3';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import {
  createMatterSearch,
  type Lexicon,
  type MatterDocument,
  type Pinyin,
} from '../../electron/catalogue/search/index.ts';

/** An engine of the benchmark of the search: returns the codes of the first three. */
export interface Engine {
  find(query: string): string[];
  close?(): void;
}

const TOP = 3;
const CJK = /\p{Script=Han}/u;

/** What the peers index of a matter: the same words, readings and everyday words that our search knows. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly plain: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly words: string;
  readonly en: string;
  readonly regions: string;
}

function rowsOf(documents: readonly MatterDocument[], lexicon: Lexicon, pinyin: Pinyin): Row[] {
  const words = new Map<string, string[]>();
  for (const entry of lexicon.synonyms.words)
    for (const code of entry.matters) words.set(code, [...(words.get(code) ?? []), ...entry.say]);
  const places = new Map(lexicon.regions.map(({ code, words: of }) => [code, of.join(' ')]));
  const joined = new Map([...words].map(([code, list]) => [code, list.join(' ')]));
  return documents.map((doc) => {
    const syllables = pinyin.syllables(doc.name['zh-CN']).filter(Boolean);
    return {
      id: doc.code,
      name: doc.name['zh-CN'],
      plain: doc.plain,
      pinyin: syllables.join(''),
      initials: syllables.map((one) => one[0]).join(''),
      words: joined.get(doc.matter ?? doc.code) ?? '',
      en: doc.name.en,
      regions: doc.regions.map((code) => places.get(code) ?? '').join(' '),
    };
  });
}

function ours(documents: readonly MatterDocument[], lexicon: Lexicon, pinyin: Pinyin): Engine {
  const search = createMatterSearch(documents, lexicon, pinyin);
  return {
    find: (query) => search.search(query, { limit: TOP }).hits.map((hit) => hit.code),
  };
}

/** Characters and pairs of characters; pinyin from every place on would take gigabytes, so its beginning and its words. */
function miniSearch(rows: readonly Row[]): Engine {
  const search = new MiniSearch<Row>({
    fields: ['name', 'plain', 'pinyin', 'initials', 'words', 'en', 'regions'],
    tokenize: pieces,
    searchOptions: {
      boost: { name: 3, words: 3 },
      prefix: true,
      fuzzy: (term) => (term.length > 3 ? 0.2 : false),
      combineWith: 'AND',
      tokenize: pieces,
    },
  });
  search.addAll(rows);
  return {
    find: (query) =>
      search
        .search(query)
        .slice(0, TOP)
        .map((hit) => hit.id as string),
  };
}

function pieces(text: string): string[] {
  const found: string[] = [];
  for (const word of text.toLowerCase().match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? []) {
    if (!CJK.test(word) || word.length === 1) found.push(word);
    else for (let i = 0; i + 1 < word.length; i++) found.push(word.slice(i, i + 2));
  }
  return found;
}

function fuse(rows: readonly Row[]): Engine {
  const search = new Fuse(rows, {
    keys: [{ name: 'name', weight: 3 }, { name: 'words', weight: 2 }, 'pinyin', 'initials', 'en'],
    ignoreLocation: true,
    threshold: 0.3,
  });
  return {
    find: (query) => search.search(query, { limit: TOP }).map(({ item }) => item.id),
  };
}

function sqliteTrigram(rows: readonly Row[]): Engine {
  const db = new Database(':memory:');
  db.exec(
    "CREATE VIRTUAL TABLE matter USING fts5(id UNINDEXED, name, plain, pinyin, initials, words, en, regions, tokenize='trigram')",
  );
  const insert = db.prepare('INSERT INTO matter VALUES (?,?,?,?,?,?,?,?)');
  db.transaction(() => {
    for (const row of rows)
      insert.run(row.id, row.name, row.plain, row.pinyin, row.initials, row.words, row.en, row.regions);
  })();
  const match = db
    .prepare(
      'SELECT id FROM matter WHERE matter MATCH ? ORDER BY bm25(matter, 0, 3, 1, 2, 2, 3, 1, 1), length(name) LIMIT ?',
    )
    .pluck();
  // A trigram index answers nothing below three characters; LIKE reads the rows then.
  const like = db
    .prepare(
      'SELECT id FROM matter WHERE name LIKE @part OR words LIKE @part OR initials LIKE @part OR pinyin LIKE @part ORDER BY length(name) LIMIT @top',
    )
    .pluck();
  return {
    find(query) {
      const terms = query.trim().split(/\s+/);
      if (terms.some((term) => [...term].length < 3))
        return like.all({ part: `%${query}%`, top: TOP }) as string[];
      return match.all(terms.map((term) => `"${term.replaceAll('"', '')}"`).join(' '), TOP) as string[];
    },
    close: () => db.close(),
  };
}

/** Made-up districts, so that a country's worth of names differ. */
const SYLLABLES = '东西南北中上新长安平定远海江河山林泉石岭桥塘港湾宁和永兴';
const QUALIFIERS = [
  '（个人）',
  '（单位）',
  '（首次）',
  '（含变更）',
  '（代为办理）',
  '（委托）',
  '（批量）',
  '（补充）',
  '（线上）',
  '（加急）',
];

/**
 * `size` documents made of the base ones: a third under the same name in another region, a third with a qualifier, a
 * third with the district's name in front.
 */
export function country(base: readonly MatterDocument[], size: number): MatterDocument[] {
  const documents: MatterDocument[] = [];
  for (let i = 0; i < size; i++) {
    const doc = base[i % base.length] as MatterDocument;
    const copy = Math.floor(i / base.length);
    if (copy === 0) {
      documents.push(doc);
      continue;
    }
    const pick = (n: number) => SYLLABLES[n % SYLLABLES.length] as string;
    const district = `${pick(copy * 7)}${pick(Math.floor(copy / SYLLABLES.length) + copy * 3)}${copy % 2 ? '区' : '县'}`;
    const kind = (i + copy) % 3;
    const name =
      kind === 0
        ? doc.name['zh-CN']
        : kind === 1
          ? `${doc.name['zh-CN']}${QUALIFIERS[(copy + i) % QUALIFIERS.length]}`
          : `${district}${doc.name['zh-CN']}`;
    documents.push({
      ...doc,
      code: `${doc.code}@${copy}`,
      matter: doc.code,
      name: { 'zh-CN': name, en: doc.name.en },
      regions: [`${100000 + copy}`],
    });
  }
  return documents;
}

type Make = (documents: readonly MatterDocument[], lexicon: Lexicon, pinyin: Pinyin) => Engine;

/** How each engine is built from the same documents. */
export const ENGINES = {
  ours,
  'SQLite FTS5': (...from) => sqliteTrigram(rowsOf(...from)),
  MiniSearch: (...from) => miniSearch(rowsOf(...from)),
  'Fuse.js': (...from) => fuse(rowsOf(...from)),
} as const satisfies Readonly<Record<string, Make>>;
export type EngineName = keyof typeof ENGINES;
