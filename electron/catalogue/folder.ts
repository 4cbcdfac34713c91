import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { issueProblems, type Problems } from './problem.ts';
import { type Agreement, agreementsFileSchema } from './schemas/agreements.ts';
import { type Alliance, alliancesFileSchema } from './schemas/alliances.ts';
import { type CalendarFile, calendarFileSchema } from './schemas/calendar.ts';
import { type Division, divisionsFileSchema } from './schemas/divisions.ts';
import { type FormFile, formFileSchema } from './schemas/form.ts';
import { type GuideFile, guideFileSchema } from './schemas/guide.ts';
import { type Hall, hallsFileSchema } from './schemas/halls.ts';
import { type Matter, mattersFileSchema } from './schemas/matters.ts';
import { type RegionFile, regionFileSchema } from './schemas/region.ts';
import { type Release, releaseFileSchema } from './schemas/release.ts';
import { type SynonymsFile, synonymsFileSchema } from './schemas/synonyms.ts';
import { type Terms, termsFileSchema } from './schemas/terms.ts';
import { type Zone, zonesFileSchema } from './schemas/zones.ts';

/** The only module of this room that reads the assets. Paths in problems are relative to the assets folder. */

/** The names of the files, relative to the assets folder. */
export const FILES = {
  release: 'catalogue/release.json',
  terms: 'catalogue/terms.json',
  matters: 'catalogue/matters.json',
  divisions: 'catalogue/divisions.json',
  zones: 'catalogue/zones.json',
  alliances: 'catalogue/alliances.json',
  agreements: 'catalogue/agreements.json',
  halls: 'catalogue/halls.json',
  synonyms: 'catalogue/synonyms.json',
  guide: (matter: string) => `catalogue/guides/${matter}.json`,
  form: (id: string) => `catalogue/forms/${id}.json`,
  region: (code: string) => `regions/${code}.json`,
  calendar: (name: string) => `calendar/${name}.json`,
} as const;

/** Everything but the regions, which may be many and are read one at a time. */
export interface Shared {
  readonly release: Release;
  readonly terms: Terms;
  readonly matters: readonly Matter[];
  readonly divisions: readonly Division[];
  readonly zones: readonly Zone[];
  readonly alliances: readonly Alliance[];
  readonly agreements: readonly Agreement[];
  readonly halls: readonly Hall[];
  /** By the name of the file, which should be the code of the matter. */
  readonly guides: ReadonlyMap<string, GuideFile>;
  /** By the name of the file, which should be the id of the form. */
  readonly forms: ReadonlyMap<string, FormFile>;
  /** Files that are missing or wrong in themselves: of what refers to them nothing can be said. */
  readonly broken: ReadonlySet<string>;
}

/** What could not be read is taken as empty, so that the rest can still be looked at. */
const NOTHING = {
  release: { schema: 1, version: '', effectiveFrom: '', note: '' } satisfies Release,
  terms: {
    lists: [],
    fields: [],
    categories: [],
    departments: [],
    lifeEvents: [],
    themes: [],
  } satisfies Terms,
} as const;

/** Reads and checks each file by its own schema. What is wrong goes to `problems`. */
export function readShared(assetsDir: string, problems: Problems): Shared {
  const broken = new Set<string>();
  const read = <S extends z.ZodType>(name: string, schema: S) => {
    const value = readAsset(assetsDir, name, schema, problems);
    if (value === null) broken.add(name);
    return value;
  };
  const folder = <S extends z.ZodType>(name: string, schema: S) => {
    const found = new Map<string, z.infer<S>>();
    for (const one of jsonNames(assetsDir, name)) {
      const value = read(`${name}/${one}.json`, schema);
      if (value !== null) found.set(one, value);
    }
    return found;
  };
  return {
    release: read(FILES.release, releaseFileSchema) ?? NOTHING.release,
    terms: read(FILES.terms, termsFileSchema) ?? NOTHING.terms,
    matters: read(FILES.matters, mattersFileSchema)?.matters ?? [],
    divisions: read(FILES.divisions, divisionsFileSchema)?.divisions ?? [],
    zones: read(FILES.zones, zonesFileSchema)?.zones ?? [],
    alliances: read(FILES.alliances, alliancesFileSchema)?.alliances ?? [],
    agreements: read(FILES.agreements, agreementsFileSchema)?.agreements ?? [],
    halls: read(FILES.halls, hallsFileSchema)?.halls ?? [],
    guides: folder('catalogue/guides', guideFileSchema),
    forms: folder('catalogue/forms', formFileSchema),
    broken,
  };
}

