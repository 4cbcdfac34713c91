import type { Strokes } from '../../electron/contract/index.ts';

/** Kept in step with the contract's schema. */
export const STROKE_LIMITS = { strokes: 200, points: 5_000 } as const;

export interface Recorder {
  begin(x: number, y: number, atMs: number): void;
  move(x: number, y: number, atMs: number): void;
  end(): void;
  clear(): void;
  readonly strokes: Strokes;
  /** Whether it is more than a few accidental dots. */
  readonly written: boolean;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
/** Share of the area's width below which a line is a slip of the finger. */
const SHORTEST = 0.03;

/** Records strokes as x and y in 0…1 of the area and t in ms since the first point. Beyond the limits nothing more is taken. */
export function createRecorder(): Recorder {
  let strokes: Strokes = [];
  let current: Strokes[number] | null = null;
  let start: number | null = null;
  let length = 0;
  const point = (x: number, y: number, atMs: number) => {
    start ??= atMs;
    return { x: clamp(x), y: clamp(y), t: Math.max(0, Math.round(atMs - start)) };
  };
  return {
    begin(x, y, atMs) {
      if (strokes.length >= STROKE_LIMITS.strokes) return;
      current = [point(x, y, atMs)];
      strokes = [...strokes, current];
    },
    move(x, y, atMs) {
      if (!current || current.length >= STROKE_LIMITS.points) return;
      const last = current.at(-1);
      const next = point(x, y, atMs);
      if (last && last.x === next.x && last.y === next.y) return;
      if (last) length += Math.hypot(next.x - last.x, next.y - last.y);
      current.push(next);
    },
    end() {
      current = null;
    },
    clear() {
      strokes = [];
      current = null;
      start = null;
      length = 0;
    },
    get strokes() {
      return strokes;
    },
    get written() {
      return length >= SHORTEST;
    },
  };
}
