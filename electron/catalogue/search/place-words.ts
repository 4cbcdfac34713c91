import { plainText } from './text.ts';
import type { Pinyin, RegionWords } from './types.ts';

/** Letters from which the pinyin of a region is cut off the front of a query: tianjin, but not a chance “gu”. */
const LETTERS_IN_A_ROW = 6;

export interface PlaceInQuery {
  readonly region: string | null;
  /** The query without the region. */
  readonly rest: string;
}

/** Finds the region that a query names: 天津 公积金, 在天津结婚, tianjin gongjijin, tj gjj, Beijing passport. */
export class PlaceWords {
  /** Longest first: 廊坊永清 before 廊坊. */
  readonly #characters: readonly (readonly [string, string])[];
  readonly #letters: ReadonlyMap<string, string>;

  constructor(regions: readonly RegionWords[], pinyin: Pinyin) {
    const characters: [string, string][] = [];
    const letters = new Map<string, string>();
    const add = (word: string, code: string) => letters.has(word) || letters.set(word, code);
    for (const { code, words } of regions)
      for (const word of words) {
        const { text } = plainText(word);
        if (/^[a-z0-9]*$/.test(text)) {
          if (text.length > 1) add(text, code);
          continue;
        }
        if (text.length < 2) continue;
        characters.push([text, code]);
        const syllables = pinyin.syllables(text);
        add(syllables.join(''), code);
        add(syllables.map((one) => one[0] ?? '').join(''), code);
      }
    this.#characters = characters.sort((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
    this.#letters = letters;
  }

  find(query: string): PlaceInQuery {
    const terms = query.split(/\s+/).filter(Boolean);
    for (const [i, term] of terms.entries()) {
      const code =
        terms.length > 1 || term.length >= LETTERS_IN_A_ROW
          ? this.#letters.get(plainText(term).text)
          : undefined;
      if (code !== undefined) return { region: code, rest: terms.filter((_, n) => n !== i).join(' ') };
    }
    for (const [word, code] of this.#characters) {
      const at = query.indexOf(word);
      if (at >= 0)
        return { region: code, rest: `${query.slice(0, at)} ${query.slice(at + word.length)}`.trim() };
    }
    const first = terms[0] ?? '';
    for (let length = first.length - 1; length >= LETTERS_IN_A_ROW; length--) {
      const code = this.#letters.get(first.slice(0, length).toLowerCase());
      if (code !== undefined)
        return { region: code, rest: [first.slice(length), ...terms.slice(1)].join(' ') };
    }
    return { region: null, rest: query };
  }
}