/** One region's file, or null when it is not there or not of the right shape. */
export function readRegion(assetsDir: string, code: string, problems: Problems): RegionFile | null {
  return readAsset(assetsDir, FILES.region(code), regionFileSchema, problems);
}

/** The same from any place. */
export function readRegionFile(file: string, problems: Problems): RegionFile | null {
  return readAsset(dirname(file), basename(file), regionFileSchema, problems);
}

/** The calendars by the name of their file. */
export function readCalendars(assetsDir: string, problems: Problems): ReadonlyMap<string, CalendarFile> {
  const found = new Map<string, CalendarFile>();
  for (const name of jsonNames(assetsDir, 'calendar')) {
    const value = readAsset(assetsDir, FILES.calendar(name), calendarFileSchema, problems);
    if (value !== null) found.set(name, value);
  }
  return found;
}

/** The everyday words of the search, which is built after the start. */
export function readSynonyms(assetsDir: string, problems: Problems): SynonymsFile | null {
  return readAsset(assetsDir, FILES.synonyms, synonymsFileSchema, problems);
}

export const hasSynonyms = (assetsDir: string): boolean =>
  jsonNames(assetsDir, 'catalogue').includes('synonyms');

/** The codes of all regions that have a file, sorted. */
export function regionCodesIn(assetsDir: string): string[] {
  return jsonNames(assetsDir, 'regions');
}

/** SHA-256 (hex) of the names and bytes of every file that the catalogue of these regions is made from. */
export function assetsHash(assetsDir: string, regionCodes: readonly string[]): string {
  const names = [
    ...jsonNames(assetsDir, 'catalogue').map((name) => `catalogue/${name}.json`),
    ...jsonNames(assetsDir, 'catalogue/guides').map(FILES.guide),
    ...jsonNames(assetsDir, 'catalogue/forms').map(FILES.form),
    ...regionCodes.map(FILES.region),
  ];
  const hash = createHash('sha256');
  for (const name of names) {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(join(assetsDir, name));
    } catch {
      // The reader says what is wrong with it.
      bytes = new Uint8Array();
    }
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** `name` with forward slashes, relative to `assetsDir`. Null when a problem was found. */
function readAsset<S extends z.ZodType>(
  assetsDir: string,
  name: string,
  schema: S,
  problems: Problems,
): z.infer<S> | null {
  let text: string;
  try {
    text = readFileSync(join(assetsDir, name), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    problems.error(
      name,
      '',
      code === 'ENOENT'
        ? 'does not exist; add it or correct the reference to it'
        : `cannot be read (${code}); look at its rights`,
    );
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    problems.error(
      name,
      breakingPoint(text, (error as Error).message),
      'is broken JSON; correct the syntax there',
    );
    return null;
  }
  const answer = schema.safeParse(value, { reportInput: true });
  if (answer.success) return answer.data;
  for (const { path, message } of issueProblems(answer.error.issues)) problems.error(name, path, message);
  return null;
}

/** Names without `.json` of the JSON files of a folder, sorted. A folder that does not exist has none. */
function jsonNames(assetsDir: string, folder: string): string[] {
  try {
    return readdirSync(join(assetsDir, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
  } catch {
    return [];
  }
}

/** V8's message quotes the source; only its position is wanted. */
function breakingPoint(text: string, message: string): string {
  const at = /position (\d+)/.exec(message)?.[1];
  const before = at === undefined ? text : text.slice(0, Number(at));
  return `line ${before.split('\n').length} column ${before.length - before.lastIndexOf('\n')}`;
}
