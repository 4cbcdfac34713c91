import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { run } from '../../../electron/cli/documents/run.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { asRuns, type Covered, coverage, defaultFontFiles } from '../../../electron/documents/index.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');

let sets: ReadonlyMap<string, Covered>;
beforeAll(async () => {
  const all = await coverage(defaultFontFiles(), assetsDir, new VirtualClock());
  sets = new Map(all.map((set) => [set.name, set]));
});

it.each([
  ['GBK', 21_883],
  ['General standard characters (通用规范汉字表)', 8_105],
  ['GB 18030-2022 level 3', 88_115],
  ['CJK Unified Ideographs', 20_992],
  ['CJK Extension A', 6_592],
  ['CJK Extension B', 42_720],
  ['CJK Extension D', 222],
  ['CJK Extension F', 7_473],
  ['CJK Compatibility Ideographs', 472],
  ['CJK Compatibility Ideographs Supplement', 542],
  ['Radicals', 329],
  ['Latin to Extended-B', 525],
  ['Latin Extended Additional (Vietnamese)', 256],
  ['Cyrillic', 297],
  ['Kana', 187],
  ['Hangul syllables', 11_172],
  ['Lisu', 48],
])('%s: all %i characters print', (name, total) => {
  const set = sets.get(name);
  expect(asRuns(set?.missing ?? [-1])).toEqual([]);
  expect(set?.total).toBe(total);
});

it.each([
  ['CJK Extension C', 6],
  ['CJK Extension E', 12],
  ['CJK Extension G', 1_894],
  ['CJK Extension H', 1_921],
  ['CJK Extension I', 622],
])('%s: no more than %i characters are missing', (name, missing) => {
  expect(sets.get(name)?.missing.length).toBeLessThanOrEqual(missing);
});

it('the gap is named as runs of code points', () => {
  expect(asRuns([0x2ebf0, 0x2ebf1, 0x2ebf2, 0x30041])).toEqual(['U+2EBF0-U+2EBF2', 'U+30041']);
  expect(asRuns([])).toEqual([]);
});

it('the command prints the table, and with --list what cannot be printed', async () => {
  let out = '';
  const world = { assetsDir, clock: new VirtualClock(), out: (text: string) => (out += text), say: () => {} };
  expect(await run(['coverage', '--list'], world as unknown as Parameters<typeof run>[1])).toBe(0);
  expect(out).toContain('all 21883  GBK');
  expect(out).toContain('0 of 622  CJK Extension I');
  expect(out).toContain('    U+2EBF0-U+2EE5D');
});
