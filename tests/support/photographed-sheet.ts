import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Corners, Picture, Point } from '../../renderer/camera/sheet/picture.ts';

/** Photographs of sheets as a document camera would take them, with the corners known. All from a seed. */

/** Brightness of a printed page, one byte a pixel. */
export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A paper of the house, at 72 dpi. */
export function printedPage(name: string): PrintedPage {
  const { width, height, data } = PNG.sync.read(
    readFileSync(join(import.meta.dirname, '../golden', `${name}.png`)),
  );
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i] as number),
  };
}

export type Ground = 'dark' | 'light' | 'patterned';

export interface Photograph {
  readonly picture: Picture;
  readonly corners: Corners;
}

/** Numbers from 0 to 1 that a seed gives (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface PhotographOptions {
  readonly page: PrintedPage;
  readonly ground: Ground;
  readonly seed: number;
  readonly width?: number;
  readonly height?: number;
  /** 0–1: how bright the room is. */
  readonly light?: number;
  /** Standard deviation of what the sensor adds. */
  readonly noise?: number;
  /** Half a stop darker, where a hand or an arm keeps the light away. */
  readonly shadow?: boolean;
  /** The sheet lies straight and fills the picture so far (0–1), without noise of its place. */
  readonly straight?: number;
}

/** A page upon a ground, seen from above, a little turned and from a little aside. */
export function photograph(options: PhotographOptions): Photograph {
  const { page, ground, width = 1024, height = 768, light = 1, noise = 3, shadow = true } = options;
  const next = numbersFrom(options.seed);
  const some = (from: number, to: number) => from + (to - from) * next();
  const corners =
    options.straight === undefined
      ? placed(page, width, height, some)
      : straight(page, width, height, options.straight);
  const toPage = mapping(corners, page);
  const paint = painter(ground, some);
  const shade = shading(width, height, shadow, some);
  const data = new Uint8ClampedArray(width * height * 4);
  const tint = [1, some(0.95, 1), some(0.86, 0.98)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = toPage(x, y);
      const value = (at ? 0.92 * sample(page, at) + 8 : paint(x, y)) * shade(x, y) * light;
      const grain = noise * (next() + next() + next() - 1.5) * 2;
      for (let c = 0; c < 3; c++) data[4 * (y * width + x) + c] = value * (tint[c] as number) + grain;
      data[4 * (y * width + x) + 3] = 255;
    }
  return { picture: { width, height, data }, corners };
}

type Some = (from: number, to: number) => number;

function placed(page: PrintedPage, width: number, height: number, some: Some): Corners {
  // Lying across is how A4 fits best below a camera; some lay it upright.
  const across = some(0, 1) < 0.5;
  const ratio = page.width / page.height;
  const h = across ? some(0.62, 0.82) * height : some(0.82, 0.93) * height;
  const w = across ? Math.min(h / ratio, 0.93 * width) : h * ratio;
  const tall = across ? w * ratio : h;
  const turn = some(-0.1, 0.1);
  const room = { x: (width - w) / 2, y: (height - tall) / 2 };
  const mid = { x: width / 2 + some(-0.4, 0.4) * room.x, y: height / 2 + some(-0.3, 0.3) * room.y };
  const corner = (sx: number, sy: number): Point => {
    const px = (sx * w) / 2 + some(-0.02, 0.02) * w;
    const py = (sy * tall) / 2 + some(-0.02, 0.02) * tall;
    return {
      x: clamp(mid.x + px * Math.cos(turn) - py * Math.sin(turn), 6, width - 7),
      y: clamp(mid.y + px * Math.sin(turn) + py * Math.cos(turn), 6, height - 7),
    };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function straight(page: PrintedPage, width: number, height: number, part: number): Corners {
  const h = part * height;
  const w = (h * page.width) / page.height;
  const [left, top] = [(width - w) / 2, (height - h) / 2];
  return [
    { x: left, y: top },
    { x: left + w, y: top },
    { x: left + w, y: top + h },
    { x: left, y: top + h },
  ];
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** From a pixel of the photograph to the page's own, or null beside it. A page that lies across is turned. */
function mapping(corners: Corners, page: PrintedPage): (x: number, y: number) => Point | null {
  const wide = Math.hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y);
  const tall = Math.hypot(corners[3].x - corners[0].x, corners[3].y - corners[0].y);
  const turned = wide > tall;
  const inverse = inverted(fromUnit(corners));
  return (x, y) => {
    const w = inverse[6] * x + inverse[7] * y + inverse[8];
    const u = (inverse[0] * x + inverse[1] * y + inverse[2]) / w;
    const v = (inverse[3] * x + inverse[4] * y + inverse[5]) / w;
    if (u < 0 || v < 0 || u > 1 || v > 1) return null;
    return turned
      ? { x: (1 - v) * (page.width - 1), y: u * (page.height - 1) }
      : { x: u * (page.width - 1), y: v * (page.height - 1) };
  };
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** The projection of the unit square to four corners (Heckbert 1989). */
function fromUnit([a, b, c, d]: Corners): Matrix {
  const [dx1, dx2, sx] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [dy1, dy2, sy] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return [
    b.x - a.x + g * b.x,
    d.x - a.x + h * d.x,
    a.x,
    b.y - a.y + g * b.y,
    d.y - a.y + h * d.y,
    a.y,
    g,
    h,
    1,
  ];
}

function inverted([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

function sample({ width, height, data }: PrintedPage, { x, y }: Point): number {
  const left = Math.min(width - 2, Math.floor(x));
  const top = Math.min(height - 2, Math.floor(y));
  const [fx, fy] = [x - left, y - top];
  const v = (dx: number, dy: number) => data[(top + dy) * width + left + dx] as number;
  return (v(0, 0) * (1 - fx) + v(1, 0) * fx) * (1 - fy) + (v(0, 1) * (1 - fx) + v(1, 1) * fx) * fy;
}

function painter(ground: Ground, some: Some): (x: number, y: number) => number {
  switch (ground) {
    case 'dark': {
      const value = some(25, 80);
      return () => value;
    }
    case 'light': {
      const value = some(185, 215);
      return () => value;
    }
    case 'patterned': {
      const [dark, light, size, turn] = [some(60, 110), some(130, 190), some(14, 60), some(0, 1.5)];
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      const checks = some(0, 1) < 0.5;
      return (x, y) => {
        const [u, v] = [Math.floor((x * cos + y * sin) / size), Math.floor((y * cos - x * sin) / size)];
        return (checks ? u + v : u) % 2 === 0 ? dark : light;
      };
    }
  }
}

/** Light falls from one side; a shadow with a soft edge lies over a part. */
function shading(
  width: number,
  height: number,
  shadow: boolean,
  some: Some,
): (x: number, y: number) => number {
  const [angle, fall] = [some(0, 6.28), some(0.05, 0.25)];
  const [edge, place, depth, soft] = [
    some(0, 6.28),
    some(-0.3, 0.3),
    shadow ? some(0.12, 0.35) : 0,
    some(20, 90),
  ];
  return (x, y) => {
    const [u, v] = [x / width - 0.5, y / height - 0.5];
    const slope = 1 - fall * (u * Math.cos(angle) + v * Math.sin(angle) + 0.5);
    const from = (u * Math.cos(edge) + v * Math.sin(edge) - place) * width;
    return slope * (1 - depth / (1 + Math.exp(-from / (soft / 4))));
  };
}
