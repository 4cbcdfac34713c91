import type { DocumentPrinter, IdCardReader, ReceiptPrinter } from '../native-bridge/index.ts';
import type { MachineStatus } from './contract/index.ts';
import { type Clock, Signal } from './core/index.ts';
import type { Log } from './logging/index.ts';
import { type PrintService, printerNeeds } from './printing/index.ts';
import type { Queue } from './queue/index.ts';
import type { LineMonitor } from './regions/index.ts';

/** What the machine's state is made of. */
export interface Watched {
  readonly reader: IdCardReader | null;
  readonly printer: DocumentPrinter | null;
  readonly strips: ReceiptPrinter | null;
  readonly lines: LineMonitor;
  readonly queue: Queue;
  readonly printing: PrintService;
  readonly clock: Clock;
  readonly log: Log;
}

type Watch = (changed: () => void) => (() => void) | undefined;

/** The machine's state for the screens, and one call for everybody whenever something about a device changed. */
export function watchDevices(watched: Watched, others: readonly Watch[]) {
  const { reader, printer, strips, lines, queue, printing, clock, log } = watched;
  const statusNow = (): MachineStatus => ({
    idReader: reader?.presence.value ?? 'absent',
    printer: printer?.presence.value ?? 'absent',
    ...(printer?.condition.value && { printerNeeds: printerNeeds(printer.condition.value) }),
    ...(strips && { receiptPrinter: strips.presence.value }),
    now: clock.now(),
    regions: [...lines.lines.value].map(([code, state]) => ({ code, ...state })),
    waiting: queue.depth.value.waiting,
  });
  const status = new Signal(statusNow());
  const refresh = () => status.set(statusNow());

  const watchers = new Set<() => void>();
  const changed = () => {
    refresh();
    for (const fn of watchers) fn();
  };
  const stops = [
    reader?.presence.subscribe((presence) => {
      log('device.presence', { device: 'id-reader', presence });
      changed();
    }),
    reader?.cardPresent.subscribe(changed),
    printer?.presence.subscribe((presence) => {
      log('device.presence', { device: 'printer', presence });
      changed();
    }),
    printer?.condition.subscribe(changed),
    strips?.presence.subscribe((presence) => {
      log('device.presence', { device: 'receipt-printer', presence });
      changed();
    }),
    printing.now.subscribe(changed),
    ...others.map((watch) => watch(changed)),
    lines.lines.subscribe((map) => {
      for (const [region, state] of map) log('region.line', { region, line: state.line });
      changed();
    }),
    queue.depth.subscribe(refresh),
  ];
  return {
    status,
    changed,
    subscribe(fn: () => void): () => void {
      watchers.add(fn);
      return () => watchers.delete(fn);
    },
    stop(): void {
      for (const stop of stops) stop?.();
    },
  };
}
