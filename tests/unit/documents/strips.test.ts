import { beforeAll, describe, expect, it } from 'vitest';
import type { Strokes } from '../../../electron/contract/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createPress,
  type DocumentPress,
  defaultFontFiles,
  receiptVerificationText,
} from '../../../electron/documents/index.ts';
import { FontSet } from '../../../electron/documents/kit/fonts.ts';
import { CELL, drawLine } from '../../../electron/documents/strips/line.ts';
import { Dots, drawPen, fillOutline } from '../../../electron/documents/strips/scan.ts';
import { receiptBench } from '../../support/receipt-bench.ts';
import { sampleReceipt } from './samples.ts';

const PRIVATE = '\ue863';
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

const picture = (dots: Dots) =>
  Array.from({ length: dots.height }, (_, y) =>
    Array.from({ length: dots.width }, (__, x) => (dots.get(x, y) ? '#' : '.')).join(''),
  );
/** A polygon in dots, y downwards. */
const outline = (...corners: [number, number][]) => [
  ...corners.map(([x, y], i) => ({
    command: i === 0 ? ('moveTo' as const) : ('lineTo' as const),
    args: [x, -y],
  })),
  { command: 'closePath' as const, args: [] },
];
const AS_IS = { x: 0, baseline: 0, scaleX: 1, scaleY: 1 };
function filled(width: number, height: number, ...commands: Parameters<typeof fillOutline>[1][]): string[] {
  const dots = new Dots(width, height);
  fillOutline(dots, commands.flat(), AS_IS);
  return picture(dots);
}
const inkOf = (dots: Dots) => picture(dots).join('').replaceAll('.', '').length;

describe('filling outlines', () => {
  it('fills a square to its very dots', () => {
    expect(filled(6, 4, outline([1, 1], [5, 1], [5, 3], [1, 3]))).toEqual([
      '......',
      '.####.',
      '.####.',
      '......',
    ]);
  });

  it('leaves the hole that an outline of the other direction cuts, and fills one of the same', () => {
    const square = outline([0, 0], [6, 0], [6, 6], [0, 6]);
    expect(filled(6, 6, square, outline([2, 2], [2, 4], [4, 4], [4, 2]))[2]).toBe('##..##');
    expect(filled(6, 6, square, outline([2, 2], [4, 2], [4, 4], [2, 4]))[2]).toBe('######');
  });

  it('follows curves: a circle has the area of a circle', () => {
    const [r, k] = [20, 20 * 0.5523];
    const circle = [
      { command: 'moveTo' as const, args: [24 + r, -24] },
      { command: 'bezierCurveTo' as const, args: [24 + r, -24 + k, 24 + k, -24 + r, 24, -24 + r] },
      { command: 'bezierCurveTo' as const, args: [24 - k, -24 + r, 24 - r, -24 + k, 24 - r, -24] },
      { command: 'bezierCurveTo' as const, args: [24 - r, -24 - k, 24 - k, -24 - r, 24, -24 - r] },
      { command: 'bezierCurveTo' as const, args: [24 + k, -24 - r, 24 + r, -24 - k, 24 + r, -24] },
    ];
    const area = filled(48, 48, circle).join('').replaceAll('.', '').length;
    expect(area / (Math.PI * r * r)).toBeGreaterThan(0.98);
    expect(area / (Math.PI * r * r)).toBeLessThan(1.08);
    const parabola = [
      { command: 'moveTo' as const, args: [0, 0] },
      { command: 'quadraticCurveTo' as const, args: [12, -24, 24, 0] },
    ];
    // Two thirds of its box (Archimedes).
    expect(filled(24, 24, parabola).join('').replaceAll('.', '').length).toBeCloseTo((24 * 12 * 2) / 3, -2);
  });

  it('never tears a hair line, however thin and wherever it lies', () => {
    for (const at of [2, 2.3, 2.5, 2.97]) {
      expect(filled(6, 6, outline([at, 0], [at + 0.05, 0], [at + 0.05, 6], [at, 6]))).toEqual(
        Array.from({ length: 6 }, () => '..#...'),
      );
      const across = filled(6, 6, outline([0, at], [6, at], [6, at + 0.05], [0, at + 0.05]));
      expect(across.filter((row) => row === '######')).toHaveLength(1);
    }
  });

  it('leaves out what lies outside, and an outline without anything in it', () => {
    expect(filled(3, 2, outline([-4, -4], [9, -4], [9, 9], [-4, 9]))).toEqual(['###', '###']);
    expect(filled(3, 2, [])).toEqual(['...', '...']);
  });

  it('draws a pen with round ends', () => {
    const dots = new Dots(10, 6);
    drawPen(
      dots,
      [
        { x: 3, y: 3 },
        { x: 7, y: 3 },
      ],
      4,
    );
    expect(picture(dots)).toEqual([
      '..........',
      '..######..',
      '.########.',
      '.########.',
      '..######..',
      '..........',
    ]);
  });
});

