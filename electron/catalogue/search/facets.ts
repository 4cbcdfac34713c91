import { FACETS, type Facet, type MatterDocument, type SearchOptions } from './types.ts';

/** Values of one facet by document, as numbers. */
interface Column {
  readonly values: readonly string[];
  readonly idOf: ReadonlyMap<string, number>;
  /** Per document: where its values begin in `ids`. One more at the end. */
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
}

/** Narrows hits by region, theme, audience and life event, and counts what each value would leave. */
export class Facets {
  readonly #columns: Readonly<Record<Facet, Column>>;

  constructor(documents: readonly MatterDocument[]) {
    this.#columns = {
      region: columnOf(documents, (doc) => doc.regions),
      theme: columnOf(documents, (doc) => doc.themes),
      audience: columnOf(documents, (doc) => doc.audience),
      lifeEvent: columnOf(documents, (doc) => doc.lifeEvents),
    };
  }

  /** `named`: the region that the query names. It narrows unless nothing would be left. */
  filter(
    documents: readonly number[],
    options: SearchOptions,
    named: string | null,
  ): { found: readonly number[]; facets: Record<Facet, Record<string, number>> } {
    const wanted = FACETS.map((facet) => {
      const column = this.#columns[facet];
      const value = (facet === 'region' ? named : null) ?? options[facet];
      return { facet, column, id: value === undefined ? null : (column.idOf.get(value) ?? -1) };
    });
    const region = wanted[0];
    if (named !== null && region && !documents.some((d) => has(region.column, d, region.id ?? -1)))
      region.id = null;
    const set = wanted.flatMap(({ column, id }, i) => (id === null ? [] : [[i, column, id] as const]));
    let found = documents;
    /** Documents that one filter alone keeps out: they count for the values of that filter's facet. */
    const missed: number[][] = wanted.map(() => []);
    if (set.length > 0) {
      const passed: number[] = [];
      for (const d of documents) {
        let misses = 0;
        let last = -1;
        for (const [i, column, id] of set)
          if (!has(column, d, id)) {
            misses++;
            last = i;
          }
        if (misses === 0) passed.push(d);
        else if (misses === 1) (missed[last] as number[]).push(d);
      }
      found = passed;
    }
    const counts = wanted.map(({ column }, i) => {
      const count = new Uint32Array(column.values.length);
      tally(count, column, found);
      tally(count, column, missed[i] as number[]);
      return count;
    });
    const facets = Object.fromEntries(
      wanted.map(({ facet, column }, i) => [
        facet,
        Object.fromEntries(
          column.values.flatMap((value, id) => {
            const n = (counts[i] as Uint32Array)[id] as number;
            return n > 0 ? [[value, n]] : [];
          }),
        ),
      ]),
    ) as Record<Facet, Record<string, number>>;
    return { found, facets };
  }
}

function tally(count: Uint32Array, { starts, ids }: Column, documents: readonly number[]): void {
  for (let i = 0; i < documents.length; i++) {
    const d = documents[i] as number;
    const end = starts[d + 1] as number;
    for (let k = starts[d] as number; k < end; k++) {
      const id = ids[k] as number;
      count[id] = (count[id] as number) + 1;
    }
  }
}

function has(column: Column, document: number, id: number): boolean {
  for (let k = column.starts[document] as number; k < (column.starts[document + 1] as number); k++)
    if (column.ids[k] === id) return true;
  return false;
}

function columnOf(
  documents: readonly MatterDocument[],
  valuesOf: (doc: MatterDocument) => readonly string[],
): Column {
  const idOf = new Map<string, number>();
  const starts = new Uint32Array(documents.length + 1);
  const ids: number[] = [];
  for (const [n, doc] of documents.entries()) {
    for (const value of valuesOf(doc)) {
      let id = idOf.get(value);
      if (id === undefined) {
        id = idOf.size;
        idOf.set(value, id);
      }
      ids.push(id);
    }
    starts[n + 1] = ids.length;
  }
  return { values: [...idOf.keys()], idOf, starts, ids: Uint32Array.from(ids) };
}
