/** A value that changes by itself and can be watched: device presence, journey state, queue depth. */
export interface Watchable<T> {
  readonly value: T;
  /** Calls `fn` at each later change (not now). Returns how to stop. */
  subscribe(fn: (value: T) => void): () => void;
}

export class Signal<T> implements Watchable<T> {
  #value: T;
  readonly #watchers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const fn of [...this.#watchers]) fn(value);
  }

  subscribe(fn: (value: T) => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }
}

/**
 * The present value and then every change, as a stream. A slow reader gets the newest value only:
 * states are worth knowing, not their history.
 */
export async function* follow<T>(source: Watchable<T>, signal?: AbortSignal): AsyncGenerator<T, void> {
  let wake: (() => void) | undefined;
  let fresh = true;
  const notice = () => {
    fresh = true;
    wake?.();
  };
  const stop = source.subscribe(notice);
  signal?.addEventListener('abort', notice);
  try {
    while (!signal?.aborted) {
      if (!fresh) await new Promise<void>((resolve) => (wake = resolve));
      if (signal?.aborted) return;
      fresh = false;
      yield source.value;
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', notice);
  }
}
