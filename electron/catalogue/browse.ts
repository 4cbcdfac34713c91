import type { Matter } from './schemas/matters.ts';
import type { Term, Terms } from './schemas/terms.ts';

/** What a list of matters can be narrowed to; several at once narrow together. Ids of `terms.json`. */
export interface BrowseFilter {
  readonly category?: string;
  /** A tile above the categories. */
  readonly field?: string;
  readonly theme?: string;
  readonly lifeEvent?: string;
  readonly list?: string;
  readonly audience?: Matter['audience'][number];
}

/** A term with the number of matters under it. */
export interface Tile {
  readonly id: string;
  readonly name: Term['name'];
  readonly count: number;
}

/** What can be chosen; a term without a matter is left out. In the order of `terms.json`. */
export interface Tiles {
  readonly fields: readonly Tile[];
  readonly categories: readonly Tile[];
  readonly themes: readonly Tile[];
  readonly lifeEvents: readonly Tile[];
}

export function matches(matter: Matter, filter: BrowseFilter, terms: Terms): boolean {
  const { category, field, theme, lifeEvent, list, audience } = filter;
  return (
    (category === undefined || matter.category === category) &&
    (field === undefined || fieldsOf(matter, terms).includes(field)) &&
    (theme === undefined || matter.themes.includes(theme)) &&
    (lifeEvent === undefined || matter.lifeEvents.includes(lifeEvent)) &&
    (list === undefined || matter.lists.includes(list)) &&
    (audience === undefined || matter.audience.includes(audience))
  );
}

export function tilesOf(matters: readonly Matter[], terms: Terms): Tiles {
  const tiles = (all: readonly Term[], idsOf: (matter: Matter) => readonly string[]): Tile[] => {
    const counts = new Map<string, number>();
    for (const matter of matters)
      for (const id of new Set(idsOf(matter))) counts.set(id, (counts.get(id) ?? 0) + 1);
    return all.flatMap(({ id, name }) => {
      const count = counts.get(id);
      return count === undefined ? [] : [{ id, name, count }];
    });
  };
  return {
    fields: tiles(terms.fields, (matter) => fieldsOf(matter, terms)),
    categories: tiles(terms.categories, ({ category }) => [category]),
    themes: tiles(terms.themes, ({ themes }) => themes),
    lifeEvents: tiles(terms.lifeEvents, ({ lifeEvents }) => lifeEvents),
  };
}

function fieldsOf({ category }: Matter, terms: Terms): readonly string[] {
  return terms.categories.find(({ id }) => id === category)?.fields ?? [];
}
