import { foldText, isCharacter } from './text.ts';
import type { Pinyin } from './types.ts';

/** Three syllables in a row make a gram; a number below 2^27 since a syllable's id fits in nine bits. */
const ID_BITS = 9;
const MAX_IDS = 1 << ID_BITS;
/** Grams are sorted together with their place, in the 53 bits of a double: 27 + 1 + 24. */
const PLACE_BITS = 24;
const NOT_AT_START = 2 ** PLACE_BITS;
const MAX_UNITS = 2 ** PLACE_BITS;

/**
 * Posting lists over the syllables of texts: every run of three syllables, sorted by spelling, with the places where
 * it stands. A prefix of a gram, and any first letters of its syllables, is a range of it, so the same lists answer
 * characters, full pinyin, initials, mixtures and homophones.
 */
export interface GramIndex {
  /** Spelling by id; in alphabetical order, so that a prefix is a range. Id 0 is the end of a text. */
  readonly syllables: readonly string[];
  readonly idOf: ReadonlyMap<string, number>;
  /** Of the grams that begin with a syllable: the first one. One more at the end. */
  readonly first: Uint32Array;
  readonly grams: Uint32Array;
  /** Per gram: where its places begin in `places`. One more at the end. */
  readonly offsets: Uint32Array;
  /** Offsets into `units`; within a gram those at the start of a text come first. */
  readonly places: Uint32Array;
  /** Per gram: how many of its places are at the start of a text. */
  readonly atStart: Uint32Array;
  readonly textOf: Uint32Array;
  /** Per text: where it begins in `units`. One more at the end. */
  readonly starts: Uint32Array;
  readonly units: Uint16Array;
  readonly ids: Uint16Array;
  /** With which syllables a character occurs here. */
  readonly readings: ReadonlyMap<number, readonly number[]>;
}

export const syllableAt = (gram: number, depth: number): number =>
  (gram >>> ((2 - depth) * ID_BITS)) & (MAX_IDS - 1);

export function buildGramIndex(texts: readonly string[], pinyin: Pinyin): GramIndex {
  let units = new Uint16Array(texts.length * 16 + 64);
  let seen = new Uint16Array(units.length);
  const starts = new Uint32Array(texts.length + 1);
  const ids = new Map<string, number>();
  let size = 0;
  for (const [n, source] of texts.entries()) {
    const text = foldText(source);
    const syllables = pinyin.syllables(text);
    if (size + text.length > units.length) {
      units = grown(units, size + text.length);
      seen = grown(seen, size + text.length);
    }
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      // A character that nobody can read still has a place of its own among the sounds.
      const spelling = isCharacter(unit) ? syllables[i] || '?' : (text[i] as string);
      let id = ids.get(spelling);
      if (id === undefined) {
        id = ids.size;
        ids.set(spelling, id);
      }
      units[size] = unit;
      seen[size++] = id;
    }
    starts[n + 1] = size;
  }
  if (ids.size >= MAX_IDS || size >= MAX_UNITS)
    throw new Error('the texts are more than the search index can hold');

  const inOrder = [...ids.keys()].sort();
  const finalId = new Uint16Array(ids.size);
  for (const [i, spelling] of inOrder.entries()) finalId[ids.get(spelling) as number] = i + 1;
  const own = new Uint16Array(size);
  const readings = new Map<number, number[]>();
  for (let p = 0; p < size; p++) {
    const id = finalId[seen[p] as number] as number;
    own[p] = id;
    const unit = units[p] as number;
    const known = readings.get(unit);
    if (!known) readings.set(unit, [id]);
    else if (!known.includes(id)) known.push(id);
  }
  return {
    syllables: ['', ...inOrder],
    idOf: new Map(inOrder.map((spelling, i) => [spelling, i + 1])),
    starts,
    units: units.slice(0, size),
    ids: own,
    readings,
    ...postings(own, starts, inOrder.length),
  };
}

function postings(ids: Uint16Array, starts: Uint32Array, known: number) {
  const size = ids.length;
  const sorted = new Float64Array(size);
  const textOf = new Uint32Array(size);
  for (let n = 0; n + 1 < starts.length; n++) {
    const end = starts[n + 1] as number;
    const begin = starts[n] as number;
    for (let p = begin; p < end; p++) {
      textOf[p] = n;
      const second = p + 1 < end ? (ids[p + 1] as number) : 0;
      const third = p + 2 < end ? (ids[p + 2] as number) : 0;
      const gram = ((ids[p] as number) << (2 * ID_BITS)) | (second << ID_BITS) | third;
      sorted[p] = gram * 2 * NOT_AT_START + (p === begin ? 0 : NOT_AT_START) + p;
    }
  }
  sorted.sort();
  let distinct = 0;
  let last = -1;
  for (let i = 0; i < size; i++) {
    const gram = Math.floor((sorted[i] as number) / (2 * NOT_AT_START));
    if (gram !== last) distinct++;
    last = gram;
  }
  const grams = new Uint32Array(distinct);
  const offsets = new Uint32Array(distinct + 1);
  const atStart = new Uint32Array(distinct);
  const places = new Uint32Array(size);
  const first = new Uint32Array(known + 2);
  last = -1;
  let at = -1;
  for (let i = 0; i < size; i++) {
    const value = sorted[i] as number;
    const gram = Math.floor(value / (2 * NOT_AT_START));
    const rest = value - gram * 2 * NOT_AT_START;
    if (gram !== last) {
      grams[++at] = gram;
      offsets[at] = i;
      first[syllableAt(gram, 0) + 1] = at + 1;
    }
    last = gram;
    if (rest < NOT_AT_START) atStart[at] = (atStart[at] as number) + 1;
    places[i] = rest < NOT_AT_START ? rest : rest - NOT_AT_START;
  }
  offsets[distinct] = size;
  for (let s = 1; s < first.length; s++) first[s] = Math.max(first[s] as number, first[s - 1] as number);
  return { grams, offsets, atStart, places, first, textOf };
}

function grown(old: Uint16Array<ArrayBuffer>, least: number): Uint16Array<ArrayBuffer> {
  const next = new Uint16Array(Math.max(least, Math.ceil(old.length * 1.5)));
  next.set(old);
  return next;
}

/** The first gram at or after `gram`. */
export function lowerBound(grams: Uint32Array, gram: number, lo = 0, hi = grams.length): number {
  let from = lo;
  let to = hi;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((grams[middle] as number) < gram) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The grams that begin with these two syllables, as a range. */
export function pairRange(index: GramIndex, one: number, two: number): [number, number] {
  const lo = index.first[one] as number;
  const hi = index.first[one + 1] as number;
  const base = (one << (2 * ID_BITS)) | (two << ID_BITS);
  return [lowerBound(index.grams, base, lo, hi), lowerBound(index.grams, base + MAX_IDS, lo, hi)];
}
