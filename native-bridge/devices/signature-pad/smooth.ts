import type { PenPoint } from './types.ts';

/** How often the filter goes over a stroke: twice makes it the binomial filter 1 4 6 4 1 / 16. */
const PASSES = 2;

/**
 * Takes the tremble of the digitiser out of one stroke: each point moves to a quarter of both neighbours and half of
 * itself (1 2 1 / 4), position and pressure alike, twice. End points and times stay, and so does the number of points. A
 * straight line at even speed stays what it is; no point leaves the box around the stroke. Positions are rounded to
 * 0.001 mm, pressure to a thousandth.
 */
export function smooth(points: readonly PenPoint[]): PenPoint[] {
  let now = points.map((point) => ({ ...point }));
  for (let pass = 0; pass < PASSES; pass++) {
    const before = now;
    now = before.map((point, i) => {
      const left = before[i - 1];
      const right = before[i + 1];
      if (!left || !right) return point;
      const mean = (name: 'x' | 'y' | 'pressure') => (left[name] + 2 * point[name] + right[name]) / 4;
      return { x: mean('x'), y: mean('y'), pressure: mean('pressure'), t: point.t };
    });
  }
  return now.map(({ x, y, pressure, t }, i) =>
    i === 0 || i === now.length - 1
      ? { x, y, pressure, t }
      : { x: round(x, 10), y: round(y, 10), pressure: round(pressure, 1_000), t },
  );
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
