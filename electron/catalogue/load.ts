import { type Clock, err, type HolidayTable, ok, type Result } from '../core/index.ts';
import type { Machine } from './agreements.ts';
import { joinCalendars } from './calendar.ts';
import { Catalogue, type CatalogueShared } from './catalogue.ts';
import { checkRegion, checkShared } from './cross.ts';
import { FILES, readCalendars, readRegion, readShared, type Shared } from './folder.ts';
import { compileForm, type MatterForm } from './form.ts';
import { implementationHindrances } from './hindrances.ts';
import { type CatalogueProblem, Problems, problemLine } from './problem.ts';
import { resolve } from './resolve.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionFile } from './schemas/region.ts';
import { type LoadedRegion, MemoryShelf, type ShelfEntry } from './shelf.ts';

export interface LoadCatalogueOptions {
  readonly assetsDir: string;
  /** The regions that this machine offers, in their order on the screen. */
  readonly regionCodes: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  /** Whose machine it is and where it stands; without it no agreement is asked for. */
  readonly machine?: Machine;
}

/** Reads and checks everything once, at start. The first fault is the answer, in one line. */
export function loadCatalogue(options: LoadCatalogueOptions): Result<Catalogue, CatalogueProblem> {
  const { assetsDir, regionCodes, clock, machine = null } = options;
  const problems = new Problems();
  const shared = readShared(assetsDir, problems);
  checkShared(shared, problems);
  const matters = byCode(shared.matters);
  const regions: LoadedRegion[] = [];
  for (const code of regionCodes) {
    const fault = problems.firstError();
    if (fault) return err({ message: problemLine(fault) });
    const file = readRegion(assetsDir, code, problems);
    if (file) regions.push(loadRegion(code, file, { shared, matters }, problems));
  }
  const fault = problems.firstError();
  if (fault) return err({ message: problemLine(fault) });
  const shelf = new MemoryShelf(shared.matters, regions);
  return ok(
    new Catalogue({ shelf, shared: small(shared), forms: compiled(shared), machine, now: () => clock.now() }),
  );
}

/** All years of `assets/calendar` in one table. A year that is not announced yet has no file. */
export function loadCalendar(options: {
  readonly assetsDir: string;
}): Result<HolidayTable, CatalogueProblem> {
  const problems = new Problems();
  const table = joinCalendars(readCalendars(options.assetsDir, problems), problems);
  const fault = problems.firstError();
  return fault ? err({ message: problemLine(fault) }) : ok(table);
}

/** A region's entries with everything that they inherit. An entry with a problem is left out. */
export function loadRegion(
  name: string,
  file: RegionFile,
  { shared, matters }: { readonly shared: Shared; readonly matters: ReadonlyMap<string, Matter> },
  problems: Problems,
): LoadedRegion {
  checkRegion(name, file, shared, problems);
  const { matters: entries, ...head } = file;
  return {
    head,
    entries: entries.flatMap((entry, i): ShelfEntry[] => {
      const matter = matters.get(entry.matter);
      if (!matter) return [];
      const at = { file: FILES.region(name), path: `matters[${i}]` };
      const guide = shared.guides.get(entry.matter) ?? null;
      const implementation = resolve(entry, { matter, guide, region: file }, at, problems);
      if (!implementation) return [];
      return [
        {
          matter: entry.matter,
          effectiveFrom: entry.effectiveFrom,
          effectiveTo: entry.effectiveTo ?? null,
          doable: implementationHindrances(implementation).length === 0,
          implementation,
        },
      ];
    }),
  };
}

export function byCode(matters: readonly Matter[]): ReadonlyMap<string, Matter> {
  return new Map(matters.map((matter) => [matter.code, matter]));
}

function small({ matters: _matters, guides: _guides, forms: _forms, ...shared }: Shared): CatalogueShared {
  return shared;
}

function compiled({ forms }: Shared): ReadonlyMap<string, MatterForm> {
  return new Map([...forms].map(([id, form]) => [id, compileForm(FILES.form(id), form)]));
}
