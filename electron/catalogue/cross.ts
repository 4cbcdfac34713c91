import { formFileProblems } from '../core/index.ts';
import { checkPlaces } from './cross-places.ts';
import { FILES, type Shared } from './folder.ts';
import { type Problems, repeated } from './problem.ts';
import { twice } from './resolve.ts';
import { ITEM_LISTS } from './schemas/implementation.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionFile } from './schemas/region.ts';

/**
 * What the files say about each other. Each file by itself was judged by its schema. Of a file that is wrong
 * in itself nothing is known, and what refers to it is left alone.
 */
export function checkShared(shared: Shared, problems: Problems): void {
  checkForms(shared, problems);
  checkTerms(shared, problems);
  checkMatters(shared, problems);
  checkGuides(shared, problems);
  checkPlaces(shared, problems);
}

function checkForms(shared: Shared, problems: Problems): void {
  for (const [name, form] of shared.forms) {
    const file = FILES.form(name);
    if (form.id !== name) problems.error(file, 'id', `is "${form.id}"; name the file after it or correct it`);
    for (const { path, what } of formFileProblems(form)) problems.error(file, path, what);
  }
}

type TermKind = 'lists' | 'fields' | 'categories' | 'departments' | 'lifeEvents' | 'themes';
const TERM_KINDS: readonly TermKind[] = [
  'lists',
  'fields',
  'categories',
  'departments',
  'lifeEvents',
  'themes',
];

/** The ids of one kind of term. */
function ids(shared: Shared, kind: TermKind): ReadonlySet<string> {
  return new Set(shared.terms[kind].map(({ id }) => id));
}

function checkTerms(shared: Shared, problems: Problems): void {
  for (const kind of TERM_KINDS)
    repeated(
      shared.terms[kind].map(({ id }) => id),
      (i, id) => problems.error(FILES.terms, `${kind}[${i}].id`, `"${id}" stands here twice; remove one`),
    );
  const fields = ids(shared, 'fields');
  for (const [i, category] of shared.terms.categories.entries())
    for (const [j, field] of (category.fields ?? []).entries())
      if (!fields.has(field))
        problems.error(
          FILES.terms,
          `categories[${i}].fields[${j}]`,
          `names "${field}", which "fields" does not have; add it there or correct the id`,
        );
}

/** Terms that nothing uses: a warning each, for editors. */
export function warnUnused(shared: Shared, regions: readonly RegionFile[], problems: Problems): void {
  const used: Record<TermKind, Set<string>> = {
    lists: new Set([...shared.matters, ...shared.alliances].flatMap(({ lists }) => lists)),
    fields: new Set(shared.terms.categories.flatMap(({ fields }) => fields ?? [])),
    categories: new Set(shared.matters.map(({ category }) => category)),
    departments: new Set(shared.matters.map(({ department }) => department)),
    lifeEvents: new Set(shared.matters.flatMap(({ lifeEvents }) => lifeEvents)),
    themes: new Set(shared.matters.flatMap(({ themes }) => themes)),
  };
  for (const kind of TERM_KINDS)
    for (const [i, { id }] of shared.terms[kind].entries())
      if (!used[kind].has(id))
        problems.warning(FILES.terms, `${kind}[${i}]`, `"${id}" is used nowhere; use it or remove it`);
  const forms = new Set(
    [
      ...[...shared.guides.values()].map(({ implementation }) => implementation.form),
      ...regions.flatMap(({ matters }) => matters.map(({ form }) => form)),
    ].filter((form) => form !== undefined),
  );
  for (const id of shared.forms.keys())
    if (!forms.has(id))
      problems.warning(
        FILES.form(id),
        '',
        'is asked for by no matter; name it in a guide or region, or remove it',
      );
}

function checkMatters(shared: Shared, problems: Problems): void {
  repeated(
    shared.matters.map(({ code }) => code),
    (i, code) => problems.error(FILES.matters, `matters[${i}].code`, `${code} stands here twice; remove one`),
  );
  const known: Record<
    'categories' | 'departments' | 'lists' | 'themes' | 'lifeEvents',
    ReadonlySet<string>
  > = {
    categories: ids(shared, 'categories'),
    departments: ids(shared, 'departments'),
    lists: ids(shared, 'lists'),
    themes: ids(shared, 'themes'),
    lifeEvents: ids(shared, 'lifeEvents'),
  };
  for (const [i, matter] of shared.matters.entries()) {
    const refer = (path: string, kind: keyof typeof known, id: string) => {
      if (!known[kind].has(id) && !shared.broken.has(FILES.terms))
        problems.error(
          FILES.matters,
          `matters[${i}].${path}`,
          `names "${id}", which ${FILES.terms} has not among its ${kind}; add it there or correct the id`,
        );
    };
    refer('category', 'categories', matter.category);
    refer('department', 'departments', matter.department);
    for (const key of ['lists', 'themes', 'lifeEvents'] as const) {
      for (const [j, id] of matter[key].entries()) refer(`${key}[${j}]`, key, id);
      repeated(matter[key], (j, id) =>
        problems.error(FILES.matters, `matters[${i}].${key}[${j}]`, `"${id}" stands here twice; remove one`),
      );
    }
    repeated(matter.modes, (j, mode) =>
      problems.error(FILES.matters, `matters[${i}].modes[${j}]`, `"${mode}" stands here twice; remove one`),
    );
  }
}

