import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { createReceiptPrinter } from '../../native-bridge/devices/receipt-printer/driver.ts';
import {
  createReceiptPrinterEmulator,
  type ReceiptPrinterEmulatorOptions,
} from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { PAPER_80MM, type PrinterProfile } from '../../native-bridge/devices/receipt-printer/types.ts';
import { listenTcp } from '../../native-bridge/emulator/listen.ts';
import { openTransport } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { layCable } from '../support/pty-pair.ts';
import { longReceipt } from '../support/receipt-bench.ts';

const skip = mustSkip('the receipt printer on a serial port', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A printer that is quick, so that the test is. */
const QUICK: Omit<ReceiptPrinterEmulatorOptions, 'clock'> = {
  baud: Number.POSITIVE_INFINITY,
  answerMs: 1,
  dotsPerMs: 200,
  cutMs: 5,
};

function printerAt(address: string, profile: Partial<PrinterProfile> = {}) {
  const printer = createReceiptPrinter({
    address,
    open: openTransport,
    clock: systemClock,
    profile: { ...PAPER_80MM, ...profile },
  });
  undo.push(() => printer.stop());
  printer.start();
  return printer;
}

describe.skipIf(skip)('the receipt printer on a serial port', () => {
  for (const flow of ['none', 'xonxoff'] as const) {
    it(`prints, is lost with the cable, and prints again when it is back (flow ${flow})`, async () => {
      let cable = await layCable();
      const names = { a: cable.a, b: cable.b };
      undo.push(() => cable.pull());
      const emulator = createReceiptPrinterEmulator({ ...QUICK, clock: systemClock, flow });
      let plug = { close: async () => {} };
      const attach = async () => {
        // The printer's own end of a pulled cable may not have noticed yet.
        await plug.close();
        const opened = await openTransport(`serial://${cable.b}?baud=115200`);
        if (!opened.ok) throw new Error(opened.error.kind);
        plug = opened.value;
        undo.push(() => opened.value.close());
        emulator.attach(opened.value);
      };
      await attach();
      const printer = printerAt(`serial://${cable.a}?baud=115200`, { flow });
      await eventually(printer.presence, (presence) => presence === 'ready');
      expect(printer.identity.value).toEqual({ maker: 'TONGBAN', model: 'EMULATED' });

      // Every byte value, among them XON, XOFF and what a terminal would take for an order.
      const bits = Uint8Array.from({ length: 72 * 60 }, (_, i) => i % 256);
      const printed = await printer.print([
        ...longReceipt(40),
        { kind: 'image', bitmap: { width: 576, height: 60, bits } },
        { kind: 'qr', data: 'https://example.invalid/办件' },
        { kind: 'cut' },
      ]);
      expect(printed).toMatchObject({ ok: true, value: { paper: 'ok' } });
      expect(emulator.lines).toHaveLength(41);
      const bands = emulator.strip.flatMap((item) => (item.kind === 'image' ? [item.bitmap.bits] : []));
      expect(Buffer.concat(bands).equals(bits)).toBe(true);
      expect(emulator.lost).toBe(0);

      emulator.openCover();
      await eventually(printer.presence, (presence) => presence === 'trouble');
      expect(await printer.print(longReceipt(1))).toMatchObject({
        ok: false,
        error: { kind: 'cover-open', printed: 'nothing' },
      });
      emulator.closeCover();

      await cable.pull();
      await eventually(printer.presence, (presence) => presence === 'absent');
      cable = await layCable(names);
      await attach();
      await eventually(printer.presence, (presence) => presence === 'ready');
      emulator.tearOff();
      expect(await printer.print(longReceipt(2))).toMatchObject({ ok: true });
      expect(emulator.lines).toEqual(['办件回执', '第 1 行 line 1', '第 2 行 line 2']);
    }, 30_000);
  }
});

describe('the receipt printer behind a serial device server', () => {
  it('prints over TCP, runs out of paper in the middle, and prints when there is paper again', async () => {
    const emulator = createReceiptPrinterEmulator({
      ...QUICK,
      clock: systemClock,
      // The paper is out after some twenty lines, when later ones are still to be sent.
      paperDots: 600,
      dotsPerMs: 5,
    });
    const listening = await listenTcp(emulator, systemClock, '127.0.0.1', 0);
    if (!listening.ok) throw new Error(listening.error);
    undo.push(() => listening.value.close());
    const printer = printerAt(listening.value.address);
    await eventually(printer.presence, (presence) => presence === 'ready');
    expect(printer.status.value).toMatchObject({ paper: 'near-end' });
    expect(await printer.print(longReceipt(200))).toMatchObject({
      ok: false,
      error: { kind: 'paper-out', printed: 'part' },
    });
    expect(printer.presence.value).toBe('trouble');
    emulator.loadPaper();
    await eventually(printer.presence, (presence) => presence === 'ready');
    expect(await printer.print(longReceipt(2))).toMatchObject({ ok: true, value: { paper: 'ok' } });
    emulator.unplug();
    await eventually(printer.presence, (presence) => presence === 'absent');
  }, 30_000);
});
