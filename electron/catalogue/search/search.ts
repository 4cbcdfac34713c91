import { buildCorpus, type Corpus, KIND } from './corpus.ts';
import { Cutter } from './elements.ts';
import { English } from './english.ts';
import { Facets } from './facets.ts';
import { buildGramIndex, type GramIndex } from './gram-index.ts';
import { marksOf } from './marks.ts';
import { Overlap } from './overlap.ts';
import { PlaceWords } from './place-words.ts';
import { isCharacter, plainText } from './text.ts';
import type {
  Lexicon,
  MatterDocument,
  MatterSearch,
  Pinyin,
  Reason,
  SearchAnswer,
  SearchOptions,
} from './types.ts';
import { HOW, Speller, type Strictness, walk } from './walk.ts';

/** Hits returned unless asked otherwise. */
const USUAL_LIMIT = 20;
/** Characters of a query that are read. */
const LONGEST_QUERY = 40;
/** Letters of a query that is looked for at the beginning of names alone. */
const BEGINNING_LETTERS = 2;
/** From this score on, looser readings of the query are not tried. */
const ENOUGH = { loose: 0.6, pieces: 0.93, slip: 0.5 } as const;
/** Hits below this share of the best are left out: they would only be in the way. */
const OF_THE_BEST = 0.6;
/** Scores are compared in thousandths, so that equals are equals on every machine. */
const GRAIN = 1000;

const REASONS: readonly Reason[] = [
  'name',
  'begins',
  'contains',
  'everyday',
  'description',
  'category',
  'region',
  'english',
  'pinyin',
  'initials',
  'sound',
  'fuzzy',
  'slip',
  'words',
];
const BIT = Object.fromEntries(REASONS.map((reason, i) => [reason, 1 << i])) as Record<Reason, number>;

/**
 * Builds the search over documents, in memory. Nothing of a query is kept. Answers are the same on every machine.
 * Names with more than 511 different syllables, or 16 million characters in all, throw: no catalogue has them.
 */
export function createMatterSearch(
  documents: readonly MatterDocument[],
  lexicon: Lexicon,
  pinyin: Pinyin,
): MatterSearch {
  return new Search(documents, lexicon, pinyin);
}

class Search implements MatterSearch {
  readonly #corpus: Corpus;
  readonly #index: GramIndex;
  readonly #speller: Speller;
  readonly #cutter: Cutter;
  readonly #overlap: Overlap;
  readonly #english: English;
  readonly #places: PlaceWords;
  readonly #facets: Facets;
  readonly #phrases: readonly string[];
  readonly #fillerUnits: ReadonlySet<number>;
  /** Scratch, for one query at a time: best score and reasons, by list and by document. */
  readonly #listScore: Float32Array;
  readonly #listWhy: Uint32Array;
  readonly #score: Float32Array;
  readonly #why: Uint32Array;

