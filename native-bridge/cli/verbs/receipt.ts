import { readFileSync } from 'node:fs';
import { err } from '../../../electron/core/index.ts';
import { createReceiptPrinter } from '../../devices/receipt-printer/driver.ts';
import { columns } from '../../devices/receipt-printer/encode.ts';
import { parseReceipt } from '../../devices/receipt-printer/receipt-file.ts';
import { PAPER_58MM, PAPER_80MM, type ReceiptFailure } from '../../devices/receipt-printer/types.ts';
import { complain, deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Context, Verb } from '../types.ts';
import { withDevice } from '../with-device.ts';

const ADVICE = {
  'paper-out': 'put in a new roll',
  'cover-open': 'close the cover until it clicks',
  'cutter-error': 'take out what stops the blade, then close the cover',
  overheated: 'wait some minutes, it goes on by itself',
  unprintable: 'the printer lacks these characters or codes: see its character set',
  'no-proof': 'look at the paper: the printer did not say that it printed',
} as const;

const PRINTED: Record<ReceiptFailure['printed'], string> = {
  nothing: 'nothing was printed',
  part: 'a part was printed',
  unknown: 'what was printed is not known',
};

const profile = ({ options }: Context) => (options.paper === '58' ? PAPER_58MM : PAPER_80MM);
const make = (context: Context) =>
  createReceiptPrinter({
    address: context.address,
    open: context.open,
    clock: context.clock,
    profile: profile(context),
  });

const status: Verb = {
  help: 'paper, cover, cutter, head; maker and model',
  run: (context) =>
    withDevice(context, make, async (printer) => {
      const now = printer.status.value;
      const identity = printer.identity.value;
      return done(
        table([
          ['maker', identity?.maker ?? null],
          ['model', identity?.model ?? null],
          ['paper', now?.paper ?? null],
          ['cover', now ? (now.coverOpen ? 'open' : 'closed') : null],
          ['error', now?.error ?? 'none'],
          ['prints', now ? (now.offline ? 'not now' : 'yes') : null],
        ]),
        { identity, status: now },
      );
    }),
};

const print: Verb = {
  help: 'FILE [--paper 58|80]: prints a text file ("# " heading, "^ " centred, "---" rule, "@qr DATA", "@cut" …)',
  async run(context) {
    const [file] = context.words;
    if (!file) return err(complain('print needs a text file: receipt print FILE --port ADDRESS', 2));
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (cause) {
      return err(complain(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, 1));
    }
    const receipt = parseReceipt(text, columns(profile(context)));
    if (!receipt.ok) return err(complain(`${file}, ${receipt.error}`, 2));
    return withDevice(context, make, async (printer) => {
      const printed = await printer.print(receipt.value, context.signal);
      if (!printed.ok) {
        const { message, exitCode } = deviceComplaint(printed.error, ADVICE);
        return err(complain(`${message}; ${PRINTED[printed.error.printed]}`, exitCode));
      }
      const { paper } = printed.value;
      const near = paper === 'near-end' ? '; the roll is nearly used up' : '';
      return done([`printed, and the printer says so${near}`], printed.value);
    });
  },
};

export const receiptVerbs = { print, status };
