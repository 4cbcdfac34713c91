import type { Strokes, Text } from '../../contract/index.ts';

/** What stands in a signature field: written by hand on a pad or a screen, or the print of a finger (捺印). */
export type SignedBy = {
  readonly label: Text;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the file that was signed: SHA-256, lower-case hex. */
  readonly sha256: string;
} & (
  | {
      readonly strokes: Strokes;
      /** Width over height of the area that was written on. */
      readonly aspect: number;
    }
  | {
      /** A PNG without transparency, and its hash. */
      readonly fingerprint: { readonly png: Uint8Array; readonly sha256: string };
    }
);

/** The frame's inside, points; the width of the pen there. */
export const SIGNATURE = { width: 230, height: 76, pen: 1.3 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The strokes in points, as large as the frame allows without changing their shape; one point is a dot. */
export function inFrame(
  strokes: Strokes,
  aspect: number,
  frame: { readonly width: number; readonly height: number } = SIGNATURE,
): readonly (readonly Point[])[] {
  const scale = Math.min(frame.width / aspect, frame.height);
  const left = (frame.width - scale * aspect) / 2;
  const top = (frame.height - scale) / 2;
  return strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: left + x * scale * aspect, y: top + y * scale })),
  );
}
