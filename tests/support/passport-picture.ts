import { existsSync } from 'node:fs';
import * as fontkit from 'fontkit';
import { PNG } from 'pngjs';

/** Pictures of machine-readable zones of made-up people, in the very type they are printed with (Debian: fonts-ocr-b). */

export interface ZoneFacts {
  readonly state: string;
  readonly primary: string;
  readonly secondary: string;
  readonly number: string;
  readonly nationality: string;
  /** YYMMDD */
  readonly birth: string;
  readonly sex: 'F' | 'M' | '<';
  /** YYMMDD */
  readonly expiry: string;
  readonly personal: string;
}

/** Utopia is the state of ICAO's specimens: it has no citizens. */
export const SPECIMEN: ZoneFacts = {
  state: 'UTO',
  primary: 'SAMPLE',
  secondary: 'ANNA MARIA',
  number: 'U99O0I2C3',
  nationality: 'UTO',
  birth: '850415',
  sex: 'F',
  expiry: '310415',
  personal: '',
};

/** Check digit of Doc 9303: weights 7, 3, 1; A counts 10, the filler nothing. */
export function zoneCheck(text: string): string {
  const worth = (one: string) => (one === '<' ? 0 : Number.parseInt(one, 36));
  return String([...text].reduce((sum, one, at) => sum + worth(one) * ([7, 3, 1][at % 3] as number), 0) % 10);
}

const names = (primary: string, secondary: string, length: number) =>
  `${primary}<<${secondary}`.replaceAll(' ', '<').padEnd(length, '<').slice(0, length);

/** Two lines of 44: a passport (TD3). */
export function passportZone(over: Partial<ZoneFacts> = {}): string[] {
  const one = { ...SPECIMEN, ...over };
  const state = (code: string) => code.padEnd(3, '<');
  const number = one.number.padEnd(9, '<');
  const personal = one.personal.padEnd(14, '<');
  const a = number + zoneCheck(number);
  const b = one.birth + zoneCheck(one.birth);
  const c = one.expiry + zoneCheck(one.expiry);
  const d = personal + (one.personal === '' ? '<' : zoneCheck(personal));
  return [
    `P<${state(one.state)}${names(one.primary, one.secondary, 39)}`,
    `${a}${state(one.nationality)}${b}${one.sex}${c}${d}${zoneCheck(a + b + c + d)}`,
  ];
}

/** Three lines of 30: a card (TD1). */
export function cardZone(over: Partial<ZoneFacts> = {}): string[] {
  const one = { ...SPECIMEN, ...over };
  const state = (code: string) => code.padEnd(3, '<');
  const number = one.number.padEnd(9, '<');
  const upper = number + zoneCheck(number) + one.personal.padEnd(15, '<');
  const b = one.birth + zoneCheck(one.birth);
  const c = one.expiry + zoneCheck(one.expiry);
  const optional = '<'.repeat(11);
  return [
    `I<${state(one.state)}${upper}`,
    `${b}${one.sex}${c}${state(one.nationality)}${optional}${zoneCheck(upper + b + c + optional)}`,
    names(one.primary, one.secondary, 30),
  ];
}

export interface PictureLook {
  readonly width: number;
  readonly height: number;
  /** Where the zone's first line begins, in pixels. */
  readonly x: number;
  readonly y: number;
  /** From letter to letter, in pixels. */
  readonly pitch: number;
  /** Clockwise, in degrees. */
  readonly turn: number;
  /** Standard deviation of the lens, in pixels. */
  readonly blur: number;
  /** Standard deviation of the sensor, of 255. */
  readonly noise: number;
  /** How much darker the shadow's middle is, 0 to 1. */
  readonly shadow: number;
  /** 0 up to 1, not included. */
  readonly random: () => number;
}

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const PLAIN: PictureLook = {
  width: 1300,
  height: 420,
  x: 70,
  y: 260,
  pitch: 26,
  turn: 0,
  blur: 0,
  noise: 0,
  shadow: 0,
  random: seeded(1),
};

const PAPER = 235;
const INK = 30;
const FONT = '/usr/share/fonts/opentype/ocr-b/OCRB.otf';
/** Lines of a pixel that are looked at for its darkness. */
const FINE = 3;

