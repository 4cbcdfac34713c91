import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createReceiptPrinterEmulator,
  type ReceiptPrinterEmulatorOptions,
} from '../../../native-bridge/devices/receipt-printer/emulator.ts';
import { RECEIPT_TIMING } from '../../../native-bridge/devices/receipt-printer/timing.ts';
import { faultyOpen } from '../../../native-bridge/transport/faulty.ts';
import { hex, toHex } from '../../support/bytes.ts';
import { longReceipt, receiptBench } from '../../support/receipt-bench.ts';

/** A bare line to an emulated printer. */
async function bare(options: Omit<ReceiptPrinterEmulatorOptions, 'clock'> = {}) {
  const clock = new VirtualClock();
  const emulator = createReceiptPrinterEmulator({ baud: Number.POSITIVE_INFINITY, ...options, clock });
  const opened = await emulator.open('memory:');
  if (!opened.ok) throw new Error(opened.error.kind);
  const said: number[] = [];
  opened.value.onData((chunk) => said.push(...chunk));
  return {
    clock,
    emulator,
    /** Sends bytes and gives what came back within `ms`. */
    async send(bytes: Uint8Array | string, ms = 2_000) {
      said.length = 0;
      await opened.value.write(typeof bytes === 'string' ? hex(bytes) : bytes);
      await clock.advance(ms);
      return toHex(Uint8Array.from(said));
    },
    /** What it says by itself while this happens. */
    async hear(act: () => void) {
      said.length = 0;
      act();
      await clock.advance(50);
      return toHex(Uint8Array.from(said));
    },
  };
}

