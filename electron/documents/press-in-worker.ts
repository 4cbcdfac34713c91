import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../core/index.ts';
import type { DocumentPress } from './document-press.ts';
import type { FontFiles } from './kit/font-files.ts';
import type { PressAnswer, PressCall, PressStart, WorkerExtras } from './worker-calls.ts';

export { fontFilesIn } from './kit/font-files.ts';

/** How often a call is tried when the thread breaks under it. Making a paper has no consequences: it may be repeated. */
const TRIES = 2;

/** Megabytes of short-lived objects before they are cleared away. What Node takes by itself weighs 6 MB more and is no faster. */
const YOUNG_MB = 12;

/** Where the thread's program stands: beside this file in the sources, beside or above the chunk in a bundle. */
const ENTRIES = ['./worker-entry.ts', './press-thread.js', '../press-thread.js'];

const METHODS: Readonly<Record<PressCall['method'], true>> = {
  warmUp: true,
  unprintable: true,
  applicationForm: true,
  receipt: true,
  packageReceipt: true,
  receiptStrip: true,
  rasterise: true,
  temporaryIdentityProof: true,
  courierSlip: true,
  sampleResult: true,
  acceptanceNotice: true,
  correctionNotice: true,
  archivePrint: true,
  authorisation: true,
  consentRecord: true,
  lockerSlip: true,
  sealLabel: true,
  ratingSlip: true,
  diagnosticPage: true,
  lookOver: true,
};

export interface PressInWorker extends DocumentPress, WorkerExtras {
  /** Ends the thread. What was asked and is not answered rejects, and so does everything later. */
  stop(): Promise<void>;
}

export interface PressInWorkerOptions extends Pick<PressStart, 'signer' | 'seal'> {
  /** Asked when the thread starts. What it throws, the call rejects with. */
  readonly fontFiles: () => FontFiles;
  readonly clock: Clock;
  /** The thread ended by itself: for the log. */
  readonly onBreak?: (error: unknown) => void;
  /** The thread's program; found by itself where it is left out. */
  readonly entry?: URL;
}

interface Waiting {
  readonly method: PressCall['method'];
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  tries: number;
}

/**
 * The press in a thread of this process, so that no citizen's screen waits while a paper is made. The thread starts with
 * its first call and holds the fonts; this file loads neither them nor the code that draws. When it breaks, it is started
 * anew and what was asked is asked once more. It keeps the process alive only while it has something to do.
 */
export function pressInWorker(options: PressInWorkerOptions): PressInWorker {
  const entry = options.entry ?? findEntry();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let stopped = false;
  let last = 0;

  function start(): Worker {
    if (!entry) throw new Error('the program of the press is not where it belongs');
    const workerData: PressStart = {
      fontFiles: options.fontFiles(),
      signer: options.signer,
      seal: options.seal,
    };
    const made = new Worker(entry, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    made.unref();
    made.on('message', (answer: PressAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) made.unref();
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(answer.error);
    });
    let cause: unknown = null;
    made.once('error', (error) => {
      cause = error;
    });
    made.once('exit', () => broke(cause));
    return made;
  }

  function broke(cause: unknown): void {
    worker = null;
    if (!stopped) options.onBreak?.(cause);
    for (const [id, asked] of waiting) {
      if (!stopped && asked.tries < TRIES) send(id, asked);
      else refuse(id, new Error(stopped ? STOPPED : 'the thread of the press broke', { cause }));
    }
  }

  function send(id: number, asked: Waiting): void {
    asked.tries++;
    try {
      worker ??= start();
      worker.ref();
      const call: PressCall = { id, now: options.clock.now(), method: asked.method, args: asked.args };
      worker.postMessage(call);
    } catch (error) {
      refuse(id, error);
    }
  }

  function refuse(id: number, error: unknown): void {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker?.unref();
    asked?.reject(error);
  }

  const ask =
    (method: PressCall['method']) =>
    (...args: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new Error(STOPPED));
        const id = ++last;
        const asked: Waiting = { method, args, resolve, reject, tries: 0 };
        waiting.set(id, asked);
        send(id, asked);
      });
  const methods = Object.keys(METHODS) as PressCall['method'][];
  const press = Object.fromEntries(methods.map((method) => [method, ask(method)]));
  return {
    ...(press as unknown as DocumentPress & WorkerExtras),
    async stop() {
      stopped = true;
      await worker?.terminate();
    },
  };
}

const STOPPED = 'the press has been stopped';

function findEntry(): URL | undefined {
  return ENTRIES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
}
