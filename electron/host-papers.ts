import {
  createPrinter,
  createReceiptPrinter,
  type DocumentPrinter,
  type OpenTransport,
  PAPER_58MM,
  PAPER_80MM,
} from '../native-bridge/index.ts';
import { type Clock, err, ok, type RandomBytes } from './core/index.ts';
import type { ReceivedResult } from './documents/index.ts';
import { fontFilesIn, type PressInWorker, pressInWorker } from './documents/press-in-worker.ts';
import { describeError, type Log } from './logging/index.ts';
import { type PrintJob, PrintService } from './printing/index.ts';
import type { Profile } from './profile/index.ts';
import { currentSuite, machineSecret, type SealKeys, type SqlDatabase } from './store/index.ts';

/** What makes papers and what prints them. */
export interface PaperPorts {
  readonly db: SqlDatabase;
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly assetsDir: string;
  readonly openTransport: OpenTransport;
  readonly wrapPrinter?: (printer: DocumentPrinter) => DocumentPrinter;
}

const MINUTE_MS = 60_000;

/** The press in its thread, the printers, and the print jobs of the last run taken up again. */
export async function createPapers(profile: Profile, ports: PaperPorts) {
  const { db, keys, clock, random, log } = ports;
  const seal = profile.seal ? await sealOf(profile.seal, random) : ok(null);
  if (!seal.ok) return seal;
  if (seal.value && seal.value.validTo < clock.now()) log('seal.expired', { validTo: seal.value.validTo });
  const press = pressInWorker({
    fontFiles: () => fontFilesIn(ports.assetsDir),
    clock,
    signer: {
      secret: machineSecret(keys, 'text signature'),
      method: currentSuite(keys) === 'sm4-ctr-hmac-sm3' ? 'SM2' : 'Ed25519',
    },
    seal: profile.seal ?? null,
    onBreak: (error) => log('documents.press-broke', describeError(error)),
  });
  const bare = profile.devices.printer ? createPrinter(profile.devices.printer, { clock }) : ok(null);
  if (!bare.ok) return err({ message: bare.error.message });
  const printer = bare.value && ports.wrapPrinter ? ports.wrapPrinter(bare.value) : bare.value;

  const strips = profile.devices.receiptPrinter
    ? createReceiptPrinter({
        address: profile.devices.receiptPrinter,
        open: ports.openTransport,
        clock,
        profile: profile.printing.stripMm === 58 ? PAPER_58MM : PAPER_80MM,
        rasterise: press.rasterise,
      })
    : null;
  const printing = new PrintService({
    db,
    clock,
    random,
    printer,
    strips,
    reprintFor: profile.printing.reprintMinutes * MINUTE_MS,
    onEnd: (job) => log(job.state === 'unknown' ? 'print.unknown' : 'print.ended', printFields(job)),
    onLeft: ({ what }) => log('print.left', { what: wordOf(what) }),
  });
  printing.start();
  return ok({ press, printer, strips, printing });
}

/** A result that went to the thread and came back unchanged is the same file, and is kept once. */
export async function lookedOver(press: PressInWorker, result: ReceivedResult, at: number) {
  const looked = await press.lookOver(result, at);
  if (!looked.ok || !looked.value.paper || Buffer.compare(looked.value.paper, result.bytes) !== 0)
    return looked;
  return ok({ ...looked.value, paper: result.bytes });
}

async function sealOf(files: NonNullable<Profile['seal']>, random: RandomBytes) {
  const { loadSeal } = await import('./documents/integrity/index.ts');
  return loadSeal(files, random);
}

const wordOf = (paper: string) => (paper.startsWith('door-') ? 'door' : paper);

const printFields = ({
  what: paper,
  printer,
  state,
  pages,
  copies,
  pagesDone,
  attempts,
  reason,
}: PrintJob) => ({
  // The name of a paper of the print door tells its copies together: that is the books' affair.
  what: wordOf(paper),
  printer,
  state,
  pages: pages * copies,
  done: pagesDone,
  attempts,
  reason: reason ?? '',
});