describe('the emulated printer', () => {
  it('answers real-time questions in every state, as the reference says', async () => {
    const { emulator, send } = await bare();
    const all = () => send('10 04 01 10 04 02 10 04 03 10 04 04', 100);
    expect(await all()).toBe('12 12 12 12');
    emulator.openCover();
    expect(await all()).toBe('1A 16 12 12');
    emulator.closeCover();
    emulator.loadPaper(100);
    expect(await all()).toBe('12 12 12 1E');
    emulator.loadPaper(0);
    expect(await all()).toBe('1A 32 12 7E');
    emulator.loadPaper();
    emulator.feedByButton(true);
    expect(await all()).toBe('5A 1A 12 12');
    emulator.feedByButton(false);
    emulator.overheat();
    expect(await all()).toBe('1A 52 52 12');
    emulator.cool();
    emulator.breakDown('recoverable');
    expect(await all()).toBe('3A 52 16 12');
    expect(await send('10 05 01 10 04 01', 100)).toBe('12');
    emulator.breakDown('unrecoverable');
    expect(await send('10 05 02 10 04 03', 100)).toBe('32');
    expect(await send('10 04 09', 100)).toBe('');
  });

  it('says each change by itself once status back is on, and not before', async () => {
    const { emulator, send, hear } = await bare();
    expect(await hear(() => emulator.openCover())).toBe('');
    expect(await hear(() => emulator.closeCover())).toBe('');
    expect(await send('1D 61 FF')).toBe('10 00 00 00');
    expect(await hear(() => emulator.openCover())).toBe('38 00 00 00');
    expect(await hear(() => emulator.openCover())).toBe('');
    expect(await hear(() => emulator.closeCover())).toBe('10 00 00 00');
    expect(await hear(() => emulator.loadPaper(0))).toBe('18 00 0F 00');
    expect(await hear(() => emulator.loadPaper())).toBe('10 00 00 00');
    expect(await send('1D 61 00')).toBe('');
    expect(await hear(() => emulator.openCover())).toBe('');
  });

  it('answers in turn: not before what was sent earlier is on paper, and not while it is offline', async () => {
    const { emulator, send, hear } = await bare();
    const lines = Uint8Array.of(...hex('41 0A 41 0A 41 0A 41 0A 1D 72 01'));
    expect(await send(lines, 100)).toBe('');
    expect(emulator.lines.length).toBeLessThan(4);
    expect(await send('', 100)).toBe('00');
    emulator.openCover();
    expect(await send('1D 72 01 1D 49 42')).toBe('');
    expect(await hear(() => emulator.closeCover())).toBe('00 5F 54 4F 4E 47 42 41 4E 00');
  });

  it('stops a jammed cutter until it is freed and told to recover', async () => {
    const { emulator, send } = await bare();
    emulator.jamCutter();
    await send('41 1D 56 00 42 0A');
    expect(emulator.lines).toEqual(['A']);
    expect(await send('10 04 03', 50)).toBe('1A');
    expect(await send('10 05 01 10 04 03', 50)).toBe('1A');
    emulator.freeCutter();
    expect(await send('10 05 01 10 04 03', 50)).toBe('12');
    await send('');
    expect(emulator.lines).toEqual(['A', 'B']);
  });

  it('empties its buffers when told to, and forgets everything when its power is switched', async () => {
    const { emulator, send } = await bare();
    emulator.openCover();
    await send('41 0A 42 0A 1D 76 30 00 10');
    expect(emulator.buffered).toBe(9);
    // In the middle of an image an order is data.
    await send(Uint8Array.of(...hex('00 01 00'), ...new Uint8Array(16)));
    expect(await send('10 14 08 01 03 14 01 06 02 08', 50)).toBe('37 25 00');
    expect(emulator.buffered).toBe(0);
    await send('41 0A 1D 61 FF');
    emulator.powerCycle();
    emulator.closeCover();
    expect(await send('42 0A')).toBe('');
    expect(emulator.lines).toEqual(['B']);
    const old = await bare({ clearsBuffer: false });
    expect(await old.send('10 14 08 01 03 14 01 06 02 08 10 14 01 00 01', 50)).toBe('');
  });

  it('loses what comes while its buffer is full, but answers real-time questions even then', async () => {
    const { emulator, send } = await bare({ bufferBytes: 256, flow: 'xonxoff', busyWhenOffline: false });
    emulator.openCover();
    expect(await send(new Uint8Array(272).fill(0x41))).toBe('13');
    expect(emulator.lost).toBe(16);
    expect(await send('10 04 02', 50)).toBe('16');
    expect(emulator.lost).toBe(19);
    emulator.breakDown('recoverable');
    expect(await send('10 05 02', 50)).toBe('11');
    expect(emulator.buffered).toBe(0);
  });

  it('holds the host back by its wire', async () => {
    const clock = new VirtualClock();
    const emulator = createReceiptPrinterEmulator({ clock, bufferBytes: 512 });
    const opened = await emulator.openWired('memory:');
    if (!opened.ok) throw new Error(opened.error.kind);
    opened.value.onData(() => undefined);
    let closed = '';
    opened.value.onClose((failure) => {
      closed = failure.kind;
    });
    const line = new TextEncoder().encode('0123456789\n');
    for (let i = 0; i < 200; i++) await opened.value.write(line);
    await clock.advance(1_000);
    expect(emulator.lines.length).toBeLessThan(50);
    await clock.advance(20_000);
    expect(emulator.lines).toHaveLength(200);
    expect(emulator.lost).toBe(0);
    expect(await emulator.openWired('memory:')).toMatchObject({ ok: false, error: { kind: 'busy' } });
    await opened.value.close();
    expect(closed).toBe('closed');
  });

  it('answers orders inside an image only when it looks for them there', async () => {
    const image = '1D 76 30 00 06 00 01 00 10 04 04 10 05 02';
    expect(await (await bare()).send(image)).toBe('');
    const scanning = await bare({ scansData: true });
    expect(await scanning.send(`${image} 10 04 01`)).toBe('12 12');
    expect(scanning.emulator.strip).toHaveLength(1);
  });

  it('prints styles, positions, feeds, cuts and codes as they are told', async () => {
    const { emulator, send } = await bare({ dots: 384 });
    await send('1B 21 38 41 0A 1B 21 00 42 1B 24 3C 00 43 1B 5C 18 00 44 1B 5C F0 FF 45 0A');
    await send('1B 33 10 46 1B 64 02 47 1B 4A 08 1B 64 00 1B 32 48 0A 1B 61 31 1B 61 09 49 0A 07');
    await send('4A 1B 69 1B 6D 1D 6B 04 41 42 00 4B 1D 76 30 00 01 00 01 00 80 1D 76 30 00 00 00 00 00');
    await send('1D 28 6B 03 00 31 51 30 1D 28 6B 03 00 30 51 30 1D 28 6B 02 00 31 43');
    await send(new Uint8Array(33).fill(0x4c));
    await send('0A D6 0A 1C 26 D6 D0 0A 1B 40 1D 72 02 1D 49 01 1D 61 00');
    expect(
      emulator.strip.map((item) =>
        item.kind === 'text' ? item.text : item.kind === 'feed' ? item.dots : item.kind,
      ),
    ).toEqual([
      'A',
      'B    C  DE',
      'F',
      32,
      'G',
      8,
      'H',
      'I',
      'J',
      'cut',
      'cut',
      'barcode',
      'K',
      'image',
      'qr',
      'L'.repeat(32),
      'L',
      '\ufffd',
      '中',
    ]);
    expect(emulator.strip[0]).toMatchObject({ bold: true, size: { width: 2, height: 2 } });
    expect(emulator.tearOff()).toHaveLength(11);
    expect(emulator.strip).toHaveLength(8);
  });

  it('keeps some of what was asked and printed, not all', async () => {
    const { emulator, send } = await bare({ dotsPerMs: Number.POSITIVE_INFINITY, bufferBytes: 100_000 });
    await send(new Uint8Array(21_000).fill(0x0a));
    expect(emulator.strip).toHaveLength(20_000);
    expect(emulator.obeyed).toHaveLength(1_000);
  });
});

