import type { Line } from './find-lines.ts';
import { type Grey, inkOf, sample } from './picture.ts';

/** Pixels from letter to letter of a straightened line. Tesseract reads capitals of about 30 pixels best. */
export const PITCH = 28;
/** Height of a straightened line, in pixels: the capitals and as much again. */
export const STRIP = 64;
/** White at both ends, in pixels. */
const MARGIN = 28;
/** The last letter fills about this part of its place. */
const LETTER = 0.72;
/** Half of what counts as surroundings of a letter, in pixels. */
const REACH = 22;
/** What is less dark than this, compared with its surroundings, is paper. */
const FAINT = 0.1;
/** By how much the distance of letters may differ from what the length of the line says. */
const PITCH_PLAY = 0.025;

/** A straightened line of `cells` letters of equal width. */
export interface Strip {
  /** Width and height of `ink`. */
  readonly width: number;
  readonly height: number;
  /** 0 is paper, 1 is the darkest ink of the line. */
  readonly ink: Float32Array;
  /** Where the first place begins, and how wide each of them is, in pixels. */
  readonly from: number;
  readonly pitch: number;
  readonly cells: number;
}

/** Cuts a line out of a picture, straight and of even darkness. `turn`: the picture stands on its head. */
export function stripOf(picture: Grey, line: Line, cells: number, turn: boolean): Strip {
  const scale = (line.half * 2) / (PITCH * (cells - 1 + LETTER));
  const width = Math.round(PITCH * cells + 2 * MARGIN);
  const data = new Uint8Array(width * STRIP);
  const cos = Math.cos(line.angle) * scale * (turn ? -1 : 1);
  const sin = Math.sin(line.angle) * scale * (turn ? -1 : 1);
  const middle = MARGIN + (PITCH * (cells - 1 + LETTER)) / 2;
  for (let y = 0; y < STRIP; y++)
    for (let x = 0; x < width; x++) {
      const dx = x - middle;
      const dy = y - STRIP / 2;
      data[y * width + x] = sample(picture, line.x + dx * cos - dy * sin, line.y + dx * sin + dy * cos);
    }
  const ink = even(inkOf({ width, height: STRIP, data }, REACH));
  return { width, height: STRIP, ink, cells, ...gridOf(ink, width, cells) };
}

/** Stretched so that the letters are black and the paper is white. */
function even(ink: Float32Array): Float32Array {
  const dark = Float32Array.from(ink).sort()[Math.floor(ink.length * 0.97)] as number;
  const room = Math.max(0.05, dark - FAINT);
  return ink.map((one) => Math.min(1, Math.max(0, (one - FAINT) / room)));
}

/** Where the places of the letters begin, so that as little ink as possible lies between them. */
function gridOf(ink: Float32Array, width: number, cells: number): { from: number; pitch: number } {
  const columns = new Float32Array(width);
  for (let y = 8; y < STRIP - 8; y++)
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (ink[y * width + x] as number);
  const at = (x: number) => {
    const left = Math.floor(x);
    const part = x - left;
    return (columns[left] ?? 0) * (1 - part) + (columns[left + 1] ?? 0) * part;
  };
  let best = { from: MARGIN, pitch: PITCH as number, cost: Number.POSITIVE_INFINITY };
  for (let step = -10; step <= 10; step++) {
    const pitch = PITCH * (1 + (PITCH_PLAY * step) / 10);
    const middle = MARGIN + (PITCH * (cells - 1 + LETTER)) / 2;
    for (let shift = -PITCH * 0.5; shift <= PITCH * 0.5; shift += 1) {
      const from = middle - (pitch * cells) / 2 + shift;
      let cost = 0;
      for (let cell = 0; cell <= cells; cell++) {
        const edge = from + cell * pitch;
        cost += at(edge) + 0.5 * (at(edge - 2) + at(edge + 2));
      }
      // Ink beyond the ends counts as well: otherwise a line that begins a place earlier is as good.
      for (let x = 0; x < from - 2; x++) cost += columns[x] as number;
      for (let x = Math.ceil(from + pitch * cells + 2); x < width; x++) cost += columns[x] as number;
      if (cost < best.cost) best = { from, pitch, cost };
    }
  }
  return { from: best.from, pitch: best.pitch };
}
