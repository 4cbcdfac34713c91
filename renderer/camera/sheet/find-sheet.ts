import { findLines, type Line } from './find-lines.ts';
import { between, type Corners, type Grey, type Point, softened, withoutWriting } from './picture.ts';

/** Pixels of the longer side of the picture that edges are looked for in; more would only be slower. */
export const LOOK_AT = 512;

/** Pixels of the thickest stroke that is taken away first, at that size. */
const STROKE = 9;

/** What a sheet in a picture looks like: shares of the picture, of a side, and degrees. */
const SHAPE = {
  /** Smaller ones are fields, photographs and stamps upon it. */
  leastArea: 0.12,
  /** A corner may lie outside of the picture by this much of it. */
  outside: 0.02,
  leastAngle: 55,
  /** Of opposite sides. */
  mostDifference: 1.7,
} as const;

/** How a side is looked at: points along it, and pixels to either side. */
const SIDE = { points: 48, off: [3, 6], leave: 0.04 } as const;
/** Difference of brightness across an edge; a light sheet on a light table has some eight. */
const STEP = 4;
/** Share of its points at which a side must be an edge, of the poorest side and of all. */
const SURE = { poorest: 0.5, all: 0.68 } as const;

export interface FoundSheet {
  readonly corners: Corners;
  /** 0–1: how much of its outline is an edge. */
  readonly sure: number;
}

/**
 * The sheet of paper in a picture, or null where none is found. The picture should be some `LOOK_AT` pixels large. Edges are
 * straight lines; the sheet is the four of them along which it is lighter inside than outside (or darker, all around) almost
 * everywhere, and of several such the largest.
 */
export function findSheet(grey: Grey): FoundSheet | null {
  const plain = softened(withoutWriting(grey, STROKE), 3);
  const { across, up } = findLines(plain);
  let best: { corners: Corners; score: number; sure: number; lighter: boolean } | null = null;
  const area = grey.width * grey.height;
  for (let top = 0; top < across.length; top++)
    for (let bottom = top + 1; bottom < across.length; bottom++)
      for (let left = 0; left < up.length; left++)
        for (let right = left + 1; right < up.length; right++) {
          const corners = cornersOf(
            across[top] as Line,
            across[bottom] as Line,
            up[left] as Line,
            up[right] as Line,
          );
          if (!corners || !isSheetLike(corners, grey)) continue;
          const part = areaOf(corners) / area;
          for (const lighter of [true, false]) {
            const outline = outlineOf(plain, corners, lighter, best?.score ?? 0, part);
            if (outline && outline.score > (best?.score ?? 0)) best = { corners, lighter, ...outline };
          }
        }
  if (!best || best.sure < SURE.all) return null;
  return { corners: refined(plain, best.corners, best.lighter), sure: best.sure };
}

/** In order, or null when two of the lines hardly meet. */
function cornersOf(a: Line, b: Line, c: Line, d: Line): Corners | null {
  const [ac, ad, bc, bd] = [meet(a, c), meet(a, d), meet(b, c), meet(b, d)];
  if (!ac || !ad || !bc || !bd) return null;
  const [upper, lower] =
    ac.y + ad.y < bc.y + bd.y
      ? [[ac, ad] as const, [bc, bd] as const]
      : [[bc, bd] as const, [ac, ad] as const];
  const leftFirst = upper[0].x + lower[0].x < upper[1].x + lower[1].x;
  return leftFirst ? [upper[0], upper[1], lower[1], lower[0]] : [upper[1], upper[0], lower[0], lower[1]];
}

function meet(a: Line, b: Line): Point | null {
  const det = Math.sin(b.angle - a.angle);
  if (Math.abs(det) < 0.3) return null;
  return {
    x: (a.away * Math.sin(b.angle) - b.away * Math.sin(a.angle)) / det,
    y: (b.away * Math.cos(a.angle) - a.away * Math.cos(b.angle)) / det,
  };
}

export function sidesOf(corners: Corners): readonly (readonly [Point, Point])[] {
  return corners.map((from, n) => [from, corners[(n + 1) % 4] as Point] as const);
}

function isSheetLike(corners: Corners, { width, height }: Grey): boolean {
  const [mx, my] = [SHAPE.outside * width, SHAPE.outside * height];
  if (corners.some(({ x, y }) => x < -mx || y < -my || x > width + mx || y > height + my)) return false;
  if (areaOf(corners) < SHAPE.leastArea * width * height) return false;
  const [top, right, bottom, left] = sidesOf(corners).map(([from, to]) =>
    Math.hypot(to.x - from.x, to.y - from.y),
  ) as [number, number, number, number];
  const differ = (a: number, b: number) => Math.max(a, b) > SHAPE.mostDifference * Math.min(a, b);
  if (differ(top, bottom) || differ(left, right)) return false;
  return corners.every((corner, n) => {
    const before = corners[(n + 3) % 4] as Point;
    const after = corners[(n + 1) % 4] as Point;
    const [ax, ay, bx, by] = [
      before.x - corner.x,
      before.y - corner.y,
      after.x - corner.x,
      after.y - corner.y,
    ];
    // Positive all around: convex, and in order.
    const turn = bx * ay - by * ax;
    return turn > Math.sin((SHAPE.leastAngle * Math.PI) / 180) * Math.hypot(ax, ay) * Math.hypot(bx, by);
  });
}

