import type { DocumentPrinter } from '../../native-bridge/index.ts';
import { type Clock, err, Signal } from '../core/index.ts';

export interface PrintedPage {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  readonly taken: boolean;
  readonly pdf: Uint8Array;
}

export type DemoPrinterState = 'ready' | 'out-of-paper' | 'off';

/** Plays the parts of a printer that a folder has not: paper, a switch, an output tray. Prints through the real driver. */
export class DemoPrinter {
  readonly state = new Signal<DemoPrinterState>('ready');
  readonly pages = new Signal<readonly PrintedPage[]>([]);
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wrap(printer: DocumentPrinter): DocumentPrinter {
    const presence = new Signal(printer.presence.value);
    const look = () => {
      const state = this.state.value;
      presence.set(
        state === 'off' ? 'absent' : state === 'out-of-paper' ? 'trouble' : printer.presence.value,
      );
    };
    this.state.subscribe(look);
    printer.presence.subscribe(look);
    return {
      presence,
      start: () => printer.start(),
      stop: () => printer.stop(),
      refresh: () => printer.refresh(),
      capabilities: printer.capabilities,
      condition: printer.condition,
      adopt: (title) => printer.adopt(title),
      print: async (pdf, request) => {
        if (this.state.value === 'off') return err({ kind: 'unreachable', code: 'demo:off', pagesDone: 0 });
        if (this.state.value === 'out-of-paper')
          return err({ kind: 'out-of-paper', code: 'demo:media-empty', pagesDone: 0 });
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
      },
    };
  }

  take(id: string): void {
    this.pages.set(this.pages.value.map((page) => (page.id === id ? { ...page, taken: true } : page)));
  }
}
