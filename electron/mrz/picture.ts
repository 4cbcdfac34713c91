/** A grey picture: a byte a pixel, row by row, 0 is black. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The same picture no wider and no higher than `most` pixels; each new pixel is the mean of those it covers. */
export function shrunk({ width, height, data }: Grey, most: number): { picture: Grey; by: number } {
  const by = Math.max(1, Math.max(width, height) / most);
  if (by === 1) return { picture: { width, height, data }, by };
  const w = Math.floor(width / by);
  const h = Math.floor(height / by);
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    const top = Math.floor(y * by);
    const bottom = Math.max(top + 1, Math.floor((y + 1) * by));
    for (let x = 0; x < w; x++) {
      const left = Math.floor(x * by);
      const right = Math.max(left + 1, Math.floor((x + 1) * by));
      let sum = 0;
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) sum += data[row * width + column] as number;
      out[y * w + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { picture: { width: w, height: h, data: out }, by };
}

/** A quarter turn to the right. */
export function turned({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[x * height + (height - 1 - y)] = data[y * width + x] as number;
  return { width: height, height: width, data: out };
}

/** The brightness at a place between pixels; beyond the edge it is that of the edge. */
export function sample({ width, height, data }: Grey, x: number, y: number): number {
  const cx = Math.min(width - 1.001, Math.max(0, x));
  const cy = Math.min(height - 1.001, Math.max(0, y));
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const fx = cx - left;
  const fy = cy - top;
  const at = top * width + left;
  const upper = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
  const lower = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** How much darker each pixel is than its surroundings, 0 to 1: shadows and tinted paper drop out. */
export function inkOf({ width, height, data }: Grey, reach: number): Float32Array {
  const w1 = width + 1;
  const sums = new Float64Array(w1 * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x] as number;
      sums[(y + 1) * w1 + x + 1] = (sums[y * w1 + x + 1] as number) + row;
    }
  }
  const ink = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach);
    const bottom = Math.min(height, y + reach + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      const sum =
        (sums[bottom * w1 + right] as number) -
        (sums[top * w1 + right] as number) -
        (sums[bottom * w1 + left] as number) +
        (sums[top * w1 + left] as number);
      const mean = sum / ((bottom - top) * (right - left));
      ink[y * width + x] = mean < 1 ? 0 : Math.max(0, 1 - (data[y * width + x] as number) / mean);
    }
  }
  return ink;
}
