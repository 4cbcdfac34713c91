import type { PenPoint, Signature, Stroke } from './types.ts';

export interface SvgOptions {
  /** Default `smoothed`. */
  readonly ink?: 'smoothed' | 'raw';
  /** Width of the line at pressure 0 and 1, in mm. Default 0.25 and 0.9. */
  readonly widthsMm?: readonly [number, number];
  /** `black` or `#1a2b3c`. Default `black`. */
  readonly colour?: string;
}

const WIDTHS_MM = [0.25, 0.9] as const;
/** Widths are told apart this finely, in mm: neighbours of one width become one line. */
const WIDTH_STEP_MM = 0.05;
const UNITS_A_MM = 100;

/**
 * The signature as an SVG picture in its real size: one user unit is one millimetre, the view box is the pad. More
 * pressure makes a wider line. Holds shapes only: no times, no texts. Throws a `RangeError` for a colour or widths that
 * are none.
 */
export function toSvg(signature: Signature, options: SvgOptions = {}): string {
  const { ink = 'smoothed', widthsMm = WIDTHS_MM, colour = 'black' } = options;
  if (!/^(#[0-9a-f]{3,8}|[a-z]{1,30})$/i.test(colour)) throw new RangeError('not a colour');
  if (!widthsMm.every((width) => Number.isFinite(width) && width > 0)) throw new RangeError('not a width');
  const widthOf = (pressure: number) => {
    const [least, most] = widthsMm;
    const steps = Math.round((least + (most - least) * pressure) / WIDTH_STEP_MM);
    return Math.max(1, steps) * WIDTH_STEP_MM;
  };
  const width = mm(signature.size.width);
  const height = mm(signature.size.height);
  const strokes = ink === 'raw' ? signature.raw : signature.strokes;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">`,
    `<g fill="none" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round">`,
    ...strokes.flatMap((stroke) => lines(stroke, widthOf)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Pieces of one width each; a piece begins where the one before it ends. */
function lines({ points }: Stroke, widthOf: (pressure: number) => number): string[] {
  const [first] = points;
  if (!first) return [];
  // A dot: a line of no length, which its round ends make visible.
  if (points.length === 1) return [path([first, first], widthOf(first.pressure))];
  const out: string[] = [];
  let piece = [first];
  let pieceWidth = 0;
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (!before) continue;
    const width = widthOf((before.pressure + point.pressure) / 2);
    if (width !== pieceWidth && piece.length > 1) {
      out.push(path(piece, pieceWidth));
      piece = [before];
    }
    pieceWidth = width;
    piece.push(point);
  }
  out.push(path(piece, pieceWidth));
  return out;
}

function path(points: readonly PenPoint[], width: number): string {
  const places = points.map(({ x, y }) => `${mm(x)} ${mm(y)}`);
  return `<path stroke-width="${Number(width.toFixed(2))}" d="M${places.join('L')}"/>`;
}

/** Up to three decimals. */
function mm(units: number): number {
  return Number((units / UNITS_A_MM).toFixed(3));
}
