import { type GramIndex, syllableAt } from './gram-index.ts';
import { fuzzySpellings, initialsOf } from './syllables.ts';
import { isCharacter, isLetter, withinOneSlip } from './text.ts';

/** How a query and a place agree; several may hold. */
export const HOW = { characters: 1, pinyin: 2, initials: 4, sound: 8, fuzzy: 16, slip: 32 } as const;

/**
 * `exact`: the characters, the pinyin, initials. `sound`: also other characters of that sound, and spellings that many
 * speakers do not tell apart. `slip`: also one typing error a syllable.
 */
export type Strictness = 'exact' | 'sound' | 'slip';

/** What each deviation costs, off 1. */
const COST = { initial: 0.03, sound: 0.1, fuzzy: 0.06, slip: 0.2, most: 0.45 } as const;

/**
 * Places looked at for one query. One or two letters stand in most names of a country; of those, names that begin so
 * are taken first.
 */
const MAX_PLACES = 24_000;

/** Letters below which no typing error is guessed: anything is one error away from a short word. */
const LETTERS_FOR_SLIP = 4;

/** Called for every place at which the whole query stands. `length` in characters. */
export type OnPlace = (place: number, length: number, cost: number, how: number) => void;

interface Step {
  readonly next: number;
  readonly cost: number;
  readonly how: number;
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  /** Characters of the query by depth, 0 where letters stand. */
  readonly wanted: readonly number[];
  readonly depth: number;
  /** Query consumed so far. */
  readonly next: number;
  readonly cost: number;
  readonly how: number;
}

/** Spellings that the syllables of an index may be typed as; made once an index. */
export class Speller {
  readonly #index: GramIndex;
  readonly #fuzzy: readonly (readonly string[])[];
  readonly #initials: readonly (readonly string[])[];
  readonly #readingOf: (unit: string) => string;

  constructor(index: GramIndex, readingOf: (unit: string) => string) {
    this.#index = index;
    this.#fuzzy = index.syllables.map(fuzzySpellings);
    this.#initials = index.syllables.map(initialsOf);
    this.#readingOf = readingOf;
  }

  /** Ids of the syllables that a character may stand for. */
  readings(unit: string, strictness: Strictness): readonly number[] {
    const own = this.#index.readings.get(unit.charCodeAt(0)) ?? [];
    if (strictness === 'exact') return own;
    const other = this.#index.idOf.get(this.#readingOf(unit));
    return other === undefined || own.includes(other) ? own : [...own, other];
  }

