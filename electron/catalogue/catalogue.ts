import type { Guide, MatterCard, Place, Text } from '../contract/index.ts';
import { addDays, localDate, type OfficeHours } from '../core/index.ts';
import { agreementsFor, isOwn, type Machine } from './agreements.ts';
import { type BrowseFilter, matches, type Tiles, tilesOf } from './browse.ts';
import type { Shared } from './folder.ts';
import type { MatterForm } from './form.ts';
import { type Hindrance, implementationHindrances } from './hindrances.ts';
import { guideOf } from './matter-guide.ts';
import { placeCovers } from './places.ts';
import type { Agreement } from './schemas/agreements.ts';
import type { Alliance } from './schemas/alliances.ts';
import type { Division } from './schemas/divisions.ts';
import type { Hall } from './schemas/halls.ts';
import type { Implementation } from './schemas/implementation.ts';
import type { Matter } from './schemas/matters.ts';
import type { RegionFile, RegionLicence, RegionPrint } from './schemas/region.ts';
import type { Release } from './schemas/release.ts';
import type { Terms } from './schemas/terms.ts';
import type { Zone } from './schemas/zones.ts';
import { inForce, type Listed, type RegionHead, type RegionMatter, type Shelf } from './shelf.ts';

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
  /** What the region gives out for printing at machines. */
  readonly prints?: readonly RegionPrint[] | undefined;
  /** What it gives its holders for an application. */
  readonly licences?: readonly RegionLicence[] | undefined;
  /** Who sends parcels (EMS) in its name. */
  readonly mailSender?: RegionFile['mailSender'];
}

/** What does not grow with the number of matters. */
export type CatalogueShared = Omit<Shared, 'matters' | 'guides' | 'forms' | 'broken'>;

export interface CatalogueParts {
  readonly shelf: Shelf;
  readonly shared: CatalogueShared;
  readonly forms: ReadonlyMap<string, MatterForm>;
  /** Null: no machine in particular; every region's matters are taken in. */
  readonly machine: Machine | null;
  /** In ms; chooses between versions and agreements by their local date. */
  readonly now: () => number;
}

/** A window of a hall at which a matter is taken in. */
export interface MatterWindow {
  readonly hall: Omit<Hall, 'windows'>;
  readonly window: Hall['windows'][number];
}

/** A direction in which an alliance takes matters: `from` accepts those of `of`. */
export interface DirectedTake {
  readonly alliance: string;
  readonly from: string;
  readonly of: string;
  readonly count: number | null;
}

/** Days after its first effect during which a matter is called new (新增). */
export const NEW_DAYS = 30;

/** Matters, regions, guides, forms, alliances. Every question is answered at once, without the assets. */
export class Catalogue {
  readonly #shelf: Shelf;
  readonly #shared: CatalogueShared;
  readonly #forms: ReadonlyMap<string, MatterForm>;
  readonly #machine: Machine | null;
  readonly #now: () => number;
  readonly #regions: ReadonlyMap<string, CatalogueRegion>;
  readonly #categories: ReadonlyMap<string, Text>;

  constructor(parts: CatalogueParts) {
    this.#shelf = parts.shelf;
    this.#shared = parts.shared;
    this.#forms = parts.forms;
    this.#machine = parts.machine;
    this.#now = parts.now;
    this.#regions = new Map(parts.shelf.regions().map((head) => [head.code, regionOf(head)]));
    this.#categories = new Map(parts.shared.terms.categories.map(({ id, name }) => [id, name]));
  }

  release(): Release {
    return this.#shared.release;
  }

  terms(): Terms {
    return this.#shared.terms;
  }

