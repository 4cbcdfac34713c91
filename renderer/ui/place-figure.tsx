import type { ReactNode } from 'react';

export interface PlaceFigureProps {
  /** What is laid or held where: a card on the reader, paper under the document camera, a phone before the scanner. */
  readonly kind: 'card' | 'paper' | 'phone';
  /** Something lies there and is being read. */
  readonly reading: boolean;
  readonly alt: string;
  /** Name of the place, as it is written on the machine. */
  readonly word: string;
  readonly small?: boolean;
}

/** Where the thing stands in the drawing: above its place, then on it. */
const THING: Readonly<Record<PlaceFigureProps['kind'], { above: string; on: string; shape: ReactNode }>> = {
  card: {
    above: 'translate(177 116)',
    on: 'translate(177 174)',
    shape: (
      <>
        <rect width="126" height="78" rx="7" />
        <circle cx="98" cy="30" r="11" />
        <path d="M80 62c2-14 34-14 36 0z" />
        <path className="print" d="M14 20h52M14 33h40M14 46h52M14 60h44" />
      </>
    ),
  },
  paper: {
    above: 'translate(172 112)',
    on: 'translate(172 170)',
    shape: (
      <>
        <rect width="136" height="84" rx="2" />
        <path className="print" d="M38 16h60M16 34h104M16 48h104M16 62h70" />
      </>
    ),
  },
  phone: {
    above: 'translate(215 108)',
    on: 'translate(215 168)',
    shape: (
      <>
        <rect width="50" height="90" rx="8" />
        <path className="code" d="M13 24h24v24h-24zM20 31h10v10h-10z" />
        <path className="print" d="M19 80h12" />
      </>
    ),
  },
};

/** A drawing of where something goes: the place below the screen, the thing above it, arrows until it lies there. */
export function PlaceFigure({ kind, reading, alt, word, small = false }: PlaceFigureProps) {
  const { above, on, shape } = THING[kind];
  return (
    <figure className={`place-figure${small ? ' small' : ''}`}>
      <svg viewBox="0 0 480 300" role="img" aria-label={alt}>
        <rect className="screen" x="110" y="8" width="260" height="96" rx="8" />
        <path className="lines" d="M140 38h120M140 58h180M140 78h90" />
        <rect className="shelf" x="60" y="150" width="360" height="142" rx="14" />
        <rect className={reading ? 'pad active' : 'pad'} x="140" y="166" width="200" height="92" rx="10" />
        <text x="240" y="281" textAnchor="middle">
          {word}
        </text>
        <g className="thing" transform={reading ? on : above}>
          {shape}
        </g>
        {!reading && (
          <path className="arrow" d="M92 124v44m-14-14 14 14 14-14M388 124v44m-14-14 14 14 14-14" />
        )}
      </svg>
    </figure>
  );
}
