import { type Clock, systemClock } from '../../electron/core/index.ts';

/** Time that runs `factor` times as fast: for real programs that answer at once and drivers that wait long for them. */
export function fastClock(factor: number): Clock {
  const began = systemClock.now();
  return {
    now: () => began + (systemClock.now() - began) * factor,
    setTimeout: (fn, ms) => systemClock.setTimeout(fn, ms / factor),
    clearTimeout: (handle) => systemClock.clearTimeout(handle),
  };
}
