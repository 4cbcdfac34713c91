import { type Clock, err, type HolidayTable, ok, type Result, weekday } from '../core/index.ts';
import { Catalogue, type LoadedRegion, type RegionMatter, regionOf } from './catalogue.ts';
import { jsonNames, readAsset } from './files.ts';
import { compileForm, type MatterForm } from './form.ts';
import { CatalogueError, type CatalogueProblem, fail, issueText } from './problem.ts';
import {
  calendarFileSchema,
  formFileSchema,
  type Implementation,
  implementationSchema,
  type MattersFile,
  mattersFileSchema,
  type RegionFile,
  regionFileSchema,
} from './schema.ts';
import { taskCodeProblem } from './task-code.ts';

export interface LoadCatalogueOptions {
  readonly assetsDir: string;
  /** The regions that this machine offers, in their order on the screen. */
  readonly regionCodes: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

/** Reads and checks everything once, at start. The first fault is the answer, in one line. */
export function loadCatalogue(options: LoadCatalogueOptions): Result<Catalogue, CatalogueProblem> {
  return caught(() => {
    const { assetsDir, regionCodes, clock } = options;
    const matters = loadMatters(assetsDir);
    const forms = loadForms(assetsDir);
    return new Catalogue(
      regionCodes.map((code) => loadRegion(assetsDir, code, matters, forms)),
      () => clock.now(),
    );
  });
}

/** All years of `assets/calendar` in one table. A year that is not announced yet has no file. */
export function loadCalendar(options: {
  readonly assetsDir: string;
}): Result<HolidayTable, CatalogueProblem> {
  return caught(() => {
    const table = { holidays: [] as string[], workingWeekends: [] as string[], years: [] as number[] };
    for (const name of jsonNames(options.assetsDir, 'calendar')) {
      const file = `calendar/${name}`;
      const part = readAsset(options.assetsDir, file, calendarFileSchema);
      for (const key of ['holidays', 'workingWeekends'] as const)
        for (const [i, date] of part[key].entries()) {
          if (!part.years.includes(Number(date.slice(0, 4))))
            fail(file, `${key}[${i}] is outside the years of the file; move it`);
          const sunday = weekday(date);
          if (key === 'workingWeekends' && sunday !== 0 && sunday !== 6)
            fail(file, `${key}[${i}] (${date}) is neither Saturday nor Sunday; correct it`);
          if (key === 'workingWeekends' && part.holidays.includes(date))
            fail(file, `${date} is both a holiday and worked; correct it`);
        }
      for (const year of part.years)
        if (table.years.includes(year)) fail(file, `${year} stands in another file too; remove one`);
      table.holidays.push(...part.holidays);
      table.workingWeekends.push(...part.workingWeekends);
      table.years.push(...part.years);
    }
    return table;
  });
}

type Matters = ReadonlyMap<string, MattersFile['matters'][number]>;

function loadMatters(assetsDir: string): Matters {
  const name = 'catalogue/matters.json';
  const found = new Map<string, MattersFile['matters'][number]>();
  for (const [i, matter] of readAsset(assetsDir, name, mattersFileSchema).matters.entries()) {
    if (found.has(matter.code))
      fail(name, `matters[${i}].code: ${matter.code} stands here twice; remove one`);
    found.set(matter.code, matter);
  }
  return found;
}

function loadForms(assetsDir: string): ReadonlyMap<string, MatterForm> {
  const forms = new Map<string, MatterForm>();
  for (const name of jsonNames(assetsDir, 'catalogue/forms')) {
    const file = `catalogue/forms/${name}`;
    const form = readAsset(assetsDir, file, formFileSchema);
    if (`${form.id}.json` !== name) fail(file, `id is "${form.id}"; name the file after it`);
    forms.set(form.id, compileForm(file, form));
  }
  return forms;
}

function loadRegion(
  assetsDir: string,
  code: string,
  matters: Matters,
  forms: ReadonlyMap<string, MatterForm>,
): LoadedRegion {
  const file = `regions/${code}.json`;
  const region = readAsset(assetsDir, file, regionFileSchema);
  if (region.code !== code) fail(file, `code is "${region.code}"; name the file after it`);
  const seen = new Set<string>();
  const entries = region.matters.map((entry, i): RegionMatter => {
    const at = `matters[${i}]`;
    const matter = matters.get(entry.matter);
    if (!matter)
      return fail(
        file,
        `${at}.matter: catalogue/matters.json has no ${entry.matter}; add it there or correct the code`,
      );
    const version = `${entry.matter} from ${entry.effectiveFrom}`;
    if (seen.has(version)) fail(file, `${at}: ${version} stands here twice; remove one`);
    seen.add(version);
    const implementation = inherit(file, at, region, matter, entry);
    const form = implementation.form === undefined ? null : forms.get(implementation.form);
    if (form === undefined)
      return fail(
        file,
        `${at}.form: catalogue/forms has no "${implementation.form}"; add it or correct the name`,
      );
    return { matter, effectiveFrom: entry.effectiveFrom, implementation, form };
  });
  return { region: regionOf(region), matters: entries };
}

/** Nearest word wins: the region's entry, then the matter's default, then (for places) the region itself. */
function inherit(
  file: string,
  at: string,
  region: RegionFile,
  matter: MattersFile['matters'][number],
  entry: RegionFile['matters'][number],
): Implementation {
  const { matter: code, effectiveFrom: _, ...own } = entry;
  const merged = implementationSchema.safeParse(
    { places: region.places, ...matter.implementation, ...own },
    { reportInput: true },
  );
  const issue = merged.success ? undefined : merged.error.issues[0];
  if (issue) fail(file, `${at} (${code}, with what it inherits): ${issueText(issue)}`);
  const whole = merged.data as Implementation;
  if (whole.taskCode !== undefined) {
    const problem = taskCodeProblem(whole.codeScheme ?? 'local', whole.taskCode);
    if (problem) fail(file, `${at}.taskCode ${problem}; correct it`);
  }
  return whole;
}

function caught<T>(work: () => T): Result<T, CatalogueProblem> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof CatalogueError) return err({ message: error.message });
    throw error;
  }
}
