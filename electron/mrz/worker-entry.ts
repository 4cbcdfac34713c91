import { parentPort, workerData } from 'node:worker_threads';
import { readPicture } from './read-picture.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';
import type { ReadingAnswer, ReadingCall, ReadingStart } from './worker-calls.ts';

const { files } = workerData as ReadingStart;
let loading: Promise<Recogniser> | null = null;

parentPort?.on('message', ({ id, bytes, today }: ReadingCall) => {
  // What could not be read now may be there at the next call.
  loading ??= createRecogniser(files).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  loading
    .then((recogniser) => {
      const answer: ReadingAnswer = { id, ok: true, value: readPicture(bytes, today, recogniser) };
      parentPort?.postMessage(answer);
    })
    .catch((error: unknown) => {
      const failed: ReadingAnswer = { id, ok: false, error };
      parentPort?.postMessage(failed);
    });
});
