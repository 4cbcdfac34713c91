import { z } from 'zod';

/**
 * An expected failure as a screen hears it. `kind` is for programs, `citizenMessageKey` a key of the locale files
 * (namespace `failures`), `technicianCode` what a technician looks up; `retryable` says whether the same act may help later.
 */
export const failureSchema = z.object({
  kind: z.string(),
  citizenMessageKey: z.string(),
  technicianCode: z.string(),
  retryable: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

/** Schema of a `Result` (core) with the given value. */
export function resultOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failureSchema }),
  ]);
}
