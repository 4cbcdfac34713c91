/// <reference path="./fontkit.d.ts" />
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as fontkit from 'fontkit';
import type { Clock } from '../../core/index.ts';

/** Paths of the font files. A missing fallback is no fault: its characters become unprintable. */
export interface FontFiles {
  /** Regular weight. */
  readonly primary: string;
  /** Bold weight of the same design; the regular one stands in when it is left out. */
  readonly strong?: string;
  /** Fonts for rare characters, tried in this order. `file.ttc#PostScriptName` picks one out of a collection. */
  readonly fallbacks: readonly string[];
}

/** After this time (ms) without a rare character the fallback fonts leave memory; together they weigh 50 MB. */
const FALLBACK_IDLE_MS = 5 * 60_000;

/** The name in the assets folder, and the file in the npm package that the build copies there. */
const REGULAR = ['NotoSansSC-Regular.ttf', '400Regular/NotoSansSC_400Regular.ttf'] as const;
const BOLD = ['NotoSansSC-Bold.ttf', '700Bold/NotoSansSC_700Bold.ttf'] as const;

/** Where Debian, UOS and Kylin put fonts with the ideographs of Extensions B to F. */
const RARE_FONTS: readonly (readonly string[])[] = [
  [
    'HanaMinB.ttf',
    '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf',
    '/usr/share/fonts/hanazono/HanaMinB.ttf',
  ],
  [
    'HanaMinA.ttf',
    '/usr/share/fonts/truetype/hanazono/HanaMinA.ttf',
    '/usr/share/fonts/hanazono/HanaMinA.ttf',
  ],
];

/** The fonts of a build whose assets lie in `assetsDir`; without `fonts` in it, those of the npm package. */
export function fontFilesIn(assetsDir: string): FontFiles {
  return defaultFontFiles(join(assetsDir, 'fonts'));
}

/**
 * The fonts of this machine. `folder` (`assets/fonts` beside the bundle) is looked into first; then the npm package
 * and the system's folders. Throws when the primary font is nowhere, since nothing could be printed.
 */
export function defaultFontFiles(folder?: string): FontFiles {
  const own = (name: string) => (folder === undefined ? undefined : join(folder, name));
  const find = ([name, file]: readonly [string, string]) => firstThatExists([own(name), fromPackage(file)]);
  const primary = find(REGULAR);
  if (primary === undefined)
    throw new Error(`font ${REGULAR[0]} is neither in the assets folder nor installed`);
  const strong = find(BOLD);
  return {
    primary,
    ...(strong === undefined ? {} : { strong }),
    fallbacks: RARE_FONTS.flatMap(
      ([name, ...system]) => firstThatExists([own(name as string), ...system]) ?? [],
    ),
  };
}

function firstThatExists(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined && existsSync(path));
}

