import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Clock, err, localDate, type Result } from '../core/index.ts';
import { type ReadingFiles, readingFilesIn } from './files.ts';
import type { TravelDocument, ZoneFailure } from './types.ts';
import type { ReadingAnswer, ReadingCall, ReadingStart } from './worker-calls.ts';

/** Limits of the reader, in milliseconds and bytes. */
export const READING = {
  /** The thread ends when it had nothing to read for so long. */
  idle: 60_000,
  /** Longer is no reading: the thread is ended and whoever waits hears that it was unclear. */
  longest: 20_000,
  /** The largest picture. */
  bytes: 12 * 1024 * 1024,
} as const;

/** Where the thread's program stands: beside this file in the sources, beside or above the chunk in a bundle. */
const ENTRIES = ['./worker-entry.ts', './mrz-thread.js', '../mrz-thread.js'];

export interface ZoneReader {
  /**
   * Reads the machine-readable zone (机读区) in a JPEG or PNG file. The bytes go to a thread and are kept nowhere. One
   * picture at a time: a second one waits. Rejects when the reader's own files are missing.
   */
  read(bytes: Uint8Array): Promise<Result<TravelDocument, ZoneFailure>>;
  /** Ends the thread, and with it all memory of what was read; the next picture starts it anew. */
  release(): Promise<void>;
}

export interface ZoneReaderOptions {
  readonly assetsDir: string;
  readonly clock: Clock;
  /** Found by itself where it is left out. */
  readonly files?: ReadingFiles;
  readonly entry?: URL;
}

export function createZoneReader(options: ZoneReaderOptions): ZoneReader {
  const { clock } = options;
  let worker: Worker | null = null;
  let last = 0;
  let resting: ReturnType<Clock['setTimeout']> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const start = (): Worker => {
    const entry = options.entry ?? findEntry();
    if (!entry) throw new Error('the program that reads pictures is not where it belongs');
    const workerData: ReadingStart = { files: options.files ?? readingFilesIn(options.assetsDir) };
    const made = new Worker(entry, { workerData });
    made.unref();
    return made;
  };

  const release = async () => {
    if (resting !== null) clock.clearTimeout(resting);
    resting = null;
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };

  const ask = (bytes: Uint8Array) =>
    new Promise<Result<TravelDocument, ZoneFailure>>((resolve, reject) => {
      if (resting !== null) clock.clearTimeout(resting);
      resting = null;
      worker ??= start();
      const thread = worker;
      const id = ++last;
      const settle = () => {
        clock.clearTimeout(timer);
        thread.off('message', heard);
        thread.off('exit', gone);
        if (worker === thread) resting = clock.setTimeout(() => void release(), READING.idle);
      };
      const gone = () => {
        if (worker === thread) worker = null;
        settle();
        resolve(err('unclear'));
      };
      const heard = (answer: ReadingAnswer) => {
        if (answer.id !== id) return;
        settle();
        if (answer.ok) resolve(answer.value);
        else reject(answer.error);
      };
      const timer = clock.setTimeout(() => void release(), READING.longest);
      thread.on('message', heard);
      thread.once('exit', gone);
      thread.once('error', () => undefined);
      const call: ReadingCall = { id, bytes, today: localDate(clock.now()).replaceAll('-', '') };
      thread.postMessage(call);
    });

  return {
    read(bytes) {
      if (bytes.length > READING.bytes) return Promise.resolve(err('not-a-picture'));
      const next = queue.then(() => ask(bytes));
      queue = next.catch(() => undefined);
      return next;
    },
    release,
  };
}

function findEntry(): URL | undefined {
  return ENTRIES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
}
