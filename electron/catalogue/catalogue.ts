import type { Guide, MatterCard, Place, Text } from '../contract/index.ts';
import { localDate, type OfficeHours } from '../core/index.ts';
import type { MatterForm } from './form.ts';
import type { Implementation, MattersFile, RegionFile } from './schema.ts';

/** A region as the rest of the house sees it. */
export interface CatalogueRegion {
  readonly code: string;
  readonly name: Text;
  readonly short: Text;
  readonly phone: string;
  readonly hours: Text;
  readonly officeHours: OfficeHours;
  /** The values were not confirmed by the region: for demo, training and tests. */
  readonly sample: boolean;
  /** Connection and mappings, to be read by the adapter of this kind. */
  readonly adapter: { readonly kind: string; readonly [key: string]: unknown };
  readonly places: readonly Place[];
}

/** One version of a matter in one region, after inheritance. */
export interface RegionMatter {
  readonly matter: MattersFile['matters'][number];
  readonly effectiveFrom: string;
  readonly implementation: Implementation;
  readonly form: MatterForm | null;
}

export interface LoadedRegion {
  readonly region: CatalogueRegion;
  /** In the order of the region's file. */
  readonly matters: readonly RegionMatter[];
}

/** Matters, regions, guides and forms. Holds everything in memory; every question is answered without a disk. */
export class Catalogue {
  readonly #regions: ReadonlyMap<string, LoadedRegion>;
  readonly #now: () => number;

  /** `now` in ms; it chooses between versions of a matter (`effectiveFrom`, local date). */
  constructor(regions: readonly LoadedRegion[], now: () => number) {
    this.#regions = new Map(regions.map((loaded) => [loaded.region.code, loaded]));
    this.#now = now;
  }

  /** In the order in which the profile names them. */
  regions(): readonly CatalogueRegion[] {
    return [...this.#regions.values()].map((loaded) => loaded.region);
  }

  region(code: string): CatalogueRegion | null {
    return this.#regions.get(code)?.region ?? null;
  }

  /** The matters in force today. An unknown region has none. */
  matters(region: string): MatterCard[] {
    const codes = new Set((this.#regions.get(region)?.matters ?? []).map((entry) => entry.matter.code));
    return [...codes].flatMap((code) => {
      const entry = this.#inForce(region, code);
      return entry ? [card(entry)] : [];
    });
  }

  guide(region: string, matter: string): Guide | null {
    const entry = this.#inForce(region, matter);
    const where = this.region(region);
    if (!entry || !where) return null;
    const { authority, conditions, materials, steps, fee, result, deliveries, caution, places, withoutCard } =
      entry.implementation;
    const { promisedWorkingDays, statutoryWorkingDays } = entry.implementation;
    return {
      matter: card(entry),
      region: { code: where.code, name: where.name, short: where.short },
      authority,
      conditions,
      materials,
      steps,
      fee,
      promisedWorkingDays,
      statutoryWorkingDays,
      result,
      deliveries,
      caution,
      places,
      withoutCard,
    };
  }

  /** Null when the region does not offer the matter, or only as a guide without a form. */
  form(region: string, matter: string): MatterForm | null {
    return this.#inForce(region, matter)?.form ?? null;
  }

  implementation(region: string, matter: string): Implementation | null {
    return this.#inForce(region, matter)?.implementation ?? null;
  }

  /** The newest version that has taken effect. */
  #inForce(region: string, matter: string): RegionMatter | null {
    const today = localDate(this.#now());
    let best: RegionMatter | null = null;
    for (const entry of this.#regions.get(region)?.matters ?? [])
      if (
        entry.matter.code === matter &&
        entry.effectiveFrom <= today &&
        (!best || entry.effectiveFrom > best.effectiveFrom)
      )
        best = entry;
    return best;
  }
}

function card({ matter, implementation }: RegionMatter): MatterCard {
  const { code, name, plain, category } = matter;
  return { code, name, plain, category, depth: implementation.depth };
}

/** The public part of a region's file. */
export function regionOf(file: RegionFile): CatalogueRegion {
  const { code, name, short, phone, hours, officeHours, sample, adapter, places } = file;
  return { code, name, short, phone, hours, officeHours, sample, adapter, places };
}
