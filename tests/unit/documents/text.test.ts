import { beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { defaultFontFiles, FontSet } from '../../../electron/documents/kit/fonts.ts';
import { breakLines, missingFrom, printable } from '../../../electron/documents/kit/text.ts';

let fonts: FontSet;
beforeAll(async () => {
  fonts = await FontSet.load(defaultFontFiles(), new VirtualClock());
});

/** Lines of a text at 10 points, in a width of so many Chinese characters. */
const lines = (text: string, characters: number) =>
  breakLines(fonts, text, 'regular', 10, characters * 10).map((line) =>
    line.spans.map((span) => span.text).join(''),
  );

describe('breaking lines', () => {
  it('breaks Chinese between any two characters', () => {
    expect(lines('天津市政务服务', 3)).toEqual(['天津市', '政务服', '务']);
  });

  it('never begins a line with closing punctuation and never ends one with an opening bracket', () => {
    expect(lines('办理成功，请取走。', 4)).toEqual(['办理成', '功，请取', '走。']);
    expect(lines('提交时间（北京）', 5)).toEqual(['提交时间', '（北京）']);
  });

  it('keeps a word, a number and a receipt number whole', () => {
    expect(lines('收件号 B017-261121-0042-7 请保存', 10)).toEqual(['收件号', 'B017-261121-0042-7', '请保存']);
    expect(lines('Submission receipt', 6)).toEqual(['Submission', 'receipt']);
  });

  it('breaks a word that is wider than a line, and loses nothing of it', () => {
    const hash = '9f86d081884c7d659a2feaa0c55ad015';
    const broken = lines(hash, 8);
    expect(broken.length).toBeGreaterThan(1);
    expect(broken.join('')).toBe(hash);
  });

  it('breaks where the text has a line feed, and keeps an empty line', () => {
    expect(lines('一\n\n二', 10)).toEqual(['一', '', '二']);
  });

  it('gives the width that it draws', () => {
    const [line] = breakLines(fonts, '中文 AVAVA', 'strong', 10, 500);
    const last = line?.spans.at(-1);
    expect(line?.width).toBeCloseTo((last?.x ?? 0) + (last?.width ?? 0), 6);
  });
});

describe('rare characters', () => {
  it('takes each character from the first font that has it, in one line', () => {
    const [line] = breakLines(fonts, '张𠮷䶮', 'regular', 10, 100);
    expect(line?.spans.map((span) => [span.text, span.face.name])).toEqual([
      ['张', 'NotoSansSC-Regular'],
      ['𠮷', 'HanaMinB'],
      ['䶮', 'NotoSansSC-Regular'],
    ]);
    expect(line?.width).toBeCloseTo(30, 6);
  });

  it('refuses a private-use character even though some font has a picture for it', () => {
    expect(missingFrom(fonts, '张\ue863\u{f0000}')).toEqual(['\ue863', '\u{f0000}']);
  });

  it('leaves compatibility ideographs alone and joins a Latin letter with its accent', () => {
    expect(printable('\uf900')).toBe('\uf900');
    expect(printable('u\u0308')).toBe('ü');
    expect(printable('a\u200b\u00a0b\tc')).toBe('a b c');
  });

  it('reads fallback fonts only when needed, drops them after rest, and reads them again', async () => {
    const clock = new VirtualClock();
    const own = await FontSet.load(defaultFontFiles(), clock);
    expect(missingFrom(own, '天津市')).toEqual([]);
    expect(own.fallbacksHeld).toBe(0);
    expect(missingFrom(own, '𠮷')).toEqual([]);
    expect(own.fallbacksHeld).toBeGreaterThan(0);
    own.rest();
    expect(own.fallbacksHeld).toBeGreaterThan(0);
    await clock.advance(5 * 60_000);
    own.rest();
    expect(own.fallbacksHeld).toBe(0);
    expect(missingFrom(own, '𠮷')).toEqual([]);
  });

  it('passes over a fallback file that is missing or no font', async () => {
    const files = {
      primary: defaultFontFiles().primary,
      fallbacks: ['/nowhere/font.ttf', import.meta.filename],
    };
    const own = await FontSet.load(files, new VirtualClock());
    expect(missingFrom(own, '张𠮷')).toEqual(['𠮷']);
  });
});
