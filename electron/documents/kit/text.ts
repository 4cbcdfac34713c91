import type { Strokes } from '../../contract/index.ts';
import { composed, type Face, type FontSet, type Piece, type Weight } from './fonts.ts';

/** One line, ready to be drawn: stretches in one face each, x from the line's start. Points. */
export interface Line {
  readonly spans: readonly Span[];
  readonly width: number;
}

export interface Span {
  readonly face: Face;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  /** What reading the file by machine gives, where that is not `text`. */
  readonly says?: string;
  /** The citizen's drawing in the place of `text`. */
  readonly strokes?: Strokes;
}

/** 避头尾: what never begins a line, and what never ends one. */
const NO_START = new Set('，。、；：？！）】》」』〉”’％‰℃·…—～〕｝〗,.;:?!)]}%');
const NO_END = new Set('（【《「『〈“‘〔｛〖￥¥([{#');

/** Characters between which a line may break: Chinese writing with its punctuation. Everything else makes words. */
const BREAKS_ANYWHERE =
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\u2014\u2026\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
/** Text in which every code point is a grapheme that prints as it is: it needs neither cleaning nor the slower segmenter. */
const SIMPLE = /^[\n\x20-\x7e\u00b7\u2014\u2018-\u201d\u2026\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;

const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' });

/** The text without what nothing is printed for: control characters and the various spaces become a space. */
function cleaned(text: string): string {
  if (SIMPLE.test(text)) return text;
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\p{Cc}\p{Zs}]/gu, (ch) => (ch === '\n' || ch === '\u3000' ? ch : ' '))
    .replace(/(?!\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
}

/**
 * The text as fonts draw it: control characters and the various spaces become a space, invisible characters go, and a
 * letter with separate marks becomes one character where there is one.
 */
export function printable(text: string): string {
  return graphemes(cleaned(text)).map(composed).join('');
}

export function graphemes(text: string): string[] {
  return SIMPLE.test(text) ? [...text] : Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Each character of `text` that no font has, once, in order of appearance. */
export function missingFrom(fonts: FontSet, text: string): string[] {
  const missing = new Set<string>();
  for (const grapheme of new Set(graphemes(cleaned(text)))) {
    if (grapheme !== '\n' && !fonts.pieces(grapheme, 'regular')) missing.add(grapheme);
  }
  return [...missing];
}

interface Cell extends Piece {
  readonly width: number;
}

/** What stays together on a line: a Chinese character with the punctuation that clings to it, or a word. */
interface Unit {
  readonly cells: Cell[];
  width: number;
}

/**
 * Breaks a text into lines no wider than `width` points at the given size. A line feed always breaks. Words stay whole
 * unless they are wider than a line. Throws when a character is in no font: ask `missingFrom` first.
 */
export function breakLines(
  fonts: FontSet,
  text: string,
  weight: Weight,
  size: number,
  width: number,
): Line[] {
  return cleaned(text)
    .split('\n')
    .flatMap((paragraph) => fill(unitsOf(fonts, paragraph, weight, size), width));
}

function unitsOf(fonts: FontSet, paragraph: string, weight: Weight, size: number): Unit[] {
  const units: Unit[] = [];
  let clings = true;
  let wordGoesOn = false;
  for (const grapheme of graphemes(paragraph)) {
    const pieces = fonts.pieces(grapheme, weight);
    if (!pieces) throw new Error('a character is in no font: ask unprintable() before rendering');
    const cells = pieces.map((piece) => ({ ...piece, width: piece.face.width(piece.text) * size }));
    const inWord = grapheme !== ' ' && !BREAKS_ANYWHERE.test(grapheme);
    const last = units.at(-1);
    const joins =
      last &&
      grapheme !== ' ' &&
      (clings || (inWord && wordGoesOn) || (NO_START.has(grapheme) && !isSpace(last)));
    const unit = joins ? last : { cells: [], width: 0 };
    if (!joins) units.push(unit);
    for (const cell of cells) {
      unit.cells.push(cell);
      unit.width += cell.width;
    }
    clings = NO_END.has(grapheme);
    wordGoesOn = inWord;
  }
  return units;
}

function isSpace(unit: Unit): boolean {
  return unit.cells[0]?.text === ' ';
}

/** Lines hold a little more than they say, so that rounding never pushes the last character down. */
const SLACK = 0.01;

function fill(units: readonly Unit[], width: number): Line[] {
  const lines: Line[] = [];
  let cells: Cell[] = [];
  let used = 0;
  const finish = () => {
    while (cells.at(-1)?.text === ' ') cells.pop();
    lines.push(lineOf(cells));
    cells = [];
    used = 0;
  };
  for (const unit of units) {
    if (isSpace(unit)) {
      if (cells.length > 0 && used + unit.width <= width) {
        cells.push(...unit.cells);
        used += unit.width;
      }
      continue;
    }
    if (used + unit.width > width + SLACK && cells.length > 0) finish();
    for (const cell of unit.cells) {
      if (used + cell.width > width + SLACK && cells.length > 0) finish();
      cells.push(cell);
      used += cell.width;
    }
  }
  finish();
  return lines;
}

function lineOf(cells: readonly Cell[]): Line {
  const spans: (Span & { text: string; width: number })[] = [];
  let x = 0;
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last && last.face === cell.face && cell.says === undefined && last.says === undefined) {
      last.text += cell.text;
      last.width += cell.width;
    } else {
      spans.push({ ...cell, x });
    }
    x += cell.width;
  }
  return { spans, width: x };
}
