import { checkRegion, checkShared } from './cross.ts';
import { FILES, type Shared } from './folder.ts';
import { implementationHindrances } from './hindrances.ts';
import type { Problems } from './problem.ts';
import { resolve } from './resolve.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionFile } from './schemas/region.ts';
import type { LoadedRegion, ShelfEntry } from './shelf.ts';

/** The shared files, checked against each other, with their matters by code. */
export interface Context {
  readonly shared: Shared;
  readonly matters: ReadonlyMap<string, Matter>;
}

export function contextOf(shared: Shared, problems: Problems): Context {
  checkShared(shared, problems);
  return { shared, matters: new Map(shared.matters.map((matter) => [matter.code, matter])) };
}

/** A region's entries with everything that they inherit. An entry with a problem is left out. `name`: of its file. */
export function assembleRegion(
  name: string,
  file: RegionFile,
  { shared, matters }: Context,
  problems: Problems,
): LoadedRegion {
  checkRegion(name, file, shared, matters, problems);
  const { matters: entries, ...head } = file;
  return {
    head,
    entries: entries.flatMap((entry, i): ShelfEntry[] => {
      const matter = matters.get(entry.matter);
      if (!matter || shared.broken.has(FILES.guide(entry.matter))) return [];
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
