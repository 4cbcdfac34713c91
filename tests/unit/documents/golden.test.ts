import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createPress, type DocumentPress, defaultFontFiles } from '../../../electron/documents/index.ts';
import { drawPages, expectGolden, expectGoldenPictures, type Grey } from '../../support/golden.ts';
import { sampleReceipt } from './samples.ts';

let press: DocumentPress;
let receipt: Uint8Array;
let page: Grey;
let folder: string;
let results: string;
beforeAll(async () => {
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
  receipt = await press.receipt(sampleReceipt());
  page = drawPages(receipt)[0] as Grey;
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
  results = join(folder, 'results');
  expectGolden(receipt, 'receipt', { folder, results, write: true });
});
afterEach(() => rmSync(results, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const compare = (pages: readonly Grey[]) =>
  expectGoldenPictures(pages, 'receipt', { folder, results, write: false });

/** The page with each pixel made anew from its neighbourhood. */
function drawnOtherwise(paint: (at: (dx: number, dy: number) => number, x: number, y: number) => number) {
  const { width, pixels } = page;
  const out = pixels.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const at = (dx: number, dy: number) => pixels[(y + dy) * width + x + dx] ?? 255;
    return Math.max(0, Math.min(255, paint(at, x, y)));
  });
  return [{ ...page, pixels: out }];
}

describe('a golden picture', () => {
  it('matches the page that it was made of', () => {
    expect(() => compare([page])).not.toThrow();
  });

  it('matches the same page with its edges smoothed in another way', () => {
    const softer = drawnOtherwise(
      (at) => 0.88 * at(0, 0) + 0.03 * (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)),
    );
    const darker = drawnOtherwise((at) => 255 * (at(0, 0) / 255) ** 1.25);
    const rougher = drawnOtherwise((at, x, y) => at(0, 0) + (((x * 31 + y * 17) % 7) - 3) * 6);
    for (const pages of [softer, darker, rougher]) expect(() => compare(pages)).not.toThrow();
  });

  it.each([
    ['one character of the matter', { matter: { 'zh-CN': '开具临时身份証明', en: '' } }],
    ['one digit of a date', { promisedBy: '2026-11-29' }],
    ['one digit in the smallest type', { documentSha256: `8${sampleReceipt().documentSha256.slice(1)}` }],
    ['one sign of the machine’s number in the furniture', { machineCode: 'B011' }],
  ])('tells a page with another %s', async (_, change) => {
    const other = drawPages(await press.receipt(sampleReceipt(change)));
    expect(() => compare(other)).toThrow(/differs most at/);
  });

  it('tells a line that moved by 2 mm', () => {
    const dots = Math.round((2 / 25.4) * 72);
    const rows = [0.52, 0.54].map((share) => share * page.height) as [number, number];
    const moved = drawnOtherwise((at, _x, y) => (y > rows[0] && y < rows[1] ? at(-dots, 0) : at(0, 0)));
    expect(() => compare(moved)).toThrow(/differs most at/);
  });

  it('tells a glyph that is missing, and a box in its place', async () => {
    const blank = drawPages(await press.receipt(sampleReceipt({ applicantName: '　*' })));
    const box = drawPages(await press.receipt(sampleReceipt({ applicantName: '口*' })));
    for (const pages of [blank, box]) expect(() => compare(pages)).toThrow(/differs most at/);
  });

  it('shows the page as it came and the difference, and names both', async () => {
    const other = drawPages(await press.receipt(sampleReceipt({ promisedBy: '2026-11-29' })));
    expect(() => compare(other)).toThrow(/receipt-1-actual\.png, .*receipt-1-diff\.png/);
    expect(readdirSync(results).sort()).toEqual(['receipt-1-actual.png', 'receipt-1-diff.png']);
  });

  it('tells a page too many and a page too few', () => {
    expect(() => compare([page, page])).toThrow(/receipt-2\.png is missing/);
    const write = (pages: readonly Grey[]) =>
      expectGoldenPictures(pages, 'receipt', { folder, results, write: true });
    write([page, page]);
    expect(() => compare([page])).toThrow(/has 1 pages, but/);
    write([page]);
    expect(existsSync(join(folder, 'receipt-2.png'))).toBe(false);
  });

  it('is small: none of those that are kept weighs more than 25 KB', () => {
    const kept = resolve(import.meta.dirname, '../../golden');
    for (const name of readdirSync(kept)) {
      expect(name).toMatch(/^[a-z0-9-]+-\d+\.png$/);
      expect(statSync(join(kept, name)).size, name).toBeLessThan(25 * 1024);
    }
  });
});
