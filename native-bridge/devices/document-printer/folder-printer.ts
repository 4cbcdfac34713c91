import { constants } from 'node:fs';
import { access, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, err, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import type { DocumentPrinter, PrinterCapabilities, PrintFailure } from './types.ts';

/** Time between two looks at the folder, in milliseconds. */
const LOOK_EVERY = 10_000;

/** A folder takes any paper. Whoever wants some pages only hands over those: it does not read what it is given. */
const FOLDER_CAN: PrinterCapabilities = {
  sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
  pageRanges: false,
  mostCopies: 99,
  colour: true,
  media: [],
  mediaReady: [],
  retriesByItself: false,
  confirmsPaper: true,
};

/**
 * A folder in place of a printer, for demo, development and training: each document becomes one file, and a file with
 * its final name is whole and on the disk, and each copy is a file of its own. The folder must exist. File names hold
 * time and count alone, never a title. What was printed by an earlier run it cannot tell.
 */
export function createFolderPrinter({ folder, clock }: { folder: string; clock: Clock }): DocumentPrinter {
  const presence = new Signal<'unknown' | 'ready' | 'absent' | 'trouble'>('unknown');
  const capabilities = new Signal<PrinterCapabilities | null>(FOLDER_CAN);
  let stopping: AbortController | null = null;
  let running = Promise.resolve();
  let count = 0;

  const look = async () => {
    const found = await stat(folder).catch(() => null);
    if (!found?.isDirectory()) return presence.set('absent');
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    presence.set(writable ? 'ready' : 'trouble');
  };

  const write = async (pdf: Uint8Array): Promise<Result<void, PrintFailure>> => {
    const stamp = new Date(clock.now()).toISOString().replace(/[-:]/g, '').replace('.', '');
    const taken = new Set(await readdir(folder).catch(() => []));
    let name: string;
    do {
      count++;
      name = `${stamp}-${String(count).padStart(4, '0')}.pdf`;
    } while (taken.has(name));
    const unfinished = join(folder, `.${name}.part`);
    try {
      await writeWhole(unfinished, pdf);
      await rename(unfinished, join(folder, name));
      return ok();
    } catch (cause) {
      await look();
      const code = (cause as NodeJS.ErrnoException).code ?? 'write-failed';
      return err({ kind: 'unreachable', code, pagesDone: 0 });
    }
  };

  return {
    presence,
    capabilities,
    condition: new Signal(null),
    adopt: async () => err({ kind: 'end-unknown', code: 'folder', pagesDone: null }),
    refresh: look,
    start() {
      if (stopping) return;
      const stop = new AbortController();
      stopping = stop;
      running = (async () => {
        while (!stop.signal.aborted) {
          await look();
          await sleep(clock, LOOK_EVERY, stop.signal);
        }
      })();
    },
    async stop() {
      stopping?.abort();
      await running;
      stopping = null;
      presence.set('unknown');
    },
    async print(pdf, request) {
      if (request.pages) return err({ kind: 'refused', code: 'page-ranges-not-supported', pagesDone: 0 });
      if (Buffer.from(pdf.subarray(0, 5)).toString('latin1') !== '%PDF-') {
        return err({ kind: 'refused', code: 'not-a-pdf', pagesDone: 0 });
      }
      for (let copy = 1; copy <= (request.copies ?? 1); copy++) {
        const written = await write(pdf);
        if (written.ok) continue;
        return copy === 1 ? written : err({ kind: 'stopped', code: written.error.code, pagesDone: null });
      }
      return ok({ pages: null, sheets: null });
    },
  };
}

/** Writes a new file and waits until it is on the disk; nothing stays when that fails. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await file.close();
  }
}
