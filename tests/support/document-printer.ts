import { ok, type Result, Signal } from '../../electron/core/index.ts';
import type {
  DocumentPrinter,
  Printed,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
} from '../../native-bridge/index.ts';

export const CAN_ALL: PrinterCapabilities = {
  sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
  pageRanges: true,
  mostCopies: 99,
  colour: true,
  media: ['iso_a4_210x297mm'],
  mediaReady: ['iso_a4_210x297mm'],
  retriesByItself: false,
  confirmsPaper: true,
};

/** A printer that does what a test says: what was asked of it stands in `asked`. */
export function fakeDocumentPrinter(
  answer: (request: PrintRequest) => Result<Printed, PrintFailure> = () => ok({ pages: 1, sheets: 1 }),
) {
  const presence = new Signal<DocumentPrinter['presence']['value']>('ready');
  const capabilities = new Signal<PrinterCapabilities | null>(CAN_ALL);
  const condition = new Signal<PrinterCondition | null>(null);
  const asked: { readonly pdf: Uint8Array; readonly request: PrintRequest }[] = [];
  const adopted: string[] = [];
  const printer: DocumentPrinter = {
    presence,
    capabilities,
    condition,
    print: async (pdf, request) => {
      asked.push({ pdf, request });
      return answer(request);
    },
    adopt: async (title) => {
      adopted.push(title);
      return answer({ title });
    },
    refresh: async () => {},
    start() {},
    stop: async () => {},
  };
  return { printer, presence, capabilities, condition, asked, adopted };
}