describe('a line in dots', () => {
  it('is as large as the printer’s own characters, and larger by the size that is asked for', () => {
    expect(drawLine(fonts, { text: '𠮷田', maxWidth: 576 })).toMatchObject({
      width: 2 * CELL.em,
      height: CELL.line,
    });
    const large = drawLine(fonts, { text: '𠮷', maxWidth: 576, size: { width: 2, height: 2 } });
    expect(large).toMatchObject({ width: 48, height: 60 });
  });

  it('is narrowed when it would be wider than the paper', () => {
    expect(drawLine(fonts, { text: '𠮷'.repeat(20), maxWidth: 384 }).width).toBe(384);
  });

  it('is bolder in bold', () => {
    const line = (bold: boolean) => inkOf(drawLine(fonts, { text: '田明', maxWidth: 576, bold }));
    expect(line(true)).toBeGreaterThan(1.2 * line(false));
  });

  it('keeps every row of a character that is full of strokes apart from white', () => {
    const rows = picture(drawLine(fonts, { text: '龘', maxWidth: 576 })).filter((row) => row.includes('#'));
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.every((row) => row.includes('.'))).toBe(true);
  });

  it('holds what the citizen drew', () => {
    const rows = picture(drawLine(fonts.with({ [PRIVATE]: CROSS }), { text: PRIVATE, maxWidth: 576 }));
    expect(rows.some((row) => row.replaceAll('.', '').length >= 18)).toBe(true);
    expect(rows.filter((row) => row[12] === '#').length).toBeGreaterThanOrEqual(18);
  });

  it('is refused when no font has a character of it', () => {
    expect(() => drawLine(fonts, { text: PRIVATE, maxWidth: 576 })).toThrow('no font');
  });
});

describe.each([384, 576] as const)('the receipt on a strip of %i dots', (width) => {
  async function printed(over: Parameters<typeof sampleReceipt>[0]) {
    const { printer, emulator, clock, ready, print } = receiptBench({
      dots: width,
      profile: { dots: width, ...(width === 384 ? { charset: 'gbk', qr: false } : {}) },
      rasterise: press.rasterise,
    });
    await ready();
    const run = print(await press.receiptStrip(sampleReceipt(over), width));
    await clock.advance(60_000);
    const { strip, lines } = emulator;
    await printer.stop();
    return { run, strip, text: lines.join('') };
  }

  it.each(['zh-CN', 'en'] as const)(
    'says in %s what the sheet says, with its code, and is cut',
    async (language) => {
      const data = sampleReceipt({ language });
      const { run, strip, text } = await printed({ language });
      expect(run.result).toMatchObject({ ok: true });
      const flat = text.replace(/\s/g, '');
      for (const said of [data.receiptNumber, data.documentSha256, data.applicantNumber, data.phone])
        expect(flat).toContain(said.replace(/\s/g, ''));
      expect(flat.includes('Submissionreceipt')).toBe(language === 'en');
      expect(strip.at(-1)).toEqual({ kind: 'cut', mode: 'partial' });
      const codes = strip.filter(({ kind }) => kind === 'qr' || kind === 'image');
      // A printer without codes of its own gets the picture in bands.
      expect(codes.length > 1).toBe(width === 384);
      if (codes[0]?.kind === 'qr')
        expect(Buffer.from(codes[0].data).toString()).toBe(receiptVerificationText(data));
    },
  );

  it('draws a name that the printer lacks, and one with a drawn character', async () => {
    const rare = await printed({ applicantName: '𰻝*' });
    expect(rare.run.result).toMatchObject({ ok: true });
    const drawn = await printed({ applicantName: `${PRIVATE}*`, drawn: { [PRIVATE]: CROSS } });
    expect(drawn.run.result).toMatchObject({ ok: true });
    const images = drawn.strip.filter(({ kind }) => kind === 'image');
    expect(images.length).toBeGreaterThan(0);
    expect(drawn.text).not.toContain('申请人');
  });
});
