export { birthDateOf, fullYears, isDate, luhnValid } from './checks.ts';
export { type CompiledForm, compileForm } from './compile.ts';
export type { FormField, FormGroup } from './fields.ts';
export { formFileProblems } from './file-problems.ts';
export { formPages, PAGE, pageFields, pageOf, pageProblems, withPage } from './pages.ts';
export type { Prefilled } from './prefill.ts';
export { masked, type ReadableGroup, readableValue } from './readable.ts';
export { type FieldCode, recodeForm } from './recode.ts';
export * from './types.ts';
