import { describe, expect, it } from 'vitest';
import { RECEIPT_TIMING } from '../../../native-bridge/devices/receipt-printer/timing.ts';
import { longReceipt, receiptBench } from '../../support/receipt-bench.ts';

const failure = (kind: string, printed: string) => ({ ok: false, error: { kind, printed } });

describe('a printer that is well', () => {
  it('is found, named and initialised', async () => {
    const { printer, emulator, ready } = receiptBench();
    await ready();
    expect(printer.presence.value).toBe('ready');
    expect(printer.identity.value).toEqual({ maker: 'TONGBAN', model: 'EMULATED' });
    expect(printer.status.value).toEqual({ paper: 'ok', coverOpen: false, error: null, offline: false });
    expect(emulator.strip).toEqual([]);
    await printer.stop();
  });

  it('prints a receipt and proves it', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print([
      { kind: 'text', text: '办件回执', align: 'centre', bold: true, size: { width: 2, height: 2 } },
      { kind: 'text', text: 'No. 12345' },
      { kind: 'qr', data: 'https://example.invalid/办件' },
      { kind: 'feed', lines: 2 },
    ]);
    await clock.advance(5_000);
    expect(run.result).toMatchObject({ ok: true, value: { paper: 'ok' } });
    expect(emulator.strip).toMatchObject([
      { kind: 'text', text: '办件回执', align: 'centre', bold: true, size: { width: 2, height: 2 } },
      { kind: 'text', text: 'No. 12345', align: 'left', bold: false, size: { width: 1, height: 1 } },
      { kind: 'qr', data: new TextEncoder().encode('https://example.invalid/办件'), moduleDots: 6 },
      { kind: 'feed', dots: 60 },
      { kind: 'feed' },
      { kind: 'cut', mode: 'partial' },
    ]);
    await printer.stop();
  });

  it('is never sent more than it can hold, and prints a long receipt in order', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({ bufferBytes: 2_048 });
    await ready();
    const run = print(longReceipt(300));
    let most = 0;
    for (let i = 0; i < 400 && !run.result; i++) {
      await clock.advance(100);
      most = Math.max(most, emulator.buffered);
    }
    expect(run.result).toMatchObject({ ok: true });
    expect(most).toBeGreaterThan(600);
    expect(most).toBeLessThanOrEqual(1_024);
    expect(emulator.lost).toBe(0);
    expect(emulator.lines).toEqual([
      '办件回执',
      ...Array.from({ length: 300 }, (_, i) => `第 ${i + 1} 行 line ${i + 1}`),
    ]);
    await printer.stop();
  });

  it('has not proved anything before the cut is done', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({ cutMs: 2_000 });
    await ready();
    const run = print([{ kind: 'text', text: 'a' }]);
    await clock.advance(1_500);
    expect(emulator.strip.at(-1)).toMatchObject({ kind: 'cut' });
    expect(run.result).toBeNull();
    await clock.advance(1_500);
    expect(run.result).toMatchObject({ ok: true });
    await printer.stop();
  });
});

describe('a printer that cannot begin', () => {
  const CASES = [
    ['cover open', 'cover-open', (b: Bench) => b.emulator.openCover(), (b: Bench) => b.emulator.closeCover()],
    ['no paper', 'paper-out', (b: Bench) => b.emulator.loadPaper(0), (b: Bench) => b.emulator.loadPaper()],
    ['hot head', 'overheated', (b: Bench) => b.emulator.overheat(), (b: Bench) => b.emulator.cool()],
    [
      'button held',
      'offline',
      (b: Bench) => b.emulator.feedByButton(true),
      (b: Bench) => b.emulator.feedByButton(false),
    ],
    [
      'broken',
      'printer-error',
      (b: Bench) => b.emulator.breakDown('unrecoverable'),
      (b: Bench) => b.emulator.powerCycle(),
    ],
  ] as const;
  for (const [name, kind, harm, heal] of CASES) {
    it(`${name}: says so at once, prints nothing, and prints when it is well again`, async () => {
      const bench = receiptBench();
      const { printer, emulator, clock, ready, print } = bench;
      await ready();
      harm(bench);
      await clock.advance(50);
      expect(printer.presence.value).toBe('trouble');
      const run = print(longReceipt(3));
      await clock.advance(3_000);
      expect(run.result).toMatchObject(failure(kind, 'nothing'));
      expect(emulator.strip).toEqual([]);
      heal(bench);
      await clock.advance(RECEIPT_TIMING.checkEvery + 500);
      expect(printer.presence.value).toBe('ready');
      const again = print(longReceipt(3));
      await clock.advance(5_000);
      expect(again.result).toMatchObject({ ok: true });
      expect(emulator.lines).toHaveLength(4);
      await printer.stop();
    });

    it(`${name} at the start: trouble, and well as soon as it is put right`, async () => {
      const bench = receiptBench();
      const { printer, clock, ready, print } = bench;
      harm(bench);
      await ready();
      await clock.advance(2_000);
      expect(printer.presence.value).toBe('trouble');
      heal(bench);
      await clock.advance(2 * RECEIPT_TIMING.checkEvery + 500);
      expect(printer.presence.value).toBe('ready');
      const run = print(longReceipt(3));
      await clock.advance(5_000);
      expect(run.result).toMatchObject({ ok: true });
      await printer.stop();
    });
  }

  it('recovers by itself from an error that can be recovered from', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    emulator.breakDown('recoverable');
    const run = print(longReceipt(3));
    await clock.advance(6_000);
    expect(run.result).toMatchObject({ ok: true });
    await printer.stop();
  });
});

