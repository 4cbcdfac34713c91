import { type Clock, Signal, sleep, type Watchable } from '../../electron/core/index.ts';
import type { Discovered } from './discovery.ts';

/** How often the machine is looked at for new and vanished ports, in milliseconds. */
export const HOT_PLUG_EVERY_MS = 2_000;

export interface HotPlug {
  /** What is plugged in now. A new value only when something changed. */
  readonly found: Watchable<Discovered>;
  stop(): Promise<void>;
}

/** Watches what is plugged in. It looks and never opens, so it disturbs nobody. A look that fails changes nothing. */
export function watchPorts(look: () => Promise<Discovered>, clock: Clock): HotPlug {
  const found = new Signal<Discovered>({ ports: [], nativeReaders: [] });
  const stopping = new AbortController();
  const run = async () => {
    let last = JSON.stringify(found.value);
    while (!stopping.signal.aborted) {
      const seen = await look().catch(() => null);
      const now = JSON.stringify(seen);
      if (seen !== null && now !== last && !stopping.signal.aborted) {
        last = now;
        found.set(seen);
      }
      await sleep(clock, HOT_PLUG_EVERY_MS, stopping.signal);
    }
  };
  const running = run();
  return {
    found,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
