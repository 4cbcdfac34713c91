import { err, ok, type Result } from '../core/index.ts';
import { fillerScores, fillersIn } from './fillers.ts';
import { findZones, type Line } from './find-lines.ts';
import { type Grey, turned } from './picture.ts';
import { shapesIn } from './shapes.ts';
import { type Strip, stripOf } from './strips.ts';
import type { ZoneFailure } from './types.ts';
import { textOf, type ZoneText } from './zone.ts';

/** A zone in a picture, as its letters look, with the straightened lines for a second reader. */
export interface FoundZone {
  readonly text: ZoneText;
  readonly strips: readonly Strip[];
  readonly fillers: readonly (readonly boolean[])[];
}

/** Letters of a line, by the number of lines. */
const CELLS = { 2: 44, 3: 30 } as const;
/** Groups of lines that are looked at: a page has other lines as well. */
const LOOKED_AT = 4;

/** Looks for a zone, whichever way up the document lies. */
export function zoneIn(picture: Grey): Result<FoundZone, ZoneFailure> {
  let failure: ZoneFailure = 'no-zone';
  for (const upright of [picture, () => turned(picture)]) {
    const seen = typeof upright === 'function' ? upright() : upright;
    for (const lines of findZones(seen).slice(0, LOOKED_AT)) {
      const read = readLines(seen, lines);
      if (read.ok) return read;
      if (read.error !== 'no-zone') failure = read.error;
    }
    if (failure !== 'no-zone') break;
  }
  return err(failure);
}

function readLines(picture: Grey, lines: readonly Line[]): Result<FoundZone, ZoneFailure> {
  const cells = lines.length === 3 ? CELLS[3] : CELLS[2];
  const upright = lines.map((line) => stripOf(picture, line, cells, false));
  // A filler points to the left: where they point to the right, the document stands on its head.
  const strips = pointsLeft(upright)
    ? upright
    : lines.map((line) => stripOf(picture, line, cells, true)).toReversed();
  const fillers = strips.map(fillersIn);
  const text = textOf(strips.map((strip, at) => shapesIn(strip, fillers[at] as boolean[])));
  return text.ok ? ok({ text: text.value, strips, fillers }) : text;
}

function pointsLeft(strips: readonly Strip[]): boolean {
  const most = (turn: boolean) =>
    strips
      .flatMap((strip) => fillerScores(strip, turn))
      .sort((a, b) => b - a)
      .slice(0, 3)
      .reduce((sum, one) => sum + one, 0);
  return most(false) >= most(true);
}
