import { type Corpus, KIND } from './corpus.ts';
import type { Element } from './elements.ts';
import { type GramIndex, pairRange } from './gram-index.ts';

/** Bits of a mask; what a citizen writes beyond that adds nothing. */
const MOST_ELEMENTS = 31;
/** Places looked at for one query, rarer pairs first. */
const MAX_PLACES = 40_000;
/** What an element found in each way is worth. */
const CREDIT = { exact: 1, sound: 0.8, description: 0.5, alone: 0.35, loose: 0.9 } as const;
/** Weight of a word like 我 or 了 beside the others. */
const FILLER_WEIGHT = 0.1;
/** Least share of the query that must be found, by how it was written. */
const LEAST = { characters: 0.5, everyday: 0.4, letters: 0.8 } as const;
/** Worth of a whole query found in pieces, below that of one found in a row. */
const WORTH = { name: 0.76, everyday: 0.84, brevity: 0.06 } as const;

export interface OverlapMatch {
  readonly document: number;
  readonly score: number;
  readonly everyday: boolean;
  readonly sound: boolean;
}

/**
 * Finds a query in pieces: pairs of neighbouring characters (or of their sounds) in any order and in any text of a
 * matter, an everyday word counting as its matters' own. Holds scratch space for one query at a time.
 */
export class Overlap {
  readonly #index: GramIndex;
  readonly #corpus: Corpus;
  readonly #lengths: Uint16Array;
  /** Elements found as written, by sound, and as single characters; per document also in descriptions and everyday words. */
  readonly #text: readonly [Uint32Array, Uint32Array, Uint32Array];
  readonly #document: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  readonly #everyday: Float32Array;
  /** Finds official words in a row; set by the search. */
  readonly #whole: (text: string, found: (text: number) => void) => void;

  constructor(
    index: GramIndex,
    corpus: Corpus,
    whole: (text: string, found: (text: number) => void) => void,
  ) {
    this.#index = index;
    this.#corpus = corpus;
    const size = corpus.texts.length;
    this.#text = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
    const many = corpus.documents.length;
    const masks = () => new Uint32Array(many);
    this.#lengths = new Uint16Array(many);
    for (let t = 0; t < size; t++) {
      if (corpus.kinds[t] !== KIND.name) continue;
      const list = corpus.lists[t] as number;
      const length = (index.starts[t + 1] as number) - (index.starts[t] as number);
      for (let i = corpus.listStarts[list] as number; i < (corpus.listStarts[list + 1] as number); i++)
        this.#lengths[corpus.listed[i] as number] = length;
    }
    this.#document = [masks(), masks(), masks(), masks(), masks()];
    this.#everyday = new Float32Array(many);
    this.#whole = whole;
  }

