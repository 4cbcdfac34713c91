import type { Watchable } from '../../electron/core/index.ts';

/** Resolves when a watched value fits; rejects, with the last value, when it does not within `ms` of real time. */
export function eventually<T>(source: Watchable<T>, fits: (value: T) => boolean, ms = 60_000): Promise<T> {
  if (fits(source.value)) return Promise.resolve(source.value);
  return new Promise((resolve, reject) => {
    const stop = source.subscribe((value) => {
      if (!fits(value)) return;
      clearTimeout(timer);
      stop();
      resolve(value);
    });
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`still ${String(source.value)} after ${ms} ms`));
    }, ms);
  });
}
