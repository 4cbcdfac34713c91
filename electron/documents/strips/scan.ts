import type { PathCommand } from 'fontkit';

/** One colour, 1 = black; rows of `ceil(width / 8)` bytes, the leftmost dot in the highest bit, as printers take it. */
export class Dots {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
  readonly #rowBytes: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rowBytes = Math.ceil(width / 8);
    this.bits = new Uint8Array(this.#rowBytes * height);
  }

  get(x: number, y: number): boolean {
    return this.#inside(x, y) && ((this.bits[this.#at(x, y)] as number) & (0x80 >> (x & 7))) !== 0;
  }

  /** Dots outside are left out. */
  set(x: number, y: number): void {
    if (this.#inside(x, y))
      this.bits[this.#at(x, y)] = (this.bits[this.#at(x, y)] as number) | (0x80 >> (x & 7));
  }

  #inside(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  #at(x: number, y: number): number {
    return y * this.#rowBytes + (x >> 3);
  }
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** From the font's units to dots; the font's y goes up, the dots' down. */
export interface Placing {
  readonly x: number;
  readonly baseline: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Straight pieces that a curve is made of. At the sizes of a receipt a piece is far shorter than a dot. */
const PIECES = 8;
/** Scan lines a row of dots. */
const LINES = 8;
/**
 * How much of a dot must be covered for it to be printed. Half would be fair; a thermal head prints hair lines of a
 * Mincho face too thin anyway, so a third is enough.
 */
const COVERED = 1 / 3;

/** Fills outlines by the non-zero rule, as TrueType and CFF ask. Lines too thin to cover any dot still leave one a row. */
export function fillOutline(dots: Dots, commands: readonly PathCommand[], placing: Placing): void {
  const edges = edgesOf(commands, placing);
  if (edges.length === 0) return;
  cover(dots, edges);
  // Drop-out control: a stem between two dots' middles must not tear, across or down.
  thinLines(
    edges,
    (x, y) => dots.get(x, y),
    (x, y) => dots.set(x, y),
  );
  thinLines(
    edges.map(({ x0, y0, x1, y1 }) => ({ x0: y0, y0: x0, x1: y1, y1: x1 })),
    (x, y) => dots.get(y, x),
    (x, y) => dots.set(y, x),
  );
}

function edgesOf(commands: readonly PathCommand[], { x, baseline, scaleX, scaleY }: Placing): Edge[] {
  const edges: Edge[] = [];
  let [startX, startY, atX, atY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    edges.push({
      x0: x + atX * scaleX,
      y0: baseline - atY * scaleY,
      x1: x + toX * scaleX,
      y1: baseline - toY * scaleY,
    });
    [atX, atY] = [toX, toY];
  };
  const curve = (points: readonly (readonly [number, number])[]) => {
    for (let i = 1; i <= PIECES; i++) lineTo(...between(points, i / PIECES));
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    switch (command) {
      case 'moveTo':
        if (atX !== startX || atY !== startY) lineTo(startX, startY);
        [startX, startY, atX, atY] = [a, b, a, b];
        break;
      case 'lineTo':
        lineTo(a, b);
        break;
      case 'quadraticCurveTo':
        curve([
          [atX, atY],
          [a, b],
          [c, d],
        ]);
        break;
      case 'bezierCurveTo':
        curve([
          [atX, atY],
          [a, b],
          [c, d],
          [e, f],
        ]);
        break;
      case 'closePath':
        lineTo(startX, startY);
        break;
    }
  }
  if (atX !== startX || atY !== startY) lineTo(startX, startY);
  return edges;
}

/** A point of a Bézier curve (de Casteljau). */
function between(points: readonly (readonly [number, number])[], t: number): readonly [number, number] {
  const [first, second] = points;
  if (!first || !second) return first ?? [0, 0];
  const inner = points.slice(1).map((to, i) => {
    const from = points[i] as readonly [number, number];
    return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t] as const;
  });
  return between(inner, t);
}

/** Where a scan line is inside, from left to right. */
function spansAt(edges: readonly Edge[], y: number): (readonly [from: number, to: number])[] {
  const crossings: { x: number; turn: number }[] = [];
  for (const { x0, y0, x1, y1 } of edges) {
    if (y0 <= y === y1 <= y) continue;
    crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 });
  }
  crossings.sort((a, b) => a.x - b.x);
  const spans: (readonly [number, number])[] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function reach(edges: readonly Edge[]): readonly [top: number, bottom: number] {
  let [top, bottom] = [Infinity, -Infinity];
  for (const { y0, y1 } of edges) {
    top = Math.min(top, y0, y1);
    bottom = Math.max(bottom, y0, y1);
  }
  return [Math.floor(top), Math.ceil(bottom)];
}

function cover(dots: Dots, edges: readonly Edge[]): void {
  const [top, bottom] = reach(edges);
  const row = new Float64Array(dots.width);
  for (let y = Math.max(0, top); y < Math.min(dots.height, bottom); y++) {
    row.fill(0);
    const near = edges.filter(({ y0, y1 }) => Math.min(y0, y1) <= y + 1 && Math.max(y0, y1) >= y);
    for (let line = 0; line < LINES; line++) {
      for (const [from, to] of spansAt(near, y + (line + 0.5) / LINES)) {
        for (let x = Math.max(0, Math.floor(from)); x < Math.min(dots.width, to); x++)
          row[x] = (row[x] as number) + (Math.min(to, x + 1) - Math.max(from, x)) / LINES;
      }
    }
    row.forEach((covered, x) => {
      if (covered > COVERED) dots.set(x, y);
    });
  }
}

function thinLines(
  edges: readonly Edge[],
  get: (x: number, y: number) => boolean,
  set: (x: number, y: number) => void,
): void {
  const [top, bottom] = reach(edges);
  for (let y = top; y < bottom; y++) {
    for (const [from, to] of spansAt(edges, y + 0.5)) {
      let printed = false;
      for (let x = Math.floor(from); x <= Math.floor(to) && !printed; x++) printed = get(x, y);
      if (!printed) set(Math.floor((from + to) / 2), y);
    }
  }
}

/** A line of a pen with a round tip, from one point to the next. A single point is a dot. */
export function drawPen(dots: Dots, points: readonly { x: number; y: number }[], width: number): void {
  const radius = width / 2;
  points.forEach((to, i) => {
    const from = points[Math.max(0, i - 1)] as { x: number; y: number };
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    for (let y = Math.floor(Math.min(from.y, to.y) - radius); y <= Math.max(from.y, to.y) + radius; y++) {
      for (let x = Math.floor(Math.min(from.x, to.x) - radius); x <= Math.max(from.x, to.x) + radius; x++) {
        const along = length === 0 ? 0 : ((x + 0.5 - from.x) * dx + (y + 0.5 - from.y) * dy) / length;
        const t = Math.min(1, Math.max(0, along));
        const [px, py] = [from.x + t * dx - x - 0.5, from.y + t * dy - y - 0.5];
        if (px * px + py * py <= radius * radius) dots.set(x, y);
      }
    }
  });
}
