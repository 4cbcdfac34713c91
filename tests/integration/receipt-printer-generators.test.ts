import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { describe, expect, it } from 'vitest';
import { unreachable, VirtualClock } from '../../electron/core/index.ts';
import { createReceiptPrinterEmulator } from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { encodeReceipt } from '../../native-bridge/devices/receipt-printer/encode.ts';
import { PAPER_80MM, type Receipt } from '../../native-bridge/devices/receipt-printer/types.ts';
import { toHex } from '../support/bytes.ts';

const URL = 'https://example.invalid/';

/** What stands on the paper of the emulated printer after these bytes. */
async function printed(bytes: Uint8Array, options: { chineseAtPowerUp?: boolean } = {}) {
  const clock = new VirtualClock();
  const emulator = createReceiptPrinterEmulator({ ...options, clock, bufferBytes: 100_000 });
  const line = await emulator.open('memory:');
  if (!line.ok) throw new Error(line.error.kind);
  await line.value.write(bytes);
  await clock.advance(60_000);
  expect(emulator.buffered).toBe(0);
  return emulator.strip.map((item) => {
    switch (item.kind) {
      case 'text':
        return `${item.align}${item.bold ? ' bold' : ''}: ${item.text.trim()}`;
      case 'image':
        return `image ${item.bitmap.width}x${item.bitmap.height}`;
      case 'qr':
        return `qr ${new TextDecoder().decode(item.data)} of ${item.moduleDots}`;
      case 'barcode':
        return `barcode ${item.system} ${new TextDecoder().decode(item.data)}`;
      case 'feed':
        return `feed ${item.dots}`;
      case 'cut':
        return `cut ${item.mode}`;
      default:
        return unreachable(item);
    }
  });
}

async function ours(receipt: Receipt): Promise<string> {
  const steps = await encodeReceipt(receipt, PAPER_80MM, null);
  if (!steps.ok) throw new Error(steps.error.code);
  return toHex(Buffer.concat(steps.value));
}

function thermalPrinter(): ThermalPrinter {
  return new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1',
    characterSet: CharacterSet.CHINA,
  });
}

describe('bytes of other ESC/POS programs on the emulated printer', () => {
  it('node-thermal-printer: styles, a QR code, bars, a cut', async () => {
    const printer = thermalPrinter();
    printer.alignCenter();
    printer.bold(true);
    printer.println('Receipt 123');
    printer.bold(false);
    printer.alignLeft();
    printer.println('second line');
    printer.printQR(URL, { cellSize: 6, correction: 'M' });
    printer.code128('TB-0001');
    printer.cut();
    expect(await printed(printer.getBuffer())).toEqual([
      'centre bold: Receipt 123',
      'left: second line',
      `qr ${URL} of 6`,
      'barcode 73 {BTB-0001',
      'feed 120',
      'feed 120',
      'cut full',
    ]);
  });

  it('node-thermal-printer: after its drawer pulse, which lacks the times, the next order is obeyed', async () => {
    const printer = thermalPrinter();
    printer.openCashDrawer();
    printer.bold(true);
    printer.println('after');
    expect(await printed(printer.getBuffer())).toEqual(['left bold: after']);
  });

  it('@point-of-sale/receipt-printer-encoder: styles, codes, a cut', async () => {
    const bytes = new ReceiptPrinterEncoder({ language: 'esc-pos', columns: 48, feedBeforeCut: 3 })
      .initialize()
      .bold(true)
      .line('Receipt 123')
      .bold(false)
      .barcode('TB-0001', 'code128', 60)
      .qrcode(URL, { size: 6, errorlevel: 'm' })
      .cut()
      .encode();
    const items = (await printed(bytes)).filter((item) => item !== 'left: ');
    expect(items).toEqual(['left bold: Receipt 123', 'barcode 73 {BTB-0001', `qr ${URL} of 6`, 'cut full']);
  });
});

describe('our bytes beside theirs', () => {
  it('a QR code is the same to the byte', async () => {
    const printer = thermalPrinter();
    printer.clear();
    printer.printQR(URL, { cellSize: 6, correction: 'M' });
    const theirs = toHex(printer.getBuffer());
    const mine = await ours([{ kind: 'qr', data: URL, moduleDots: 6, level: 'M' }]);
    const code = mine.slice(0, mine.indexOf(' 1D 56'));
    expect(code.length).toBeGreaterThan(100);
    expect(theirs).toContain(code);
    const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos' }).qrcode(URL, {
      size: 6,
      errorlevel: 'm',
    });
    expect(toHex(encoder.encode())).toContain(code);
  });

  it('Han text is the same to the byte, and is read where two-byte characters are on from the start', async () => {
    const printer = thermalPrinter();
    printer.println('办件回执，');
    const text = 'B0 EC BC FE BB D8 D6 B4 A3 AC';
    expect(await ours([{ kind: 'text', text: '办件回执，' }])).toContain(text);
    expect(toHex(printer.getBuffer())).toContain(text);
    expect(await printed(printer.getBuffer(), { chineseAtPowerUp: true })).toEqual(['left: 办件回执，']);
  });

  it('the data of CODE128 are the same to the byte', async () => {
    const printer = thermalPrinter();
    printer.clear();
    printer.code128('TB-0001');
    const mine = await ours([{ kind: 'barcode', system: 'code128', data: 'TB-0001' }]);
    const bars = mine.slice(mine.indexOf('1D 6B'), mine.indexOf(' 1D 56'));
    expect(bars).toBe('1D 6B 49 09 7B 42 54 42 2D 30 30 30 31');
    expect(toHex(printer.getBuffer())).toContain(bars);
  });
});
