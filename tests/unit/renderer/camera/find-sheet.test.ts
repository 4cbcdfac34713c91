import { describe, expect, it } from 'vitest';
import { findSheet } from '../../../../renderer/camera/sheet/find-sheet.ts';
import { type Corners, greyOf, type Picture } from '../../../../renderer/camera/sheet/picture.ts';
import { type Ground, numbersFrom, photograph, printedPage } from '../../../support/photographed-sheet.ts';

/** A corner is found when it is this near, as a share of the picture's diagonal. */
const NEAR = 0.01;
const PICTURES = 8;
const SIZE = { width: 512, height: 384 } as const;

const PAGES = [
  'application-form-usual-1',
  'receipt-sent-1',
  'consent-record-usual-1',
  'acceptance-notice-pages-1',
].map(printedPage);

function furthest(picture: Picture, corners: Corners): number {
  const found = findSheet(greyOf(picture));
  if (!found) return Number.POSITIVE_INFINITY;
  const off = found.corners.map((at, n) =>
    Math.hypot(at.x - (corners[n]?.x ?? 0), at.y - (corners[n]?.y ?? 0)),
  );
  return Math.max(...off) / Math.hypot(picture.width, picture.height);
}

function foundOn(ground: Ground): number {
  let found = 0;
  for (let seed = 1; seed <= PICTURES; seed++) {
    const page = PAGES[seed % PAGES.length] as (typeof PAGES)[number];
    const { picture, corners } = photograph({ page, ground, seed: 100 * ground.length + seed, ...SIZE });
    if (furthest(picture, corners) <= NEAR) found++;
  }
  return found;
}

describe('the edges of a sheet', () => {
  it('are found within 1 % of the diagonal in at least nine of ten photographs with shadow and noise', () => {
    const found = { dark: foundOn('dark'), light: foundOn('light'), patterned: foundOn('patterned') };
    const all = (found.dark + found.light + found.patterned) / (3 * PICTURES);
    process.stdout.write(
      `sheets found, of ${PICTURES} each: ${JSON.stringify(found)}, in all ${(100 * all).toFixed(1)} %\n`,
    );
    expect(all).toBeGreaterThanOrEqual(0.9);
  });

  it('are none where there is no sheet', () => {
    const next = numbersFrom(7);
    const data = new Uint8ClampedArray(SIZE.width * SIZE.height * 4).map(() => 90 + 12 * next());
    expect(findSheet(greyOf({ ...SIZE, data }))).toBeNull();
  });

  it('come in order: top left, top right, bottom right, bottom left', () => {
    const { picture } = photograph({
      page: PAGES[0] as (typeof PAGES)[number],
      ground: 'dark',
      seed: 3,
      ...SIZE,
    });
    const [a, b, c, d] = findSheet(greyOf(picture))?.corners ?? [];
    expect([a && b && a.x < b.x, b && c && b.y < c.y, c && d && d.x < c.x, d && a && a.y < d.y]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('are found on a dark sheet upon a light ground too', () => {
    const { picture, corners } = photograph({
      page: PAGES[1] as (typeof PAGES)[number],
      ground: 'dark',
      seed: 11,
      shadow: false,
      ...SIZE,
    });
    const data = picture.data.map((value, at) => (at % 4 === 3 ? value : 255 - value));
    expect(furthest({ ...SIZE, data }, corners)).toBeLessThan(NEAR);
  });
});
