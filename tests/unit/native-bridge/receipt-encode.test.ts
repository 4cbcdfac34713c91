import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { encodeReceipt } from '../../../native-bridge/devices/receipt-printer/encode.ts';
import { parseReceipt } from '../../../native-bridge/devices/receipt-printer/receipt-file.ts';
import { columnsOf, unprintable, wrap } from '../../../native-bridge/devices/receipt-printer/text.ts';
import {
  type Bitmap,
  PAPER_58MM,
  PAPER_80MM,
  type PrinterProfile,
  type Rasterise,
  type Receipt,
} from '../../../native-bridge/devices/receipt-printer/types.ts';
import { toHex } from '../../support/bytes.ts';

async function encoded(receipt: Receipt, profile: PrinterProfile = PAPER_80MM, rasterise?: Rasterise) {
  const steps = await encodeReceipt(receipt, profile, rasterise ?? null);
  if (!steps.ok) throw new Error(steps.error.code);
  return { steps: steps.value, hex: toHex(Buffer.concat(steps.value)) };
}

const refused = async (receipt: Receipt, profile: PrinterProfile = PAPER_80MM) => {
  const made = await encodeReceipt(receipt, profile, null);
  return made.ok ? null : made.error;
};

const box = (width: number, height: number): Bitmap => ({
  width,
  height,
  bits: new Uint8Array(Math.ceil(width / 8) * height).fill(0xff),
});

describe('text', () => {
  it('is GB 18030 between FS & and FS . ; plain ASCII needs neither', async () => {
    // 中文 = D6 D0 CE C4 in GB 2312.
    expect((await encoded([{ kind: 'text', text: '中文' }])).hex).toBe(
      '1C 26 D6 D0 CE C4 1C 2E 0A 1D 56 42 00',
    );
    expect(
      (
        await encoded([
          { kind: 'text', text: 'a' },
          { kind: 'cut', mode: 'full' },
        ])
      ).hex,
    ).toBe('61 0A 1D 56 41 00');
  });

  it('sets align, boldness and size when they change, and only then', async () => {
    const { hex } = await encoded([
      { kind: 'text', text: 'A', align: 'centre', bold: true, size: { width: 2, height: 3 } },
      { kind: 'text', text: 'B', align: 'centre', bold: true, size: { width: 2, height: 3 } },
      { kind: 'text', text: 'C', align: 'right' },
      { kind: 'cut' },
    ]);
    expect(hex).toBe('1B 61 01 1B 45 01 1D 21 12 41 0A 42 0A 1B 61 02 1B 45 00 1D 21 00 43 0A 1D 56 42 00');
  });

  it('knows which characters a printer has', () => {
    expect(unprintable('中文 abc，。￥€', 'gb2312')).toEqual(['€']);
    expect(unprintable('中文 abc，。￥€', 'gbk')).toEqual(['€']);
    expect(unprintable('中文 abc，。￥€ǹ⿰⺮ⅰ', 'gb18030')).toEqual([]);
    expect(unprintable('ǹ⿰⺮ⅰ', 'gbk')).toEqual(['ǹ', '⿰', '⺮']);
    expect(unprintable('①Ⅷαяㄅ─ā鐾 ⅰ㈱︵ǹ', 'gb2312')).toEqual(['ⅰ', '㈱', '︵', 'ǹ']);
    expect(unprintable('朱镕基 㼆 𠮷', 'gb2312')).toEqual(['镕', '㼆', '𠮷']);
    expect(unprintable('朱镕基 㼆 𠮷', 'gbk')).toEqual(['㼆', '𠮷']);
    expect(unprintable('朱镕基 㼆 𠮷', 'gb18030')).toEqual([]);
    expect(unprintable('a\tb😀😀 བོད\ue000\ud800\n', 'gb18030')).toEqual([
      '\t',
      '😀',
      'བ',
      'ོ',
      'ད',
      '\ue000',
      '\ud800',
    ]);
  });

  it('counts columns as the printer does: two for every character that is not ASCII', () => {
    expect(columnsOf('a中，·')).toBe(7);
  });

  it('wraps between Han characters, at spaces, and keeps marks with what they close or open', () => {
    expect(wrap('中文中文中文', 8)).toEqual(['中文中文', '中文']);
    expect(wrap('hello world foo', 11)).toEqual(['hello world', 'foo']);
    expect(wrap('hello world foo', 8)).toEqual(['hello', 'world', 'foo']);
    expect(wrap('请核对，谢谢', 6)).toEqual(['请核', '对，谢', '谢']);
    expect(wrap('请见（附件）', 6)).toEqual(['请见', '（附', '件）']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('中a中', 4)).toEqual(['中a', '中']);
    expect(wrap('', 8)).toEqual(['']);
    expect(wrap('a\n\nb', 8)).toEqual(['a', '', 'b']);
  });

  it('is refused beforehand when a character is lacking and nobody draws it', async () => {
    expect(await refused([{ kind: 'text', text: '㼆' }], PAPER_58MM)).toEqual({
      kind: 'unprintable',
      printed: 'nothing',
      code: 'characters',
    });
  });

  it('is drawn, line by line, where a character is lacking', async () => {
    const asked: unknown[] = [];
    const { hex } = await encoded(
      [{ kind: 'text', text: '甲\n乙😀\n丙', align: 'centre', bold: true }],
      PAPER_58MM,
      async (line) => {
        asked.push(line);
        return { width: 12, height: 2, bits: Uint8Array.of(0xaa, 0xff, 0x55, 0xff) };
      },
    );
    expect(asked).toMatchObject([
      {
        text: '乙😀',
        bold: true,
        align: 'centre',
        columns: 32,
        maxWidth: 384,
        size: { width: 1, height: 1 },
      },
    ]);
    // The four dots beyond the width are white, whatever was handed over.
    expect(hex).toContain('1D 76 30 00 02 00 02 00 AA F0 55 F0');
  });
});