  /** In the order in which the profile names them. */
  regions(): readonly CatalogueRegion[] {
    return [...this.#regions.values()];
  }

  region(code: string): CatalogueRegion | null {
    return this.#regions.get(code) ?? null;
  }

  /** Any matter we know of, offered or not. */
  matter(code: string): Matter | null {
    return this.#shelf.matter(code);
  }

  matterCodes(): readonly string[] {
    return this.#shelf.matterCodes();
  }

  /** The matters in force today, narrowed by the filter. An unknown region has none. */
  matters(region: string, filter: BrowseFilter = {}): MatterCard[] {
    const newAfter = this.#newAfter();
    return this.#today(region).flatMap(({ listed, since, matter }) =>
      matches(matter, filter, this.#shared.terms)
        ? [
            this.#card(matter, {
              full: listed.doable && this.#takesIn(region, matter),
              isNew: since > newAfter,
            }),
          ]
        : [],
    );
  }

  /** The terms under which the region has matters in force. */
  tiles(region: string): Tiles {
    return tilesOf(
      this.#today(region).map(({ matter }) => matter),
      this.#shared.terms,
    );
  }

  guide(region: string, code: string): Guide | null {
    const version = this.#version(region, code);
    const where = this.region(region);
    const matter = this.matter(code);
    if (!version || !where || !matter) return null;
    const { implementation } = version;
    const hindrances = this.hindrances(region, code);
    const card = this.#card(matter, {
      full: hindrances.length === 0,
      isNew: this.isNew(region, code),
    });
    return guideOf({ card, region: where, implementation, hindrances });
  }

  /** Null when the region does not offer the matter, or without a form. */
  form(region: string, matter: string): MatterForm | null {
    const id = this.implementation(region, matter)?.form;
    return id === undefined ? null : (this.#forms.get(id) ?? null);
  }

  implementation(region: string, matter: string): Implementation | null {
    return this.#version(region, matter)?.implementation ?? null;
  }

  /** The version in force today, or null. */
  version(region: string, matter: string): RegionMatter | null {
    return this.#version(region, matter) ?? null;
  }

  /** Why the matter of the region cannot be done at this machine today; empty when it can. */
  hindrances(region: string, code: string): Hindrance[] {
    const matter = this.matter(code);
    if (!matter) return [{ kind: 'unknown-matter' }];
    if (matter.verification === 'unverified') return [{ kind: 'unverified' }];
    if (!this.#regions.has(region)) return [{ kind: 'unknown-region' }];
    const versions = this.#shelf.versions(region, code);
    if (versions.length === 0) return [{ kind: 'not-offered' }];
    const today = this.#date();
    const version = inForce(versions, today);
    if (!version) {
      const begun = versions.filter(({ effectiveFrom }) => effectiveFrom <= today);
      const next = versions.map(({ effectiveFrom }) => effectiveFrom).filter((from) => from > today);
      const from = next.sort()[0];
      if (from !== undefined) return [{ kind: 'not-yet', from }];
      return [
        {
          kind: 'ended',
          to:
            begun
              .map(({ effectiveTo }) => effectiveTo ?? '')
              .sort()
              .at(-1) ?? '',
        },
      ];
    }
    return [
      ...(this.#takesIn(region, matter) ? [] : [{ kind: 'no-agreement' } as const]),
      ...implementationHindrances(version.implementation),
    ];
  }

  /** Whether this machine may take in the matter: its brand's or its site's own, or by a published agreement in force. */
  takesIn(region: string, code: string): boolean {
    const matter = this.matter(code);
    return matter !== null && this.#takesIn(region, matter);
  }

  /** The agreements by which the machine takes in the matter today; an own matter needs none. */
  agreementsFor(region: string, code: string): Agreement[] {
    const matter = this.matter(code);
    if (!matter || !this.#machine) return [];
    return agreementsFor(this.#shared, this.#machine, region, matter, this.#date());
  }

  /** Whether the matter came to the region within the last `NEW_DAYS` days; a new version of an old one is not new. */
  isNew(region: string, matter: string): boolean {
    if (!this.#version(region, matter)) return false;
    const first = this.#shelf
      .versions(region, matter)
      .map(({ effectiveFrom }) => effectiveFrom)
      .sort()[0];
    return first !== undefined && first > this.#newAfter();
  }

  alliances(): readonly Alliance[] {
    return this.#shared.alliances;
  }

  /** The alliances in which a zone or division is itself a member. */
  alliancesOf(place: string): Alliance[] {
    return this.#shared.alliances.filter(({ members }) => members.includes(place));
  }

  /** Whose matters a place accepts by directed agreements; nothing follows for the other way round. */
  takesFrom(place: string): DirectedTake[] {
    return this.#takes().filter(({ from }) => from === place);
  }

  /** Who accepts a place's matters. */
  takenBy(place: string): DirectedTake[] {
    return this.#takes().filter(({ of }) => of === place);
  }

  zones(): readonly Zone[] {
    return this.#shared.zones;
  }

  divisions(): readonly Division[] {
    return this.#shared.divisions;
  }

  halls(region: string): Hall[] {
    return this.#shared.halls.filter((hall) => placeCovers(hall.region, region, this.#shared.zones));
  }

  /** The windows of a region's halls at which a matter is taken in. */
  windows(region: string, matter: string): MatterWindow[] {
    return this.halls(region).flatMap(({ windows, ...hall }) =>
      windows
        .filter((window) => window.matters === 'cross-province' || window.matters.includes(matter))
        .map((window) => ({ hall, window })),
    );
  }

  /** Lets go of the compiled file, if there is one. Nothing may be asked afterwards. */
  close(): void {
    this.#shelf.close();
  }

  #date(): string {
    return localDate(this.#now());
  }

  /** What came later than this local date is new. */
  #newAfter(): string {
    return addDays(this.#date(), -NEW_DAYS);
  }

  #version(region: string, matter: string) {
    return inForce(this.#shelf.versions(region, matter), this.#date());
  }

  /** What is in force today, in the order of the region's file. */
  #today(region: string): { listed: Listed; since: string; matter: Matter }[] {
    const today = this.#date();
    const versions = new Map<string, Listed[]>();
    for (const listed of this.#shelf.listed(region)) {
      const others = versions.get(listed.matter);
      if (others) others.push(listed);
      else versions.set(listed.matter, [listed]);
    }
    return [...versions].flatMap(([code, all]) => {
      const listed = inForce(all, today);
      const matter = listed && this.matter(code);
      if (!listed || !matter) return [];
      const since = all.map(({ effectiveFrom }) => effectiveFrom).sort()[0] ?? today;
      return [{ listed, since, matter }];
    });
  }

  #takesIn(region: string, matter: Matter): boolean {
    const machine = this.#machine;
    if (!machine || isOwn(machine, region)) return true;
    return agreementsFor(this.#shared, machine, region, matter, this.#date()).length > 0;
  }

  #takes(): DirectedTake[] {
    return this.#shared.alliances.flatMap(({ id, takes }) =>
      takes.map((take) => ({ alliance: id, ...take })),
    );
  }

  #card(matter: Matter, { full, isNew }: { readonly full: boolean; readonly isNew: boolean }): MatterCard {
    const { code, name, plain, category } = matter;
    return {
      code,
      name,
      plain,
      category: this.#categories.get(category) ?? { 'zh-CN': category, en: category },
      depth: full ? 'full' : 'guide',
      isNew,
    };
  }
}

/** The public part of a region's file. */
function regionOf(head: RegionHead): CatalogueRegion {
  const {
    code,
    name,
    short,
    phone,
    hours,
    officeHours,
    sample,
    adapter,
    places,
    prints,
    licences,
    mailSender,
  } = head;
  return {
    code,
    name,
    short,
    phone,
    hours,
    officeHours,
    sample,
    adapter,
    places,
    ...(prints && { prints }),
    ...(licences && { licences }),
    ...(mailSender && { mailSender }),
  };
}
