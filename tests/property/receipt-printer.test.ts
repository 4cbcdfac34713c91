import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreachable, VirtualClock } from '../../electron/core/index.ts';
import { Framer } from '../../native-bridge/codec/framer.ts';
import {
  createReceiptPrinterEmulator,
  type StripItem,
} from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { encodeReceipt } from '../../native-bridge/devices/receipt-printer/encode.ts';
import { printerFraming } from '../../native-bridge/devices/receipt-printer/protocol.ts';
import { columnsOf, wrap } from '../../native-bridge/devices/receipt-printer/text.ts';
import {
  PAPER_80MM,
  type Receipt,
  type ReceiptPart,
} from '../../native-bridge/devices/receipt-printer/types.ts';

const chars = fc.constantFrom(...'办件回执受理编号镕㼆𠮷，。（）：ABCxyz019 -@#{}');
const text = fc.array(chars, { maxLength: 60 }).map((all) => all.join(''));
const align = fc.constantFrom('left' as const, 'centre' as const, 'right' as const);
const size = fc.record({ width: fc.integer({ min: 1, max: 8 }), height: fc.integer({ min: 1, max: 8 }) });
const bitmap = fc
  .tuple(fc.integer({ min: 1, max: 72 }), fc.integer({ min: 1, max: 40 }))
  .chain(([rowBytes, height]) =>
    fc
      .uint8Array({ minLength: rowBytes * height, maxLength: rowBytes * height })
      .map((bits) => ({ width: rowBytes * 8, height, bits })),
  );
const part: fc.Arbitrary<ReceiptPart> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text, align, bold: fc.boolean(), size }),
  fc.record({ kind: fc.constant('image' as const), bitmap, align }),
  fc.record({ kind: fc.constant('qr' as const), data: fc.string({ minLength: 1, maxLength: 60 }), align }),
  fc.record({
    kind: fc.constant('barcode' as const),
    system: fc.constant('code128' as const),
    data: fc.stringMatching(/^[ -~]{1,15}$/),
    align,
  }),
  fc.record({ kind: fc.constant('feed' as const), lines: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant('cut' as const),
    mode: fc.constantFrom('full' as const, 'partial' as const),
  }),
);

/** What should stand on paper: texts wrapped, bands of an image put together. */
function expected(receipt: Receipt): unknown[] {
  const cut = receipt.at(-1)?.kind === 'cut' ? [] : [{ kind: 'cut' as const, mode: 'partial' as const }];
  return [...receipt, ...cut].flatMap((one): unknown[] => {
    switch (one.kind) {
      case 'text':
        return wrap(one.text, Math.floor(48 / (one.size?.width ?? 1))).map((line) => [
          'text',
          line,
          one.align,
          one.bold,
          one.size,
        ]);
      case 'image':
        return [['image', one.bitmap.width, Buffer.from(one.bitmap.bits).toString('hex'), one.align]];
      case 'qr':
        return [['qr', Buffer.from(one.data).toString('hex'), one.align]];
      case 'barcode':
        return [['barcode', `{B${one.data.replaceAll('{', '{{')}`, one.align]];
      case 'feed':
        return [['feed', one.lines * 30]];
      case 'cut':
        return [
          ['feed', 120],
          ['cut', one.mode ?? 'partial'],
        ];
      default:
        return unreachable(one);
    }
  });
}

function seen(strip: readonly StripItem[]): unknown[] {
  const out: unknown[][] = [];
  for (const one of strip) {
    const last = out.at(-1);
    switch (one.kind) {
      case 'text':
        out.push(['text', one.text, one.align, one.bold, one.size]);
        break;
      case 'image': {
        const bits = Buffer.from(one.bitmap.bits).toString('hex');
        if (last?.[0] === 'image' && last[1] === one.bitmap.width && last[3] === one.align) last[2] += bits;
        else out.push(['image', one.bitmap.width, bits, one.align]);
        break;
      }
      case 'qr':
        out.push(['qr', Buffer.from(one.data).toString('hex'), one.align]);
        break;
      case 'barcode':
        out.push(['barcode', Buffer.from(one.data).toString('latin1'), one.align]);
        break;
      case 'feed':
        out.push(['feed', one.dots]);
        break;
      case 'cut':
        out.push(['cut', one.mode]);
        break;
    }
  }
  return out;
}

/** Two images of one width in a row cannot be told from one: they are put together on both sides. */
function merged(items: unknown[]): unknown[] {
  const out: unknown[][] = [];
  for (const item of items as unknown[][]) {
    const last = out.at(-1);
    if (item[0] === 'image' && last?.[0] === 'image' && last[1] === item[1] && last[3] === item[3]) {
      last[2] = `${last[2]}${item[2]}`;
    } else out.push([...item]);
  }
  return out;
}

describe('any receipt', () => {
  it('comes out of the emulated printer as it went in, in any chunking', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        async (receipt, chunk, scansData) => {
          const steps = await encodeReceipt(receipt, PAPER_80MM, null);
          if (!steps.ok) throw new Error(steps.error.code);
          for (const step of steps.value) expect(step.length).toBeLessThanOrEqual(PAPER_80MM.windowBytes / 2);
          const clock = new VirtualClock();
          const emulator = createReceiptPrinterEmulator({
            clock,
            scansData,
            dotsPerMs: Number.POSITIVE_INFINITY,
            cutMs: 0,
            bufferBytes: 1_000_000,
          });
          const line = await emulator.open('memory:');
          if (!line.ok) throw new Error('busy');
          const bytes = Buffer.concat(steps.value);
          for (let at = 0; at < bytes.length; at += chunk)
            await line.value.write(bytes.subarray(at, at + chunk));
          await clock.advance(1);
          expect(merged(seen(emulator.strip))).toEqual(merged(expected(receipt)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is never wrapped wider than the paper, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 48 }), (line, columns) => {
        const lines = wrap(line, columns);
        for (const one of lines) expect(columnsOf(one)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
      }),
    );
  });
});

describe('what a printer says', () => {
  const frame = fc.oneof(
    fc.constantFrom([0x12], [0x16], [0x1a], [0x11], [0x13], [0x00], [0x03], [0x0c]),
    fc
      .tuple(fc.constantFrom(0x10, 0x18, 0x38), fc.constantFrom(0, 4, 8, 0x40), fc.constantFrom(0, 3, 0x0f))
      .map(([first, second, third]) => [first, second, third, 0]),
    fc.stringMatching(/^[A-Za-z0-9 -]{1,30}$/).map((name) => [0x5f, ...Buffer.from(name), 0]),
  );

  it('is read the same in any chunking', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (said, chunk) => {
        const bytes = Uint8Array.from(said.flat());
        const whole = new Framer(printerFraming).push(bytes);
        const framer = new Framer(printerFraming);
        const cut: unknown[] = [];
        for (let at = 0; at < bytes.length; at += chunk)
          cut.push(...framer.push(bytes.subarray(at, at + chunk)));
        expect(cut).toEqual(whole);
        expect(whole).toHaveLength(said.length);
      }),
    );
  });

  it('never breaks the framer, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const framer = new Framer(printerFraming);
        framer.push(bytes);
        expect(framer.held).toBeLessThanOrEqual(printerFraming.maxBytes);
      }),
    );
  });
});