  constructor(documents: readonly MatterDocument[], lexicon: Lexicon, pinyin: Pinyin) {
    const corpus = buildCorpus(documents, lexicon.synonyms);
    this.#corpus = corpus;
    this.#index = buildGramIndex(corpus.texts, pinyin);
    const read = new Map<string, string>();
    this.#speller = new Speller(this.#index, (unit) => {
      let reading = read.get(unit);
      if (reading === undefined) {
        reading = pinyin.syllables(unit)[0] ?? '';
        read.set(unit, reading);
      }
      return reading;
    });
    this.#cutter = new Cutter(this.#index, this.#speller);
    this.#overlap = new Overlap(this.#index, corpus, (text, found) =>
      walk(this.#index, this.#speller, plainText(text).text, 'exact', (place) =>
        found(this.#index.textOf[place] as number),
      ),
    );
    this.#english = new English(corpus, lexicon.synonyms.fillers.en);
    this.#places = new PlaceWords(lexicon.regions, pinyin);
    this.#facets = new Facets(corpus.documents);
    const fillers = lexicon.synonyms.fillers['zh-CN'].map((word) => plainText(word).text);
    this.#phrases = fillers.filter((word) => word.length > 1).sort((a, b) => b.length - a.length);
    this.#fillerUnits = new Set(
      fillers.filter((word) => word.length === 1).map((word) => word.charCodeAt(0)),
    );
    const lists = corpus.listStarts.length - 1;
    this.#listScore = new Float32Array(lists);
    this.#listWhy = new Uint32Array(lists);
    this.#score = new Float32Array(corpus.documents.length);
    this.#why = new Uint32Array(corpus.documents.length);
  }

  search(query: string, options: SearchOptions = {}): SearchAnswer {
    const place = this.#places.find(query.slice(0, LONGEST_QUERY).trim());
    const touched = place.rest === '' && place.region !== null ? this.#everywhere() : this.#match(place.rest);
    const kept = this.#keep(touched);
    const { found, facets } = this.#facets.filter(kept, options, place.region);
    const elements = this.#cutter.cut(plainText(place.rest).text) ?? [];
    const hits = this.#best(found, options.limit ?? USUAL_LIMIT).map((d) => {
      const name = (this.#corpus.documents[d] as MatterDocument).name['zh-CN'];
      return {
        code: (this.#corpus.documents[d] as MatterDocument).code,
        score: Math.round((this.#score[d] as number) * GRAIN) / GRAIN,
        why: REASONS.filter((_, i) => (this.#why[d] as number) & (1 << i)),
        marks: marksOf(name, elements, this.#index),
      };
    });
    for (const d of touched) {
      this.#score[d] = 0;
      this.#why[d] = 0;
    }
    return { hits, total: found.length, region: place.region, facets };
  }

  #everywhere(): number[] {
    return this.#corpus.documents.map((_, d) => {
      this.#score[d] = 0.5;
      this.#why[d] = BIT.region;
      return d;
    });
  }

  /** Scores every document that fits; returns those touched. */
  #match(source: string): number[] {
    const touched: number[] = [];
    const give = (d: number, score: number, why: number) => {
      const before = this.#score[d] as number;
      if (before === 0) touched.push(d);
      if (score <= before) return;
      this.#score[d] = score;
      this.#why[d] = why;
    };
    const query = plainText(source).text;
    if (query === '') return touched;
    let best = 0;
    const walked = (text: string, strictness: Strictness) => {
      best = Math.max(best, this.#walk(text, strictness, give));
    };
    const bare = this.#withoutFillers(query);
    walked(query, 'exact');
    if (bare !== query) walked(bare, 'exact');
    for (const { list, score, everyday, slip } of this.#english.find(source)) {
      best = Math.max(best, score);
      this.#giveList(list, score, BIT.english | (everyday ? BIT.everyday : 0) | (slip ? BIT.slip : 0), give);
    }
    if (best < ENOUGH.loose) walked(bare, 'sound');
    if (best < ENOUGH.pieces) best = Math.max(best, this.#pieces(bare, give));
    if (best < ENOUGH.slip) walked(bare, 'slip');
    return touched;
  }

  #walk(
    query: string,
    strictness: Strictness,
    give: (d: number, score: number, why: number) => void,
  ): number {
    const { kinds, lists } = this.#corpus;
    const { starts, textOf } = this.#index;
    const touched: number[] = [];
    let best = 0;
    // One or two letters stand in nearly every name; what begins so is meant.
    const beginningOnly = query.length <= BEGINNING_LETTERS && /^[a-z]+$/.test(query);
    walk(this.#index, this.#speller, query, strictness, (p, length, cost, how) => {
      const t = textOf[p] as number;
      const start = starts[t] as number;
      if (beginningOnly && (p !== start || kinds[t] !== KIND.name)) return;
      const [worth, where] = worthOf(
        kinds[t] as number,
        p - start,
        length,
        (starts[t + 1] as number) - start,
      );
      const score = worth * (1 - cost);
      const list = lists[t] as number;
      const before = this.#listScore[list] as number;
      if (before === 0) touched.push(list);
      if (score <= before) return;
      this.#listScore[list] = score;
      this.#listWhy[list] = where | wayOf(how);
    });
    for (const list of touched) {
      best = Math.max(best, this.#listScore[list] as number);
      this.#giveList(list, this.#listScore[list] as number, this.#listWhy[list] as number, give);
      this.#listScore[list] = 0;
    }
    return best;
  }

  #giveList(
    list: number,
    score: number,
    why: number,
    give: (d: number, score: number, why: number) => void,
  ): void {
    const { listStarts, listed, ranks } = this.#corpus;
    for (let i = listStarts[list] as number; i < (listStarts[list + 1] as number); i++)
      give(listed[i] as number, score - 0.012 * (ranks[i] as number), why);
  }

  /** The query in parts: in any order, by sound, spread over name, everyday words and description. */
  #pieces(query: string, give: (d: number, score: number, why: number) => void): number {
    const elements = this.#cutter.cut(query);
    let best = 0;
    if (!elements || elements.length < 2) return best;
    if (elements.every((one) => one.initial)) return this.#twoParts(query, give);
    for (const match of this.#overlap.find(elements, (unit) => this.#fillerUnits.has(unit))) {
      best = Math.max(best, match.score);
      const why = BIT.words | (match.everyday ? BIT.everyday : 0) | (match.sound ? BIT.sound : 0);
      give(match.document, match.score, why);
    }
    return best;
  }

  /** Initials of two words put together: gjjtq is 公积金 and 提取. The longest first word that leaves a second one. */
  #twoParts(query: string, give: (d: number, score: number, why: number) => void): number {
    for (let cut = query.length - 2; cut >= 2; cut--) {
      const first = new Map<number, number>();
      walk(this.#index, this.#speller, query.slice(0, cut), 'exact', (p) => {
        const t = this.#index.textOf[p] as number;
        if (this.#corpus.kinds[t] === KIND.name) first.set(t, p);
      });
      if (first.size === 0) continue;
      let best = 0;
      const lists = new Set<number>();
      walk(this.#index, this.#speller, query.slice(cut), 'exact', (p, length) => {
        const t = this.#index.textOf[p] as number;
        const other = first.get(t);
        // The same characters must not count twice.
        if (other !== undefined && (p >= other + cut || p + length <= other))
          lists.add(this.#corpus.lists[t] as number);
      });
      for (const list of lists) {
        best = 0.6;
        this.#giveList(list, best, BIT.words | BIT.initials, give);
      }
      if (best > 0) return best;
    }
    return 0;
  }

  #withoutFillers(query: string): string {
    if (!isCharacter(query.charCodeAt(0)) && !/[^\x20-\x7f]/.test(query)) return query;
    let text = query;
    for (const phrase of this.#phrases) {
      const shorter = text.replaceAll(phrase, '');
      if (shorter.length > 1) text = shorter;
    }
    let from = 0;
    let to = text.length;
    while (to - from > 2 && this.#fillerUnits.has(text.charCodeAt(from))) from++;
    while (to - from > 2 && this.#fillerUnits.has(text.charCodeAt(to - 1))) to--;
    return text.slice(from, to);
  }

  #keep(touched: readonly number[]): number[] {
    let best = 0;
    for (const d of touched) best = Math.max(best, this.#score[d] as number);
    return touched.filter((d) => (this.#score[d] as number) >= best * OF_THE_BEST);
  }

  /** The best of them in order. Only those above the line are sorted: there may be thousands. */
  #best(found: readonly number[], limit: number): number[] {
    const grains = new Uint16Array(found.length);
    const counts = new Uint32Array(GRAIN + 2);
    for (let i = 0; i < found.length; i++) {
      const grain = Math.round((this.#score[found[i] as number] as number) * GRAIN);
      grains[i] = grain;
      counts[grain] = (counts[grain] as number) + 1;
    }
    let line = GRAIN + 1;
    for (let above = 0; line > 0 && above < limit; ) above += counts[--line] as number;
    const best: { d: number; grain: number }[] = [];
    for (let i = 0; i < found.length; i++)
      if ((grains[i] as number) >= line) best.push({ d: found[i] as number, grain: grains[i] as number });
    return best
      .sort((a, b) => b.grain - a.grain || a.d - b.d)
      .slice(0, limit)
      .map(({ d }) => d);
  }
}

/** Worth of a query that stands in a row at `at` in a text, and the reason. Lengths in characters. */
function worthOf(kind: number, at: number, length: number, whole: number): [number, number] {
  const share = length / whole;
  if (kind === KIND.name) {
    if (length === whole) return [1, BIT.name];
    if (at === 0) return [0.9 + 0.05 * share, BIT.begins];
    return [0.8 + 0.08 * share - 0.001 * Math.min(at, 10), BIT.contains];
  }
  if (kind === KIND.everyday) {
    if (length === whole) return [0.97, BIT.everyday];
    return [(at === 0 ? 0.82 : 0.66) + 0.08 * share, BIT.everyday];
  }
  if (kind === KIND.category) return [length === whole ? 0.62 : 0.45, BIT.category];
  return [0.5 + 0.05 * share, BIT.description];
}

function wayOf(how: number): number {
  let why = 0;
  if (how & HOW.pinyin) why |= BIT.pinyin;
  if (how & HOW.initials) why |= BIT.initials;
  if (how & HOW.sound) why |= BIT.sound;
  if (how & HOW.fuzzy) why |= BIT.fuzzy;
  if (how & HOW.slip) why |= BIT.slip;
  return why;
}
