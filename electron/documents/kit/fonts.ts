import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Drawn, Strokes } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { Face, openFont } from './face.ts';
import type { FontFiles } from './font-files.ts';

export { Face } from './face.ts';
export { defaultFontFiles, type FontFiles, fontFilesIn } from './font-files.ts';

/** After this time (ms) without a rare character the fallback fonts leave memory; together they weigh 130 MB. */
const FALLBACK_IDLE_MS = 5 * 60_000;

export type Weight = 'regular' | 'strong';

/** A stretch of text in one face. */
export interface Piece {
  readonly face: Face;
  /** What the face draws. */
  readonly text: string;
  /** What stands there for whoever reads the file by machine, where that is not `text`. */
  readonly says?: string;
  /** The citizen's own drawing stands in the place of `text`, an empty square. */
  readonly strokes?: Strokes;
}

/** An empty square as wide as a Chinese character. */
const BLANK = '\u3000';
const PRIVATE_USE = /\p{Co}/u;
const MARK = /\p{M}/u;
/** A Chinese character with the choice of one of its forms. */
const VARIATION = /^\p{sc=Hani}\p{Variation_Selector}$/u;
/**
 * Writing whose letters stand one after the other as they are. In any other (Arabic, Tibetan, Mongolian, Thai) letters
 * change or join: without shaping the name would be wrong, so it counts as unprintable.
 */
const UNSHAPED =
  /^[\p{sc=Zyyy}\p{sc=Zinh}\p{sc=Hani}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Yiii}\p{sc=Lisu}\p{sc=Armn}\p{sc=Geor}]+$/u;
/** Ideographs newer than this JavaScript's Unicode: the planes are set aside for nothing else. */
const NEW_IDEOGRAPH = /^[\u{20000}-\u{3fffd}]$/u;

/** Whether the letters of this writing stand one after the other as they are, so that one of them can be drawn alone. */
export function standsAlone(grapheme: string): boolean {
  return UNSHAPED.test(grapheme) || NEW_IDEOGRAPH.test(grapheme) || PRIVATE_USE.test(grapheme);
}

/** The fallback fonts, read one after the other when a rare character asks for them. */
class Fallbacks {
  readonly #files: readonly string[];
  readonly #clock: Clock;
  #faces: Face[] = [];
  #unread: string[];
  #lastRare = 0;

  constructor(files: readonly string[], clock: Clock) {
    this.#files = files;
    this.#unread = [...files];
    this.#clock = clock;
  }

  get held(): number {
    return this.#faces.length;
  }

  rest(): void {
    if (this.#faces.length === 0 || this.#clock.now() - this.#lastRare < FALLBACK_IDLE_MS) return;
    this.#faces = [];
    this.#unread = [...this.#files];
  }

  first(fits: (face: Face) => boolean): Face | null {
    this.#lastRare = this.#clock.now();
    for (let i = 0; ; i++) {
      const face = this.#faces[i] ?? this.#readNext();
      if (!face) return null;
      if (fits(face)) return face;
    }
  }

  /** Reads one more fallback font. A file that cannot be read or understood is passed over: it prints nothing. */
  #readNext(): Face | null {
    for (let file = this.#unread.shift(); file !== undefined; file = this.#unread.shift()) {
      const [path, name] = file.split('#') as [string, string | undefined];
      try {
        const face = new Face(`rare${this.#faces.length}`, openFont(readFileSync(path), name));
        this.#faces.push(face);
        return face;
      } catch {}
    }
    return null;
  }
}

/** All faces, and which of them prints what. */
export class FontSet {
  readonly #regular: Face;
  readonly #strong: Face;
  readonly #fallbacks: Fallbacks;
  readonly #drawn: Drawn;

  private constructor(regular: Face, strong: Face, fallbacks: Fallbacks, drawn: Drawn) {
    this.#regular = regular;
    this.#strong = strong;
    this.#fallbacks = fallbacks;
    this.#drawn = drawn;
  }

  /** Reads the two primary weights. Rejects when one cannot be read. */
  static async load(files: FontFiles, clock: Clock): Promise<FontSet> {
    const regular = new Face('regular', openFont(await readFile(files.primary), undefined));
    const strong =
      files.strong === undefined
        ? regular
        : new Face('strong', openFont(await readFile(files.strong), undefined));
    return new FontSet(regular, strong, new Fallbacks(files.fallbacks, clock), {});
  }

  /** The same fonts for one paper, with characters that were drawn for it. */
  with(drawn: Drawn | undefined): FontSet {
    return drawn ? new FontSet(this.#regular, this.#strong, this.#fallbacks, drawn) : this;
  }

  /** How many fallback fonts are in memory now. */
  get fallbacksHeld(): number {
    return this.#fallbacks.held;
  }

  /** Lets go of the fallback fonts when no rare character came for five minutes. */
  rest(): void {
    this.#fallbacks.rest();
  }

  /**
   * What prints a grapheme, variation selector and separate marks included: the citizen's drawing of it, else the first
   * face that has all of it; null when nobody has it.
   */
  pieces(grapheme: string, weight: Weight): readonly Piece[] | null {
    const strokes = Object.hasOwn(this.#drawn, grapheme) ? this.#drawn[grapheme] : undefined;
    if (strokes) return [{ face: this.#regular, text: BLANK, says: grapheme, strokes }];
    // Private-use code points mean something else in every font: printing one would print a wrong name.
    if (PRIVATE_USE.test(grapheme)) return null;
    const text = composed(grapheme);
    if (!UNSHAPED.test(text) && !NEW_IDEOGRAPH.test(text)) return text === '' ? [] : null;
    if (VARIATION.test(grapheme)) {
      const face = this.#first(weight, (one) => one.stacks(grapheme));
      // Without the special form the ordinary one prints: both are the same character.
      if (face) return [{ face, text: grapheme, says: grapheme }];
    }
    const said = grapheme === text ? {} : { says: grapheme };
    const first = text.codePointAt(0) as number;
    if (text.length === (first > 0xffff ? 2 : 1)) {
      const face = this.#first(weight, (one) => one.has(first));
      return face && [{ face, text, ...said }];
    }
    if (MARK.test(text)) {
      const face = this.#first(weight, (one) => one.stacks(text));
      return face && [{ face, text, says: grapheme }];
    }
    const parts: Piece[] = [];
    for (const ch of text) {
      const face = this.#first(weight, (one) => one.has(ch.codePointAt(0) as number));
      if (!face) return null;
      parts.push({ face, text: ch });
    }
    return parts;
  }

  #first(weight: Weight, fits: (face: Face) => boolean): Face | null {
    if (weight === 'strong' && fits(this.#strong)) return this.#strong;
    if (fits(this.#regular)) return this.#regular;
    return this.#fallbacks.first(fits);
  }
}

/**
 * A grapheme as fonts have it: without variation selectors, and a letter with its marks as one character where there is
 * one. Chinese is left as it is: normalisation would replace compatibility ideographs, which are other characters in a
 * name.
 */
export function composed(grapheme: string): string {
  const plain = grapheme.replace(/\p{Variation_Selector}/gu, '');
  return plain.length < 2 || /\p{sc=Hani}/u.test(plain) ? plain : plain.normalize('NFC');
}
