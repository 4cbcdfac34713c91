import { describe, expect, it } from 'vitest';
import { cleanPage } from '../../../../renderer/camera/sheet/clean-page.ts';
import { faultOf } from '../../../../renderer/camera/sheet/judge-page.ts';
import type { Corners, Picture } from '../../../../renderer/camera/sheet/picture.ts';
import { percentile } from '../../../../renderer/camera/sheet/picture.ts';
import { PAGE_LONG, pageSize, straighten } from '../../../../renderer/camera/sheet/straighten.ts';
import { likeness, squares } from '../../../support/likeness.ts';
import { type PhotographOptions, photograph, printedPage } from '../../../support/photographed-sheet.ts';

const PRINTED = printedPage('application-form-usual-1');
const MIDDLE = 900;

function pageOf(over: Partial<PhotographOptions> = {}): Picture {
  const { picture, corners } = photograph({
    page: PRINTED,
    ground: 'dark',
    seed: 4,
    width: 1200,
    height: MIDDLE,
    ...over,
  });
  return straighten(picture, corners, pageSize(corners));
}

const redOf = (page: Picture, turned: boolean) => (x: number, y: number) =>
  (turned
    ? page.data[4 * ((page.height - 1 - x) * page.width + y)]
    : page.data[4 * (y * page.width + x)]) as number;

describe('a straightened page', () => {
  it.each([2, 4, 5, 8])('shows what was printed where it was printed (photograph %i)', (seed) => {
    const page = pageOf({ seed });
    cleanPage(page);
    const aside = page.width > page.height;
    const [width, height] = aside ? [page.height, page.width] : [page.width, page.height];
    // What lay across was turned to the right by a quarter.
    const taken = squares(width, height, (x, y) =>
      aside ? (page.data[4 * ((page.height - 1 - x) * page.width + y)] as number) : redOf(page, false)(x, y),
    );
    const printed = squares(
      PRINTED.width,
      PRINTED.height,
      (x, y) => PRINTED.data[y * PRINTED.width + x] as number,
    );
    expect(likeness(taken, printed)).toBeGreaterThan(0.85);
  });

  it('has the shape of A4 when it nearly has it, and is never made larger than it was', () => {
    const corners = (w: number, h: number): Corners => [
      { x: 10, y: 10 },
      { x: 10 + w, y: 10 },
      { x: 10 + w, y: 10 + h },
      { x: 10, y: 10 + h },
    ];
    expect(pageSize(corners(700, 1000))).toEqual({ width: 707, height: 1000 });
    expect(pageSize(corners(4200, 3000))).toEqual({
      width: PAGE_LONG,
      height: Math.round(PAGE_LONG / Math.SQRT2),
    });
    expect(pageSize(corners(856, 540))).toEqual({ width: 856, height: 540 });
  });

  it('is white and even after its light was taken out, and keeps its red', () => {
    const page = pageOf({ seed: 9 });
    const seal = 4 * (Math.floor(page.height / 2) * page.width + Math.floor(page.width / 2));
    for (let n = 0; n < 12; n++) page.data.set([190, 40, 40, 255], seal + 4 * n);
    cleanPage(page);
    const paper = squares(page.width, page.height, redOf(page, false)).toSorted((a, b) => a - b);
    expect(paper[Math.floor(paper.length * 0.4)]).toBeGreaterThan(215);
    expect(percentile(page.data, 0.995)).toBeGreaterThan(240);
    expect((page.data[seal + 20] as number) - (page.data[seal + 21] as number)).toBeGreaterThan(80);
  });
});

describe('what is wrong with a page', () => {
  const blurred = (page: Picture, radius: number): Picture => {
    const { width, height } = page;
    let data = page.data;
    for (const step of [1, width]) {
      const from = data;
      data = from.map((value, at) => {
        if (at % 4 === 3) return value;
        let [sum, count] = [0, 0];
        for (let off = -radius; off <= radius; off++) {
          const there = from[at + 4 * off * step];
          if (there === undefined) continue;
          sum += there;
          count++;
        }
        return sum / count;
      });
    }
    return { width, height, data };
  };
  const clear = { page: PRINTED, seed: 4, shadow: false, noise: 2 } as const;

  it('is nothing when it can be read', () => expect(faultOf(pageOf(clear))).toBeNull());
  it('is that the camera shook or saw it unsharp', () =>
    expect(faultOf(blurred(pageOf(clear), 5))).toBe('blurred'));
  it('is that it lay in the dark', () => expect(faultOf(pageOf({ ...clear, light: 0.2 }))).toBe('dark'));
  it('is nothing that could be seen on an empty page', () => {
    const data = new Uint8Array(PRINTED.data.length).fill(250);
    expect(faultOf(pageOf({ ...clear, page: { ...PRINTED, data } }))).toBeNull();
  });
});
