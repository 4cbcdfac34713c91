import { type Grey, inkOf, shrunk } from './picture.ts';

/** A line of print: its middle, half its length and its height in pixels, and its angle to the right and down, in radians. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  readonly height: number;
  readonly angle: number;
}

/** Pixels of the longer side in which lines are looked for: a zone of A4's width has its letters 7 px apart. */
const LOOK_AT = 900;
/** How much darker than its surroundings is ink. */
const INK = 0.22;
/** Half of the surroundings, in pixels. */
const REACH = 14;
/** Gaps in a line that are bridged, in pixels: wider than between two letters, narrower than between two columns. */
const BRIDGE = 17;
/** A line of a zone is at least this many times longer than high; 30 characters stand 30 to 1. */
const SLENDER = 14;
/** And at least this part of the picture's longer side. */
const LONG = 0.2;
const STEEPEST = 0.25;
/** How lines of one zone may differ, as parts of their length, and in radians. */
const ALIKE = 0.08;
const PARALLEL = 0.025;
/** From line to line, as a part of the length: 1/17 on a passport, 1/12 on a card, with some room. */
const APART = { least: 0.035, most: 0.11 };

/** Groups of two or three lines that lie like those of a zone, the lowest first. */
export function findZones(picture: Grey): Line[][] {
  const { picture: small, by } = shrunk(picture, LOOK_AT);
  const lines = linesIn(small).map(
    (line): Line => ({
      ...line,
      x: line.x * by,
      y: line.y * by,
      half: line.half * by,
      height: line.height * by,
    }),
  );
  const zones: Line[][] = [];
  const nextTo = (line: Line) =>
    lines
      .filter((other) => other !== line && belongs(line, other))
      .sort((a, b) => down(line, a) - down(line, b))[0];
  for (const first of lines) {
    const second = nextTo(first);
    if (!second) continue;
    zones.push([first, second]);
    const third = nextTo(second);
    if (third) zones.push([first, second, third]);
  }
  return zones.sort((a, b) => b.length - a.length || (b[0]?.y ?? 0) - (a[0]?.y ?? 0));
}

/** How far `other` lies below `line`, at a right angle to it, in pixels. */
function down(line: Line, other: Line): number {
  return (other.y - line.y) * Math.cos(line.angle) - (other.x - line.x) * Math.sin(line.angle);
}

function belongs(line: Line, other: Line): boolean {
  const length = line.half * 2;
  const apart = down(line, other) / length;
  const aside = (other.x - line.x) * Math.cos(line.angle) + (other.y - line.y) * Math.sin(line.angle);
  return (
    Math.abs(other.half * 2 - length) < ALIKE * length &&
    Math.abs(other.angle - line.angle) < PARALLEL &&
    Math.abs(aside) < ALIKE * length &&
    apart > APART.least &&
    apart < APART.most
  );
}

function linesIn(picture: Grey): Line[] {
  const { width, height } = picture;
  const ink = inkOf(picture, REACH);
  const marks = bridged(ink, width, height);
  const lines: Line[] = [];
  const seen = new Uint8Array(width * height);
  const stack: number[] = [];
  for (let start = 0; start < marks.length; start++) {
    if (!marks[start] || seen[start]) continue;
    let n = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let syy = 0;
    let left = width;
    let right = 0;
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop() as number;
      const x = at % width;
      const y = (at - x) / width;
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
      left = Math.min(left, x);
      right = Math.max(right, x);
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next >= 0 && next < marks.length && marks[next] && !seen[next]) {
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    if (right - left < LONG * Math.max(width, height)) continue;
    const mx = sx / n;
    const my = sy / n;
    const vxx = sxx / n - mx * mx;
    const vxy = sxy / n - mx * my;
    const vyy = syy / n - my * my;
    const angle = 0.5 * Math.atan2(2 * vxy, vxx - vyy);
    const across = vxx * Math.sin(angle) ** 2 - vxy * Math.sin(2 * angle) + vyy * Math.cos(angle) ** 2;
    // The deviation of an even band is its height by the root of twelve.
    const thick = Math.sqrt(Math.max(0.1, across) * 12);
    const half = (right - left) / 2 / Math.cos(angle);
    if (half * 2 < SLENDER * thick || Math.abs(angle) > STEEPEST) continue;
    const middle = (left + right) / 2;
    lines.push({ x: middle, y: my + (middle - mx) * Math.tan(angle), half, height: thick, angle });
  }
  return lines;
}

/** Ink, with the gaps between the letters of a line closed. */
function bridged(ink: Float32Array, width: number, height: number): Uint8Array {
  const marks = new Uint8Array(ink.length);
  for (let y = 0; y < height; y++) {
    let last = -BRIDGE - 1;
    for (let x = 0; x < width; x++) {
      if ((ink[y * width + x] as number) < INK) continue;
      const from = x - last <= BRIDGE ? last + 1 : x;
      marks.fill(1, y * width + from, y * width + x + 1);
      last = x;
    }
  }
  return marks;
}
