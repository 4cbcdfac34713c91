export type { Machine } from './agreements.ts';
export { askedMaterials } from './asked-materials.ts';
export { batchRegions, type CityAnswer, cityFor } from './batch-city.ts';
export type { BrowseFilter, Tile, Tiles } from './browse.ts';
export {
  Catalogue,
  type CatalogueRegion,
  type DirectedTake,
  type MatterWindow,
  NEW_DAYS,
} from './catalogue.ts';
export { checkCatalogue, checkRegionFile } from './check.ts';
export { compareMatter, sidesOf } from './compare-matter.ts';
export {
  type CatalogueDiff,
  type Changed,
  type CountName,
  diffCatalogues,
  type RegionDiff,
  type SetDiff,
} from './diff.ts';
export { regionCodesIn } from './folder.ts';
export type { MatterForm } from './form.ts';
export { fromGb39046, type Gb39046File, type GuideSource, type ImportedGuide, toGb39046 } from './gb39046.ts';
export { guideSources } from './guide-sources.ts';
export type { Hindrance } from './hindrances.ts';
export { type LoadCatalogueOptions, loadCalendar, loadCatalogue } from './load.ts';
export {
  createMatterFinder,
  type FoundMatter,
  type MatterFinder,
  type MatterFinderDeps,
  type MatterFinding,
} from './matter-search.ts';
export { type CatalogueProblem, type Problem, problemLine } from './problem.ts';
export type { Agreement } from './schemas/agreements.ts';
export type { Alliance } from './schemas/alliances.ts';
export type { Hall } from './schemas/halls.ts';
export type { Implementation, Material } from './schemas/implementation.ts';
export type { Matter, Mode } from './schemas/matters.ts';
export type { RegionLicence, RegionPrint } from './schemas/region.ts';
export type { Term, Terms } from './schemas/terms.ts';
export { loadPinyin, NO_SYNONYMS } from './search/index.ts';
export { type CatalogueStorage, STORAGE } from './storage.ts';
export { loadSynonyms } from './synonyms.ts';
