import { readFileSync } from 'node:fs';
import type { TimerHandle } from '../core/index.ts';
import { createPhonePage, type PhonePage } from './page.ts';
import type { PhonePageDeps } from './types.ts';

/** How long until an address that could not be listened on is tried again, in milliseconds. */
const AGAIN_MS = 60_000;

export interface PhoneService extends Pick<PhonePage, 'open' | 'offer' | 'stop'> {
  /** Tries until it listens: a network may come up after the machine. */
  start(): void;
  /** Phones can reach the page now. */
  readonly ready: boolean;
}

/** The page for phones as a profile describes it. `tls` names files in PEM, read at the start. */
export function createPhoneService(
  deps: Omit<PhonePageDeps, 'tls'> & {
    readonly tls: { readonly key: string; readonly certificates: string } | null;
    readonly onFailure: (message: string) => void;
  },
): PhoneService {
  let page: PhonePage | null = null;
  let ready = false;
  let stopped = false;
  let timer: TimerHandle = null;

  const attempt = async () => {
    const made = madeOf(deps);
    const started = typeof made === 'string' ? made : await made.start();
    if (stopped) return typeof made === 'string' ? undefined : made.stop();
    if (typeof made !== 'string' && typeof started !== 'string' && started.ok) {
      page = made;
      ready = true;
      return undefined;
    }
    deps.onFailure(typeof started === 'string' ? started : started.ok ? '' : started.error.message);
    timer = deps.clock.setTimeout(() => void attempt(), AGAIN_MS);
    return undefined;
  };

  return {
    start: () => void attempt(),
    get ready() {
      return ready;
    },
    open(ask, heard) {
      if (page) return page.open(ask, heard);
      heard({ kind: 'closed', why: 'unavailable' });
      return () => undefined;
    },
    offer(offer, heard) {
      if (page) return page.offer(offer, heard);
      heard({ kind: 'closed', why: 'unavailable' });
      return () => undefined;
    },
    async stop() {
      stopped = true;
      ready = false;
      deps.clock.clearTimeout(timer);
      await page?.stop();
    },
  };
}

function madeOf(deps: Parameters<typeof createPhoneService>[0]): PhonePage | string {
  if (deps.tls === null) return createPhonePage({ ...deps, tls: null });
  try {
    const key = readFileSync(deps.tls.key, 'utf8');
    const certificates = readFileSync(deps.tls.certificates, 'utf8');
    return createPhonePage({ ...deps, tls: { key, certificates } });
  } catch (error) {
    return `the page for phones has no key or certificate: ${(error as Error).message}`;
  }
}