describe('the driver on printers of another kind', () => {
  const KINDS: [string, Parameters<typeof receiptBench>[0]][] = [
    ['that does not say its name', { hasIdentity: false }],
    ['without automatic status', { hasStatusBack: false }],
    ['without both', { hasStatusBack: false, hasIdentity: false }],
    ['that looks for orders inside data', { scansData: true }],
    ['with Han characters on at power-up', { chineseAtPowerUp: true }],
    ['that says XOFF', { flow: 'xonxoff', bufferBytes: 1_024, profile: { flow: 'xonxoff' } }],
    ['that says XOFF to a host which does not know', { flow: 'xonxoff' }],
    [
      'with a wire for busy',
      { bufferBytes: 1_024, through: (_open, _clock, emulator) => emulator.openWired },
    ],
    ['that is slow to answer', { answerMs: 300 }],
    ['that is read byte by byte', { chunking: (bytes) => [...bytes].map((byte) => Uint8Array.of(byte)) }],
    ['on a slow line', { baud: 1_200, address: 'serial:///dev/x?baud=1200' }],
  ];
  for (const [name, options] of KINDS) {
    it(`prints on one ${name}`, async () => {
      const { printer, emulator, clock, print } = receiptBench(options);
      printer.start();
      await clock.advance(8_000);
      expect(printer.presence.value).toBe('ready');
      // 10 04 01 … 10 05 02 stand in the image.
      const bits = Uint8Array.from(
        { length: 72 * 20 },
        (_, i) => [0x10, 0x04, 0x01, 0x10, 0x05, 0x02][i % 6] as number,
      );
      const run = print([...longReceipt(60), { kind: 'image', bitmap: { width: 576, height: 20, bits } }]);
      await clock.advance(60_000);
      expect(run.result).toMatchObject({ ok: true });
      expect(emulator.lines).toHaveLength(61);
      expect(emulator.lost).toBe(0);
      const bands = emulator.strip.flatMap((item) => (item.kind === 'image' ? [item.bitmap.bits] : []));
      expect(Buffer.concat(bands).equals(bits)).toBe(true);
      await printer.stop();
    });
  }

  it('is not stopped for ever by an XOFF whose XON is lost', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({
      profile: { flow: 'xonxoff' },
      through: (open, clock) =>
        faultyOpen(
          open,
          [{ direction: 'in', nth: 16, mishap: { kind: 'prepend', bytes: hex('13') } }],
          clock,
        ),
    });
    await ready();
    const run = print(longReceipt(60));
    await clock.advance(6_000);
    expect(run.result).toBeNull();
    await clock.advance(RECEIPT_TIMING.stall + 6_000);
    expect(run.result).toMatchObject({ ok: true });
    expect(emulator.lines).toHaveLength(61);
    await printer.stop();
  });

  it('notices without automatic status, too, that the paper is out', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({ hasStatusBack: false, paperDots: 900 });
    await ready();
    await clock.advance(5_000);
    const run = print(longReceipt(100));
    await clock.advance(RECEIPT_TIMING.stall + 12_000);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'paper-out', printed: 'part' } });
    expect(emulator.lines.length).toBeGreaterThan(5);
    await printer.stop();
  });

  it('is in trouble, not lost, while nothing is answered in turn', async () => {
    const { printer, emulator, clock, print } = receiptBench();
    for (const command of ['statusBack', 'paperStatus', 'maker', 'model'] as const)
      emulator.failRepeatedly('silent', command);
    printer.start();
    await clock.advance(120_000);
    expect(printer.presence.value).toBe('trouble');
    const run = print(longReceipt(1));
    await clock.advance(120_000);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'no-proof', printed: 'nothing' } });
    emulator.clear();
    await clock.advance(60_000);
    expect(printer.presence.value).toBe('ready');
    await printer.stop();
  });

  it('finishes a command that another host left half-way, with zeros', async () => {
    for (const scansData of [true, false]) {
      const { printer, emulator, clock, print } = receiptBench({ scansData });
      const other = await emulator.open('memory:');
      if (!other.ok) throw new Error(other.error.kind);
      // An image of 4,000 bytes of which eight came.
      await other.value.write(hex('1D 76 30 00 28 00 64 00 01 02 03 04 05 06 07 08'));
      await clock.advance(10);
      await other.value.close();
      printer.start();
      await clock.advance(60_000);
      expect(printer.presence.value).toBe('ready');
      const run = print(longReceipt(1));
      await clock.advance(10_000);
      expect(run.result).toMatchObject({ ok: true });
      expect(emulator.lines).toEqual(['办件回执', '第 1 行 line 1']);
      await printer.stop();
    }
  });
});