/** A repeatable chance. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}

type Point = readonly [x: number, y: number];

let opened: fontkit.Font | null = null;
function font(): fontkit.Font {
  if (!existsSync(FONT)) throw new Error('fonts-ocr-b is not installed: npm run setup');
  opened ??= fontkit.openSync(FONT) as fontkit.Font;
  return opened;
}

/** Draws lines of text as a camera sees them. */
export function drawZone(lines: readonly string[], over: Partial<PictureLook> = {}): GreyPicture {
  const look = { ...PLAIN, ...over };
  const angle = (look.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [look.width / 2, look.height / 2];
  const place = (x: number, y: number): Point => [
    cx + (x - cx) * cos - (y - cy) * sin,
    cy + (x - cx) * sin + (y - cy) * cos,
  ];
  const edges = lines.flatMap((line, row) =>
    [...line].flatMap((letter, at) =>
      outlines(letter, look.x + at * look.pitch, look.y + row * look.pitch * 2.5, look.pitch, place),
    ),
  );
  return seen(filled(edges, look), look);
}

export function png({ width, height, data }: GreyPicture): Uint8Array {
  const picture = new PNG({ width, height });
  for (const [at, value] of data.entries()) picture.data.set([value, value, value, 255], at * 4);
  return PNG.sync.write(picture, { colorType: 0 });
}

function outlines(
  letter: string,
  x: number,
  y: number,
  pitch: number,
  place: (x: number, y: number) => Point,
): Point[][] {
  const run = font().layout(letter) as fontkit.GlyphRun;
  const [glyph] = run.glyphs;
  const [position] = run.positions;
  if (!glyph || !position) return [];
  const scale = pitch / position.xAdvance;
  const at = (args: readonly number[], i: number): Point => [
    x + (args[i] as number) * scale,
    y - (args[i + 1] as number) * scale,
  ];
  const found: Point[][] = [];
  let last: Point = [0, 0];
  for (const { command, args } of glyph.path.commands) {
    const line = found.at(-1);
    if (command === 'moveTo') {
      last = at(args, 0);
      found.push([place(...last)]);
    } else if (command === 'lineTo') {
      last = at(args, 0);
      line?.push(place(...last));
    } else if (command === 'bezierCurveTo') {
      const [a, b, c] = [at(args, 0), at(args, 2), at(args, 4)];
      for (let step = 1; step <= 8; step++) {
        const t = step / 8;
        const u = 1 - t;
        const mix = (i: 0 | 1) =>
          u ** 3 * last[i] + 3 * u * u * t * a[i] + 3 * u * t * t * b[i] + t ** 3 * c[i];
        line?.push(place(mix(0), mix(1)));
      }
      last = c;
    }
  }
  return found;
}

/** How much of each pixel the shapes cover; a shape in the other direction is a hole. */
function filled(shapes: readonly Point[][], { width, height }: PictureLook): Float32Array {
  const rows = Array.from({ length: height * FINE }, (): [x: number, way: number][] => []);
  for (const shape of shapes)
    for (const [i, [ax, ay]] of shape.entries()) {
      const [bx, by] = shape[(i + 1) % shape.length] as Point;
      const [top, bottom] = ay < by ? [ay, by] : [by, ay];
      const first = Math.max(0, Math.ceil(top * FINE - 0.5));
      const end = Math.min(rows.length, Math.ceil(bottom * FINE - 0.5));
      for (let row = first; row < end; row++)
        rows[row]?.push([ax + ((bx - ax) * ((row + 0.5) / FINE - ay)) / (by - ay), ay < by ? 1 : -1]);
    }
  const covered = new Float32Array(width * height);
  for (const [row, crossings] of rows.entries()) {
    crossings.sort((a, b) => a[0] - b[0]);
    const start = Math.floor(row / FINE) * width;
    let inside = 0;
    for (const [i, [x, way]] of crossings.entries()) {
      const from = crossings[i - 1]?.[0] ?? 0;
      if (inside !== 0)
        for (let at = Math.max(0, Math.floor(from)); at <= Math.min(width - 1, Math.floor(x)); at++)
          covered[start + at] =
            (covered[start + at] as number) + Math.max(0, Math.min(x, at + 1) - Math.max(from, at)) / FINE;
      inside += way;
    }
  }
  return covered;
}

function seen(covered: Float32Array, look: PictureLook): GreyPicture {
  const { width, height, noise, shadow, random } = look;
  const sharp = covered.map((part) => PAPER - (PAPER - INK) * Math.min(1, part));
  const soft = look.blur > 0 ? blurred(sharp, width, height, look.blur) : sharp;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const shade = 1 - shadow * (0.5 + 0.5 * Math.sin((x * 0.7 + y * 1.3) / (width * 0.23)));
      // The sum of four chances is nearly a bell; its deviation is the root of a third.
      const grain = noise === 0 ? 0 : noise * 1.73 * (random() + random() + random() + random() - 2);
      data[y * width + x] = Math.max(0, Math.min(255, (soft[y * width + x] as number) * shade + grain));
    }
  return { width, height, data };
}

function blurred(values: Float32Array, width: number, height: number, deviation: number): Float32Array {
  const reach = Math.ceil(deviation * 2.5);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation * deviation)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const pass = (from: Float32Array, across: boolean) =>
    from.map((_, at) => {
      const x = at % width;
      const y = (at - x) / width;
      let mean = 0;
      for (let i = -reach; i <= reach; i++) {
        const column = across ? Math.min(width - 1, Math.max(0, x + i)) : x;
        const row = across ? y : Math.min(height - 1, Math.max(0, y + i));
        mean += (from[row * width + column] as number) * (weights[i + reach] as number);
      }
      return mean / sum;
    });
  return pass(pass(values, true), false);
}
