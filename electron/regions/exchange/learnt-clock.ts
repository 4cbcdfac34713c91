import type { Clock } from '../../core/index.ts';

/** Milliseconds. */
export const LEARNT_CLOCK = {
  /** A `Date` header counts whole seconds: smaller differences say nothing. */
  resolution: 1_000,
  /** An answer that took longer says too little of when it was written. */
  longestTrip: 10_000,
} as const;

/**
 * The region's time as this machine knows it: its own clock plus an offset learnt from the region's answers. For kinds
 * whose signatures are good for seconds only (`hmac-gateway`: 90 s), on machines whose clock may be wrong.
 */
export class LearntClock {
  readonly #clock: Clock;
  #offset = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970 by the region's clock. */
  now(): number {
    return this.#clock.now() + this.#offset;
  }

  /** Region minus machine, milliseconds. */
  get offsetMs(): number {
    return this.#offset;
  }

  /**
   * Learns from a time that the region stated in an answer to a request sent at `sentAt` (this machine's clock). True when
   * the offset changed: what was refused because of the time is then worth a second try.
   */
  learn(statedMs: number, sentAt: number): boolean {
    const now = this.#clock.now();
    if (!Number.isFinite(statedMs) || now - sentAt > LEARNT_CLOCK.longestTrip) return false;
    // The middle of the trip, and of the second that the header names.
    const offset = Math.round(statedMs + LEARNT_CLOCK.resolution / 2 - (sentAt + now) / 2);
    if (Math.abs(offset - this.#offset) <= LEARNT_CLOCK.resolution) return false;
    this.#offset = Math.abs(offset) <= LEARNT_CLOCK.resolution ? 0 : offset;
    return true;
  }

  /** The same from a `Date` header (RFC 9110 §6.6.1). */
  learnFromHeaders(headers: Headers, sentAt: number): boolean {
    const date = headers.get('date');
    return date !== null && this.learn(Date.parse(date), sentAt);
  }
}
