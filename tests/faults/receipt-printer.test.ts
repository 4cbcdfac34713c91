import { describe, expect, it } from 'vitest';
import type { PrinterCommand } from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { RECEIPT_TIMING } from '../../native-bridge/devices/receipt-printer/timing.ts';
import type { DeviceFault } from '../../native-bridge/emulator/base.ts';
import { RECONNECT } from '../../native-bridge/link/keep-open.ts';
import { type FaultStep, faultyOpen } from '../../native-bridge/transport/faulty.ts';
import { longReceipt, receiptBench } from '../support/receipt-bench.ts';

const FAULTS: Exclude<DeviceFault, object>[] = [
  'unplugged',
  'silent',
  'garbage',
  'noise-before',
  'bad-checksum',
  'partial',
  'slow',
  'late',
  'wrong-reply',
];
const COMMANDS: PrinterCommand[] = [
  'printer',
  'offlineCause',
  'errorCause',
  'paper',
  'maker',
  'model',
  'statusBack',
  'paperStatus',
];
const KINDS = ['device-lost', 'no-proof'];
const lines = (count: number) => [
  '办件回执',
  ...Array.from({ length: count }, (_, i) => `第 ${i + 1} 行 line ${i + 1}`),
];
type Bench = ReturnType<typeof receiptBench>;

/** What stands behind the last cut but one: the last receipt. */
function lastReceipt({ emulator }: Bench): string[] {
  const cuts = emulator.strip.flatMap((item, at) => (item.kind === 'cut' ? [at] : []));
  const [from, to] = [(cuts.at(-2) ?? -1) + 1, cuts.at(-1) ?? 0];
  return emulator.strip.slice(from, to).flatMap((item) => (item.kind === 'text' ? [item.text] : []));
}

/** After whatever happened, with nobody restarting anything: the next receipt prints, whole and apart from the last. */
async function printsAgain(bench: Bench): Promise<void> {
  const { clock, print, printer } = bench;
  await clock.advance(2 * RECONNECT.maxMs);
  const again = print(longReceipt(4));
  await clock.advance(20_000);
  expect(again.result).toMatchObject({ ok: true });
  expect(lastReceipt(bench)).toEqual(lines(4));
  expect(printer.presence.value).toBe('ready');
  await printer.stop();
}

describe('one bad answer', () => {
  for (const command of COMMANDS) {
    for (const fault of FAULTS) {
      it(`while it is found: ${fault} to ${command} is survived`, async () => {
        const bench = receiptBench();
        bench.emulator.failNext(fault, command);
        bench.printer.start();
        await bench.clock.advance(20_000);
        expect(bench.printer.presence.value).toBe('ready');
        await printsAgain(bench);
      });
    }
  }

  for (const command of COMMANDS.filter((one) => one !== 'model')) {
    for (const fault of FAULTS) {
      it(`while it prints: ${fault} to ${command} ends in print or in a failure that says how far it came`, async () => {
        const bench = receiptBench();
        const { emulator, clock, ready, print } = bench;
        await ready();
        emulator.failNext(fault, command);
        const run = print(longReceipt(60));
        await clock.advance(RECEIPT_TIMING.job + 20_000);
        const { result } = run;
        if (result?.ok) expect(lastReceipt(bench)).toEqual(lines(60));
        else {
          expect(KINDS).toContain(result?.error.kind);
          if (result?.error.printed === 'nothing') expect(emulator.lines).toEqual([]);
          if (result?.error.printed === 'part') expect(emulator.lines[0]).toBe('办件回执');
        }
        // A broken line is never survived by the receipt that was on it; bad real-time answers always are.
        if (fault === 'unplugged') expect(result?.ok).toBe(false);
        else if (['printer', 'offlineCause', 'errorCause', 'paper'].includes(command))
          expect(result?.ok).toBe(true);
        await printsAgain(bench);
      });
    }
  }
});

