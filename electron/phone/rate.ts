import type { Clock } from '../core/index.ts';

/** Requests in one minute: of one address, of all together, and with a wrong token of one address. */
export const RATE = { perAddress: 60, inAll: 600, wrongTokens: 10, windowMs: 60_000 } as const;

/** Counts by minutes; forgets everything with each. */
export class Rate {
  readonly #clock: Clock;
  #since = 0;
  #inAll = 0;
  readonly #byAddress = new Map<string, { requests: number; wrong: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a request; false when it is one too many. */
  admits(address: string): boolean {
    const of = this.#of(address);
    of.requests++;
    this.#inAll++;
    return of.requests <= RATE.perAddress && this.#inAll <= RATE.inAll && of.wrong < RATE.wrongTokens;
  }

  wrongToken(address: string): void {
    this.#of(address).wrong++;
  }

  #of(address: string): { requests: number; wrong: number } {
    const now = this.#clock.now();
    if (now - this.#since >= RATE.windowMs) {
      this.#since = now;
      this.#inAll = 0;
      this.#byAddress.clear();
    }
    let of = this.#byAddress.get(address);
    if (!of) {
      of = { requests: 0, wrong: 0 };
      this.#byAddress.set(address, of);
    }
    return of;
  }
}
