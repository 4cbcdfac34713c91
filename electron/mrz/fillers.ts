import { PITCH, STRIP, type Strip } from './strips.ts';

/** Which places of a line hold the filler `<`. It is told by its shape: what reads words reads it as K, C or L. */

/** The angle bracket of OCR-B in parts of a place: from its tip to the ends of its arms, and the thickness of its strokes. */
const SHAPE = { tip: 0.16, ends: 0.84, rise: 0.36, stroke: 0.13 } as const;
/** How alike the shape and a filler are at least (correlation, 1 is the same), and how far it may lie from its place, in pixels. */
const ALIKE = 0.64;
const ASTRAY = { across: 4, down: 8 } as const;

const SIZE = PITCH;

/** The filler as ink, a place wide and high. */
function drawn(): Float32Array {
  const made = new Float32Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const u = (x + 0.5) / SIZE;
      const v = Math.abs((y + 0.5) / SIZE - 0.5);
      const along = Math.min(1, Math.max(0, (u - SHAPE.tip) / (SHAPE.ends - SHAPE.tip)));
      const off = Math.hypot(u - (SHAPE.tip + along * (SHAPE.ends - SHAPE.tip)), v - along * SHAPE.rise);
      made[y * SIZE + x] = Math.min(1, Math.max(0, (SHAPE.stroke / 2 - off) * SIZE * 0.6 + 0.5));
    }
  return made;
}

const FILLER = drawn();
const MIRRORED = FILLER.map((_, at) => FILLER[at - (at % SIZE) + SIZE - 1 - (at % SIZE)] as number);

/** For each place how alike it and the filler are; `turned`: and the filler that stands on its head. */
export function fillerScores(strip: Strip, turned = false): number[] {
  const shape = turned ? MIRRORED : FILLER;
  return Array.from({ length: strip.cells }, (_, cell) => {
    const left = Math.round(strip.from + (cell + 0.5) * strip.pitch - SIZE / 2);
    const top = STRIP / 2 - SIZE / 2;
    let best = 0;
    for (let dy = -ASTRAY.down; dy <= ASTRAY.down; dy += 2)
      for (let dx = -ASTRAY.across; dx <= ASTRAY.across; dx += 2)
        best = Math.max(best, alike(strip, shape, left + dx, top + dy));
    return best;
  });
}

export function fillersIn(strip: Strip): boolean[] {
  return fillerScores(strip).map((score) => score >= ALIKE);
}

function alike({ ink, width }: Strip, shape: Float32Array, left: number, top: number): number {
  let a = 0;
  let b = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const p = ink[(top + y) * width + left + x] ?? 0;
      const q = shape[y * SIZE + x] as number;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  const n = SIZE * SIZE;
  const spread = Math.sqrt((aa - (a * a) / n) * (bb - (b * b) / n));
  return spread < 1e-6 ? 0 : (ab - (a * b) / n) / spread;
}