describe('a confirmation in the middle of a receipt', () => {
  for (const fault of ['unplugged', 'silent', 'garbage', 'bad-checksum', 'wrong-reply', 'late'] as const) {
    it(`that is ${fault} never makes a proof of what is not proved`, async () => {
      const bench = receiptBench();
      const { emulator, clock, ready, print } = bench;
      await ready();
      const run = print(longReceipt(100));
      await clock.advance(1_000);
      expect(emulator.lines.length).toBeGreaterThan(5);
      emulator.failNext(fault, 'paperStatus');
      await clock.advance(RECEIPT_TIMING.job + 10_000);
      if (fault === 'late') expect(run.result?.ok).toBe(true);
      else if (fault !== 'garbage')
        expect(run.result).toMatchObject({
          ok: false,
          // The rest of the receipt is sent all the same: only one confirmation is missing in the end.
          error:
            fault === 'unplugged'
              ? { kind: 'device-lost', printed: 'part' }
              : { kind: 'no-proof', printed: 'unknown' },
        });
      if (run.result?.ok) expect(lastReceipt(bench)).toEqual(lines(100));
      await printsAgain(bench);
    });
  }

  it('is not taken from the rest of a damaged status back', async () => {
    const bench = receiptBench();
    const { emulator, clock, ready, print } = bench;
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(1_000);
    // As after a status back whose first byte was turned: three bytes that look like confirmations.
    emulator.failNext({ bytes: Uint8Array.of(0x90, 0x00, 0x00, 0x00) }, 'paperStatus');
    await clock.advance(500);
    emulator.powerCycle();
    await clock.advance(RECEIPT_TIMING.job);
    expect(run.result).toMatchObject({ ok: false, error: { printed: 'part' } });
    await printsAgain(bench);
  });
});

describe('a printer that goes away', () => {
  it('is absent at once when its line breaks', async () => {
    const { printer, emulator, clock, ready } = receiptBench();
    await ready();
    emulator.unplug();
    await clock.advance(10);
    expect(printer.presence.value).toBe('absent');
    expect(await printer.print(longReceipt(1))).toMatchObject({
      ok: false,
      error: { kind: 'device-lost', printed: 'nothing' },
    });
    await printer.stop();
  });

  it('is absent within some seconds when it only falls silent, and comes back', async () => {
    const bench = receiptBench();
    const { printer, emulator, clock, ready } = bench;
    await ready();
    emulator.failRepeatedly('silent');
    await clock.advance(RECEIPT_TIMING.checkEvery + 3_000);
    expect(printer.presence.value).toBe('absent');
    emulator.clear();
    await printsAgain(bench);
  });

  it('falls silent while it prints: lost within bounded time', async () => {
    const bench = receiptBench();
    const { emulator, clock, ready, print } = bench;
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(1_000);
    emulator.failRepeatedly('silent');
    await clock.advance(RECEIPT_TIMING.stall + 4_000);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'device-lost', printed: 'part' } });
    emulator.clear();
    await printsAgain(bench);
  });

  it('is stopped while it prints', async () => {
    const { printer, clock, ready, print } = receiptBench();
    await ready();
    const run = print(longReceipt(100));
    await clock.advance(1_000);
    await printer.stop();
    await clock.advance(100);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'device-lost', printed: 'part' } });
  });
});

describe('the line', () => {
  const script = (direction: 'in' | 'out', nth: number): FaultStep[] => [
    { direction, nth, mishap: { kind: 'close' } },
  ];
  for (let nth = 1; nth <= 40; nth += 3) {
    it(`breaks at write ${nth}: typed, and prints again`, async () => {
      const bench = receiptBench({ through: (open, clock) => faultyOpen(open, script('out', nth), clock) });
      bench.printer.start();
      await bench.clock.advance(5_000);
      const run = bench.print(longReceipt(80));
      await bench.clock.advance(30_000);
      if (!run.result?.ok) expect(run.result?.error.kind).toBe('device-lost');
      await printsAgain(bench);
    });
  }

  for (const nth of [12, 15, 18, 21]) {
    for (const kind of ['drop', 'cut', 'garble'] as const) {
      it(`${kind}s write ${nth} on its way to the printer: no proof without print, and prints again`, async () => {
        const mishap = kind === 'drop' ? { kind } : kind === 'cut' ? { kind, keep: 100 } : { kind, at: 9 };
        const bench = receiptBench({
          through: (open, clock) => faultyOpen(open, [{ direction: 'out', nth, mishap }], clock),
        });
        await bench.ready();
        const run = bench.print(longReceipt(80));
        await bench.clock.advance(RECEIPT_TIMING.job + 20_000);
        expect(run.result).not.toBeNull();
        // One turned bit may still print: there is no sum over print data.
        if (kind !== 'garble' && run.result?.ok) expect(lastReceipt(bench)).toEqual(lines(80));
        await printsAgain(bench);
      });
    }
  }

  it('breaks in the middle of an image: the rest of the image does not swallow the next receipt', async () => {
    const bench = receiptBench({ profile: { windowBytes: 1_024 } });
    const { printer, emulator, clock, ready, print } = bench;
    await ready();
    const bits = new Uint8Array(72 * 200).fill(0x55);
    const run = print([{ kind: 'image', bitmap: { width: 576, height: 200, bits } }]);
    await clock.advance(400);
    emulator.unplug();
    await clock.advance(100);
    expect(run.result).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
    emulator.plug();
    await printsAgain(bench);
    void printer;
  });
});
