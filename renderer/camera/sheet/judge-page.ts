import { greyOf, type Picture, percentile, softened } from './picture.ts';

/** What is wrong with a photographed page: nothing to be read in `dark` ones, nothing sharp in `blurred` ones. */
export type PageFault = 'dark' | 'blurred';

/** Brightness (0–255) that the paper of a page must have before it is made lighter. */
const LEAST_LIGHT = 70;
/** Steepest changes that are looked at, of all that are no noise; their number decides whether there is anything to judge. */
const EDGE = { change: 14, least: 400 } as const;
/** Share of a page beside its rim, where the table may show, that is not looked at. */
const RIM = 0.03;
/** How sharp a page is that can be read: see `sharpness`. */
const LEAST_SHARP = 0.22;

/** Judges a straightened page before its light is evened. Null: nothing is wrong that could be seen. */
export function faultOf(page: Picture): PageFault | null {
  const grey = greyOf(page);
  if (percentile(grey.data, 0.9) < LEAST_LIGHT) return 'dark';
  const sharp = sharpness(page);
  return sharp !== null && sharp < LEAST_SHARP ? 'blurred' : null;
}

/**
 * How much of the change at edges is within a pixel or two: what a soft average takes away from the steepest places, 0–1. Does
 * not depend on contrast. Null for a page with hardly any edge, an empty one say.
 */
export function sharpness(page: Picture): number | null {
  const grey = softened(greyOf(page), 1);
  const soft = softened(grey, 6);
  const { width, height, data } = grey;
  let [kept, all, edges] = [0, 0, 0];
  const rim = 2 + Math.ceil(RIM * Math.max(width, height));
  for (let y = rim; y < height - rim; y++)
    for (let x = rim; x < width - rim; x++) {
      const at = y * width + x;
      const steep = changeAt(data, at, width);
      if (steep < EDGE.change) continue;
      edges++;
      all += steep;
      kept += Math.min(steep, changeAt(soft.data, at, width));
    }
  return edges < EDGE.least ? null : 1 - kept / all;
}

function changeAt(data: ArrayLike<number>, at: number, width: number): number {
  const across = (data[at + 1] as number) - (data[at - 1] as number);
  const along = (data[at + width] as number) - (data[at - width] as number);
  return Math.abs(across) + Math.abs(along);
}
