import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { err, ok, Signal, VirtualClock } from '../../electron/core/index.ts';
import { type PaperOrder, PrintService } from '../../electron/printing/index.ts';
import type { SqlDatabase } from '../../electron/store/index.ts';
import type {
  DocumentPrinter,
  Presence,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
  ReceiptFailure,
  ReceiptPrinter,
} from '../../native-bridge/index.ts';
import { CAN_ALL } from './document-printer.ts';
import { countingRandom, testDatabase } from './memory-store.ts';

/** A PDF whose page n is n points wider than 100: what comes out can be told apart. */
export async function numberedPdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setCreationDate(new Date(0));
  document.setModificationDate(new Date(0));
  for (let page = 1; page <= pages; page++) document.addPage([100 + page, 200]);
  return document.save();
}

/** The page numbers of a document of {@link numberedPdf}, or of a part of it. */
export async function numbersIn(pdf: Uint8Array): Promise<number[]> {
  const document = await PDFDocument.load(pdf);
  return document.getPages().map((page) => page.getWidth() - 100);
}

/** What the printer does with the next sending: all of it, or so many pages and then this. */
export type Deed = 'all' | { readonly after: number; readonly says: PrintFailure };

/** A printer with a tray: every page that comes out lies in it, in order. */
export class TrayPrinter {
  readonly tray: number[] = [];
  readonly sent: PrintRequest[] = [];
  readonly deeds: Deed[] = [];
  readonly presence = new Signal<Presence>('ready');
  readonly capabilities = new Signal<PrinterCapabilities | null>(CAN_ALL);
  readonly condition = new Signal<PrinterCondition | null>(null);
  /** What it says to `adopt`. */
  adopts: Deed = 'all';
  readonly adopted: string[] = [];
  /** Held: it prints and does not say so. */
  hold: Promise<void> | null = null;

  readonly printer: DocumentPrinter = {
    presence: this.presence,
    capabilities: this.capabilities,
    condition: this.condition,
    print: async (pdf, request) => {
      this.sent.push(request);
      const numbers = await numbersIn(pdf);
      const { from, to } = request.pages ?? { from: 1, to: numbers.length };
      const once = numbers.slice(from - 1, to);
      const asked = Array.from({ length: request.copies ?? 1 }, () => once).flat();
      const deed = this.deeds.shift() ?? 'all';
      this.tray.push(...(deed === 'all' ? asked : asked.slice(0, deed.after)));
      if (this.hold) await this.hold;
      return deed === 'all' ? ok({ pages: asked.length, sheets: null }) : err(deed.says);
    },
    adopt: async (title) => {
      this.adopted.push(title);
      return this.adopts === 'all' ? ok({ pages: null, sheets: null }) : err(this.adopts.says);
    },
    refresh: async () => {},
    start() {},
    stop: async () => {},
  };
}

/** A strip printer that does what it is told. */
export class StripPrinter {
  printed = 0;
  readonly presence = new Signal<Presence>('ready');
  readonly answers: ReceiptFailure[] = [];
  readonly printer: ReceiptPrinter = {
    presence: this.presence,
    status: new Signal(null),
    identity: new Signal(null),
    unprintable: () => [],
    print: async () => {
      const failure = this.answers.shift();
      if (failure) return err(failure);
      this.printed++;
      return ok({ provedAt: 0, paper: 'ok' });
    },
    start() {},
    stop: async () => {},
  };
}

export const ME = Uint8Array.of(1, 1);
export const SOMEBODY_ELSE = Uint8Array.of(2, 2);

export const REPRINT_MS = 10 * 60_000;

export interface PrintBench {
  readonly clock: VirtualClock;
  readonly db: SqlDatabase;
  readonly tray: TrayPrinter;
  readonly strip: StripPrinter;
  service: PrintService;
  /** A new run of the program on the same database and the same printer. */
  restart(): void;
  order(over?: Partial<PaperOrder>): PaperOrder;
}

export async function printBench(
  dir: string,
  pages = 5,
  with_: { readonly strips?: boolean; readonly page?: boolean } = {},
): Promise<PrintBench> {
  const clock = new VirtualClock();
  const db = testDatabase(join(dir, 'kiosk.db'));
  const tray = new TrayPrinter();
  const strip = new StripPrinter();
  const random = countingRandom();
  const pdf = await numberedPdf(pages);
  db.prepare(
    `insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256, submitted_at)
     values ('c1', 'B017-261120-0001-X', '120000', 'm', ?, 'print-here', 'waiting', 'x', 0)`,
  ).run(ME);
  const make = () =>
    new PrintService({
      db,
      clock,
      random,
      printer: with_.page === false ? null : tray.printer,
      strips: with_.strips ? strip.printer : null,
      reprintFor: REPRINT_MS,
    });
  const bench: PrintBench = {
    clock,
    db,
    tray,
    strip,
    service: make(),
    restart() {
      bench.service.stop();
      bench.service = make();
      bench.service.start();
    },
    order: (over = {}) => ({ what: 'result', caseId: 'c1', by: ME, label: 'result-x', pdf, ...over }),
  };
  return bench;
}
