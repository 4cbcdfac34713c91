import { type Grey, greyOf, type Picture, percentile, softened } from './picture.ts';

/** What is wrong with a photographed page: nothing to be read in `dark` ones, nothing sharp in `blurred` ones. */
export type PageFault = 'dark' | 'blurred';

/** Brightness (0–255) that the paper of a page must have before it is made lighter. */
const LEAST_LIGHT = 70;
/** Steepest changes that are looked at, of all that are no noise; their number decides whether there is anything to judge. */
const EDGE = { change: 14, least: 120 } as const;
/** Lines of a page that are looked at together, and how far apart such bands begin: a fifth of a page tells as much as all. */
const BAND = { lines: 56, every: 280 } as const;
/** Pixels that a soft average reaches. */
const REACH = 8;
/** Share of a page beside its rim, where the table may show, that is not looked at. */
const RIM = 0.03;
/** How sharp a page is that can be read: see `sharpness`. */
const LEAST_SHARP = 0.22;

/** Judges a straightened page before its light is evened. Null: nothing is wrong that could be seen. */
export function faultOf(page: Picture): PageFault | null {
  const grey = greyOf(page);
  if (percentile(grey.data, 0.9) < LEAST_LIGHT) return 'dark';
  const sharp = sharpnessOf(grey);
  return sharp !== null && sharp < LEAST_SHARP ? 'blurred' : null;
}

/**
 * How much of the change at edges is within a pixel or two: what a soft average takes away from the steepest places, 0–1. Does
 * not depend on contrast. Null for a page with hardly any edge, an empty one say.
 */
export function sharpness(page: Picture): number | null {
  return sharpnessOf(greyOf(page));
}

function sharpnessOf({ width, height, data }: Grey): number | null {
  const rim = REACH + Math.ceil(RIM * Math.max(width, height));
  let [kept, all, edges] = [0, 0, 0];
  for (let top = rim; top < height - rim; top += BAND.every) {
    const lines = Math.min(BAND.lines, height - rim - top);
    const part = data.subarray((top - REACH) * width, (top + lines + REACH) * width);
    const sharp = softened({ width, height: lines + 2 * REACH, data: part }, 1);
    const soft = softened(sharp, 6);
    for (let y = REACH; y < REACH + lines; y++)
      for (let x = rim; x < width - rim; x++) {
        const at = y * width + x;
        const steep = changeAt(sharp.data, at, width);
        if (steep < EDGE.change) continue;
        edges++;
        all += steep;
        kept += Math.min(steep, changeAt(soft.data, at, width));
      }
  }
  return edges < EDGE.least ? null : 1 - kept / all;
}

function changeAt(data: Grey['data'], at: number, width: number): number {
  const across = (data[at + 1] as number) - (data[at - 1] as number);
  const along = (data[at + width] as number) - (data[at - width] as number);
  return Math.abs(across) + Math.abs(along);
}
