import type { Corpus } from './corpus.ts';
import { englishWords, withinOneSlip } from './text.ts';

/** Letters from which a word's beginning, and one typing error, stand for the word. */
const LEAST = { beginning: 3, slip: 5 } as const;
const QUALITY = { same: 1, begins: 0.9, slip: 0.75 } as const;
/** Share of the query's weight that must be found. */
const LEAST_FOUND = 0.5;

export interface EnglishMatch {
  readonly list: number;
  readonly score: number;
  readonly everyday: boolean;
  readonly slip: boolean;
}

/** Words of English names and everyday words. Word by word, rarer words weigh more; the last word may be unfinished. */
export class English {
  readonly #vocabulary: readonly string[];
  readonly #entries = new Map<string, number[]>();
  readonly #corpus: Corpus;
  readonly #fillers: ReadonlySet<string>;

  constructor(corpus: Corpus, fillers: readonly string[]) {
    this.#corpus = corpus;
    this.#fillers = new Set(fillers);
    for (const [n, { words }] of corpus.english.entries())
      for (const word of new Set(words)) {
        const known = this.#entries.get(word);
        if (known) known.push(n);
        else this.#entries.set(word, [n]);
      }
    this.#vocabulary = [...this.#entries.keys()].sort();
  }

  find(query: string): EnglishMatch[] {
    const all = englishWords(query);
    const telling = all.filter((word) => !this.#fillers.has(word));
    const words = telling.length > 0 ? telling : all;
    if (words.length === 0 || (words.length === 1 && (words[0] as string).length < LEAST.beginning))
      return [];
    const found = new Map<number, { weight: number; count: number; slip: boolean }>();
    let whole = 0;
    for (const [i, word] of words.entries()) {
      const best = new Map<number, number>();
      let widest = 0;
      for (const { known, quality } of this.#like(word, i === words.length - 1)) {
        const entries = this.#entries.get(known) as number[];
        if (quality === QUALITY.same) widest = entries.length;
        for (const n of entries) best.set(n, Math.max(best.get(n) ?? 0, quality));
      }
      const weight = Math.log(1 + this.#corpus.english.length / (1 + (widest || best.size)));
      whole += weight;
      for (const [n, quality] of best) {
        const sum = found.get(n) ?? { weight: 0, count: 0, slip: false };
        sum.weight += weight * quality;
        sum.count++;
        if (quality === QUALITY.slip) sum.slip = true;
        found.set(n, sum);
      }
    }
    const matches: EnglishMatch[] = [];
    for (const [n, { weight, count, slip }] of found) {
      const entry = this.#corpus.english[n] as Corpus['english'][number];
      const covered = weight / whole;
      const length = entry.words.filter((word) => !this.#fillers.has(word)).length || 1;
      // An everyday phrase means something as a whole; half of it may mean anything.
      const enough = entry.everyday ? count >= Math.min(length, 2) : true;
      if (covered < LEAST_FOUND || !enough) continue;
      const score = (entry.everyday ? 0.62 : 0.66) * covered + 0.28 * covered * Math.min(1, count / length);
      matches.push({ list: entry.list, score, everyday: entry.everyday, slip });
    }
    return matches;
  }

  *#like(word: string, unfinished: boolean): Iterable<{ known: string; quality: number }> {
    for (const known of this.#vocabulary) {
      if (known === word) yield { known, quality: QUALITY.same };
      else if (
        word.length >= LEAST.beginning &&
        known.startsWith(word) &&
        (unfinished || known.length - word.length <= 3)
      )
        yield { known, quality: QUALITY.begins };
      else if (known.length >= 4 && word.startsWith(known) && word.length - known.length <= 2)
        yield { known, quality: QUALITY.begins };
      else if (word.length >= LEAST.slip && withinOneSlip(word, known))
        yield { known, quality: QUALITY.slip };
    }
  }
}
