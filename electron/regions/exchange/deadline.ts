import type { Clock } from '../../core/index.ts';

export type Ended<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'timeout' | 'aborted' };

/**
 * Runs `work` with a signal that aborts after `ms` milliseconds or when `outer` aborts, whichever is first, and answers
 * at that moment even if `work` does not listen. What `work` throws otherwise is thrown.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Ended<T>> {
  if (outer?.aborted) return { kind: 'aborted' };
  const inner = new AbortController();
  let end: (how: Ended<T>) => void = () => {};
  const cut = new Promise<Ended<T>>((resolve) => {
    end = resolve;
  });
  const stop = (kind: 'timeout' | 'aborted') => {
    end({ kind });
    inner.abort();
  };
  const onAbort = () => stop('aborted');
  const timer = clock.setTimeout(() => stop('timeout'), ms);
  outer?.addEventListener('abort', onAbort, { once: true });
  try {
    const done = work(inner.signal).then((value): Ended<T> => ({ kind: 'done', value }));
    // After a cut nobody listens to the work any more; its abort error must not become an unhandled one.
    done.catch(() => {});
    return await Promise.race([cut, done]);
  } finally {
    clock.clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
}
