import { VirtualClock } from '../../electron/core/index.ts';
import {
  createReceiptPrinter,
  type ReceiptPrinterDeps,
} from '../../native-bridge/devices/receipt-printer/driver.ts';
import {
  createReceiptPrinterEmulator,
  type ReceiptPrinterEmulator,
  type ReceiptPrinterEmulatorOptions,
} from '../../native-bridge/devices/receipt-printer/emulator.ts';
import {
  PAPER_80MM,
  type PrinterProfile,
  type Receipt,
} from '../../native-bridge/devices/receipt-printer/types.ts';
import type { OpenTransport } from '../../native-bridge/index.ts';

/** The real driver over an emulated receipt printer, in virtual time; `through` may put something into the line. */
export function receiptBench(
  options: Omit<ReceiptPrinterEmulatorOptions, 'clock'> & {
    address?: string;
    profile?: Partial<PrinterProfile>;
    rasterise?: ReceiptPrinterDeps['rasterise'];
    through?: (open: OpenTransport, clock: VirtualClock, emulator: ReceiptPrinterEmulator) => OpenTransport;
  } = {},
) {
  const clock = new VirtualClock();
  const emulator = createReceiptPrinterEmulator({ ...options, clock });
  const open = options.through ? options.through(emulator.open, clock, emulator) : emulator.open;
  const printer = createReceiptPrinter({
    address: options.address ?? 'memory:receipt-printer',
    open,
    clock,
    profile: { ...PAPER_80MM, ...options.profile },
    ...(options.rasterise ? { rasterise: options.rasterise } : {}),
  });
  const bench = {
    clock,
    emulator,
    printer,
    /** Starts the driver and lets it find out what is there. */
    async ready() {
      printer.start();
      await clock.advance(500);
    },
    /** Begins a print; what came of it stands in the object as soon as it has ended. */
    print(receipt: Receipt, signal?: AbortSignal) {
      const run = {
        result: null as Awaited<ReturnType<typeof printer.print>> | null,
        endedAt: null as number | null,
      };
      void printer.print(receipt, signal).then((result) => {
        run.result = result;
        run.endedAt = clock.now();
      });
      return run;
    },
  };
  return bench;
}

/** A receipt of `count` lines that tell themselves apart, Han and Latin mixed. */
export function longReceipt(count: number): Receipt {
  return [
    { kind: 'text', text: '办件回执', align: 'centre', bold: true, size: { width: 2, height: 2 } },
    ...Array.from({ length: count }, (_, i) => ({
      kind: 'text' as const,
      text: `第 ${i + 1} 行 line ${i + 1}`,
    })),
    { kind: 'cut' },
  ];
}
