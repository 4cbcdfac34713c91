import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { defaultFontFiles, FontSet } from '../../electron/documents/kit/fonts.ts';
import { breakLines, graphemes, printable } from '../../electron/documents/kit/text.ts';

let fonts: FontSet;
beforeAll(async () => {
  fonts = await FontSet.load(defaultFontFiles(), new VirtualClock());
});

const character = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((n) => String.fromCodePoint(n)) },
  { weight: 4, arbitrary: fc.constantFrom(...'abcXYZ0123456789-./@') },
  { weight: 3, arbitrary: fc.constantFrom(...'，。、；：？！（）《》“”—…· ') },
  { weight: 1, arbitrary: fc.constantFrom('𠮷', '䶮', '𬭚', 'é', 'e\u0301', '\n', '\t', '\u200b') },
);
const anyText = fc.array(character, { maxLength: 120 }).map((parts) => parts.join(''));

it('no line is wider than it may be, and no character is lost, doubled or moved', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.integer({ min: 12, max: 400 }),
      fc.constantFrom('regular', 'strong'),
      (text, width, weight) => {
        const lines = breakLines(fonts, text, weight, 10, width);
        for (const line of lines) expect(line.width).toBeLessThanOrEqual(width + 0.02);
        const drawn = lines.flatMap((line) => line.spans.map((span) => span.text)).join('');
        expect(drawn.replaceAll(' ', '')).toBe(printable(text).replace(/[ \n]/g, ''));
      },
    ),
    { numRuns: 300 },
  );
});

it('a space between words survives, or a line ends there', () => {
  const word = fc
    .array(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 6 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 50, max: 200 }),
      (words, width) => {
        const lines = breakLines(fonts, words.join(' '), 'regular', 10, width);
        const read = lines.map((line) => line.spans.map((span) => span.text).join('')).join(' ');
        expect(read).toBe(words.join(' '));
      },
    ),
  );
});

it('no line of Chinese begins with closing punctuation or ends with an opening bracket', () => {
  const unit = fc.oneof(
    fc.constantFrom('办', '理', '人'),
    fc.constantFrom('办，', '理。', '（人', '人）', '《办', '理》'),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 60, max: 200 }), (units, width) => {
      const lines = breakLines(fonts, units.join(''), 'regular', 10, width);
      lines.forEach((line, i) => {
        const marks = graphemes(line.spans.map((span) => span.text).join(''));
        if (i > 0) expect('，。）》').not.toContain(marks[0] ?? '办');
        if (i < lines.length - 1) expect('（《').not.toContain(marks.at(-1) ?? '办');
      });
    }),
  );
});
