/** A picture of bytes RGBA, as `ImageData` is; a test makes its own. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Brightness alone, 0–255. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Float32Array;
}

/** In pixels of a picture, from its top left; the middle of the first pixel is 0, 0. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A sheet in a picture: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

/** The brightness that eyes see (ITU-R BT.601). */
export function greyOf({ width, height, data }: Picture): Grey {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4)
    grey[i] = (299 * at3(data, at) + 587 * at3(data, at + 1) + 114 * at3(data, at + 2)) / 1000;
  return { width, height, data: grey };
}

const at3 = (data: Uint8ClampedArray, at: number): number => data[at] as number;

/** Takes away what is dark and thinner than `size` pixels: writing, rules, the grain of a table. */
export function withoutWriting(grey: Grey, size: number): Grey {
  const { width, height } = grey;
  const half = Math.floor(size / 2);
  let data = Uint8Array.from(grey.data);
  for (const dark of [false, true]) {
    data = reached(data, { lines: height, every: width, count: width, step: 1 }, half, dark);
    data = reached(data, { lines: width, every: 1, count: height, step: width }, half, dark);
  }
  return { width, height, data };
}

interface Way {
  readonly lines: number;
  readonly every: number;
  readonly count: number;
  readonly step: number;
}

/** Each pixel becomes the lightest (or darkest) within `half` pixels along its line. */
function reached(data: Uint8Array, way: Way, half: number, dark: boolean): Uint8Array<ArrayBuffer> {
  const { lines, every, count, step } = way;
  const out = new Uint8Array(data.length);
  // One comparison for both: the darkest is the lightest of the opposite.
  const flip = dark ? 255 : 0;
  const line = new Uint8Array(count);
  for (let n = 0; n < lines; n++) {
    const start = n * every;
    for (let i = 0; i < count; i++) line[i] = (data[start + i * step] as number) ^ flip;
    for (let i = 0; i < count; i++) {
      let most = 0;
      const end = i + half < count ? i + half : count - 1;
      for (let at = i > half ? i - half : 0; at <= end; at++)
        if ((line[at] as number) > most) most = line[at] as number;
      out[start + i * step] = most ^ flip;
    }
  }
  return out;
}

/** A soft average of each pixel with its neighbours (1 2 1 in both directions), `times` over. */
export function softened({ width, height, data }: Grey, times: number): Grey {
  let from = Float32Array.from(data);
  let to = new Float32Array(data.length);
  for (let round = 0; round < times; round++)
    for (const [step, count] of [
      [1, width],
      [width, height],
    ] as const) {
      for (let n = 0; n < from.length / count; n++) {
        const start = step === 1 ? n * width : n;
        for (let i = 0; i < count; i++) {
          const at = start + i * step;
          const before = i === 0 ? at : at - step;
          const after = i === count - 1 ? at : at + step;
          to[at] = ((from[before] as number) + 2 * (from[at] as number) + (from[after] as number)) / 4;
        }
      }
      [from, to] = [to, from];
    }
  return { width, height, data: from };
}

/** The value below which `share` (0–1) of them lie. */
export function percentile(data: ArrayLike<number>, share: number): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) (counts[data[i] as number] as number)++;
  let left = share * data.length;
  for (let value = 0; value < 256; value++) {
    left -= counts[value] as number;
    if (left <= 0) return value;
  }
  return 255;
}

/** Between four pixels. Outside of the picture the border goes on. */
export function between({ width, height, data }: Grey, x: number, y: number): number {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const fx = cx - left;
  const fy = cy - top;
  const at = top * width + left;
  const above = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
  const below = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
  return above * (1 - fy) + below * fy;
}
