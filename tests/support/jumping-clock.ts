import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, systemClock } from '../../electron/core/index.ts';

/** Real time that can also be moved on: real sockets answer, and nobody waits for a minute without a touch. */
export class JumpingClock implements Clock {
  #ahead = 0;
  readonly #timers = new Map<object, { readonly at: number; readonly fn: () => void; real: unknown }>();

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  setTimeout(fn: () => void, ms: number): object {
    const handle = {};
    const fire = () => {
      this.#timers.delete(handle);
      fn();
    };
    const real = systemClock.setTimeout(fire, ms);
    this.#timers.set(handle, { at: this.now() + ms, fn: fire, real });
    return handle;
  }

  clearTimeout(handle: unknown): void {
    const timer = this.#timers.get(handle as object);
    if (timer) systemClock.clearTimeout(timer.real);
    this.#timers.delete(handle as object);
  }

  /** Everything that was due within `ms` happens now, in its order. */
  async jump(ms: number): Promise<void> {
    const end = this.now() + ms;
    for (;;) {
      const [next] = [...this.#timers.values()].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (!next) break;
      this.#ahead += Math.max(0, Math.ceil(next.at) - this.now());
      systemClock.clearTimeout(next.real);
      next.fn();
      await turn();
    }
    this.#ahead += Math.max(0, Math.ceil(end) - this.now());
    // Timers that run on have the whole of their real time still before them: what is due earlier now is set anew.
    for (const timer of this.#timers.values()) {
      systemClock.clearTimeout(timer.real);
      timer.real = systemClock.setTimeout(timer.fn, Math.max(0, timer.at - this.now()));
    }
  }
}
