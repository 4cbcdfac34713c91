import { lazyPart, usePart } from '../ui/lazy-part.ts';

export * from './edit.ts';
export * from './field.tsx';
export * from './strokes.ts';

const padPart = lazyPart(() => import('./number-pad.tsx'));
const namePart = lazyPart(() => import('./name-keyboard.tsx'));
const searchPart = lazyPart(() => import('./search-keyboard.tsx'));

/** Fetched when the first screen stands. */
export const keyboardParts = [padPart, namePart, searchPart] as const;

/** The keyboards, or null for the moment in which they are still being fetched. */
export function useKeyboards() {
  const pad = usePart(padPart);
  const name = usePart(namePart);
  const search = usePart(searchPart);
  return {
    NumberPad: pad?.NumberPad ?? null,
    CodeKeyboard: pad?.CodeKeyboard ?? null,
    NameKeyboard: name?.NameKeyboard ?? null,
    SearchKeyboard: search?.SearchKeyboard ?? null,
  };
}
