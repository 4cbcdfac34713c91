import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { type SealerJob, sealerWorks } from './sealer.ts';

const work = sealerWorks((count) => new Uint8Array(randomBytes(count)));

parentPort?.on('message', ({ id, job }: { id: number; job: SealerJob }) => {
  work(job).then(
    (outcome) => parentPort?.postMessage({ id, outcome }),
    // What was thrown may hold a text: only that it happened is told.
    () => parentPort?.postMessage({ id, outcome: null }),
  );
});
