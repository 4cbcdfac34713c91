import type { Grey } from './picture.ts';

/** A straight line: `x · cos(angle) + y · sin(angle) = away`; the angle (radians) is that of its normal. */
export interface Line {
  readonly angle: number;
  readonly away: number;
}

/** Lines that run more or less across, and more or less up; the strongest first. */
export interface Lines {
  readonly across: readonly Line[];
  readonly up: readonly Line[];
}

/** Degrees between two steps of the vote, and pixels. */
const STEP = { degrees: 1, pixels: 1.5 } as const;
const ANGLES = 180 / STEP.degrees;
/** Degrees by which a pixel's own direction may be wrong. */
const DOUBT = 5;
/** Change of brightness over two pixels that is no noise; and the share of all pixels that are believed at most. */
const CHANGE = { least: 5, share: 0.12 } as const;
/** Lines of one kind; a further one must differ by so many degrees or pixels. */
const MOST = 24;
const APART = { degrees: 4, pixels: 7 } as const;

/** Straight edges by vote (Hough 1962; Duda and Hart 1972), each pixel for the few lines that its own direction allows. */
export function findLines({ width, height, data }: Grey): Lines {
  const reach = Math.ceil(Math.hypot(width, height) / STEP.pixels);
  const rows = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * rows);
  const cos = Array.from({ length: ANGLES }, (_, n) => Math.cos(radians(n * STEP.degrees)));
  const sin = Array.from({ length: ANGLES }, (_, n) => Math.sin(radians(n * STEP.degrees)));
  const change = changes(data, width, height);
  const least = Math.max(CHANGE.least, quantile(change.size, 1 - CHANGE.share));
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if ((change.size[i] as number) < least || !isRidge(change, i, width)) continue;
      const own = Math.round(
        degrees(Math.atan2(change.y[i] as number, change.x[i] as number)) / STEP.degrees,
      );
      for (let off = -DOUBT; off <= DOUBT; off++) {
        const n = (((own + off) % ANGLES) + ANGLES) % ANGLES;
        const away = (x * (cos[n] as number) + y * (sin[n] as number)) / STEP.pixels;
        const at = n * rows + Math.round(away) + reach;
        votes[at] = (votes[at] as number) + 1;
      }
    }
  return strongest(votes, rows, reach, Math.min(width, height));
}

interface Changes {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Float32Array;
}

function changes(data: Grey['data'], width: number, height: number): Changes {
  const x = new Float32Array(data.length);
  const y = new Float32Array(data.length);
  const size = new Float32Array(data.length);
  const v = (at: number) => data[at] as number;
  for (let row = 1; row < height - 1; row++)
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      // Sobel's operator, scaled to the change over two pixels.
      const gx =
        (v(i - width + 1) +
          2 * v(i + 1) +
          v(i + width + 1) -
          v(i - width - 1) -
          2 * v(i - 1) -
          v(i + width - 1)) /
        4;
      const gy =
        (v(i + width - 1) +
          2 * v(i + width) +
          v(i + width + 1) -
          v(i - width - 1) -
          2 * v(i - width) -
          v(i - width + 1)) /
        4;
      x[i] = gx;
      y[i] = gy;
      size[i] = Math.hypot(gx, gy);
    }
  return { x, y, size };
}

/** The steepest pixel across its edge: an edge is one pixel wide then, however soft it is. */
function isRidge({ x, y, size }: Changes, i: number, width: number): boolean {
  const dx = x[i] as number;
  const dy = y[i] as number;
  const wide = Math.abs(dx) > 2.4 * Math.abs(dy);
  const high = Math.abs(dy) > 2.4 * Math.abs(dx);
  const step = wide ? 1 : high ? width : dx * dy > 0 ? width + 1 : width - 1;
  const own = size[i] as number;
  return own >= (size[i - step] as number) && own > (size[i + step] as number);
}

function strongest(votes: Float32Array, rows: number, reach: number, side: number): Lines {
  const found: { n: number; row: number; votes: number }[] = [];
  for (let n = 0; n < ANGLES; n++)
    for (let row = 1; row < rows - 1; row++) {
      const here = votes[n * rows + row] as number;
      if (here < side / 8) continue;
      if (here < (votes[n * rows + row - 1] as number) || here < (votes[n * rows + row + 1] as number))
        continue;
      found.push({ n, row, votes: here });
    }
  found.sort((a, b) => b.votes - a.votes);
  const kept: { across: Line[]; up: Line[] } = { across: [], up: [] };
  for (const { n, row } of found) {
    const angle = n * STEP.degrees;
    const line = { angle: radians(angle), away: (row - reach) * STEP.pixels };
    const kind = angle > 45 && angle < 135 ? kept.across : kept.up;
    if (kind.length < MOST && !kind.some((other) => isSame(other, line, side))) kind.push(line);
    if (kept.across.length >= MOST && kept.up.length >= MOST) break;
  }
  return kept;
}

/** The same edge, voted for twice: nearly the same direction and place in the middle of the picture. */
function isSame(a: Line, b: Line, side: number): boolean {
  const turn = Math.abs(degrees(a.angle - b.angle));
  const turned = turn > 90;
  if (Math.min(turn, 180 - turn) > APART.degrees) return false;
  const middle = (line: Line) => line.away - (side / 2) * (Math.cos(line.angle) + Math.sin(line.angle));
  return Math.abs(middle(a) - (turned ? -middle(b) : middle(b))) < APART.pixels;
}

/** The value below which `share` of them lie, from a sample. */
function quantile(values: Float32Array, share: number): number {
  const every = Math.max(1, Math.floor(values.length / 20_000));
  const some = values.filter((_, i) => i % every === 0).sort();
  return some[Math.min(some.length - 1, Math.floor(share * some.length))] ?? 0;
}

const radians = (angle: number) => (angle * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;