function fromPackage(file: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${file}`);
  } catch {
    return undefined;
  }
}

interface GlyphPosition {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

/**
 * One font. Its `source` is what pdfkit is given: a fontkit font whose `layout` maps code points straight to glyphs.
 * No shaping: Chinese needs none, it costs half of the rendering time, and what is measured is what is drawn.
 */
export class Face {
  readonly key: string;
  readonly source: fontkit.Font;
  readonly #font: fontkit.Font;
  readonly #glyphs = new Map<number, fontkit.Glyph | null>();

  constructor(key: string, font: fontkit.Font) {
    this.key = key;
    this.#font = font;
    this.source = Object.create(font, {
      layout: { value: (text: string) => this.#layout(text) },
    }) as fontkit.Font;
  }

  /** A name to tell fonts apart in a report. */
  get name(): string {
    return this.#font.postscriptName;
  }

  has(codePoint: number): boolean {
    return this.#glyph(codePoint) !== null;
  }

  /** Width of a text in em. Every character must be in the font. */
  width(text: string): number {
    let units = 0;
    for (const ch of text) units += (this.#glyph(ch.codePointAt(0) as number) as fontkit.Glyph).advanceWidth;
    return units / this.#font.unitsPerEm;
  }

  #glyph(codePoint: number): fontkit.Glyph | null {
    let glyph = this.#glyphs.get(codePoint);
    if (glyph === undefined) {
      glyph = this.#font.hasGlyphForCodePoint(codePoint) ? this.#font.glyphForCodePoint(codePoint) : null;
      this.#glyphs.set(codePoint, glyph);
    }
    return glyph;
  }

  #layout(text: string) {
    const glyphs: fontkit.Glyph[] = [];
    const positions: GlyphPosition[] = [];
    let advanceWidth = 0;
    for (const ch of text) {
      const glyph = this.#glyph(ch.codePointAt(0) as number);
      if (glyph === null) throw new Error(`${this.name} was asked for a character that it does not have`);
      glyphs.push(glyph);
      positions.push({ xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 });
      advanceWidth += glyph.advanceWidth;
    }
    return { glyphs, positions, advanceWidth };
  }
}

export type Weight = 'regular' | 'strong';

/** A stretch of text in one face. */
export interface Piece {
  readonly face: Face;
  readonly text: string;
}

const PRIVATE_USE = /\p{Co}/u;

/** All faces, and which of them prints what. Fallback fonts are read when a rare character first asks for them. */
export class FontSet {
  readonly #regular: Face;
  readonly #strong: Face;
  readonly #fallbackFiles: readonly string[];
  readonly #clock: Clock;
  #fallbacks: Face[] = [];
  #unread: string[];
  #lastRare = 0;

  constructor(regular: Face, strong: Face, fallbackFiles: readonly string[], clock: Clock) {
    this.#regular = regular;
    this.#strong = strong;
    this.#fallbackFiles = fallbackFiles;
    this.#unread = [...fallbackFiles];
    this.#clock = clock;
  }

  /** Reads the two primary weights. Rejects when one cannot be read. */
  static async load(files: FontFiles, clock: Clock): Promise<FontSet> {
    const regular = new Face('regular', openFont(await readFile(files.primary), undefined));
    const strong =
      files.strong === undefined
        ? regular
        : new Face('strong', openFont(await readFile(files.strong), undefined));
    return new FontSet(regular, strong, files.fallbacks, clock);
  }

  /** How many fallback fonts are in memory now. */
  get fallbacksHeld(): number {
    return this.#fallbacks.length;
  }

  /** Lets go of the fallback fonts when no rare character came for five minutes. */
  rest(): void {
    if (this.#fallbacks.length === 0 || this.#clock.now() - this.#lastRare < FALLBACK_IDLE_MS) return;
    this.#fallbacks = [];
    this.#unread = [...this.#fallbackFiles];
  }

  /** The grapheme in the first face that has all of it, or its code points one by one; null when nobody has one. */
  pieces(grapheme: string, weight: Weight): readonly Piece[] | null {
    // Private-use code points mean something else in every font: printing one would print a wrong name.
    if (PRIVATE_USE.test(grapheme)) return null;
    const whole = this.#faceOf(grapheme, weight);
    if (whole) return [{ face: whole, text: grapheme }];
    const parts: Piece[] = [];
    for (const ch of grapheme) {
      const face = this.#faceOf(ch, weight);
      if (!face) return null;
      parts.push({ face, text: ch });
    }
    return parts;
  }

  #faceOf(text: string, weight: Weight): Face | null {
    const first = text.codePointAt(0) as number;
    const single = text.length === (first > 0xffff ? 2 : 1);
    const covers = (face: Face) =>
      single ? face.has(first) : Array.from(text).every((ch) => face.has(ch.codePointAt(0) as number));
    if (weight === 'strong' && covers(this.#strong)) return this.#strong;
    if (covers(this.#regular)) return this.#regular;
    this.#lastRare = this.#clock.now();
    for (let i = 0; ; i++) {
      const face = this.#fallbacks[i] ?? this.#readNext();
      if (!face) return null;
      if (covers(face)) return face;
    }
  }

  /** Reads one more fallback font. A file that cannot be read or understood is passed over: it prints nothing. */
  #readNext(): Face | null {
    for (let file = this.#unread.shift(); file !== undefined; file = this.#unread.shift()) {
      const [path, name] = file.split('#') as [string, string | undefined];
      try {
        const face = new Face(`rare${this.#fallbacks.length}`, openFont(readFileSync(path), name));
        this.#fallbacks.push(face);
        return face;
      } catch {}
    }
    return null;
  }
}

function openFont(bytes: Uint8Array, name: string | undefined): fontkit.Font {
  const made = fontkit.create(bytes);
  if ('layout' in made) return made;
  if (name === undefined) throw new Error('a font collection needs the name of one of its fonts');
  return made.getFont(name);
}
