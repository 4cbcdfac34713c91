import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { defaultFontFiles } from '../../../electron/documents/index.ts';
import { code128, hasBarcode } from '../../../electron/documents/kit/barcode.ts';
import { FontSet } from '../../../electron/documents/kit/fonts.ts';
import { Sheet } from '../../../electron/documents/kit/sheet.ts';
import { inFrame, SIGNATURE } from '../../../electron/documents/kit/signature.ts';
import { expectGolden } from '../../support/golden.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { MORNING, sampleForm, sampleReceipt } from './samples.ts';

describe('a bar code', () => {
  it('is the symbol of ISO/IEC 15417: start, character, check character, stop', () => {
    // "A" in code set B: start B 211214, A 111323, check (104 + 33) mod 103 = 34 131123, stop 2331112.
    const { bars, modules } = code128('A');
    const widths = bars.flatMap(({ from, width }, i) => {
      const next = bars[i + 1];
      return next ? [width, next.from - from - width] : [width];
    });
    expect(widths.join('')).toBe(['211214', '111323', '131123', '2331112'].join(''));
    expect(modules).toBe(11 * 3 + 13);
  });

  it('holds printable ASCII alone', () => {
    expect([hasBarcode('TJ-1 a~'), hasBarcode(''), hasBarcode('办件'), hasBarcode('1'.repeat(49))]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(() => code128('办')).toThrow(/printable ASCII/);
  });
});

describe('a signature', () => {
  const strokes = [
    [
      { x: 0, y: 0, t: 0 },
      { x: 1, y: 1, t: 90 },
    ],
    [{ x: 0.5, y: 0.5, t: 200 }],
  ];

  it('keeps its shape and stays in the frame, from a wide pad and from a square one', () => {
    for (const aspect of [0.5, 1, 2.5, 6]) {
      const [line = []] = inFrame(strokes, aspect);
      const [from, to] = line as [{ x: number; y: number }, { x: number; y: number }];
      expect((to.x - from.x) / (to.y - from.y)).toBeCloseTo(aspect);
      expect(Math.min(from.x, from.y)).toBeGreaterThanOrEqual(0);
      expect(to.x).toBeLessThanOrEqual(SIGNATURE.width + 1e-9);
      expect(to.y).toBeLessThanOrEqual(SIGNATURE.height + 1e-9);
    }
  });

  it('stands on paper with name, time and the file that it is bound to', async () => {
    const sheet = new Sheet({
      fonts: await FontSet.load(defaultFontFiles(), new VirtualClock()),
      title: 'Signature',
      brand: sampleForm().brand as NonNullable<ReturnType<typeof sampleForm>['brand']>,
      site: null,
      machineCode: 'B017',
      madeAt: MORNING,
    });
    const sha256 = sampleReceipt().documentSha256;
    const label = { 'zh-CN': '申请人签名', en: 'Signature of the applicant' };
    sheet.signature({ label, name: '赵丽华𠮷', at: MORNING, sha256, strokes, aspect: 2.5 });
    const pdf = await sheet.finish();
    const text = pdfText(pdf);
    for (const words of ['申请人签名', '赵丽华𠮷', '2026年11月21日10:20', sha256])
      expect(text).toContain(words);
    expectGolden(pdf, 'kit-signature');
  });

  it('may be the print of a finger, with the hash of its image', async () => {
    const sheet = new Sheet({
      fonts: await FontSet.load(defaultFontFiles(), new VirtualClock()),
      title: 'Signature',
      brand: sampleForm().brand as NonNullable<ReturnType<typeof sampleForm>['brand']>,
      site: null,
      machineCode: 'B017',
      madeAt: MORNING,
    });
    const png = new PNG({ width: 256, height: 288, colorType: 0, inputHasAlpha: false, inputColorType: 0 });
    for (let i = 0; i < 256 * 288; i++) png.data[i] = 128 + 100 * Math.sin((i % 256) / 3 + i / 2_560);
    const fingerprint = {
      png: PNG.sync.write(png, { colorType: 0, inputColorType: 0 }),
      sha256: 'f'.repeat(64),
    };
    sheet.signature({
      label: { 'zh-CN': '申请人手印', en: "Applicant's fingerprint" },
      name: '赵丽华',
      at: MORNING,
      sha256: sampleReceipt().documentSha256,
      fingerprint,
    });
    const pdf = await sheet.finish();
    const text = pdfText(pdf);
    for (const words of ['申请人手印', '赵丽华', '指纹图像的', 'f'.repeat(64)]) expect(text).toContain(words);
    expect(Buffer.from(pdf).toString('latin1')).toMatch(/\/Subtype \/Image/);
  });
});
