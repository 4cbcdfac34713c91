import { setTimeout as wait } from 'node:timers/promises';
import { print } from 'receiptio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import {
  createReceiptPrinterEmulator,
  type ReceiptPrinterEmulator,
} from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { type Listening, listenTcp } from '../../native-bridge/emulator/listen.ts';

/** `receiptio` (Open Foodservice System Consortium) knows one port only; a loopback address of our own keeps it free. */
const HOST = '127.0.91.1';
const PORT = 9100;
const TO_PRINTER = `-d ${HOST} -l zh-hans -c 48`;

let emulator: ReceiptPrinterEmulator;
let listening: Listening;
beforeEach(async () => {
  emulator = createReceiptPrinterEmulator({
    clock: systemClock,
    baud: Number.POSITIVE_INFINITY,
    answerMs: 1,
    dotsPerMs: Number.POSITIVE_INFINITY,
    cutMs: 5,
    // A printer with a network socket of its own: it holds a whole receipt.
    bufferBytes: 65_536,
  });
  const bound = await listenTcp(emulator, systemClock, HOST, PORT);
  if (!bound.ok) throw new Error(bound.error);
  listening = bound.value;
});
afterEach(() => listening.close());

/** One run of it. Its line must be closed before the next begins: the printer has one socket. */
async function run(text: string, options: string): Promise<string> {
  for (let tries = 0; emulator.inUse && tries < 500; tries++) await wait(10);
  return print(text, options);
}

const RECEIPT = `^^^办件回执

受理编号 | TB-0001
{code:https://example.invalid/TB-0001;option:qrcode,6,M}
{code:TB-0001;option:code128,2,72,hri}
`;

describe('receiptio, a print program that is not ours', () => {
  it('finds the emulated printer well, prints on it, and is told that it was printed', async () => {
    expect(await run(RECEIPT, TO_PRINTER)).toBe('success');
    expect(emulator.lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean)).toEqual([
      '办件回执',
      '受理编号 TB-0001',
    ]);
    const title = emulator.strip.find((item) => item.kind === 'text' && item.text.includes('办件回执'));
    expect(title).toMatchObject({ size: { width: 2, height: 2 } });
    // It sends a QR code as an image: 25 modules and two white ones around, of six dots, in whole bytes.
    expect(emulator.strip.find((item) => item.kind === 'image')).toMatchObject({
      bitmap: { width: 176, height: 174 },
    });
    const bars = emulator.strip.find((item) => item.kind === 'barcode');
    expect(bars && new TextDecoder().decode(bars.data)).toContain('TB-');
    expect(emulator.strip.at(-1)).toMatchObject({ kind: 'cut' });
    expect(emulator.lost).toBe(0);
  });

  it('sends twenty codes as images, and nothing in them derails the printer', async () => {
    const codes = Array.from({ length: 20 }, (_, i) => `{code:${'\\x1b@'.repeat(i)}${i};option:qrcode,3,L}`);
    expect(await run(`${codes.join('\n')}\n办件回执\n`, TO_PRINTER)).toBe('success');
    expect(emulator.strip.filter((item) => item.kind === 'image')).toHaveLength(20);
    expect(emulator.lines.filter((line) => line.trim() !== '').map((line) => line.trim())).toEqual([
      '办件回执',
    ]);
    expect(emulator.strip.filter((item) => item.kind === 'cut')).toHaveLength(1);
  });

  const STATES: [string, () => void, string][] = [
    ['all is well', () => undefined, 'online'],
    ['the cover is open', () => emulator.openCover(), 'coveropen'],
    ['there is no paper', () => emulator.loadPaper(0), 'paperempty'],
    ['it is broken', () => emulator.breakDown('unrecoverable'), 'error'],
  ];
  for (const [name, arrange, answer] of STATES) {
    it(`asks and is told when ${name}`, async () => {
      arrange();
      expect(await run('', `-d ${HOST} -q printer`)).toBe(answer);
      expect(await run(RECEIPT, TO_PRINTER)).toBe(answer === 'online' ? 'success' : answer);
      if (answer !== 'online') expect(emulator.strip).toEqual([]);
    });
  }

  it('is told that the printer recovered from an error that can be recovered from', async () => {
    emulator.breakDown('recoverable');
    // It tells the printer to recover, waits a second, and reports the error that it had seen.
    expect(await run('', `-d ${HOST} -q printer`)).toBe('error');
    expect(await run(RECEIPT, TO_PRINTER)).toBe('success');
  });

  it('is told in the middle of a receipt that the paper is out or the cover open', async () => {
    emulator.loadPaper(60);
    expect(await run(RECEIPT.repeat(3), TO_PRINTER)).toBe('paperempty');
    emulator.loadPaper();
    expect(await run(RECEIPT, TO_PRINTER)).toBe('success');
  });

  it('calls a printer that says nothing offline', async () => {
    emulator.failRepeatedly('silent');
    expect(await run(RECEIPT, TO_PRINTER)).toBe('offline');
    expect(emulator.strip).toEqual([]);
  });
});
