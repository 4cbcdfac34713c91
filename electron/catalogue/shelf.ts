import type { Depth, Implementation } from './schemas/implementation.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionFile } from './schemas/region.ts';

/** A region without its matters. */
export type RegionHead = Omit<RegionFile, 'matters'>;

/** When a version of a matter in a region is in force; local dates, both days included. */
export interface Effective {
  readonly effectiveFrom: string;
  /** Null: until a newer version takes effect. */
  readonly effectiveTo: string | null;
}

/** One version of a matter in one region, after inheritance. */
export interface RegionMatter extends Effective {
  readonly implementation: Implementation;
}

/** What a list of matters needs of a version. */
export interface Listed extends Effective {
  readonly matter: string;
  readonly depth: Depth;
  /** Nothing in the implementation itself stands in the way of doing it here. */
  readonly doable: boolean;
}

/** Where the matters of all regions are kept: in memory, or in a compiled file when there are many. */
export interface Shelf {
  /** In the order in which the profile names them. */
  regions(): readonly RegionHead[];
  /** All versions in the order of the region's file. An unknown region has none. */
  listed(region: string): readonly Listed[];
  /** Never changed by whoever gets it. */
  versions(region: string, matter: string): readonly RegionMatter[];
  matter(code: string): Matter | null;
  /** In the order of the file. */
  matterCodes(): readonly string[];
  close(): void;
}

/** What the loader gives a shelf, one after the other. */
export interface ShelfEntry extends RegionMatter {
  readonly matter: string;
  readonly doable: boolean;
}

export interface LoadedRegion {
  readonly head: RegionHead;
  readonly entries: readonly ShelfEntry[];
}

/** Everything in memory. */
export class MemoryShelf implements Shelf {
  readonly #regions = new Map<
    string,
    { head: RegionHead; entries: Map<string, ShelfEntry[]>; listed: Listed[] }
  >();
  readonly #matters: ReadonlyMap<string, Matter>;

  constructor(matters: readonly Matter[], regions: readonly LoadedRegion[]) {
    this.#matters = new Map(matters.map((matter) => [matter.code, matter]));
    for (const { head, entries } of regions) {
      const byMatter = new Map<string, ShelfEntry[]>();
      for (const entry of entries) {
        const versions = byMatter.get(entry.matter);
        if (versions) versions.push(entry);
        else byMatter.set(entry.matter, [entry]);
      }
      this.#regions.set(head.code, { head, entries: byMatter, listed: entries.map(listedOf) });
    }
  }

  regions(): readonly RegionHead[] {
    return [...this.#regions.values()].map(({ head }) => head);
  }

  listed(region: string): readonly Listed[] {
    return this.#regions.get(region)?.listed ?? [];
  }

  versions(region: string, matter: string): readonly RegionMatter[] {
    return this.#regions.get(region)?.entries.get(matter) ?? [];
  }

  matter(code: string): Matter | null {
    return this.#matters.get(code) ?? null;
  }

  matterCodes(): readonly string[] {
    return [...this.#matters.keys()];
  }

  close(): void {}
}

export function listedOf({ matter, effectiveFrom, effectiveTo, doable, implementation }: ShelfEntry): Listed {
  return { matter, effectiveFrom, effectiveTo, doable, depth: implementation.depth };
}

/** The newest of the versions that have taken effect, unless it has ended. `today` as `YYYY-MM-DD`. */
export function inForce<E extends Effective>(versions: readonly E[], today: string): E | null {
  let best: E | null = null;
  for (const version of versions)
    if (version.effectiveFrom <= today && (!best || version.effectiveFrom > best.effectiveFrom))
      best = version;
  return best && (best.effectiveTo === null || today <= best.effectiveTo) ? best : null;
}
