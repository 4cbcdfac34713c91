import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../electron/core/index.ts';
import { createPrinter } from '../../devices/document-printer/create.ts';
import type {
  DocumentPrinter,
  PageRange,
  PrintFailure,
  PrintRequest,
  Sides,
} from '../../devices/document-printer/types.ts';
import { complain, deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Answer, Complaint, Context, Verb } from '../types.ts';
import { wholeNumber, withDevice } from '../with-device.ts';

const ADVICE = {
  unreachable: 'nothing was printed; check power, cable and the address',
  refused: 'nothing was printed; "document-printer status" says what it can do',
  'out-of-paper': 'put in paper',
  jammed: 'pull the paper out where the printer shows it',
  'cover-open': 'close the cover until it clicks',
  'output-full': 'take the paper out of the output tray',
  'supply-empty': '"document-printer supplies" says which',
  'end-unknown': 'look at the paper before you print again',
} as const satisfies Partial<Record<PrintFailure['kind'], string>>;

const SIDES: readonly Sides[] = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];
/** Most copies of one print from the command line. */
const COPIES_AT_MOST = 99;

async function withPrinter(
  context: Context,
  work: (printer: DocumentPrinter) => Promise<Result<Answer, Complaint>>,
): Promise<Result<Answer, Complaint>> {
  const printer = createPrinter(context.address, { clock: context.clock });
  if (!printer.ok) return err(complain(printer.error.message, 2));
  return withDevice(context, () => printer.value, work);
}

function failed(failure: PrintFailure): Result<never, Complaint> {
  const { message, exitCode } = deviceComplaint(failure, ADVICE);
  const { pagesDone } = failure;
  const out = pagesDone === null ? 'how many pages are out is not known' : `${pagesDone} pages are out`;
  return err(complain(`${message}; ${out}`, exitCode));
}

const status: Verb = {
  help: 'state, cover, trays; what it can do',
  run: (context) =>
    withPrinter(context, async ({ presence, condition, capabilities }) => {
      const now = condition.value;
      const can = capabilities.value;
      return done(
        table([
          ['state', presence.value],
          ['reasons', now?.reasons.map((one) => `${one.reason} (${one.severity})`).join(', ') || 'none'],
          ['output tray', now?.output ?? 'no sensor'],
          ...(now?.inputTrays ?? []).map(
            ({ name, sheets, state }) =>
              [`tray ${name}`, `${state}${sheets === null ? '' : `, ${sheets} sheets`}`] as const,
          ),
          ['sides', can?.sides.join(', ') ?? null],
          ['paper loaded', can?.mediaReady.join(', ') || null],
          ['page ranges', can ? (can.pageRanges ? 'yes' : 'no: the kiosk cuts') : null],
          [
            '"printed" is',
            can ? (can.confirmsPaper ? "the printer's word" : 'the word of the queue alone') : null,
          ],
          [
            'failed jobs',
            can
              ? can.retriesByItself
                ? 'TRIED AGAIN BY ITSELF: set the error policy abort-job'
                : 'given up'
              : null,
          ],
        ]),
        { presence: presence.value, condition: now, capabilities: can },
      );
    }),
};

const supplies: Verb = {
  help: 'toner, drum, waste box; pages and sheets ever printed',
  run: (context) =>
    withPrinter(context, async ({ condition }) => {
      const now = condition.value;
      const level = (percent: number | null) => (percent === null ? '' : `, ${percent} %`);
      return done(
        table([
          ...(now?.supplies ?? []).map(
            (one) => [one.name || one.type, `${one.state}${level(one.level)}`] as const,
          ),
          ['pages printed', now?.counters.pages ?? null],
          ['sheets printed', now?.counters.sheets ?? null],
        ]),
        { supplies: now?.supplies ?? [], counters: now?.counters ?? null },
      );
    }),
};

const print: Verb = {
  help: 'FILE [--copies N] [--sides two-sided-long-edge] [--media iso_a4_210x297mm] [--pages 2-5]: prints a PDF',
  async run(context) {
    const [file] = context.words;
    if (!file) return err(complain('print needs a PDF file: document-printer print FILE --port ADDRESS', 2));
    const request = requestOf(context);
    if (!request.ok) return request;
    let pdf: Uint8Array;
    try {
      pdf = readFileSync(file);
    } catch (cause) {
      return err(complain(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, 1));
    }
    return withPrinter(context, async (printer) => {
      const printed = await printer.print(pdf, request.value);
      if (!printed.ok) return failed(printed.error);
      const { pages } = printed.value;
      const title = request.value.title;
      return done([`printed${pages === null ? '' : `: ${pages} pages`}`], { ...printed.value, title });
    });
  },
};

const cancel: Verb = {
  help: 'TITLE: what became of a print; what still waits or prints is taken back',
  async run(context) {
    const [title] = context.words;
    if (!title) return err(complain('cancel needs the title of a print: document-printer cancel TITLE', 2));
    return withPrinter(context, async (printer) => {
      const found = await printer.adopt(title);
      if (found.ok) return done(['it was printed'], { printed: true, ...found.value });
      if (found.error.kind === 'end-unknown') return failed(found.error);
      const pages = found.error.pagesDone;
      return done([`not printed${pages ? `, but ${pages} pages are out` : ''}; nothing more comes out`], {
        printed: false,
        ...found.error,
      });
    });
  },
};

function requestOf({ options, clock, signal }: Context): Result<PrintRequest, Complaint> {
  const copies = wholeNumber('copies', options.copies ?? '1', 1, COPIES_AT_MOST);
  if (!copies.ok) return copies;
  const sides = options.sides === undefined ? undefined : SIDES.find((one) => one === options.sides);
  if (options.sides !== undefined && !sides) return err(complain(`--sides is one of ${SIDES.join(', ')}`, 2));
  const pages = pageRange(options.pages);
  if (pages === null) return err(complain('--pages is a range such as 2-5, or one page', 2));
  return ok({
    title: `device-${clock.now()}`,
    signal,
    ...(options.copies === undefined ? {} : { copies: copies.value }),
    ...(sides ? { sides } : {}),
    ...(options.media === undefined ? {} : { media: options.media }),
    ...(pages ? { pages } : {}),
  });
}

/** Null: not understood. */
function pageRange(text: string | undefined): PageRange | undefined | null {
  if (text === undefined) return undefined;
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = { from: Number(first), to: Number(last ?? first) };
  return range.from >= 1 && range.to >= range.from ? range : null;
}

export const documentPrinterVerbs = { cancel, print, status, supplies };
