import { ownWorker } from '../../workers/index.ts';
import type { Answer, Asked, Seen, TakenPage } from './messages.ts';
import type { Corners } from './picture.ts';
import workerUrl from './sheet-worker.ts?worker&url';

/** Finds sheets in photographs and makes pages of them, in a worker of its own. It holds the last photograph only. */
export interface SheetReader {
  /** Takes the photograph over. */
  look(photograph: ImageBitmap): Promise<Seen>;
  /** The page within these corners (photograph's pixels), or the whole photograph; turned by quarters, clockwise. */
  page(corners: Corners | null, turns: number): Promise<TakenPage>;
  forget(): void;
  /** Ends the worker, and with it whatever it held. */
  stop(): void;
}

/** Starts the worker. What is asked after `stop` is never answered. */
export function createSheetReader(start: () => Worker = () => ownWorker(workerUrl)): SheetReader {
  const worker = start();
  const waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const asker = waiting.get(data.id);
    waiting.delete(data.id);
    if ('failed' in data) asker?.failed(new Error(data.failed));
    else if (data.value === null) asker?.failed(new Error('nothing'));
    else asker?.done(data.value as never);
  });
  worker.addEventListener('error', () => {
    for (const { failed } of waiting.values()) failed(new Error('the worker broke'));
    waiting.clear();
  });
  const ask = <T>(asked: Asked, transfer: Transferable[] = []) =>
    new Promise<T>((done, failed) => {
      const id = ++last;
      waiting.set(id, { done, failed });
      worker.postMessage({ id, asked }, transfer);
    });
  return {
    look: (photograph) => ask<Seen>({ kind: 'look', photograph }, [photograph]),
    page: (corners, turns) => ask<TakenPage>({ kind: 'page', corners, turns }),
    forget: () => void ask({ kind: 'forget' }).catch(() => undefined),
    stop: () => worker.terminate(),
  };
}
