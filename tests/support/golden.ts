import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/**
 * Pictures of papers as a person has looked at them and found right. They lie in `tests/golden/<name>-<page>.png`;
 * `TONGBAN_GOLDEN=write` before a test run writes them anew: look at every one before it is committed.
 */

/** One byte a pixel, 0 black, rows from the top. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export interface GoldenPlaces {
  /** Where the golden pictures are. */
  readonly folder: string;
  /** Where the page as it came and the difference go when they do not match. */
  readonly results: string;
  /** Write them instead of comparing. */
  readonly write: boolean;
}

const ROOT = resolve(import.meta.dirname, '../..');
const PLACES: GoldenPlaces = {
  folder: join(ROOT, 'tests/golden'),
  results: join(ROOT, 'test-results/golden'),
  write: process.env.TONGBAN_GOLDEN === 'write',
};

/** A character of body text is ten pixels high: enough to tell it from another, and a page stays below 25 KB. */
const DPI = 72;
/** Shades of grey that are kept. */
const SHADES = 6;
/** Two pixels differ when their greys are further apart than this share of black to white. */
const THRESHOLD = 0.2;
/**
 * So many of the pixels of a square may differ. A planted change of one character or digit shows as twenty and more in
 * one square; another smoothing of edges shows as a few in every one.
 */
const SQUARE = 12;
const MAY_DIFFER = 10;

/** Draws every page of a PDF file, in one call of pdftoppm. */
export function drawPages(pdf: Uint8Array, dpi = DPI): Grey[] {
  const out = execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-'], {
    input: pdf,
    maxBuffer: 256 << 20,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const pages: Grey[] = [];
  for (let at = 0; at < out.length; ) {
    const header = /^P5\s(\d+)\s(\d+)\s255\s/.exec(out.toString('latin1', at, at + 40));
    if (!header) throw new Error('pdftoppm answered with something else than grey pictures');
    const [width, height] = [Number(header[1]), Number(header[2])];
    const start = at + header[0].length;
    at = start + width * height;
    pages.push({ width, height, pixels: out.subarray(start, at) });
  }
  return pages;
}

/** Throws unless every page of `pdf` looks like its golden picture. `name` is `<paper>-<case>`. */
export function expectGolden(pdf: Uint8Array, name: string, places: Partial<GoldenPlaces> = {}): void {
  expectGoldenPictures(drawPages(pdf), name, places);
}

/** The same for pictures that are there already, such as the raster of a receipt printer. */
export function expectGoldenPictures(
  pages: readonly Grey[],
  name: string,
  places: Partial<GoldenPlaces> = {},
): void {
  const { folder, results, write } = { ...PLACES, ...places };
  const golden = (page: number) => join(folder, `${name}-${page}.png`);
  if (pages.length === 0) throw new Error(`${name} has no page`);
  if (write) {
    mkdirSync(folder, { recursive: true });
    pages.forEach((page, i) => {
      writeFileSync(golden(i + 1), png(fewShades(page)));
    });
    for (let extra = pages.length + 1; existsSync(golden(extra)); extra++) rmSync(golden(extra));
    return;
  }
  const faults = pages.flatMap((page, i) => {
    const fault = compare(page, golden(i + 1), join(results, `${name}-${i + 1}`));
    return fault === null ? [] : [fault];
  });
  if (existsSync(golden(pages.length + 1)))
    faults.push(`has ${pages.length} pages, but ${relative(ROOT, golden(pages.length + 1))} is there`);
  if (faults.length > 0) throw new Error(`${name} does not look as it should: ${faults.join('; ')}`);
}

/** What is wrong with a page, with the files that show it; null when nothing is. */
function compare(page: Grey, golden: string, result: string): string | null {
  const keep = (what: string, bytes: Uint8Array) => {
    const file = `${result}-${what}.png`;
    mkdirSync(resolve(file, '..'), { recursive: true });
    writeFileSync(file, bytes);
    return relative(ROOT, file);
  };
  if (!existsSync(golden))
    return `${relative(ROOT, golden)} is missing (the page as it came: ${keep('actual', png(page))})`;
  const expected = PNG.sync.read(readFileSync(golden));
  if (expected.width !== page.width || expected.height !== page.height)
    return `page of ${page.width}x${page.height} pixels instead of ${expected.width}x${expected.height} (${keep('actual', png(page))})`;
  const difference = new PNG({ width: page.width, height: page.height });
  const options = { threshold: THRESHOLD, includeAA: true };
  const mask = new Uint8Array(page.width * page.height * 4);
  pixelmatch(expected.data, rgba(page), mask, page.width, page.height, { ...options, diffMask: true });
  const worst = worstSquare(mask, page.width, page.height);
  if (worst.count <= MAY_DIFFER) return null;
  pixelmatch(expected.data, rgba(page), difference.data, page.width, page.height, options);
  return (
    `${relative(ROOT, golden)} differs most at ${worst.x},${worst.y} (${worst.count} of ${SQUARE * SQUARE} pixels): ` +
    `${keep('actual', png(page))}, ${keep('diff', PNG.sync.write(difference))}`
  );
}

function worstSquare(mask: Uint8Array, width: number, height: number) {
  let worst = { x: 0, y: 0, count: 0 };
  const step = SQUARE / 2;
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      let count = 0;
      for (let row = y; row < Math.min(y + SQUARE, height); row++)
        for (let column = x; column < Math.min(x + SQUARE, width); column++)
          if (mask[(row * width + column) * 4 + 3] !== 0) count++;
      if (count > worst.count) worst = { x, y, count };
    }
  }
  return worst;
}

function fewShades(page: Grey): Grey {
  const step = 255 / (SHADES - 1);
  return { ...page, pixels: page.pixels.map((value) => Math.round(Math.round(value / step) * step)) };
}

function rgba({ width, height, pixels }: Grey): Uint8Array {
  const out = new Uint8Array(width * height * 4);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] as number;
    out[i * 4] = value;
    out[i * 4 + 1] = value;
    out[i * 4 + 2] = value;
    out[i * 4 + 3] = 255;
  }
  return out;
}

function png(page: Grey): Buffer {
  const picture = new PNG({ width: page.width, height: page.height });
  picture.data = Buffer.from(rgba(page).buffer);
  return PNG.sync.write(picture, { colorType: 0, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