  find(all: readonly Element[], isFiller: (unit: number) => boolean): OverlapMatch[] {
    const elements = all.slice(0, MOST_ELEMENTS);
    const texts = this.#readPairs(elements, isFiller);
    const documents = this.#spread(elements, texts);
    const weights = this.#weights(elements, isFiller);
    const matches = this.#score(elements, weights, documents);
    for (const t of texts) for (const mask of this.#text) mask[t] = 0;
    for (const d of documents) {
      for (const mask of this.#document) mask[d] = 0;
      this.#everyday[d] = 0;
    }
    return matches;
  }

  /** Marks what each text holds; returns the texts touched. */
  #readPairs(elements: readonly Element[], isFiller: (unit: number) => boolean): number[] {
    const index = this.#index;
    const jobs: { lo: number; hi: number; size: number; at: number; pair: boolean }[] = [];
    for (let i = 0; i < elements.length; i++) {
      const one = elements[i] as Element;
      const two = elements[i + 1];
      if (two && !(one.initial && two.initial && elements.length < 3))
        for (const a of one.ids)
          for (const b of two.ids) {
            const [lo, hi] = pairRange(index, a, b);
            if (lo < hi) jobs.push({ lo, hi, size: this.#places(lo, hi), at: i, pair: true });
          }
      if (one.unit !== 0 && !isFiller(one.unit))
        for (const a of index.readings.get(one.unit) ?? []) {
          const lo = index.first[a] as number;
          const hi = index.first[a + 1] as number;
          jobs.push({ lo, hi, size: this.#places(lo, hi) + MAX_PLACES, at: i, pair: false });
        }
    }
    jobs.sort((a, b) => a.size - b.size || a.at - b.at);
    const touched: number[] = [];
    const [exact, sound, alone] = this.#text;
    let left = MAX_PLACES;
    for (const job of jobs) {
      const from = index.offsets[job.lo] as number;
      const to = index.offsets[job.hi] as number;
      left -= to - from;
      if (left < 0) break;
      const unit = (elements[job.at] as Element).unit;
      const nextUnit = job.pair ? (elements[job.at + 1] as Element).unit : 0;
      const bits = (job.pair ? 3 : 1) << job.at;
      for (let i = from; i < to; i++) {
        const p = index.places[i] as number;
        const as = unit === 0 || index.units[p] === unit;
        if (!job.pair && !as) continue;
        const t = index.textOf[p] as number;
        if (((exact[t] as number) | (sound[t] as number) | (alone[t] as number)) === 0) touched.push(t);
        const mask = !job.pair
          ? alone
          : as && (nextUnit === 0 || index.units[p + 1] === nextUnit)
            ? exact
            : sound;
        mask[t] = (mask[t] as number) | bits;
      }
    }
    return touched;
  }

  #places(lo: number, hi: number): number {
    return (this.#index.offsets[hi] as number) - (this.#index.offsets[lo] as number);
  }

  /** From texts to documents. An everyday word counts only when all of it was said. */
  #spread(elements: readonly Element[], texts: readonly number[]): number[] {
    const { kinds, lists, listStarts, listed, ranks, meanings } = this.#corpus;
    const { starts } = this.#index;
    const [exact, sound, alone] = this.#text;
    const [ofExact, ofSound, ofAlone, ofDescription, ofEveryday] = this.#document;
    const touched: number[] = [];
    const touch = (d: number) => {
      if (
        ((ofExact[d] as number) |
          (ofSound[d] as number) |
          (ofAlone[d] as number) |
          (ofDescription[d] as number)) ===
        0
      )
        touched.push(d);
    };
    const meant: { mask: number; text: number }[] = [];
    for (const t of texts) {
      const kind = kinds[t] as number;
      const list = lists[t] as number;
      const written = exact[t] as number;
      const heard = sound[t] as number;
      if (kind === KIND.everyday) {
        const length = (starts[t + 1] as number) - (starts[t] as number);
        const by = bits(written | heard);
        const slack = length >= 5 ? 1 : 0;
        if (by < 2 || by + slack < length) continue;
        if (meanings.has(t)) meant.push({ mask: written | heard, text: t });
      }
      for (let i = listStarts[list] as number; i < (listStarts[list + 1] as number); i++) {
        const d = listed[i] as number;
        if (kind === KIND.description || kind === KIND.category) {
          if ((written | heard) === 0) continue;
          touch(d);
          ofDescription[d] = (ofDescription[d] as number) | written | heard;
          continue;
        }
        touch(d);
        ofExact[d] = (ofExact[d] as number) | written;
        ofSound[d] = (ofSound[d] as number) | heard;
        if (kind === KIND.name) ofAlone[d] = (ofAlone[d] as number) | (alone[t] as number);
        else {
          const said = bits((written | heard) & ~(ofEveryday[d] as number)) / elements.length;
          this.#everyday[d] =
            (this.#everyday[d] as number) + (1 - 0.06 * Math.min(4, ranks[i] as number)) * said;
          ofEveryday[d] = (ofEveryday[d] as number) | written | heard;
        }
      }
    }
    // 驾照公证: the official word for 驾照 stands in the name of the matter.
    for (const { mask, text } of meant)
      for (const official of meanings.get(text) ?? [])
        this.#whole(official, (t) => {
          if (kinds[t] !== KIND.name) return;
          const list = lists[t] as number;
          for (let i = listStarts[list] as number; i < (listStarts[list + 1] as number); i++) {
            const d = listed[i] as number;
            touch(d);
            ofExact[d] = (ofExact[d] as number) | mask;
          }
        });
    return touched;
  }

  /** Rare elements tell more. One that occurs nowhere is as good as the others: it may be the slip. */
  #weights(elements: readonly Element[], isFiller: (unit: number) => boolean): number[] {
    const size = this.#index.places.length;
    const known = elements.map(({ ids }) => {
      let places = 0;
      for (const id of ids)
        places += this.#places(this.#index.first[id] as number, this.#index.first[id + 1] as number);
      return places === 0 ? 0 : Math.log(1 + size / places);
    });
    const some = known.filter((weight) => weight > 0);
    const usual = some.reduce((sum, weight) => sum + weight, 0) / (some.length || 1);
    return elements.map(({ unit }, i) =>
      unit !== 0 && isFiller(unit) ? FILLER_WEIGHT : known[i] || usual || 1,
    );
  }

  #score(
    elements: readonly Element[],
    weights: readonly number[],
    documents: readonly number[],
  ): OverlapMatch[] {
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const least = elements.some(({ unit }) => unit !== 0) ? LEAST.characters : LEAST.letters;
    const [ofExact, ofSound, ofAlone, ofDescription] = this.#document;
    const floor = Math.min(least, LEAST.everyday);
    const reach = new Map<number, number>();
    const matches: OverlapMatch[] = [];
    for (const d of documents) {
      const exact = ofExact[d] as number;
      const sound = ofSound[d] as number;
      const alone = ofAlone[d] as number;
      const described = ofDescription[d] as number;
      const any = exact | sound | alone | described;
      // Most of what was touched holds one common pair; many share the same one.
      let most = reach.get(any);
      if (most === undefined) {
        most = weights.reduce((sum, weight, i) => (any & (1 << i) ? sum + weight : sum), 0) / whole;
        reach.set(any, most);
      }
      if (most < floor) continue;
      let sum = 0;
      let count = 0;
      let heard = false;
      for (let i = 0; i < elements.length; i++) {
        const bit = 1 << i;
        if ((any & bit) === 0) continue;
        let credit: number = CREDIT.alone;
        if (exact & bit) credit = CREDIT.exact;
        else if (sound & bit) {
          credit = CREDIT.sound;
          heard = true;
        } else if (described & bit) credit = CREDIT.description;
        const element = elements[i] as Element;
        if (element.initial || element.fuzzy) credit *= CREDIT.loose;
        if (credit >= CREDIT.sound * CREDIT.loose) count++;
        sum += (weights[i] as number) * credit;
      }
      const covered = sum / whole;
      const everyday = this.#everyday[d] as number;
      if (covered < (everyday > 0 ? Math.min(least, LEAST.everyday) : least) || count < 2) continue;
      // An everyday word says nothing about how much of the name was meant.
      const brevity = everyday > 0 ? 0 : WORTH.brevity * Math.min(1, count / (this.#lengths[d] as number));
      const score = (WORTH.name + (WORTH.everyday - WORTH.name) * everyday) * covered + brevity;
      matches.push({ document: d, score, everyday: everyday > 0, sound: heard });
    }
    return matches;
  }
}

function bits(mask: number): number {
  let n = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) n++;
  return n;
}
