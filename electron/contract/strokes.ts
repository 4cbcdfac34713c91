import { z } from 'zod';

/**
 * A point on the pad or the touch canvas: x and y in 0…1 of the signing area, t in ms since the first point, p the pressure
 * in 0…1 where the pad feels it.
 */
export const strokePointSchema = z.object({
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  t: z.number().min(0),
  p: z.number().min(0).max(1).optional(),
});
export const strokesSchema = z.array(z.array(strokePointSchema).min(1).max(5000)).min(1).max(200);
export type Strokes = z.infer<typeof strokesSchema>;

/** Characters that no font has, as the citizen drew them (手写补字), by the character. */
export const drawnSchema = z.record(z.string().min(1).max(16), strokesSchema);
export type Drawn = Readonly<z.infer<typeof drawnSchema>>;