type Bench = ReturnType<typeof receiptBench>;

describe('what happens in the middle of a receipt', () => {
  it('paper runs out: part is printed; afterwards the torso is cut off first', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({ paperDots: 40 * 30 });
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(10_000);
    expect(run.result).toMatchObject(failure('paper-out', 'part'));
    expect(emulator.lines.length).toBeGreaterThan(20);
    emulator.loadPaper();
    await clock.advance(5_000);
    const again = print(longReceipt(2));
    await clock.advance(8_000);
    expect(again.result).toMatchObject({ ok: true });
    const cut = emulator.strip.findIndex((item) => item.kind === 'cut');
    const after = emulator.strip.slice(cut + 1).flatMap((item) => (item.kind === 'text' ? [item.text] : []));
    expect(after).toEqual(['办件回执', '第 1 行 line 1', '第 2 行 line 2']);
    // The buffer was emptied, so nothing more of the first receipt came out than had been printed.
    expect(emulator.lines.length).toBeLessThan(60);
    await printer.stop();
  });

  it('paper runs out and the printer cannot empty its buffer: what comes out later is cut off', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench({
      paperDots: 40 * 30,
      clearsBuffer: false,
      profile: { clearsBuffer: false },
    });
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(10_000);
    expect(run.result).toMatchObject(failure('paper-out', 'part'));
    emulator.loadPaper();
    const again = print(longReceipt(2));
    await clock.advance(15_000);
    expect(again.result).toMatchObject({ ok: true });
    const cut = emulator.strip.findIndex((item) => item.kind === 'cut');
    const after = emulator.strip.slice(cut + 1).flatMap((item) => (item.kind === 'text' ? [item.text] : []));
    expect(after).toEqual(['办件回执', '第 1 行 line 1', '第 2 行 line 2']);
    await printer.stop();
  });

  it('the cover is opened: part, at once', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(2_000);
    emulator.openCover();
    await clock.advance(500);
    expect(run.result).toMatchObject(failure('cover-open', 'part'));
    await printer.stop();
  });

  it('the cutter jams: unknown, and the next receipt prints when it is free', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    emulator.jamCutter();
    const run = print(longReceipt(2));
    await clock.advance(3_000);
    expect(run.result).toMatchObject(failure('cutter-error', 'unknown'));
    emulator.freeCutter();
    await clock.advance(RECEIPT_TIMING.recoverEvery + RECEIPT_TIMING.checkEvery);
    expect(printer.presence.value).toBe('ready');
    const again = print(longReceipt(2));
    await clock.advance(6_000);
    expect(again.result).toMatchObject({ ok: true });
    await printer.stop();
  });

  it('the head gets hot: waits, says so, and finishes when it has cooled', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(60));
    await clock.advance(1_000);
    emulator.overheat();
    await clock.advance(40_000);
    expect(run.result).toBeNull();
    expect(printer.status.value?.error).toBe('overheated');
    emulator.cool();
    await clock.advance(8_000);
    expect(run.result).toMatchObject({ ok: true });
    expect(emulator.lines).toHaveLength(61);
    await printer.stop();
  });

  it('the head stays hot: given up', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(2_000);
    emulator.overheat();
    await clock.advance(RECEIPT_TIMING.cool + 3_000);
    expect(run.result).toMatchObject(failure('overheated', 'part'));
    await printer.stop();
  });

  it('the line breaks: part; the next receipt prints after it is back', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(2_000);
    emulator.unplug();
    await clock.advance(50);
    expect(run.result).toMatchObject(failure('device-lost', 'part'));
    expect(printer.presence.value).toBe('absent');
    expect(printer.status.value).toBeNull();
    emulator.plug();
    await clock.advance(5_000);
    expect(printer.presence.value).toBe('ready');
    const again = print(longReceipt(2));
    await clock.advance(6_000);
    expect(again.result).toMatchObject({ ok: true });
    expect(emulator.lines.slice(-3)).toEqual(['办件回执', '第 1 行 line 1', '第 2 行 line 2']);
    await printer.stop();
  });

  it('it is switched off and on: not proved', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(1_500);
    emulator.powerCycle();
    await clock.advance(60_000);
    expect(run.result).toMatchObject(failure('no-proof', 'part'));
    const again = print(longReceipt(2));
    await clock.advance(8_000);
    expect(again.result).toMatchObject({ ok: true });
    await printer.stop();
  });

  it('it is taken back: what was begun is cut off', async () => {
    const { printer, emulator, clock, ready, print } = receiptBench();
    await ready();
    const abort = new AbortController();
    const run = print(longReceipt(100), abort.signal);
    await clock.advance(2_000);
    abort.abort();
    await clock.advance(8_000);
    expect(run.result).toMatchObject(failure('cancelled', 'part'));
    expect(emulator.strip.at(-1)).toMatchObject({ kind: 'cut' });
    const before = emulator.strip.filter((item) => item.kind === 'cut').length;
    const again = print(longReceipt(1));
    await clock.advance(5_000);
    expect(again.result).toMatchObject({ ok: true });
    expect(emulator.strip.filter((item) => item.kind === 'cut')).toHaveLength(before + 1);
    await printer.stop();
  });
});
