import { type Picture, percentile } from './picture.ts';

/** Squares along the longer side in which the colour of the bare paper is looked for: some six millimetres of A4. */
const SQUARES = 48;
/** Share of a square that is lighter than its paper, by noise and shine. */
const PAPER = 0.9;
/** A square whose lightest is darker than this part of the page's paper is a photograph or a seal: its neighbours speak for it. */
const PICTURE = 0.62;
/** Paper becomes this light (0–255); nothing is made lighter than so many times, or noise would be all that is seen. */
const WHITE = 246;
const MOST_GAIN = 3;
/** What is darker than this share of the pixels becomes black. */
const INK = 0.01;
const DARKEST = 24;

/** Even light, white paper and dark ink; colours stay, since a seal is red. The page itself is changed. */
export function cleanPage(page: Picture): void {
  const { width, height, data } = page;
  const square = Math.max(width, height) / SQUARES;
  const columns = Math.max(1, Math.round(width / square));
  const rows = Math.max(1, Math.round(height / square));
  const gains = [0, 1, 2].map((channel) => gainsOf(paperOf(page, channel, columns, rows), columns, rows));
  const [xs, ys] = [places(width, columns), places(height, rows)];
  const ink = inkOf(page, gains, columns, rows);
  const stretch = (255 - DARKEST / 2) / (255 - ink);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const [cx, fx, cy, fy] = [
        xs.cell[x] as number,
        xs.part[x] as number,
        ys.cell[y] as number,
        ys.part[y] as number,
      ];
      const cell = cy * columns + cx;
      const right = cx + 1 < columns ? 1 : 0;
      const down = cy + 1 < rows ? columns : 0;
      for (let channel = 0; channel < 3; channel++) {
        const g = gains[channel] as Float32Array;
        const upper = (g[cell] as number) * (1 - fx) + (g[cell + right] as number) * fx;
        const lower = (g[cell + down] as number) * (1 - fx) + (g[cell + down + right] as number) * fx;
        const even = (data[at + channel] as number) * (upper * (1 - fy) + lower * fy);
        data[at + channel] = 255 - (255 - even) * stretch;
      }
    }
}

/** The paper's brightness in each square. */
function paperOf(
  { width, height, data }: Picture,
  channel: number,
  columns: number,
  rows: number,
): Float32Array {
  const found = new Float32Array(columns * rows);
  const values = new Uint8Array(Math.ceil((width / columns + 1) * (height / rows + 1)));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let count = 0;
      // Every second pixel of every second line tells as much.
      for (let y = Math.floor((row * height) / rows); y < ((row + 1) * height) / rows; y += 2)
        for (let x = Math.floor((column * width) / columns); x < ((column + 1) * width) / columns; x += 2)
          values[count++] = data[4 * (y * width + x) + channel] as number;
      found[row * columns + column] = percentile(values.subarray(0, count), PAPER);
    }
  return found;
}

/** What each square is multiplied by: smooth, and never by the colours of a photograph. */
function gainsOf(paper: Float32Array, columns: number, rows: number): Float32Array {
  const usual = paper.toSorted()[Math.floor(paper.length * 0.7)] as number;
  const isPaper = (value: number) => value >= PICTURE * usual;
  let now = paper;
  // Squares without paper take over from those around them, ring by ring.
  for (let round = 0; round < columns + rows && now.some((value) => !isPaper(value)); round++) {
    const before = now;
    now = before.map((value, at) => {
      if (isPaper(value)) return value;
      const around = neighbours(before, at, columns, rows).filter(isPaper);
      return around.length > 0 ? around.reduce((sum, one) => sum + one, 0) / around.length : value;
    });
  }
  const smooth = now.map((value, at) => {
    const around = neighbours(now, at, columns, rows);
    return (2 * value + around.reduce((sum, one) => sum + one, 0)) / (2 + around.length);
  });
  return smooth.map((value) => Math.min(MOST_GAIN, WHITE / Math.max(1, value)));
}

function neighbours(values: Float32Array, at: number, columns: number, rows: number): number[] {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  const found: number[] = [];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
      if (y !== row || x !== column) found.push(values[y * columns + x] as number);
  return found;
}

/** Between the middles of which squares a pixel lies, and how far. */
function places(length: number, count: number): { cell: Uint16Array; part: Float32Array } {
  const cell = new Uint16Array(length);
  const part = new Float32Array(length);
  for (let at = 0; at < length; at++) {
    const place = Math.max(0, ((at + 0.5) * count) / length - 0.5);
    cell[at] = Math.min(count - 1, Math.floor(place));
    part[at] = place - (cell[at] as number);
  }
  return { cell, part };
}

/** How dark the ink is once the light is even, from a sample. */
function inkOf(page: Picture, gains: readonly Float32Array[], columns: number, rows: number): number {
  const gain = gains[1] as Float32Array;
  const some: number[] = [];
  const { data } = page;
  for (let at = 0; at < data.length / 4; at += 37) {
    const grey =
      0.3 * (data[4 * at] as number) +
      0.59 * (data[4 * at + 1] as number) +
      0.11 * (data[4 * at + 2] as number);
    const column = Math.min(columns - 1, Math.floor(((at % page.width) * columns) / page.width));
    const row = Math.min(rows - 1, Math.floor((Math.floor(at / page.width) * rows) / page.height));
    some.push(Math.min(255, Math.round(grey * (gain[row * columns + column] as number))));
  }
  // A page without ink must not get any.
  return Math.min(110, percentile(some, INK));
}
