import { useMemo } from 'react';
import { lazyPart, usePart } from './lazy-part.ts';

/** The encoder is fetched when the first code is shown. */
export const qrPart = lazyPart(() => import('./qr-path.ts'));

/** Modules around the code that stay white; readers need four (ISO/IEC 18004). */
const QUIET = 4;

export interface QrFigureProps {
  /** What the phone gets. */
  readonly content: string;
  /** What it is for, said and shown below. */
  readonly words: string;
}

/** A code for a phone's camera, at least 40 mm wide. */
export function QrFigure({ content, words }: QrFigureProps) {
  const encoder = usePart(qrPart);
  const { side, path } = useMemo(
    () => encoder?.qrPath(content) ?? { side: 21, path: '' },
    [encoder, content],
  );
  const width = side + 2 * QUIET;
  return (
    <figure className="qr">
      <svg
        viewBox={`${-QUIET} ${-QUIET} ${width} ${width}`}
        role="img"
        aria-label={words}
        shapeRendering="crispEdges"
      >
        <rect className="ground" x={-QUIET} y={-QUIET} width={width} height={width} />
        <path d={path} />
      </svg>
      <figcaption aria-hidden>{words}</figcaption>
    </figure>
  );
}