describe('a print that is', () => {
  it('taken back before its turn, or unprintable, sends nothing', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const abort = new AbortController();
    const first = print(longReceipt(20));
    const second = print(longReceipt(20), abort.signal);
    await clock.advance(200);
    abort.abort();
    await clock.advance(10_000);
    expect(first.result).toMatchObject({ ok: true });
    expect(second.result).toEqual({
      ok: false,
      error: { kind: 'cancelled', code: 'aborted', printed: 'nothing' },
    });
    expect(emulator.lines).toHaveLength(21);
    expect(printer.unprintable('好😀')).toEqual(['😀']);
    const third = print([{ kind: 'text', text: '😀' }]);
    await clock.advance(100);
    expect(third.result).toMatchObject({ ok: false, error: { kind: 'unprintable', printed: 'nothing' } });
    await printer.stop();
  });

  it('taken back while the printer is being asked sends nothing', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const abort = new AbortController();
    const run = print(longReceipt(20), abort.signal);
    await clock.advance(30);
    abort.abort();
    await clock.advance(5_000);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'cancelled', printed: 'nothing' } });
    expect(emulator.strip).toEqual([]);
    await printer.stop();
  });

  it('drawn by a port prints the drawing', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({
      rasterise: () => ({ width: 16, height: 2, bits: Uint8Array.of(1, 2, 3, 4) }),
    });
    await ready();
    const run = print([{ kind: 'text', text: '好😀' }]);
    await clock.advance(5_000);
    expect(run.result).toMatchObject({ ok: true });
    expect(emulator.strip[0]).toMatchObject({ kind: 'image', bitmap: { bits: Uint8Array.of(1, 2, 3, 4) } });
    await printer.stop();
  });

  it('refused for want of paper even though all of it was taken is not proved', async () => {
    // The last line takes the last of the paper: everything is sent, and nothing more is answered in turn.
    const { printer, emulator, clock, ready, print } = receiptBench({ paperDots: 200 });
    await ready();
    const run = print(longReceipt(4));
    await clock.advance(10_000);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'paper-out', printed: 'unknown' } });
    expect(emulator.paperLeft).toBeLessThanOrEqual(0);
    await printer.stop();
  });

  it('longer than it may take is given up', async () => {
    const { printer, clock, ready, print } = receiptBench({ dotsPerMs: 0.02 });
    await ready();
    const run = print(longReceipt(300));
    await clock.advance(RECEIPT_TIMING.job + 20_000);
    expect(run.result).toMatchObject({
      ok: false,
      error: { kind: 'no-proof', printed: 'part', code: 'too-long' },
    });
    await printer.stop();
  });

  it('followed by a broken cut-off keeps the torso for the next try', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(1_000);
    emulator.openCover();
    await clock.advance(500);
    expect(run.result).toMatchObject({ ok: false, error: { printed: 'part' } });
    emulator.closeCover();
    emulator.jamCutter();
    const second = print(longReceipt(1));
    await clock.advance(5_000);
    expect(second.result).toMatchObject({ ok: false, error: { kind: 'cutter-error', printed: 'nothing' } });
    emulator.freeCutter();
    await clock.advance(RECEIPT_TIMING.recoverEvery + 5_000);
    const third = print(longReceipt(1));
    await clock.advance(8_000);
    expect(third.result).toMatchObject({ ok: true });
    const cuts = emulator.strip.flatMap((item, at) => (item.kind === 'cut' ? [at] : []));
    expect(cuts).toHaveLength(2);
    await printer.stop();
  });

  it('not disturbed by a false alarm', async () => {
    // One bit of a status back turned: cover open, which the printer denies when it is asked.
    const { printer, emulator, clock, ready, print } = receiptBench({
      through: (open, clock) =>
        faultyOpen(
          open,
          [{ direction: 'in', nth: 14, mishap: { kind: 'prepend', bytes: hex('38 00 00 00') } }],
          clock,
        ),
    });
    await ready();
    const run = print(longReceipt(60));
    await clock.advance(20_000);
    expect(run.result).toMatchObject({ ok: true });
    expect(emulator.lines).toHaveLength(61);
    await printer.stop();
  });
});
