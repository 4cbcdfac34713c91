import type { MatterCard } from '../contract/index.ts';
import { localDate } from '../core/index.ts';
import type { Catalogue, CatalogueRegion } from './catalogue.ts';
import {
  createMatterSearch,
  type MatterDocument,
  type MatterSearch,
  type Pinyin,
  type SearchHit,
  type Synonyms,
} from './search/index.ts';

/** A matter that was found, as the chosen region has it. */
export interface FoundMatter {
  readonly matter: MatterCard;
  /** Parts of the Chinese name to mark. */
  readonly marks: SearchHit['marks'];
}

export interface MatterFinding {
  /** The region in which these were found: the one that the query names, else the one asked for. */
  readonly region: string;
  /** Best first. */
  readonly hits: readonly FoundMatter[];
  /** How many there are in the region in all. */
  readonly total: number;
  /** Other regions that have what was asked for, most first. */
  readonly elsewhere: readonly { readonly region: string; readonly count: number }[];
}

export interface MatterFinder {
  /** Loads the readings and builds the index. After the first screen: it takes some tens of milliseconds. */
  prepare(): Promise<void>;
  /** Null until it is prepared. Nothing of the query is kept or logged. */
  find(region: string, query: string): MatterFinding | null;
}

export interface MatterFinderDeps {
  /** Asked at each search: another catalogue, or another day, makes a new index. */
  readonly catalogue: () => Catalogue;
  readonly synonyms: () => Synonyms;
  readonly pinyin: () => Promise<Pinyin>;
  /** In ms. Matters come into force by the local date. */
  readonly now: () => number;
}

/** Hits on one screen; who needs more types another letter. */
const LIMIT = 30;
/** Other regions named under the hits. */
const ELSEWHERE = 6;

interface Built {
  readonly catalogue: Catalogue;
  readonly date: string;
  readonly search: MatterSearch;
  readonly cards: ReadonlyMap<string, ReadonlyMap<string, MatterCard>>;
}

/** Search over the matters of all regions of this machine. */
export function createMatterFinder(deps: MatterFinderDeps): MatterFinder {
  let pinyin: Pinyin | null = null;
  let built: Built | null = null;
  const current = (): Built | null => {
    if (!pinyin) return null;
    const catalogue = deps.catalogue();
    const date = localDate(deps.now());
    if (built?.catalogue !== catalogue || built.date !== date)
      built = build(catalogue, date, deps.synonyms(), pinyin);
    return built;
  };
  return {
    async prepare() {
      pinyin ??= await deps.pinyin();
      current();
    },
    find(region, query) {
      const now = current();
      if (!now) return null;
      const answer = now.search.search(query, { region, limit: LIMIT });
      const where = answer.region ?? region;
      const cards = now.cards.get(where);
      return {
        region: where,
        hits: answer.hits.flatMap(({ code, marks }) => {
          const matter = cards?.get(code);
          return matter ? [{ matter, marks }] : [];
        }),
        total: answer.facets.region[where] ?? 0,
        elsewhere: Object.entries(answer.facets.region)
          .flatMap(([code, count]) => (code === where ? [] : [{ region: code, count }]))
          .sort((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1))
          .slice(0, ELSEWHERE),
      };
    },
  };
}

function build(catalogue: Catalogue, date: string, synonyms: Synonyms, pinyin: Pinyin): Built {
  const regions = catalogue.regions();
  const cards = new Map(
    regions.map(({ code }) => [code, new Map(catalogue.matters(code).map((card) => [card.code, card]))]),
  );
  return {
    catalogue,
    date,
    cards,
    search: createMatterSearch(
      documentsOf(catalogue, cards),
      { synonyms, regions: regions.map(wordsOf) },
      pinyin,
    ),
  };
}

/** One document a matter, whatever number of regions has it; the name is the same in all of them. */
function documentsOf(
  catalogue: Catalogue,
  cards: ReadonlyMap<string, ReadonlyMap<string, MatterCard>>,
): MatterDocument[] {
  const where = new Map<string, string[]>();
  const first = new Map<string, MatterCard>();
  for (const [region, offered] of cards)
    for (const [code, card] of offered) {
      first.set(code, first.get(code) ?? card);
      where.set(code, [...(where.get(code) ?? []), region]);
    }
  return [...first].map(([code, card]) => {
    const matter = catalogue.matter(code);
    const department = catalogue.terms().departments.find(({ id }) => id === matter?.department);
    return {
      code,
      name: card.name,
      plain: card.plain['zh-CN'],
      category: card.category['zh-CN'],
      ...(department ? { department: department.name['zh-CN'] } : {}),
      audience: matter?.audience ?? [],
      regions: where.get(code) ?? [],
      themes: matter?.themes ?? [],
      lifeEvents: matter?.lifeEvents ?? [],
      // What can be done here to the end comes before what can only be read here.
      popularity: card.depth === 'full' ? 1 : 0,
    };
  });
}

function wordsOf({ code, name, short }: CatalogueRegion) {
  return { code, words: [name['zh-CN'], short['zh-CN'], name.en, short.en] };
}
