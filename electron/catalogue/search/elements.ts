import type { GramIndex } from './gram-index.ts';
import { fuzzySpellings } from './syllables.ts';
import { isCharacter, isLetter } from './text.ts';
import type { Speller } from './walk.ts';

/** One character of what is meant: written as itself, or typed by its sound. */
export interface Element {
  /** Syllables that it may be. */
  readonly ids: readonly number[];
  /** The character, or 0 when letters were typed. */
  readonly unit: number;
  /** Whether one letter alone stands for it. */
  readonly initial: boolean;
  /** Spelled as a speaker of a dialect may. */
  readonly fuzzy?: boolean;
}

const COST = { full: 1, unfinished: 1.3, fuzzy: 1.5, initial: 2.3 } as const;
const LONGEST_SYLLABLE = 6;

/** Cuts queries into elements: the fewest and surest. Built once an index. */
export class Cutter {
  readonly #index: GramIndex;
  readonly #speller: Speller;
  readonly #fuzzy = new Map<string, number[]>();
  readonly #begun = new Map<string, number[]>();

  constructor(index: GramIndex, speller: Speller) {
    this.#index = index;
    this.#speller = speller;
    for (const [id, spelling] of index.syllables.entries())
      for (const other of spelling.length > 1 ? fuzzySpellings(spelling) : []) {
        const known = this.#fuzzy.get(other);
        if (known) known.push(id);
        else this.#fuzzy.set(other, [id]);
      }
  }

  /** Null when letters stand there that no syllables could be. */
  cut(query: string): Element[] | null {
    const best: ({ cost: number; from: number; element: Element } | null)[] = new Array(
      query.length + 1,
    ).fill(null);
    const costAt = (at: number) => (at === 0 ? 0 : (best[at]?.cost ?? Number.POSITIVE_INFINITY));
    for (let at = 0; at < query.length; at++) {
      const before = costAt(at);
      if (before === Number.POSITIVE_INFINITY) continue;
      const offer = (length: number, cost: number, element: Element) => {
        if (before + cost < costAt(at + length))
          best[at + length] = { cost: before + cost, from: at, element };
      };
      const unit = query.charCodeAt(at);
      if (isCharacter(unit)) {
        offer(1, COST.full, {
          ids: this.#speller.readings(query[at] as string, 'sound'),
          unit,
          initial: false,
        });
        continue;
      }
      for (let length = Math.min(LONGEST_SYLLABLE, query.length - at); length >= 1; length--) {
        const typed = query.slice(at, at + length);
        const id = this.#index.idOf.get(typed);
        if (id !== undefined && (length > 1 || !isLetter(unit)))
          offer(length, COST.full, { ids: [id], unit: 0, initial: false });
        const fuzzy = this.#fuzzy.get(typed);
        if (fuzzy) offer(length, COST.fuzzy, { ids: fuzzy, unit: 0, initial: false, fuzzy: true });
        if (at + length === query.length && length > 1) {
          const longer = this.#beginning(typed);
          if (longer.length > 0) offer(length, COST.unfinished, { ids: longer, unit: 0, initial: false });
        }
      }
      const begun = this.#beginning(query[at] as string);
      if (begun.length > 0) offer(1, COST.initial, { ids: begun, unit: 0, initial: true });
    }
    const elements: Element[] = [];
    for (let at = query.length; at > 0; ) {
      const step = best[at];
      if (!step) return null;
      elements.unshift(step.element);
      at = step.from;
    }
    return elements;
  }

  #beginning(letters: string): readonly number[] {
    let ids = this.#begun.get(letters);
    if (!ids) {
      ids = this.#index.syllables.flatMap((spelling, id) => (spelling.startsWith(letters) ? [id] : []));
      // Only beginnings of syllables are kept, of which there are some hundreds.
      if (ids.length > 0) this.#begun.set(letters, ids);
    }
    return ids;
  }
}