function checkGuides(shared: Shared, problems: Problems): void {
  const matters = new Set(shared.matters.map(({ code }) => code));
  for (const [name, guide] of shared.guides) {
    const file = FILES.guide(name);
    if (guide.matter !== name)
      problems.error(file, 'matter', `is ${guide.matter}; name the file after it or correct it`);
    if (!matters.has(guide.matter) && !shared.broken.has(FILES.matters))
      problems.error(
        file,
        'matter',
        `names ${guide.matter}, which ${FILES.matters} does not have; add it there or correct the code`,
      );
    const { implementation } = guide;
    for (const key of ITEM_LISTS)
      for (const id of twice(implementation[key] ?? []))
        problems.error(file, `implementation.${key}`, `has the id "${id}" twice; change one`);
    for (const key of ['taskCode', 'codeScheme'] as const)
      if (implementation[key] !== undefined)
        problems.error(
          file,
          `implementation.${key}`,
          "is a region's own; move it to the entries of the regions",
        );
    if (implementation.form !== undefined && lacksForm(shared, implementation.form))
      problems.error(file, 'implementation.form', missingForm(implementation.form));
  }
}

/** One region against the shared files; what its entries inherit is judged by `resolve`. */
export function checkRegion(
  name: string,
  region: RegionFile,
  shared: Shared,
  matters: ReadonlyMap<string, Matter>,
  problems: Problems,
): void {
  const file = FILES.region(name);
  if (region.code !== name)
    problems.error(file, 'code', `is "${region.code}"; name the file after it or correct it`);
  const division = shared.divisions.find(({ code }) => code === region.code);
  if (!division && !shared.broken.has(FILES.divisions))
    problems.error(
      file,
      'code',
      `${FILES.divisions} has no "${region.code}"; add it there or correct the code`,
    );
  if (division && region.codeSource !== division.codeSource)
    problems.error(
      file,
      'codeSource',
      `is "${region.codeSource}", but ${FILES.divisions} says "${division.codeSource}"; make them the same`,
    );
  const codes = new Map<string, string>();
  for (const [i, entry] of region.matters.entries()) {
    const path = `matters[${i}]`;
    const matter = matters.get(entry.matter);
    if (!matter && !shared.broken.has(FILES.matters))
      problems.error(
        file,
        `${path}.matter`,
        `names ${entry.matter}, which ${FILES.matters} does not have; add it there or correct the code`,
      );
    if (matter?.verification === 'unverified')
      problems.error(
        file,
        `${path}.matter`,
        `offers ${entry.matter}, which is unverified; confirm the matter in ${FILES.matters} first or remove the entry`,
      );
    if (entry.form !== undefined && lacksForm(shared, entry.form))
      problems.error(file, `${path}.form`, missingForm(entry.form));
    if (entry.effectiveTo !== undefined && entry.effectiveTo < entry.effectiveFrom)
      problems.error(file, `${path}.effectiveTo`, 'lies before effectiveFrom; correct one of the two');
    if (entry.taskCode === undefined) continue;
    const other = codes.get(entry.taskCode);
    if (other !== undefined && other !== entry.matter)
      problems.error(
        file,
        `${path}.taskCode`,
        `is that of ${other} too; a code belongs to one matter, correct it`,
      );
    codes.set(entry.taskCode, entry.matter);
  }
  checkVersions(file, region, problems);
}

function checkVersions(file: string, region: RegionFile, problems: Problems): void {
  const newest = new Map<string, string>();
  for (const { matter, effectiveFrom } of region.matters)
    if (effectiveFrom > (newest.get(matter) ?? '')) newest.set(matter, effectiveFrom);
  const seen = new Set<string>();
  for (const [i, { matter, effectiveFrom, effectiveTo }] of region.matters.entries()) {
    const version = `${matter} from ${effectiveFrom}`;
    if (seen.has(version))
      problems.error(file, `matters[${i}]`, `is ${version}, which stands here twice; remove one`);
    seen.add(version);
    const last = newest.get(matter) as string;
    if (effectiveTo !== undefined && effectiveFrom < last && effectiveTo >= last)
      problems.error(
        file,
        `matters[${i}].effectiveTo`,
        `reaches into the version from ${last}, which takes its place; end it the day before or leave it out`,
      );
  }
}

function lacksForm(shared: Shared, id: string): boolean {
  return !shared.forms.has(id) && !shared.broken.has(FILES.form(id));
}

function missingForm(id: string): string {
  return `names "${id}", but catalogue/forms has no such file; add it or correct the name`;
}
