import type { FontSet } from './fonts.ts';
import type { Para } from './style.ts';
import { breakLines, type Line } from './text.ts';

/** One line of a block, set in its style. */
export interface SetLine {
  readonly line: Line;
  readonly para: Para;
  /** Baseline below the block's top. */
  readonly baseline: number;
}

export interface Block {
  readonly lines: readonly SetLine[];
  /** Points. */
  readonly height: number;
}

/** Sets paragraphs one under the other in `width` points, their styles multiplied by `type`. */
export function setBlock(fonts: FontSet, paras: readonly Para[], width: number, type: number): Block {
  const lines: SetLine[] = [];
  let height = 0;
  for (const given of paras) {
    const { size, leading, weight } = given.style;
    const para: Para =
      type === 1
        ? given
        : { ...given, style: { ...given.style, size: size * type, leading: leading * type } };
    for (const line of breakLines(fonts, para.text, weight, para.style.size, width)) {
      // Chinese glyphs fill their em from 0.12 under the baseline to 0.88 above it; centred in the leading.
      lines.push({
        line,
        para,
        baseline: height + (para.style.leading - para.style.size) / 2 + 0.88 * para.style.size,
      });
      height += para.style.leading;
    }
  }
  return { lines, height };
}

/** The first lines of a block that fit into `room` points. */
export function thatFit(lines: readonly SetLine[], room: number): SetLine[] {
  const first = lines[0];
  if (!first) return [];
  const top = first.baseline - offsetOf(first);
  return lines.filter((item) => item.baseline - offsetOf(item) + item.para.style.leading - top <= room);
}

/** The lines after those in `taken`, moved up to begin at the top of a new block. */
export function restOf(lines: readonly SetLine[], taken: readonly SetLine[]): SetLine[] {
  const rest = lines.slice(taken.length);
  const first = rest[0];
  if (!first || taken.length === 0) return rest;
  const up = first.baseline - offsetOf(first);
  return rest.map((item) => ({ ...item, baseline: item.baseline - up }));
}

function offsetOf(item: SetLine): number {
  return (item.para.style.leading - item.para.style.size) / 2 + 0.88 * item.para.style.size;
}

/** Points from the top of the first line to the foot of the last. */
export function heightOf(lines: readonly SetLine[]): number {
  const last = lines.at(-1);
  return last ? last.baseline - offsetOf(last) + last.para.style.leading : 0;
}

/** Short cells stand in the middle of their row; long ones begin at its top. */
export function centring(lines: readonly SetLine[], rowHeight: number, padding: number): number {
  return Math.max(padding, (rowHeight - heightOf(lines)) / 2);
}
