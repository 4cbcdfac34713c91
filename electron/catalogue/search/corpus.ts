import { englishWords } from './text.ts';
import type { MatterDocument, Synonyms } from './types.ts';

/** What a text is to the matters that it leads to. */
export const KIND = { name: 0, everyday: 1, description: 2, category: 3 } as const;
const COPIES = 255;

/** A text that is searched, and the list of matters that it leads to. Texts that are the same stand here once. */
export interface Corpus {
  /** In order of popularity, then of the shorter name, then of the code: the lower number wins among equals. */
  readonly documents: readonly MatterDocument[];
  readonly texts: readonly string[];
  readonly kinds: Uint8Array;
  readonly lists: Uint32Array;
  /** English names and words, by their words. */
  readonly english: readonly {
    readonly words: readonly string[];
    readonly everyday: boolean;
    readonly list: number;
  }[];
  /** Per list: where its documents begin in `listed`. One more at the end. */
  readonly listStarts: Uint32Array;
  readonly listed: Uint32Array;
  /** How far behind in its list a document stands: 0 for what is meant first. */
  readonly ranks: Uint8Array;
  /** Official words for an everyday text. */
  readonly meanings: ReadonlyMap<number, readonly string[]>;
}

export function buildCorpus(source: readonly MatterDocument[], synonyms: Synonyms): Corpus {
  const documents = [...source].sort(
    (a, b) =>
      (b.popularity ?? 0) - (a.popularity ?? 0) ||
      a.name['zh-CN'].length - b.name['zh-CN'].length ||
      (a.code < b.code ? -1 : 1),
  );
  const lists = new Lists();
  const texts: string[] = [];
  const kinds: number[] = [];
  const listOf: number[] = [];
  const add = (text: string, kind: number, list: number): number => {
    kinds.push(kind);
    listOf.push(list);
    return texts.push(text) - 1;
  };

  const english: { words: string[]; everyday: boolean; list: number }[] = [];
  for (const { text, members } of grouped(documents, (doc) => [doc.name['zh-CN']]))
    add(text, KIND.name, lists.of(members));
  for (const { text, members } of grouped(documents, (doc) => [doc.plain]))
    add(text, KIND.description, lists.of(members));
  for (const { text, members } of grouped(documents, (doc) => [doc.category, doc.department ?? '']))
    add(text, KIND.category, lists.of(members));
  for (const { text, members } of grouped(documents, (doc) => [doc.name.en]))
    english.push({ words: englishWords(text), everyday: false, list: lists.of(members) });

  const byCode = new Map<string, number[]>();
  for (const [n, doc] of documents.entries())
    for (const code of new Set([doc.code, doc.matter ?? doc.code])) {
      const known = byCode.get(code);
      if (known) known.push(n);
      else byCode.set(code, [n]);
    }
  const meanings = new Map<number, readonly string[]>();
  for (const { say, means, matters } of synonyms.words) {
    const members: number[] = [];
    const ranks: number[] = [];
    for (const [rank, code] of matters.entries())
      for (const n of byCode.get(code) ?? []) {
        members.push(n);
        ranks.push(Math.min(COPIES, rank));
      }
    // Words for matters that are not offered here would promise something.
    if (members.length === 0) continue;
    const list = lists.of(members, ranks);
    for (const word of say)
      if (/^[\x20-\x7f]+$/.test(word)) english.push({ words: englishWords(word), everyday: true, list });
      else {
        const text = add(word, KIND.everyday, list);
        if (means) meanings.set(text, means);
      }
  }
  return {
    documents,
    texts,
    kinds: Uint8Array.from(kinds),
    lists: Uint32Array.from(listOf),
    english,
    meanings,
    ...lists.packed(),
  };
}

/** Documents by their texts, each text once. */
function grouped(
  documents: readonly MatterDocument[],
  textsOf: (doc: MatterDocument) => readonly string[],
): { text: string; members: number[] }[] {
  const groups = new Map<string, number[]>();
  for (const [n, doc] of documents.entries())
    for (const text of textsOf(doc)) {
      if (text === '') continue;
      const known = groups.get(text);
      if (known) known.push(n);
      else groups.set(text, [n]);
    }
  return [...groups].map(([text, members]) => ({ text, members }));
}

class Lists {
  readonly #starts: number[] = [0];
  #listed = new Uint32Array(1024);
  #ranks = new Uint8Array(1024);

  of(members: readonly number[], ranks?: readonly number[]): number {
    const from = this.#starts.at(-1) as number;
    const to = from + members.length;
    if (to > this.#listed.length) {
      const listed = new Uint32Array(Math.max(to, this.#listed.length * 2));
      listed.set(this.#listed);
      const old = this.#ranks;
      this.#listed = listed;
      this.#ranks = new Uint8Array(listed.length);
      this.#ranks.set(old);
    }
    this.#listed.set(members, from);
    if (ranks) this.#ranks.set(ranks, from);
    return this.#starts.push(to) - 2;
  }

  packed() {
    const size = this.#starts.at(-1) as number;
    return {
      listStarts: Uint32Array.from(this.#starts),
      listed: this.#listed.slice(0, size),
      ranks: this.#ranks.slice(0, size),
    };
  }
}
