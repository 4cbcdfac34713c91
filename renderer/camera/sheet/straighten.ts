import { sidesOf } from './find-sheet.ts';
import type { Corners, Picture } from './picture.ts';

/** Pixels of the longer side of a page: 170 dpi on A4, at which small print is read and the file stays small. */
export const PAGE_LONG = 2000;

/** Long side to short side of A4 and its kin (ISO 216), and how far a measured sheet may be from it to count as one. */
const ISO = Math.SQRT2;
const NEARLY = 0.07;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large the page of a sheet becomes, in pixels; never larger than it was photographed. */
export function pageSize(corners: Corners): Size {
  const [top, right, bottom, left] = sidesOf(corners).map(([from, to]) =>
    Math.hypot(to.x - from.x, to.y - from.y),
  ) as [number, number, number, number];
  // The nearer side is larger: what lies between them is closest to the truth.
  const [wide, tall] = [(top + bottom) / 2, (left + right) / 2];
  const ratio = Math.max(wide, tall) / Math.min(wide, tall);
  const shape = Math.abs(ratio / ISO - 1) < NEARLY ? ISO : ratio;
  const long = Math.max(1, Math.round(Math.min(PAGE_LONG, Math.max(wide, tall))));
  const short = Math.max(1, Math.round(long / shape));
  return wide > tall ? { width: long, height: short } : { width: short, height: long };
}

/**
 * The sheet alone, as if seen from straight above. Written here because the library for it (image-js 1.7) brings 150 KB and an
 * `eval` of one of its readers into the worker, and takes ten times as long, asking for every channel by itself.
 */
export function straighten({ width, height, data }: Picture, corners: Corners, size: Size): Picture {
  const [a, b, c, d, e, f, g, h] = projection(corners, size);
  const page = new Uint8ClampedArray(size.width * size.height * 4);
  for (let row = 0, to = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++, to += 4) {
      const w = g * column + h * row + 1;
      const x = Math.min(Math.max((a * column + b * row + c) / w, 0), width - 1.001);
      const y = Math.min(Math.max((d * column + e * row + f) / w, 0), height - 1.001);
      const left = Math.floor(x);
      const top = Math.floor(y);
      const [fx, fy] = [x - left, y - top];
      const from = 4 * (top * width + left);
      const below = from + 4 * width;
      for (let channel = 0; channel < 3; channel++) {
        const upper = (data[from + channel] as number) * (1 - fx) + (data[from + 4 + channel] as number) * fx;
        const lower =
          (data[below + channel] as number) * (1 - fx) + (data[below + 4 + channel] as number) * fx;
        page[to + channel] = upper * (1 - fy) + lower * fy;
      }
      page[to + 3] = 255;
    }
  return { ...size, data: page };
}

type Projection = readonly [number, number, number, number, number, number, number, number];

/** From a page's pixels to the four corners: the unit square's projection (Heckbert 1989, 2.2.3), scaled. */
function projection([p, q, r, s]: Corners, { width, height }: Size): Projection {
  const [dx1, dx2, sx] = [q.x - r.x, s.x - r.x, p.x - q.x + r.x - s.x];
  const [dy1, dy2, sy] = [q.y - r.y, s.y - r.y, p.y - q.y + r.y - s.y];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const [w, t] = [Math.max(1, width - 1), Math.max(1, height - 1)];
  return [
    (q.x - p.x + g * q.x) / w,
    (s.x - p.x + h * s.x) / t,
    p.x,
    (q.y - p.y + g * q.y) / w,
    (s.y - p.y + h * s.y) / t,
    p.y,
    g / w,
    h / t,
  ];
}
