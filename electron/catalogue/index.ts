export { Catalogue, type CatalogueRegion } from './catalogue.ts';
export type { FieldError, FieldProblem, MatterForm } from './form.ts';
export { type LoadCatalogueOptions, loadCalendar, loadCatalogue } from './load.ts';
export type { CatalogueProblem } from './problem.ts';
export type { Implementation } from './schema.ts';
