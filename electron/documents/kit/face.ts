/// <reference path="./fontkit.d.ts" />
import * as fontkit from 'fontkit';

interface GlyphPosition {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

/** Glyphs with their places, in the font's units. */
interface Setting {
  readonly glyphs: readonly fontkit.Glyph[];
  readonly positions: readonly GlyphPosition[];
  readonly advanceWidth: number;
}

const MARK = /\p{M}/u;
const SELECTOR = /\p{Variation_Selector}/u;

/**
 * One font. Its `source` is what pdfkit is given: a fontkit font whose `layout` maps code points straight to glyphs.
 * Chinese needs no shaping, it costs half of the rendering time, and what is measured is what is drawn. Only a letter
 * with marks that no single character stands for is shaped, and a variation sequence is looked up as one.
 */
export class Face {
  readonly key: string;
  readonly source: fontkit.Font;
  readonly #font: fontkit.Font;
  readonly #glyphs = new Map<number, fontkit.Glyph | null>();
  readonly #stacks = new Map<string, Setting | null>();

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

  get unitsPerEm(): number {
    return this.#font.unitsPerEm;
  }

  has(codePoint: number): boolean {
    return this.#glyph(codePoint) !== null;
  }

  /** Whether the font itself places the marks of this letter, or has the form that this variation sequence asks for. */
  stacks(grapheme: string): boolean {
    return this.#stack(grapheme) !== null;
  }

  /** Width of a text in em. Every character must be in the font. */
  width(text: string): number {
    return this.set(text).advanceWidth / this.#font.unitsPerEm;
  }

  /** The glyphs of a text and where they stand. Every character must be in the font. */
  set(text: string): Setting {
    const stack = isStack(text) ? this.#stack(text) : null;
    if (stack) return stack;
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

  #glyph(codePoint: number): fontkit.Glyph | null {
    let glyph = this.#glyphs.get(codePoint);
    if (glyph === undefined) {
      glyph = this.#font.hasGlyphForCodePoint(codePoint) ? this.#font.glyphForCodePoint(codePoint) : null;
      this.#glyphs.set(codePoint, glyph);
    }
    return glyph;
  }

  #stack(grapheme: string): Setting | null {
    let stack = this.#stacks.get(grapheme);
    if (stack === undefined) {
      stack = SELECTOR.test(grapheme) ? this.#variation(grapheme) : this.#marked(grapheme);
      this.#stacks.set(grapheme, stack);
    }
    return stack;
  }

  /** Placed by the font's GPOS table; a font without it would print the marks anywhere. */
  #marked(grapheme: string): Setting | null {
    for (const ch of grapheme) if (!this.has(ch.codePointAt(0) as number)) return null;
    if (!this.#font.availableFeatures.includes('mark')) return null;
    const { glyphs, positions } = this.#font.layout(grapheme) as Setting;
    const marks = positions.slice(1);
    const placed = marks.every(({ xAdvance, xOffset, yOffset }) => xAdvance === 0 && (xOffset || yOffset));
    if (!placed || glyphs.some((glyph) => glyph.id === 0)) return null;
    const advanceWidth = positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    return { glyphs, positions, advanceWidth };
  }

  #variation(sequence: string): Setting | null {
    const [base, selector, more] = Array.from(sequence, (ch) => ch.codePointAt(0) as number);
    if (base === undefined || selector === undefined || more !== undefined) return null;
    const id = variationGlyph(this.#font, base, selector);
    if (id === null) return null;
    const glyph = this.#font.getGlyph(id, [base, selector]);
    const { advanceWidth } = glyph;
    const position = { xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 };
    return { glyphs: [glyph], positions: [position], advanceWidth };
  }

  /** What pdfkit asks; it multiplies the positions where they lie, so each time they are new ones. */
  #layout(text: string): Setting {
    const { glyphs, positions, advanceWidth } = this.set(text);
    return { glyphs, positions: positions.map((one) => ({ ...one })), advanceWidth };
  }
}

function isStack(text: string): boolean {
  return text.length > 1 && (MARK.test(text) || SELECTOR.test(text));
}

/**
 * The glyph that a font's `cmap` (format 14) gives for a variation sequence, or null. fontkit's own look-up misses a
 * special form in fonts that also list ordinary ones.
 */
function variationGlyph(font: fontkit.Font, base: number, selector: number): number | null {
  for (const record of font._cmapProcessor.uvs?.varSelectors.toArray() ?? []) {
    if (record.varSelector !== selector) continue;
    const special = record.nonDefaultUVS?.find(({ unicodeValue }) => unicodeValue === base);
    if (special) return special.glyphID;
    const ordinary = record.defaultUVS?.some(
      ({ startUnicodeValue, additionalCount }) =>
        base >= startUnicodeValue && base <= startUnicodeValue + additionalCount,
    );
    return ordinary ? font.glyphForCodePoint(base).id : null;
  }
  return null;
}

/** Opens a font file, or the font of that name in a collection. Throws when it is neither. */
export function openFont(bytes: Uint8Array, name: string | undefined): fontkit.Font {
  const made = fontkit.create(bytes);
  if ('layout' in made) return made;
  if (name === undefined) throw new Error('a font collection needs the name of one of its fonts');
  return made.getFont(name);
}
