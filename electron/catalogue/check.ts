import { assembleRegion, contextOf } from './assemble.ts';
import { joinCalendars } from './calendar.ts';
import { warnUnused } from './cross.ts';
import {
  FILES,
  hasSynonyms,
  readCalendars,
  readRegion,
  readRegionFile,
  readShared,
  readSynonyms,
  regionCodesIn,
  type Shared,
} from './folder.ts';
import { placeCovers } from './places.ts';
import { type Problem, Problems } from './problem.ts';
import type { RegionFile } from './schemas/region.ts';

/** Everything that is wrong with an assets folder, and everything that is there for nothing. Empty when all is well. */
export function checkCatalogue(assetsDir: string): readonly Problem[] {
  const problems = new Problems();
  const context = contextOf(readShared(assetsDir, problems), problems);
  const regions: RegionFile[] = [];
  for (const code of regionCodesIn(assetsDir)) {
    const file = readRegion(assetsDir, code, problems);
    if (!file) continue;
    regions.push(file);
    assembleRegion(code, file, context, problems);
  }
  joinCalendars(readCalendars(assetsDir, problems), problems);
  checkSynonyms(assetsDir, context.shared, problems);
  // Of files that could not be read nothing is known, and everything would look unused.
  if (problems.firstError() === null) {
    warnUnused(context.shared, regions, problems);
    warnUnoffered(context.shared, regions, problems);
  }
  return problems.all();
}

/**
 * Everything that is wrong with one region's file, which need not lie in the assets. `assetsDir` holds the matters, guides and
 * forms that it refers to. The file's problems alone, under its own name; what it says of its adapter is for the regions.
 */
export function checkRegionFile(
  file: string,
  assetsDir: string,
): { readonly problems: readonly Problem[]; readonly region: RegionFile | null } {
  const problems = new Problems();
  const region = readRegionFile(file, problems);
  if (region) {
    const shared = new Problems();
    assembleRegion(region.code, region, contextOf(readShared(assetsDir, shared), shared), problems);
  }
  return { problems: problems.all().map((one) => ({ ...one, file })), region };
}

/** Everyday words must mean matters that there are, and one thing each. */
function checkSynonyms(assetsDir: string, shared: Shared, problems: Problems): void {
  // Without the table the search finds official words alone, which is no fault of the others.
  if (!hasSynonyms(assetsDir)) return;
  const known = new Set(shared.matters.map(({ code }) => code));
  const said = new Map<string, string>();
  for (const [i, { say, matters }] of readSynonyms(assetsDir, problems)?.words.entries() ?? []) {
    for (const [j, code] of matters.entries())
      if (!known.has(code) && !shared.broken.has(FILES.matters))
        problems.error(
          FILES.synonyms,
          `words[${i}].matters[${j}]`,
          `names ${code}, which is unknown; correct it`,
        );
    for (const [j, word] of say.entries()) {
      const at = `words[${i}].say[${j}]`;
      const before = said.get(word);
      if (before !== undefined)
        problems.error(FILES.synonyms, at, `says "${word}" as ${before} does; keep one of them`);
      said.set(word, before ?? at);
    }
  }
}

/** Agreements about matters that their owner's file does not offer: they open nothing. */
function warnUnoffered(shared: Shared, regions: readonly RegionFile[], problems: Problems): void {
  for (const [i, { own, matters }] of shared.agreements.entries()) {
    const owners = regions.filter(({ code }) => placeCovers(own, code, shared.zones));
    if (owners.length === 0 || matters === 'all-of-list') continue;
    const offered = new Set(owners.flatMap((owner) => owner.matters.map(({ matter }) => matter)));
    for (const [j, code] of matters.entries())
      if (!offered.has(code))
        problems.warning(
          FILES.agreements,
          `agreements[${i}].matters[${j}]`,
          `names ${code}, which "${own}" does not offer in its file; add an entry there or take it out`,
        );
  }
}
