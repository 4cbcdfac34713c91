import { GLYPH, GLYPHS } from './glyphs.ts';
import { PITCH, STRIP, type Strip } from './strips.ts';

/** What a place looks like: letters and digits by their likeness to its ink (correlation, 1 is the same), best first. */
export type Likeness = readonly { readonly character: string; readonly likeness: number }[];

/** How far a letter may lie from the middle of its place, and a line from the middle of its strip, in pixels. */
const ASTRAY = { across: 4, down: 8 } as const;

/** Where it is looked for more closely once it is found, in pixels. */
const NEAR = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

const WIDTH = GLYPH.width * 2;
const HEIGHT = GLYPH.height * 2;

/** A glyph at the size of a strip, with its mean taken away and its length 1. */
const SHAPES = Object.entries(GLYPHS).map(([character, hex]) => ({ character, shape: unit(enlarged(hex)) }));

function enlarged(hex: string): Float32Array {
  const at = (x: number, y: number) =>
    Number.parseInt(
      hex[
        Math.min(GLYPH.height - 1, Math.max(0, y)) * GLYPH.width + Math.min(GLYPH.width - 1, Math.max(0, x))
      ] as string,
      16,
    ) / 15;
  const made = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const u = (x + 0.5) / 2 - 0.5;
      const v = (y + 0.5) / 2 - 0.5;
      const left = Math.floor(u);
      const top = Math.floor(v);
      const fx = u - left;
      const fy = v - top;
      made[y * WIDTH + x] =
        (at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) +
        (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy;
    }
  return made;
}

function unit(values: Float32Array): Float32Array {
  let sum = 0;
  for (const one of values) sum += one;
  const mean = sum / values.length;
  let squares = 0;
  for (const one of values) squares += (one - mean) ** 2;
  const length = Math.sqrt(squares);
  return values.map((one) => (length < 1e-6 ? 0 : (one - mean) / length));
}

/** Looks at every place of a line that holds no filler; null where one stands. */
export function shapesIn(strip: Strip, fillers: readonly boolean[]): (Likeness | null)[] {
  const down = middleOf(strip, fillers);
  return fillers.map((filler, cell) => (filler ? null : likenessOf(strip, cell, down)));
}

/** How far the letters stand below the middle of the strip: the same for the whole line. */
function middleOf(strip: Strip, fillers: readonly boolean[]): number {
  const some = fillers.flatMap((filler, cell) => (filler ? [] : [cell])).filter((_, at) => at % 3 === 0);
  let best = { down: 0, sum: Number.NEGATIVE_INFINITY };
  for (let down = -ASTRAY.down; down <= ASTRAY.down; down += 2) {
    let sum = 0;
    for (const cell of some) sum += likenessAt(windowOf(strip, cell, 0, down))[0]?.likeness ?? 0;
    if (sum > best.sum) best = { down, sum };
  }
  return best.down;
}

function likenessOf(strip: Strip, cell: number, down: number): Likeness {
  const best = new Map<string, number>();
  const look = (dx: number, dy: number) => {
    const found = likenessAt(windowOf(strip, cell, dx, dy));
    for (const { character, likeness } of found)
      if (likeness > (best.get(character) ?? 0)) best.set(character, likeness);
    return found[0]?.likeness ?? 0;
  };
  let across = 0;
  let most = 0;
  for (let dx = -ASTRAY.across; dx <= ASTRAY.across; dx += 2) {
    const likeness = look(dx, down);
    if (likeness > most) [across, most] = [dx, likeness];
  }
  for (const [dx, dy] of NEAR) look(across + dx, down + dy);
  return [...best]
    .map(([character, likeness]) => ({ character, likeness }))
    .sort((a, b) => b.likeness - a.likeness);
}

function likenessAt(window: Float32Array): Likeness {
  return SHAPES.map(({ character, shape }) => {
    let product = 0;
    for (let at = 0; at < shape.length; at++) product += (shape[at] as number) * (window[at] as number);
    return { character, likeness: product };
  }).sort((a, b) => b.likeness - a.likeness);
}

function windowOf({ ink, width, from, pitch }: Strip, cell: number, dx: number, dy: number): Float32Array {
  const left = Math.round(from + (cell + 0.5) * pitch - PITCH / 2) + dx;
  const top = STRIP / 2 - HEIGHT / 2 + dy;
  const window = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) window[y * WIDTH + x] = ink[(top + y) * width + left + x] ?? 0;
  return unit(window);
}
