export { loadPinyin } from './pinyin-pro.ts';
export { createMatterSearch } from './search.ts';
export type {
  Facet,
  Lexicon,
  MatterDocument,
  MatterSearch,
  Pinyin,
  Reason,
  RegionWords,
  SearchAnswer,
  SearchHit,
  SearchOptions,
  Synonyms,
} from './types.ts';
export { NO_SYNONYMS } from './types.ts';