export function areaOf(corners: Corners): number {
  return Math.abs(sidesOf(corners).reduce((sum, [from, to]) => sum + from.x * to.y - to.x * from.y, 0)) / 2;
}

/** How much of an outline is the edge of something lighter (darker) inside; null when a side hardly is, or nothing better can come. */
function outlineOf(
  grey: Grey,
  corners: Corners,
  lighter: boolean,
  toBeat: number,
  part: number,
): { score: number; sure: number } | null {
  const weight = part ** 0.5;
  let sum = 0;
  let left = 4;
  for (const [from, to] of sidesOf(corners)) {
    const share = shareOf(grey, from, to, lighter);
    if (share < SURE.poorest) return null;
    sum += share;
    left--;
    if (((sum + left) / 4) ** 3 * weight <= toBeat) return null;
  }
  return { score: (sum / 4) ** 3 * weight, sure: sum / 4 };
}

/** Share of the points of a side at which brightness steps up (down) to the inside. */
function shareOf(grey: Grey, from: Point, to: Point, lighter: boolean): number {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  // Inside lies to the right of a side that is walked in order.
  const [nx, ny] = [-(to.y - from.y) / length, (to.x - from.x) / length];
  const [near, far] = SIDE.off;
  let edges = 0;
  for (let n = 0; n < SIDE.points; n++) {
    const along = SIDE.leave + ((1 - 2 * SIDE.leave) * (n + 0.5)) / SIDE.points;
    const x = from.x + (to.x - from.x) * along;
    const y = from.y + (to.y - from.y) * along;
    const across = (off: number) => between(grey, x + nx * off, y + ny * off);
    const step = (across(near) + across(far) - across(-near) - across(-far)) / 2;
    if (lighter ? step > STEP : step < -STEP) edges++;
  }
  return edges / SIDE.points;
}

/** Pixels to either side within which the true edge is looked for. */
const NEAR = 5;

/** Each side drawn once more through the steepest points near it. */
function refined(grey: Grey, corners: Corners, lighter: boolean): Corners {
  const lines = sidesOf(corners).map(([from, to]) => fitted(grey, from, to, lighter));
  const at = (n: number) => lines[n] as Line;
  const moved = [meet(at(3), at(0)), meet(at(0), at(1)), meet(at(1), at(2)), meet(at(2), at(3))];
  const right = moved.every((point, n) => {
    const before = corners[n] as Point;
    return point && Math.hypot(point.x - before.x, point.y - before.y) < 3 * NEAR;
  });
  return right ? (moved as unknown as Corners) : corners;
}

function fitted(grey: Grey, from: Point, to: Point, lighter: boolean): Line {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [nx, ny] = [-(to.y - from.y) / length, (to.x - from.x) / length];
  const points: Point[] = [];
  for (let n = 0; n < SIDE.points; n++) {
    const along = SIDE.leave + ((1 - 2 * SIDE.leave) * (n + 0.5)) / SIDE.points;
    const x = from.x + (to.x - from.x) * along;
    const y = from.y + (to.y - from.y) * along;
    let steepest = STEP / 2;
    let place: number | null = null;
    for (let off = -NEAR; off <= NEAR; off += 0.5) {
      const step =
        between(grey, x + nx * (off + 1), y + ny * (off + 1)) -
        between(grey, x + nx * (off - 1), y + ny * (off - 1));
      const right = lighter ? step : -step;
      if (right > steepest) [steepest, place] = [right, off];
    }
    if (place !== null) points.push({ x: x + nx * place, y: y + ny * place });
  }
  const old = { angle: Math.atan2(ny, nx), away: from.x * nx + from.y * ny };
  return through(points, old);
}

/** The line through points, without those that lie far from the others. */
function through(points: readonly Point[], otherwise: Line): Line {
  let kept = points;
  let line = otherwise;
  for (let round = 0; round < 3; round++) {
    if (kept.length < SIDE.points / 3) return otherwise;
    const mx = kept.reduce((sum, { x }) => sum + x, 0) / kept.length;
    const my = kept.reduce((sum, { y }) => sum + y, 0) / kept.length;
    let [xx, xy, yy] = [0, 0, 0];
    for (const { x, y } of kept) {
      xx += (x - mx) ** 2;
      xy += (x - mx) * (y - my);
      yy += (y - my) ** 2;
    }
    const angle = Math.atan2(2 * xy, xx - yy) / 2 + Math.PI / 2;
    const now = { angle, away: mx * Math.cos(angle) + my * Math.sin(angle) };
    const off = ({ x, y }: Point) => Math.abs(x * Math.cos(now.angle) + y * Math.sin(now.angle) - now.away);
    const typical = kept.map(off).toSorted((a, b) => a - b)[Math.floor(kept.length / 2)] as number;
    kept = kept.filter((point) => off(point) <= Math.max(0.7, 2.5 * typical));
    line = now;
  }
  return line;
}