describe('images', () => {
  it('go in bands that fit twice into the window, each a step of its own when it is long', async () => {
    for (const [profile, width] of [
      [PAPER_80MM, 576],
      [PAPER_58MM, 384],
      [{ ...PAPER_80MM, windowBytes: 256 }, 576],
    ] as const) {
      const { steps } = await encoded([{ kind: 'image', bitmap: box(width, 100) }], profile);
      for (const step of steps) expect(step.length).toBeLessThanOrEqual(profile.windowBytes / 2);
      const rows = steps.reduce((total, step) => total + (step[2] === 0x30 ? (step[6] as number) : 0), 0);
      expect(rows).toBeGreaterThan(0);
    }
  });

  it('that do not fit, or are none, are refused', async () => {
    expect(await refused([{ kind: 'image', bitmap: box(577, 2) }])).toMatchObject({ kind: 'too-wide' });
    for (const bitmap of [
      { width: 8, height: 2, bits: new Uint8Array(3) },
      { width: 0, height: 2, bits: new Uint8Array(0) },
      { width: 8, height: 0, bits: new Uint8Array(0) },
    ]) {
      expect(await refused([{ kind: 'image', bitmap }])).toMatchObject({ kind: 'unprintable' });
    }
    const wide: Rasterise = () => box(999, 24);
    expect(await encodeReceipt([{ kind: 'text', text: '😀' }], PAPER_80MM, wide)).toMatchObject({
      ok: false,
      error: { kind: 'too-wide' },
    });
  });
});

