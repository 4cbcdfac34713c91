/** A point of ink: x and y in 0…1 of the pad, t in ms since the first point, p the pressure in 0…1. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  readonly t: number;
  readonly p: number;
}

/** What was written since the part before; see `inkPartSchema` of the contract. */
export interface InkPart {
  readonly fresh: boolean;
  readonly aspect: number;
  readonly strokes: { readonly stroke: number; readonly points: InkPoint[] }[];
}

/** Kept in step with what a signature may hold (`strokesSchema` of the contract). */
export const STROKE_LIMITS = { strokes: 200, points: 5_000 } as const;
