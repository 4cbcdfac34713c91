import type { Element } from './elements.ts';
import type { GramIndex } from './gram-index.ts';
import { plainText } from './text.ts';

/** Runs of this many characters are worth marking; a single one only when the query is no longer. */
const SHORTEST = 2;

/** Parts of a name that answer to the query, as UTF-16 offsets. For the eye: it does not change what is found. */
export function marksOf(
  name: string,
  elements: readonly Element[],
  index: GramIndex,
): { from: number; to: number }[] {
  if (elements.length === 0) return [];
  const { text, from } = plainText(name);
  const marked = new Array<boolean>(text.length).fill(false);
  const least = Math.min(SHORTEST, elements.length);
  for (let start = 0; start < text.length; start++)
    for (let e = 0; e < elements.length; e++) {
      let run = 0;
      while (
        start + run < text.length &&
        e + run < elements.length &&
        fits(elements[e + run] as Element, text.charCodeAt(start + run), index)
      )
        run++;
      if (run >= least) marked.fill(true, start, start + run);
    }
  const ends = (i: number) => (i + 1 < from.length ? (from[i + 1] as number) : name.length);
  const marks: { from: number; to: number }[] = [];
  for (let i = 0; i < text.length; i++) {
    if (!marked[i]) continue;
    const last = marks.at(-1);
    if (last && marked[i - 1]) last.to = ends(i);
    else marks.push({ from: from[i] as number, to: ends(i) });
  }
  return marks;
}

function fits({ unit, ids }: Element, written: number, index: GramIndex): boolean {
  if (unit === written) return true;
  return (index.readings.get(written) ?? []).some((id) => ids.includes(id));
}
