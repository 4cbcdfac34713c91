/** What the search knows of a matter. Plain data, so that it can be built from any catalogue. */
export interface MatterDocument {
  /** Unique among the documents. */
  readonly code: string;
  /** Code of the matter that this is a version of; words of the synonym table name either. The same as `code` if absent. */
  readonly matter?: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  /** What it is for, in a plain sentence. */
  readonly plain: string;
  /** Shown group of matters, found by its name. */
  readonly category: string;
  readonly department?: string;
  readonly audience: readonly string[];
  /** Codes of regions. */
  readonly regions: readonly string[];
  readonly themes: readonly string[];
  readonly lifeEvents: readonly string[];
  /** How often it is asked for; decides between equals only. */
  readonly popularity?: number;
}

/** The editable table `assets/catalogue/synonyms.json`. */
export interface Synonyms {
  /** Words that say nothing about the matter: 我要, 怎么办理, please. */
  readonly fillers: { readonly 'zh-CN': readonly string[]; readonly en: readonly string[] };
  readonly words: readonly {
    /** What people write. */
    readonly say: readonly string[];
    /** Official words, put in its place inside a longer question. */
    readonly means?: readonly string[] | undefined;
    /** Codes of matters, best first. */
    readonly matters: readonly string[];
  }[];
}

/** For a table that cannot be read: official words alone are found. */
export const NO_SYNONYMS: Synonyms = { fillers: { 'zh-CN': [], en: [] }, words: [] };

/** A region and the words by which citizens call it, in characters, pinyin or English. */
export interface RegionWords {
  readonly code: string;
  readonly words: readonly string[];
}

export interface Lexicon {
  readonly synonyms: Synonyms;
  readonly regions: readonly RegionWords[];
}

/** Readings of characters (拼音). Injected, because its dictionary is loaded after the first screen. */
export interface Pinyin {
  /** One syllable a code point, without tone, ü as v; empty where there is none. Read in context. */
  syllables(text: string): readonly string[];
}

export type Facet = 'region' | 'theme' | 'audience' | 'lifeEvent';
export const FACETS = ['region', 'theme', 'audience', 'lifeEvent'] as const;

export interface SearchOptions {
  readonly region?: string | undefined;
  readonly theme?: string | undefined;
  readonly audience?: string | undefined;
  readonly lifeEvent?: string | undefined;
  /** Most hits returned. */
  readonly limit?: number | undefined;
}

/**
 * Why a matter was found. Where: `name` is the whole name, `begins` and `contains` a part, `everyday` a word of the
 * synonym table, `description` the plain sentence, `category` its group, `region` its region alone, `english` the
 * English name. How: `pinyin`, `initials`, `sound` (other characters of the same sound), `fuzzy` (zh for z, n for l),
 * `slip` (one letter wrong), `words` (parts in another order, or not all of them).
 */
export type Reason =
  | 'name'
  | 'begins'
  | 'contains'
  | 'everyday'
  | 'description'
  | 'category'
  | 'region'
  | 'english'
  | 'pinyin'
  | 'initials'
  | 'sound'
  | 'fuzzy'
  | 'slip'
  | 'words';

export interface SearchHit {
  readonly code: string;
  /** 0 to 1; comparable within one answer. */
  readonly score: number;
  readonly why: readonly Reason[];
  /** Parts of the Chinese name to mark, as UTF-16 offsets, end not included. */
  readonly marks: readonly { readonly from: number; readonly to: number }[];
}

export interface SearchAnswer {
  /** Best first; equals by popularity, then by the shorter name, then by code. */
  readonly hits: readonly SearchHit[];
  /** How many matters were found in all. */
  readonly total: number;
  /** Region that the query names, e.g. 天津 in “天津 公积金”. */
  readonly region: string | null;
  /** Numbers of matters a value, as if the filter of that very facet were not set. */
  readonly facets: Readonly<Record<Facet, Readonly<Record<string, number>>>>;
}

export interface MatterSearch {
  search(query: string, options?: SearchOptions): SearchAnswer;
}
