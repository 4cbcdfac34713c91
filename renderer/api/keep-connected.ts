import type { Link, OpenLink } from './link.ts';

/** Milliseconds. */
export const RECONNECT = {
  first: 200,
  longest: 2_000,
  /** A host that neither takes nor refuses the link. */
  openTimeout: 5_000,
} as const;

/** Waiting time before the n-th try (0-based): doubles up to the longest. */
export function backoff(attempt: number): number {
  return Math.min(RECONNECT.longest, RECONNECT.first * 2 ** attempt);
}

export interface KeepConnected {
  readonly open: OpenLink;
  /** Lives as long as the link; its end or failure means that the link is of no more use. `up` says that the host answered. */
  readonly run: (link: Link, signal: AbortSignal, up: () => void) => Promise<void>;
  readonly lost: () => void;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Keeps a link to the host open until stopped. Streams start anew with each link: the host tells the truth again. */
export function keepConnected({ open, run, lost, wait = sleep }: KeepConnected): () => void {
  const stop = new AbortController();
  void (async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt++) {
      const turn = new AbortController();
      const forward = () => turn.abort();
      stop.signal.addEventListener('abort', forward, { once: true });
      let link: Link | null = null;
      try {
        const opening = new AbortController();
        turn.signal.addEventListener('abort', () => opening.abort(), { once: true });
        const late = setTimeout(() => opening.abort(), RECONNECT.openTimeout);
        link = await open(opening.signal).finally(() => clearTimeout(late));
        await Promise.race([
          run(link, turn.signal, () => {
            attempt = 0;
          }),
          link.closed,
        ]);
      } catch {
        // Whatever it was: the link is opened again, and the host's first view says what is true.
      }
      turn.abort();
      link?.close();
      stop.signal.removeEventListener('abort', forward);
      if (stop.signal.aborted) return;
      lost();
      await wait(backoff(attempt), stop.signal);
    }
  })();
  return () => stop.abort();
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const id = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(id);
        resolve();
      },
      { once: true },
    );
  });
}
