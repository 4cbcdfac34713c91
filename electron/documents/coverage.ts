import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Clock } from '../core/index.ts';
import { type FontFiles, FontSet } from './kit/fonts.ts';

/** Characters that belong together, and how many of them no font here has. */
export interface Covered {
  readonly name: string;
  readonly total: number;
  /** How many each font prints, by its PostScript name. */
  readonly by: Readonly<Record<string, number>>;
  /** Code points in ascending order. */
  readonly missing: readonly number[];
}

type Run = readonly [first: number, last: number];

/** Unicode blocks and parts of them, first and last code point as far as assigned (Unicode 17). */
const BLOCKS: readonly (readonly [name: string, ...runs: Run[]])[] = [
  ['CJK Unified Ideographs', [0x4e00, 0x9fff]],
  ['CJK Extension A', [0x3400, 0x4dbf]],
  ['CJK Extension B', [0x20000, 0x2a6df]],
  ['CJK Extension C', [0x2a700, 0x2b73f]],
  ['CJK Extension D', [0x2b740, 0x2b81d]],
  ['CJK Extension E', [0x2b820, 0x2cead]],
  ['CJK Extension F', [0x2ceb0, 0x2ebe0]],
  ['CJK Extension G', [0x30000, 0x3134a]],
  ['CJK Extension H', [0x31350, 0x323af]],
  ['CJK Extension I', [0x2ebf0, 0x2ee5d]],
  ['CJK Extension J', [0x323b0, 0x33479]],
  ['CJK Compatibility Ideographs', [0xf900, 0xfa6d], [0xfa70, 0xfad9]],
  ['CJK Compatibility Ideographs Supplement', [0x2f800, 0x2fa1d]],
  ['Radicals', [0x2e80, 0x2e99], [0x2e9b, 0x2ef3], [0x2f00, 0x2fd5]],
  ['Latin to Extended-B', [0x20, 0x7e], [0xa1, 0xac], [0xae, 0x24f]],
  ['Latin Extended Additional (Vietnamese)', [0x1e00, 0x1eff]],
  [
    'Greek and Coptic',
    [0x370, 0x377],
    [0x37a, 0x37f],
    [0x384, 0x38a],
    [0x38c, 0x38c],
    [0x38e, 0x3a1],
    [0x3a3, 0x3ff],
  ],
  ['Cyrillic', [0x400, 0x482], [0x48a, 0x52f]],
  ['Kana', [0x3041, 0x3096], [0x309b, 0x30ff]],
  ['Bopomofo', [0x3105, 0x312f], [0x31a0, 0x31bf]],
  ['Hangul syllables', [0xac00, 0xd7a3]],
  ['Lisu', [0xa4d0, 0xa4ff]],
  ['Yi', [0xa000, 0xa48c], [0xa490, 0xa4c6]],
];

/**
 * GB 18030-2022 at its highest level (实现级别 3), 88,115 ideographs and radicals; levels 1 and 2 are parts of it.
 * Derived from Unicode: the unified ideographs to Extension F as of Unicode 11, the twelve unified ones among the
 * compatibility ideographs, 214 Kangxi radicals and 14 other radicals.
 */
const GB18030_LEVEL_3: readonly Run[] = [
  [0x4e00, 0x9fef],
  [0x3400, 0x4db5],
  [0x20000, 0x2a6d6],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  ...[0xfa0e, 0xfa0f, 0xfa11, 0xfa13, 0xfa14, 0xfa1f, 0xfa21, 0xfa23, 0xfa24].map(only),
  [0xfa27, 0xfa29],
  [0x2f00, 0x2fd5],
  ...[0x2e81, 0x2e84, 0x2e88, 0x2e8b, 0x2e8c, 0x2e97, 0x2ea7, 0x2eaa, 0x2eae, 0x2eb3].map(only),
  [0x2eb6, 0x2eb7],
  ...[0x2ebb, 0x2eca].map(only),
];

/** Characters of GBK that its tables of old gave private code points, and Unicode has by now. */
const GBK_SINCE: readonly Run[] = [[0xfe10, 0xfe19], only(0x1e3f), only(0x01f9)];

function only(codePoint: number): Run {
  return [codePoint, codePoint];
}

function spread(runs: readonly Run[]): number[] {
  return runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** Every code position of GBK (81–FE, 40–FE without 7F) that stands for a character; the rest is for private use. */
function gbk(): number[] {
  const found = new Set(spread(GBK_SINCE));
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = iconv.decode(Buffer.from([lead, trail]), 'gbk');
      if (!/[\p{Co}\ufffd]/u.test(character)) found.add(character.codePointAt(0) as number);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** 通用规范汉字表: 8,105 characters, from `characters/general-standard.json` of the assets. */
function generalStandard(assetsDir: string): number[] {
  const file = readFileSync(join(assetsDir, 'characters/general-standard.json'), 'utf8');
  const { codePoints } = JSON.parse(file) as { codePoints: string };
  return spread(
    codePoints.split(' ').map((run) => {
      const [first, last = first] = run.split('-').map((hex) => Number.parseInt(hex, 16));
      return [first, last] as Run;
    }),
  );
}

/** What the fonts print of each set of characters. Reads every fallback font; takes some two seconds. */
export async function coverage(
  fontFiles: FontFiles,
  assetsDir: string,
  clock: Clock,
): Promise<readonly Covered[]> {
  const fonts = await FontSet.load(fontFiles, clock);
  const sets: [string, number[]][] = [
    ['GBK', gbk()],
    ['General standard characters (通用规范汉字表)', generalStandard(assetsDir)],
    ['GB 18030-2022 level 3', spread(GB18030_LEVEL_3)],
    ...BLOCKS.map(([name, ...runs]): [string, number[]] => [name, spread(runs)]),
  ];
  return sets.map(([name, codePoints]) => covered(fonts, name, codePoints));
}

function covered(fonts: FontSet, name: string, codePoints: readonly number[]): Covered {
  const by: Record<string, number> = {};
  const missing: number[] = [];
  for (const codePoint of codePoints) {
    const face = fonts.pieces(String.fromCodePoint(codePoint), 'regular')?.[0]?.face.name;
    if (face === undefined) missing.push(codePoint);
    else by[face] = (by[face] ?? 0) + 1;
  }
  return { name, total: codePoints.length, by, missing };
}

/** Code points as runs: U+31350-U+3135F. */
export function asRuns(codePoints: readonly number[]): string[] {
  const runs: [number, number][] = [];
  for (const codePoint of codePoints) {
    const last = runs.at(-1);
    if (last && last[1] === codePoint - 1) last[1] = codePoint;
    else runs.push([codePoint, codePoint]);
  }
  const hex = (codePoint: number) => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return runs.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`));
}
