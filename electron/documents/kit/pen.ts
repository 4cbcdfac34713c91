import type { Strokes } from '../../contract/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Width of the pen, and how much of the square the character may fill, in em. */
const PEN = { width: 0.06, fill: 0.88 } as const;
/** Small writing is enlarged at most so far: a dot stays a dot. */
const ENLARGE = 1.6;

/** Pen width of a drawn character at a size. */
export function penWidth(size: number): number {
  return PEN.width * size;
}

/**
 * A drawn character as lines in its em square, x and y from 0 to 1, y downwards: in the middle, as large as the
 * characters beside it.
 */
export function inSquare(strokes: Strokes): readonly (readonly Point[])[] {
  const points = strokes.flat();
  const range = (values: readonly number[]) => {
    const low = values.reduce((least, value) => Math.min(least, value), 1);
    const high = values.reduce((most, value) => Math.max(most, value), 0);
    return { middle: (low + high) / 2, length: high - low };
  };
  const [x, y] = [range(points.map((point) => point.x)), range(points.map((point) => point.y))];
  const room = PEN.fill - PEN.width;
  const scale = Math.min(room / Math.max(x.length, y.length, Number.EPSILON), ENLARGE);
  return strokes.map((stroke) =>
    stroke.map((point) => ({
      x: 0.5 + (point.x - x.middle) * scale,
      y: 0.5 + (point.y - y.middle) * scale,
    })),
  );
}
