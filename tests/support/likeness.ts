/** Whether two pictures show the same page: brightness averaged over squares, and how far the one follows the other. */

const [COLUMNS, ROWS] = [30, 42];

/** Brightness of a page in squares. `at`: of one pixel. */
export function squares(width: number, height: number, at: (x: number, y: number) => number): number[] {
  return Array.from({ length: COLUMNS * ROWS }, (_, n) => {
    const [column, row] = [n % COLUMNS, Math.floor(n / COLUMNS)];
    let [sum, count] = [0, 0];
    for (let y = Math.floor((row * height) / ROWS); y < ((row + 1) * height) / ROWS - 1; y++)
      for (let x = Math.floor((column * width) / COLUMNS); x < ((column + 1) * width) / COLUMNS - 1; x++) {
        sum += at(x, y);
        count++;
      }
    return sum / count;
  });
}

/** Correlation, −1 to 1. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [n, one] of a.entries()) {
    const [da, db] = [one - ma, (b[n] as number) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}