  /** Ways in which a syllable takes up the query from `at` on, cheapest first. */
  steps(id: number, query: string, at: number, strictness: Strictness): Step[] {
    const unit = query.charCodeAt(at);
    const spelling = this.#index.syllables[id] as string;
    if (isCharacter(unit)) {
      const readings = this.readings(query[at] as string, strictness);
      if (readings.includes(id)) return [{ next: at + 1, cost: 0, how: HOW.characters }];
      if (strictness === 'exact') return [];
      const near = (this.#fuzzy[id] as string[]).some((one) =>
        readings.includes(this.#index.idOf.get(one) ?? -1),
      );
      return near ? [{ next: at + 1, cost: COST.fuzzy, how: HOW.characters | HOW.fuzzy }] : [];
    }
    const rest = query.length - at;
    const steps: Step[] = [];
    if (query.startsWith(spelling, at)) steps.push({ next: at + spelling.length, cost: 0, how: HOW.pinyin });
    else if (rest > 1 && rest < spelling.length && spelling.startsWith(query.slice(at)))
      steps.push({ next: query.length, cost: 0.01, how: HOW.pinyin });
    if (strictness === 'exact') {
      for (const head of this.#initials[id] as string[])
        if (head !== spelling && query.startsWith(head, at))
          steps.push({ next: at + head.length, cost: COST.initial, how: HOW.initials });
      return steps;
    }
    for (const one of this.#fuzzy[id] as string[]) {
      if (query.startsWith(one, at))
        steps.push({ next: at + one.length, cost: COST.fuzzy, how: HOW.pinyin | HOW.fuzzy });
      else if (rest > 1 && rest < one.length && one.startsWith(query.slice(at)))
        steps.push({ next: query.length, cost: COST.fuzzy, how: HOW.pinyin | HOW.fuzzy });
    }
    if (strictness === 'slip' && spelling.length > 1 && isLetter(unit))
      for (let length = spelling.length + 1; length >= spelling.length - 1; length--) {
        if (length > rest || length < 1) continue;
        const typed = query.slice(at, at + length);
        if (typed !== spelling && withinOneSlip(typed, spelling))
          steps.push({ next: at + length, cost: COST.slip, how: HOW.pinyin | HOW.slip });
      }
    return steps;
  }
}

/** Finds every place at which the whole of `query` (plain text) stands in a row. */
export function walk(
  index: GramIndex,
  speller: Speller,
  query: string,
  strictness: Strictness,
  onPlace: OnPlace,
): void {
  if (query === '' || (strictness === 'slip' && query.length < LETTERS_FOR_SLIP)) return;
  const memo = new Map<number, Step[]>();
  const stepsOf = (id: number, at: number): Step[] => {
    const key = at * 512 + id;
    let steps = memo.get(key);
    if (!steps) {
      steps = speller.steps(id, query, at, strictness);
      memo.set(key, steps);
    }
    return steps;
  };
  const leaves = leavesOf(index, query, stepsOf);
  let budget = MAX_PLACES;
  for (const start of [true, false])
    for (const leaf of leaves) {
      if (budget <= 0) return;
      budget = readLeaf(index, query, strictness, leaf, start, budget, stepsOf, onPlace);
    }
}

type StepsOf = (id: number, at: number) => Step[];

/** Goes down the grams, at most three syllables deep, along all readings of the query. */
function leavesOf(index: GramIndex, query: string, stepsOf: StepsOf): Leaf[] {
  const leaves: Leaf[] = [];
  const wanted: number[] = [];
  const descend = (depth: number, from: number, to: number, at: number, cost: number, how: number) => {
    for (let lo = from; lo < to; ) {
      const id = syllableAt(index.grams[lo] as number, depth);
      let hi = lo + 1;
      if (depth === 0) hi = index.first[id + 1] as number;
      else while (hi < to && syllableAt(index.grams[hi] as number, depth) === id) hi++;
      for (const step of id === 0 ? [] : stepsOf(id, at)) {
        const spent = cost + step.cost;
        if (spent > COST.most || (how & step.how & HOW.slip) !== 0) continue;
        wanted[depth] = step.how & HOW.characters ? query.charCodeAt(at) : 0;
        const all = how | step.how;
        if (step.next === query.length || depth === 2)
          leaves.push({
            from: lo,
            to: hi,
            wanted: wanted.slice(0, depth + 1),
            depth: depth + 1,
            next: step.next,
            cost: spent,
            how: all,
          });
        else descend(depth + 1, lo, hi, step.next, spent, all);
      }
      lo = hi;
    }
  };
  descend(0, 0, index.grams.length, 0, 0, 0);
  return leaves;
}

/** Checks the places of a leaf; returns what is left of the budget. */
function readLeaf(
  index: GramIndex,
  query: string,
  strictness: Strictness,
  leaf: Leaf,
  start: boolean,
  budget: number,
  stepsOf: StepsOf,
  onPlace: OnPlace,
): number {
  const { units, places, offsets, atStart, ids, textOf, starts } = index;
  const { wanted, depth } = leaf;
  const done = leaf.next === query.length;
  const anyWanted = wanted.some((unit) => unit !== 0);
  let left = budget;
  /** The rest of the query from a place on: the cheapest way found first. */
  const rest = (
    p: number,
    end: number,
    at: number,
    cost: number,
    how: number,
  ): readonly [number, number, number] | null => {
    if (at === query.length) return [p, cost, how];
    if (p >= end || cost > COST.most) return null;
    const unit = query.charCodeAt(at);
    for (const step of stepsOf(ids[p] as number, at)) {
      if ((how & step.how & HOW.slip) !== 0) continue;
      let spent = cost + step.cost;
      let all = how | step.how;
      if (step.how & HOW.characters && units[p] !== unit) {
        if (strictness === 'exact') continue;
        spent += COST.sound;
        all |= HOW.sound;
      }
      const found = rest(p + 1, end, step.next, spent, all);
      if (found) return found;
    }
    return null;
  };
  for (let k = leaf.from; k < leaf.to; k++) {
    const begin = (offsets[k] as number) + (start ? 0 : (atStart[k] as number));
    const end = start ? (offsets[k] as number) + (atStart[k] as number) : (offsets[k + 1] as number);
    for (let i = begin; i < end; i++) {
      if (left-- <= 0) return 0;
      const p = places[i] as number;
      let cost = leaf.cost;
      let how = leaf.how;
      if (anyWanted) {
        let fits = true;
        for (let d = 0; d < depth; d++)
          if (wanted[d] !== 0 && units[p + d] !== wanted[d]) {
            if (strictness === 'exact') fits = false;
            cost += COST.sound;
            how |= HOW.sound;
          }
        if (!fits) continue;
      }
      if (done) {
        onPlace(p, depth, cost, how);
        continue;
      }
      const tail = rest(p + depth, starts[(textOf[p] as number) + 1] as number, leaf.next, cost, how);
      if (tail) onPlace(p, tail[0] - p, tail[1], tail[2]);
    }
  }
  return left;
}
