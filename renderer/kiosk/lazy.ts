import type { Language, ScreenName } from '../../electron/contract/index.ts';
import { hasWords, loadWords } from '../i18n/index.ts';
import { type LazyPart, lazyPart, usePart } from '../ui/lazy-part.ts';

export { type LazyPart, usePart } from '../ui/lazy-part.ts';

/** Every word that the first screens do without. */
export const wordParts: Readonly<Record<Language, LazyPart<Language>>> = {
  'zh-CN': lazyPart(() => loadWords('zh-CN')),
  en: lazyPart(() => loadWords('en')),
};

/** Whether the words of a screen are there; it is drawn anew when they come. */
export function useWords(language: Language, screen: ScreenName): boolean {
  const whole = usePart(wordParts[language]) !== null;
  return whole || hasWords(language, screen);
}

/** Materials and the phone's code: most matters want none. */
export const materialParts = lazyPart(() => import('./screens/material-parts.ts'));

/** The document camera. */
export const cameraParts = lazyPart(() => import('./screens/camera-parts.ts'));

/** Delivery, its address and the fee. */
export const deliveryParts = lazyPart(() => import('./screens/delivery-parts.ts'));

/** The smart locker's door. */
export const lockerParts = lazyPart(() => import('./screens/locker-parts.ts'));

/** Acting for others: most apply for themselves. */
export const forWhomParts = lazyPart(() => import('./screens/for-whom-parts.ts'));

/** A passport under the camera: most have a card. */
export const passportParts = lazyPart(() => import('./screens/passport-parts.ts'));

/** Signing, with all there is for it. */
export const signParts = lazyPart(() => import('./screens/sign-parts.ts'));

/** Several companies at once: few do it, with a list. */
export const batchParts = lazyPart(() => import('./screens/batch-parts.ts'));

/** Corrections and ratings of a case. */
export const caseParts = lazyPart(() => import('./screens/case-parts.ts'));

/** The print door. */
export const printParts = lazyPart(() => import('./screens/print-parts.ts'));

/** What lies over a screen when help is asked for. */
export const helpParts = lazyPart(() => import('./screens/help.tsx'));

/** Fetches every part while the machine waits for somebody. */
export function preload(parts: readonly LazyPart<unknown>[]): void {
  const idle = window.requestIdleCallback ?? ((fn: () => void) => setTimeout(fn, 200));
  idle(() => {
    for (const part of parts) part.load().catch(() => undefined);
  });
}
