import { createHash } from 'node:crypto';
import { err, MATERIAL_LIMITS, ok, type Result } from '../core/index.ts';
import type { MaterialProblem, MaterialScanner } from '../documents/index.ts';
import { REFUSED } from './effects-materials.ts';
import { failure } from './failures.ts';
import type { JourneyEffects } from './types.ts';

/** What looks photographed pages over and joins them; fetched when the first page comes. */
export interface PhotographJoiner {
  examine(bytes: Uint8Array): Result<void, MaterialProblem>;
  join(pages: readonly Uint8Array[]): Promise<Result<Uint8Array, MaterialProblem>>;
  readonly scanner: MaterialScanner;
}

/** Photographed pages: each examined on its own, and the file that they become as if a stranger had sent it. */
export function fromCamera(
  joiner: () => Promise<PhotographJoiner>,
): Required<Pick<JourneyEffects, 'examinePage' | 'joinPages'>> {
  return {
    async examinePage(picture) {
      const examined = (await joiner()).examine(picture);
      return examined.ok ? ok(picture) : err(failure(REFUSED[examined.error]));
    },
    async joinPages(pages, room) {
      const { join, scanner } = await joiner();
      const joined = await join(pages.map(({ bytes }) => bytes));
      if (!joined.ok) return err(failure(REFUSED[joined.error]));
      const bytes = joined.value;
      if (bytes.length > Math.min(room, MATERIAL_LIMITS.fileBytes)) return err(failure('materialTooLarge'));
      const examined = await scanner.scan(bytes);
      if (!examined.ok) return err(failure(REFUSED[examined.error]));
      return ok({ bytes, sha256: createHash('sha256').update(bytes).digest('hex'), ...examined.value });
    },
  };
}
