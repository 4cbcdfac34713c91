import type { GreyImage } from '../../native-bridge/devices/fingerprint/types.ts';

/** Whether the image of a finger is good enough to be compared one day by a person or a machine. */

/** Pixels of a side of the squares that are judged one by one. */
const BLOCK = 16;

const LIMITS = {
  /** Standard deviation of grey (0 … 127) from which a square holds ridges and not skin, sweat or nothing. */
  ridges: 24,
  /** Share of all squares that hold ridges: a fingertip on a sensor of 17 × 19 mm. */
  area: 0.22,
  /** Of the squares that are not white: those that hold ridges. Below it the print is smeared. */
  clear: 0.6,
  /** Mean grey above which a square is white: nothing lies there. */
  white: 225,
} as const;

export type PrintQuality = 'good' | 'smeared' | 'too-little';

export function printQuality({ width, height, pixels }: GreyImage): PrintQuality {
  let ridged = 0;
  let touched = 0;
  let all = 0;
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      all++;
      const { mean, deviation } = squareOf(pixels, width, left, top);
      if (mean > LIMITS.white) continue;
      touched++;
      if (deviation >= LIMITS.ridges) ridged++;
    }
  }
  if (touched / all < LIMITS.area) return 'too-little';
  if (ridged / touched < LIMITS.clear) return 'smeared';
  return ridged / all < LIMITS.area ? 'too-little' : 'good';
}

function squareOf(pixels: Uint8Array, width: number, left: number, top: number) {
  let sum = 0;
  let squares = 0;
  for (let y = top; y < top + BLOCK; y++) {
    for (let x = left; x < left + BLOCK; x++) {
      const grey = pixels[y * width + x] ?? 0;
      sum += grey;
      squares += grey * grey;
    }
  }
  const count = BLOCK * BLOCK;
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
