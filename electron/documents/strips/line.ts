import type { FontSet, Piece, Weight } from '../kit/fonts.ts';
import { inSquare, penWidth } from '../kit/pen.ts';
import { graphemes } from '../kit/text.ts';
import { Dots, drawPen, fillOutline } from './scan.ts';

export interface StripLine {
  readonly text: string;
  readonly bold?: boolean;
  /** Magnification. Default 1 × 1. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Dots. What is longer is narrowed. */
  readonly maxWidth: number;
}

/** Dots of a Chinese character at size 1, and of its line: as in a printer's own font A with the usual line feed. */
export const CELL = { em: 24, line: 30 } as const;
/** The character stands in the middle of its line, its baseline where a printer's own would be. */
const BASELINE = 3 + 0.88 * CELL.em;
/** Thin lines need this many dots not to look torn on thermal paper. */
const THINNEST_PEN = 2;

/**
 * Draws one line of text in dots, for characters that a receipt printer lacks: Chinese in the size of the printer's own,
 * other letters at their natural width. Throws when a character is in no font: ask `unprintable()` first.
 */
export function drawLine(fonts: FontSet, { text, bold, size, maxWidth }: StripLine): Dots {
  const [wide, high] = [(size?.width ?? 1) * CELL.em, (size?.height ?? 1) * CELL.em];
  const weight: Weight = bold ? 'strong' : 'regular';
  const pieces = graphemes(text).flatMap((grapheme) => {
    const found = fonts.pieces(grapheme, weight);
    if (!found) throw new Error('a character is in no font: ask unprintable() before drawing a line');
    return found;
  });
  const natural = pieces.reduce((sum, piece) => sum + piece.face.width(piece.text) * wide, 0);
  const narrowed = Math.min(1, maxWidth / Math.max(natural, 1));
  const dots = new Dots(
    Math.max(1, Math.min(maxWidth, Math.ceil(natural * narrowed))),
    (CELL.line * high) / CELL.em,
  );
  const baseline = Math.round((BASELINE * high) / CELL.em);
  let x = 0;
  for (const piece of pieces) {
    drawPiece(dots, piece, { x, baseline, wide: wide * narrowed, high });
    x += piece.face.width(piece.text) * wide * narrowed;
  }
  return dots;
}

interface Place {
  readonly x: number;
  readonly baseline: number;
  /** Dots of an em. */
  readonly wide: number;
  readonly high: number;
}

function drawPiece(dots: Dots, piece: Piece, { x, baseline, wide, high }: Place): void {
  if (piece.strokes) {
    const top = baseline - 0.88 * high;
    for (const stroke of inSquare(piece.strokes)) {
      const points = stroke.map((point) => ({ x: x + point.x * wide, y: top + point.y * high }));
      drawPen(dots, points, Math.max(THINNEST_PEN, penWidth(Math.min(wide, high))));
    }
    return;
  }
  const { glyphs, positions } = piece.face.set(piece.text);
  const [scaleX, scaleY] = [wide / piece.face.unitsPerEm, high / piece.face.unitsPerEm];
  let at = x;
  glyphs.forEach((glyph, i) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[i] ?? {};
    fillOutline(dots, glyph.path.commands, {
      x: at + xOffset * scaleX,
      baseline: baseline - yOffset * scaleY,
      scaleX,
      scaleY,
    });
    at += xAdvance * scaleX;
  });
}
