import { type LazyPart, lazyPart } from '../ui/lazy-part.ts';

export { type LazyPart, usePart } from '../ui/lazy-part.ts';

/** Materials and the phone's code: most matters want none. */
export const materialParts = lazyPart(() => import('./screens/material-parts.ts'));

/** Acting for others: most apply for themselves. */
export const forWhomParts = lazyPart(() => import('./screens/for-whom-parts.ts'));

/** Corrections and ratings of a case. */
export const caseParts = lazyPart(() => import('./screens/case-parts.ts'));

/** Fetches every part while the machine waits for somebody. */
export function preload(parts: readonly LazyPart<unknown>[]): void {
  const idle = window.requestIdleCallback ?? ((fn: () => void) => setTimeout(fn, 200));
  idle(() => {
    for (const part of parts) part.load().catch(() => undefined);
  });
}
