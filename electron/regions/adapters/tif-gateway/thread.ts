import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { SealerJob, SealerOutcome, SealerThread } from './sealer.ts';

/** After so many broken threads no further one is started: the work is then done where it is asked for. */
const MOST_BREAKS = 3;

/** Where the thread's program stands: beside this file in the sources, beside or above the chunk in a bundle. */
const ENTRIES = ['./thread-entry.ts', './tif-thread.js', '../tif-thread.js'];

interface Waiting {
  readonly resolve: (outcome: SealerOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** A thread of this process for long texts. Started with its first job; keeps the process alive only while it has one. */
export function sealerThread(entry: URL | undefined = findEntry()): SealerThread {
  let worker: Worker | null = null;
  let breaks = 0;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function broke(): void {
    worker = null;
    breaks++;
    for (const { reject } of waiting.values()) reject(new Error('the sealing thread broke'));
    waiting.clear();
  }

  function start(program: URL): Worker {
    const made = new Worker(program);
    made.unref();
    made.on('message', ({ id, outcome }: { id: number; outcome: SealerOutcome | null }) => {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) made.unref();
      if (outcome === null) asker?.reject(new Error('the sealing thread could not do it'));
      else asker?.resolve(outcome);
    });
    made.once('error', () => {});
    made.once('exit', () => {
      if (worker === made) broke();
    });
    return made;
  }

  return {
    run: (job: SealerJob) =>
      new Promise((resolve, reject) => {
        if (entry === undefined || breaks >= MOST_BREAKS) {
          reject(new Error('no sealing thread'));
          return;
        }
        worker ??= start(entry);
        const id = ++last;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, job });
      }),
  };
}

function findEntry(): URL | undefined {
  return ENTRIES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
}
