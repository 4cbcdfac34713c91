import { execFileSync } from 'node:child_process';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Strokes } from '../../../electron/contract/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createPress, type DocumentPress, defaultFontFiles } from '../../../electron/documents/index.ts';
import { FontSet } from '../../../electron/documents/kit/fonts.ts';
import { inSquare } from '../../../electron/documents/kit/pen.ts';
import { breakLines, missingFrom } from '../../../electron/documents/kit/text.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { sampleForm, sampleReceipt } from './samples.ts';

/** A character of an old card, in the area where everybody may put what he likes. */
const PRIVATE = '\ue863';
/** A cross through the whole square. */
const CROSS: Strokes = [
  [
    { x: 0, y: 0.5, t: 0 },
    { x: 1, y: 0.5, t: 100 },
  ],
  [
    { x: 0.5, y: 0, t: 300 },
    { x: 0.5, y: 1, t: 400 },
  ],
];

let fonts: FontSet;
let press: DocumentPress;
beforeAll(async () => {
  fonts = await FontSet.load(defaultFontFiles(), new VirtualClock());
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
});

const named = (name: string, drawn?: Record<string, Strokes>) =>
  sampleForm({ applicant: { ...sampleForm().applicant, name }, ...(drawn ? { drawn } : {}) });
const facesOf = (text: string) =>
  breakLines(fonts, text, 'regular', 10, 500).flatMap(({ spans }) => spans.map(({ face }) => face.name));

/** The text of one form in which all of these are answers. */
async function readBack(texts: readonly string[]): Promise<string> {
  const label = { 'zh-CN': '姓名', en: 'Name' };
  const answers = texts.map((text) => ({ label, value: { 'zh-CN': text, en: text } }));
  return pdfText(await press.applicationForm(sampleForm({ answers })));
}

describe('letters with marks', () => {
  it('print, and are read back as they were', async () => {
    const texts = {
      decomposed: 'Rene\u0301',
      'Vietnamese, two marks each': 'Nguye\u0302\u0303n Thi\u0323 Hue\u0302\u0301',
      'a mark that no single character has': 'm\u0304a',
      'kana with a voiced mark': 'か\u3099',
      'Hangul in single letters': '\u1112\u1161\u11ab',
      'a chosen form': '葛\u{e0101}城',
      'a compatibility ideograph, which normalising would make another': '\u{2f81a}田',
    };
    const read = await readBack(Object.values(texts));
    for (const [what, text] of Object.entries(texts)) {
      expect(await press.unprintable(text), what).toEqual([]);
      expect(read, what).toContain(text.replace(/\s/g, ''));
    }
  });

  it('are set by the font that places the mark, where no single character is there', () => {
    expect(facesOf('m\u0304')).toHaveLength(1);
    const [line] = breakLines(fonts, 'm\u0304', 'regular', 10, 500);
    const [plain] = breakLines(fonts, 'm', 'regular', 10, 500);
    expect(line?.width).toBeLessThan(2 * (plain?.width ?? 0));
  });

  it('takes the form of a variation sequence from a font that has it, and the ordinary form otherwise', () => {
    expect(facesOf('葛\u{e0101}')).toEqual(['HanaMinA']);
    expect(facesOf('好\u{e01ef}')).toEqual(['NotoSansSC-Regular']);
  });
});

describe('names of other lands', () => {
  it('print whole', async () => {
    const names = [
      'Wojciech Brzęczyszczykiewicz-Łękołodzki',
      'Ömer Faruk İğdeci-Şahinoğulları Yıldırım',
      'Đặng Thị Ngọc Huyền Trương-Nguyễn Quỳnh',
      'Ґалаґан-Їжакевич Оў Ңұрсұлтан Әбішұлы',
      'Παπαχριστοδουλόπουλος Ἀλέξανδρος',
      '김철수 남궁민서',
      'ꓡꓲꓢꓴ',
    ];
    const read = await readBack(names);
    for (const name of names) {
      expect(await press.unprintable(name), name).toEqual([]);
      expect(read).toContain(name.replace(/\s/g, ''));
    }
  });

  it.each(['محمد', 'བོད', 'ᠮᠣᠩᠭᠣᠯ', 'สมชาย', 'नमस्ते', 'עברית'])(
    '%s would need its letters joined or moved, and is refused rather than printed wrong',
    async (name) => expect((await press.unprintable(name)).length).toBeGreaterThan(0),
  );
});

describe('a character that the citizen drew', () => {
  it('is no longer missing on the papers that it goes with, and on these only', async () => {
    expect(missingFrom(fonts, `张${PRIVATE}`)).toEqual([PRIVATE]);
    expect(await press.unprintable(`张${PRIVATE}`, { [PRIVATE]: CROSS })).toEqual([]);
    expect(await press.unprintable(`张${PRIVATE}\ue000`, { [PRIVATE]: CROSS })).toEqual(['\ue000']);
    expect(await press.unprintable(`张${PRIVATE}`)).toEqual([PRIVATE]);
  });

  it('is read back as the character, wherever it stands', async () => {
    const drawn = { [PRIVATE]: CROSS };
    expect(pdfText(await press.applicationForm(named(`张${PRIVATE}明`, drawn)))).toContain(`张${PRIVATE}明`);
    const receipt = await press.receipt(sampleReceipt({ applicantName: `${PRIVATE}**`, drawn }));
    expect(pdfText(receipt)).toContain(`${PRIVATE}**`);
  });

  it('stands on the line, as large as the characters beside it', async () => {
    const size = (text: string, drawn?: Record<string, Strokes>) =>
      inkOf(press.applicationForm(named(text, drawn)));
    const [own, glyph] = [await size(PRIVATE, { [PRIVATE]: CROSS }), await size('田')];
    expect(Math.abs(own.top - glyph.top)).toBeLessThanOrEqual(4);
    expect(Math.abs(own.bottom - glyph.bottom)).toBeLessThanOrEqual(4);
    expect(Math.abs(own.left - glyph.left)).toBeLessThanOrEqual(6);
    expect(own.ink).toBeGreaterThan(80);
  });

  it('that was drawn small in a corner is brought to the middle and enlarged, but a dot stays a dot', () => {
    const small = inSquare([
      [
        { x: 0.7, y: 0.1, t: 0 },
        { x: 0.95, y: 0.35, t: 9 },
      ],
    ]).flat();
    expect(small[0]?.x).toBeCloseTo(0.3, 5);
    expect(small[1]?.y).toBeCloseTo(0.7, 5);
    expect(inSquare([[{ x: 0.9, y: 0.9, t: 0 }]])).toEqual([[{ x: 0.5, y: 0.5 }]]);
  });
});

/** Where ink stands in the place of the applicant's name, in dots at 200 dpi from the place's corner. */
async function inkOf(pdf: Promise<Uint8Array>) {
  const args = ['-r', '200', '-png', '-x', '435', '-y', '600', '-W', '60', '-H', '70', '-singlefile', '-'];
  const { width, height, data } = PNG.sync.read(execFileSync('pdftoppm', args, { input: await pdf }));
  const box = { left: width, top: height, bottom: 0, ink: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[4 * (y * width + x)] as number) > 140) continue;
      box.ink++;
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}
