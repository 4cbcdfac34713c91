import type {
  DocumentPrinter,
  Printed,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
} from '../../native-bridge/index.ts';
import { type Clock, err, type Result, Signal, sleep } from '../core/index.ts';
import { cut, pageCount } from '../printing/index.ts';

export interface PrintedPage {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  readonly taken: boolean;
  readonly pdf: Uint8Array;
}

/**
 * `jam-next`: the next paper jams when its third page is drawn in, or its last, then the printer is `jammed` until a hand has helped.
 * `lost-next`: the next paper comes out and nobody is told.
 */
export type DemoPrinterState =
  | 'ready'
  | 'out-of-paper'
  | 'cover-open'
  | 'jam-next'
  | 'jammed'
  | 'lost-next'
  | 'off';

/** How long a page takes, in milliseconds: with several of them the screen can be watched counting. */
const PAGE_MS = 300;

/** Pages that are out when a paper jams, at most; its last page is never among them. */
const JAMS_AFTER = 2;

/** Plays the parts of a printer that a folder has not: paper, cover, a switch, an output tray. Prints through the real driver. */
export class DemoPrinter {
  readonly state = new Signal<DemoPrinterState>('ready');
  /** Whether the output tray feels that paper lies in it. */
  readonly feels = new Signal(false);
  readonly pages = new Signal<readonly PrintedPage[]>([]);
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wrap(printer: DocumentPrinter): DocumentPrinter {
    const presence = new Signal(printer.presence.value);
    const condition = new Signal<PrinterCondition | null>(null);
    const look = () => {
      const state = this.state.value;
      const trouble = state === 'out-of-paper' || state === 'cover-open' || state === 'jammed';
      condition.set(state === 'off' ? null : this.#condition());
      presence.set(state === 'off' ? 'absent' : trouble ? 'trouble' : printer.presence.value);
    };
    for (const signal of [this.state, this.feels, this.pages, printer.presence]) signal.subscribe(look);
    return {
      presence,
      condition,
      capabilities: printer.capabilities,
      start: () => printer.start(),
      stop: () => printer.stop(),
      refresh: () => printer.refresh(),
      adopt: (title) => printer.adopt(title),
      print: (pdf, request) => this.#print(printer, pdf, request),
    };
  }

  take(id: string): void {
    this.pages.set(this.pages.value.map((page) => (page.id === id ? { ...page, taken: true } : page)));
  }

  async #print(
    printer: DocumentPrinter,
    pdf: Uint8Array,
    request: PrintRequest,
  ): Promise<Result<Printed, PrintFailure>> {
    const failed = (kind: PrintFailure['kind'], code: string, pagesDone: number | null) =>
      err({ kind, code: `demo:${code}`, pagesDone });
    const state = this.state.value;
    switch (state) {
      case 'off':
        return failed('unreachable', 'off', 0);
      case 'out-of-paper':
        return failed('out-of-paper', 'media-empty', 0);
      case 'cover-open':
        return failed('cover-open', 'cover-open', 0);
      case 'jammed':
        return failed('jammed', 'media-jam', 0);
      case 'jam-next': {
        const pages = (await pageCount(pdf)) ?? 1;
        const out = Math.min(JAMS_AFTER, pages - 1);
        if (out > 0) await this.#out(printer, await cut(pdf, { from: 1, to: out }), request);
        if (out > 0) request.onPages?.(out);
        this.state.set('jammed');
        return failed('jammed', 'media-jam', out);
      }
      case 'lost-next':
        await this.#out(printer, pdf, request);
        this.state.set('ready');
        return failed('end-unknown', 'lost-after-accept', null);
      case 'ready':
        return this.#out(printer, pdf, request);
    }
  }

  async #out(printer: DocumentPrinter, pdf: Uint8Array, request: PrintRequest) {
    await this.#feed(pdf, request);
    const printed = await printer.print(pdf, request);
    if (printed.ok) {
      this.#count++;
      const page = {
        id: `page-${this.#count}`,
        title: request.title,
        at: this.#clock.now(),
        taken: false,
        pdf,
      };
      this.pages.set([page, ...this.pages.value]);
    }
    return printed;
  }

  /** Page after page; with the last one the paper is done. */
  async #feed(pdf: Uint8Array, { copies = 1, onPages }: PrintRequest): Promise<void> {
    const pages = onPages ? ((await pageCount(pdf)) ?? 1) * copies : 0;
    for (let out = 1; out < pages; out++) {
      await sleep(this.#clock, PAGE_MS);
      onPages?.(out);
    }
  }

  #condition(): PrinterCondition {
    const state = this.state.value;
    const waits = this.pages.value.some(({ taken }) => !taken);
    return {
      reasons: state === 'out-of-paper' ? [{ reason: 'media-empty', severity: 'error' }] : [],
      jammed: state === 'jammed',
      coverOpen: state === 'cover-open',
      supplies: [{ name: 'Demo toner', type: 'toner', level: 70, state: 'ok' }],
      inputTrays: [],
      output: this.feels.value ? (waits ? 'waiting' : 'taken') : null,
      counters: { pages: this.#count, sheets: this.#count },
    };
  }
}