describe('codes', () => {
  it('QR: by the printer, in UTF-8', async () => {
    const { hex } = await encoded([{ kind: 'qr', data: '办', moduleDots: 4, level: 'H', align: 'centre' }]);
    expect(hex).toBe(
      [
        '1B 61 01',
        '1D 28 6B 04 00 31 41 32 00',
        '1D 28 6B 03 00 31 43 04',
        '1D 28 6B 03 00 31 45 33',
        '1D 28 6B 06 00 31 50 30 E5 8A 9E',
        '1D 28 6B 03 00 31 51 30',
        '1D 56 42 00',
      ].join(' '),
    );
  });

  it('QR: as an image where the printer cannot, or when the data are long; the modules are those of the code', async () => {
    const data = 'https://example.invalid/a';
    const { steps } = await encoded([{ kind: 'qr', data, moduleDots: 2 }], PAPER_58MM);
    const rows: number[][] = [];
    let width = 0;
    const all = Buffer.concat(steps);
    for (let at = 0; all[at] === 0x1d && all[at + 1] === 0x76; ) {
      width = all[at + 4] as number;
      const count = all[at + 6] as number;
      for (let row = 0; row < count; row++) {
        rows.push([...all.subarray(at + 8 + row * width, at + 8 + (row + 1) * width)]);
      }
      at += 8 + count * width;
    }
    const { modules } = QRCode.create([{ data: Buffer.from(data), mode: 'byte' }], {
      errorCorrectionLevel: 'M',
    });
    expect(rows).toHaveLength((modules.size + 8) * 2);
    const dark = (x: number, y: number) =>
      (((rows[y] as number[])[x >> 3] as number) & (0x80 >> (x & 7))) !== 0;
    for (let y = 0; y < rows.length; y++) {
      for (let x = 0; x < rows.length; x++) {
        const [row, column] = [(y >> 1) - 4, (x >> 1) - 4];
        const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
        expect(dark(x, y)).toBe(inside && Boolean(modules.get(row, column)));
      }
    }
    const long = await encoded([{ kind: 'qr', data: 'x'.repeat(600), level: 'L' }]);
    expect(long.hex.startsWith('1D 76 30')).toBe(true);
  });

  it('QR: modules get smaller rather than wider than the paper; too much is refused', async () => {
    const { hex } = await encoded([{ kind: 'qr', data: 'x'.repeat(200), moduleDots: 16, level: 'L' }]);
    // Version 9: 53 modules and 8 white ones on 576 dots.
    expect(hex).toContain('1D 28 6B 03 00 31 43 09');
    // The largest of all, 177 modules, still fits on 58 mm.
    expect(await refused([{ kind: 'qr', data: 'x'.repeat(2_900), level: 'L' }], PAPER_58MM)).toBeNull();
    expect(await refused([{ kind: 'qr', data: 'x'.repeat(3_000) }])).toMatchObject({
      kind: 'unprintable',
      code: 'qr-too-long',
    });
  });

  it('bars: function B with defaults; braces of CODE128 are doubled', async () => {
    expect((await encoded([{ kind: 'barcode', system: 'code128', data: 'A{' }])).hex).toBe(
      '1D 68 50 1D 77 02 1D 48 02 1D 6B 49 05 7B 42 41 7B 7B 1D 56 42 00',
    );
    const plain = await encoded([
      { kind: 'barcode', system: 'code39', data: 'TB-1', height: 40, moduleDots: 3, text: false },
      { kind: 'barcode', system: 'ean13', data: '6901234567892' },
      { kind: 'barcode', system: 'ean13', data: '690123456789' },
    ]);
    expect(plain.hex).toContain('1D 68 28 1D 77 03 1D 48 00 1D 6B 45 04 54 42 2D 31');
    expect(plain.hex).toContain('1D 6B 43 0D 36');
    expect(plain.hex).toContain('1D 6B 43 0C 36');
  });

  it('bars: what the code cannot carry or the paper cannot hold is refused', async () => {
    for (const [system, data] of [
      ['code128', '中'],
      ['code128', ''],
      ['code39', 'abc'],
      ['ean13', '6901234567893'],
      ['ean13', '123'],
    ] as const) {
      expect(await refused([{ kind: 'barcode', system, data }])).toMatchObject({
        kind: 'unprintable',
        code: system,
      });
    }
    expect(await refused([{ kind: 'barcode', system: 'code128', data: 'x'.repeat(30) }])).toMatchObject({
      kind: 'too-wide',
    });
  });
});

describe('a receipt', () => {
  it('feeds within what a byte can say, and ends with one cut', async () => {
    expect((await encoded([{ kind: 'feed', lines: 999 }])).hex).toBe('1B 64 FF 1D 56 42 00');
    expect((await encoded([{ kind: 'feed', lines: 0 }, { kind: 'cut' }])).hex).toBe('1B 64 01 1D 56 42 00');
    expect((await encoded([])).hex).toBe('1D 56 42 00');
  });

  it('is read from a text file', () => {
    const file =
      '\ufeff# 办件回执\r\n## bold\n^ mid\n> right\n---\n\nplain @ text\n\\# kept\n@qr https://example.invalid\n@code128 TB-1\n@feed 3\n@cut\n';
    expect(parseReceipt(file, 4)).toEqual({
      ok: true,
      value: [
        { kind: 'text', text: '办件回执', align: 'centre', bold: true, size: { width: 2, height: 2 } },
        { kind: 'text', text: 'bold', bold: true },
        { kind: 'text', text: 'mid', align: 'centre' },
        { kind: 'text', text: 'right', align: 'right' },
        { kind: 'text', text: '----' },
        { kind: 'text', text: '' },
        { kind: 'text', text: 'plain @ text' },
        { kind: 'text', text: '# kept' },
        { kind: 'qr', data: 'https://example.invalid', align: 'centre' },
        { kind: 'barcode', system: 'code128', data: 'TB-1', align: 'centre' },
        { kind: 'feed', lines: 3 },
        { kind: 'cut' },
      ],
    });
    for (const bad of ['@qr', '@code39', '@feed x', '@feed 0', '@feed 256', '@feed', '@drawer', '@']) {
      const parsed = parseReceipt(`ok\n${bad}`, 48);
      expect(parsed.ok ? '' : parsed.error).toMatch(/^line 2: /);
    }
  });
});
