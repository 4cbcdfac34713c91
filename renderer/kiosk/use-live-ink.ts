import { useEffect } from 'react';
import type { Strokes } from '../../electron/contract/index.ts';
import { useKiosk } from './context.tsx';
import type { Ink } from './ink-area.tsx';

/** Shows on the area what is written on the signature pad, as it is written. */
export function useLiveInk(ink: Pick<Ink, 'show'>, active: boolean): void {
  const { session } = useKiosk();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the area never changes while the screen lives
  useEffect(() => {
    if (!active) return;
    const strokes: Strokes = [];
    const stop = session.ink(({ fresh, aspect, strokes: added }) => {
      if (fresh) strokes.length = 0;
      for (const { stroke, points } of added) {
        const line = strokes[stroke] ?? [];
        strokes[stroke] = line;
        line.push(...points);
      }
      ink.show(strokes, aspect);
    });
    return () => {
      stop();
      ink.show([], 1);
    };
  }, [session, active]);
}
