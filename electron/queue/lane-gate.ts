import { type RetryPolicy, retryDelay } from '../core/index.ts';

export const BREAKER = {
  /** Failures of the region as a whole, in a row, until nothing more is tried for a while. */
  failures: 3,
  /** How long: doubles with every probe that fails, in milliseconds. */
  cooldown: { firstMs: 5_000, maxMs: 15 * 60_000 } satisfies RetryPolicy,
  /** Pause between two jobs while a lane that was cut off is emptied, in milliseconds. */
  drainGapMs: 200,
  /** A region may ask for a pause; a longer one than this is taken for a mistake, in milliseconds. */
  longestPauseMs: 24 * 3_600_000,
} as const;

/** `closed`: jobs go. `open`: nothing is tried. `half-open`: one job may try whether the region is back. */
export type GateState = 'closed' | 'open' | 'half-open';

/**
 * Whether a lane may try now: a circuit breaker over its region, and the pauses that the region asks for. Times are
 * those of the wall clock, in milliseconds; after a jump of that clock call `shift`.
 */
export class LaneGate {
  #failures = 0;
  #openings = 0;
  #until = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #draining = false;
  #lastAt = Number.NEGATIVE_INFINITY;

  state(now: number): GateState {
    if (this.#openings === 0) return 'closed';
    return now < this.#until ? 'open' : 'half-open';
  }

  /** Milliseconds until the next try is allowed; 0 for now. */
  waitMs(now: number): number {
    const gap = this.#draining ? this.#lastAt + BREAKER.drainGapMs : Number.NEGATIVE_INFINITY;
    const next = Math.max(this.#pausedUntil, gap, this.#openings > 0 ? this.#until : gap);
    return Math.max(0, next - now);
  }

  /** The region answered, whatever it said about the one job. */
  answered(now: number): void {
    if (this.#openings > 0) this.#draining = true;
    this.#failures = 0;
    this.#openings = 0;
    this.#lastAt = now;
  }

  /** The region as a whole failed. `random01` in [0, 1) spreads the probes of many kiosks. */
  failed(now: number, random01: number): void {
    this.#failures++;
    this.#lastAt = now;
    const probing = this.#openings > 0;
    if (!probing && this.#failures < BREAKER.failures) return;
    this.#openings++;
    this.#until = now + retryDelay(BREAKER.cooldown, this.#openings, random01);
  }

  /** The region asks to be left alone for a while (Retry-After). */
  pause(now: number, ms: number): void {
    this.#pausedUntil = now + Math.min(ms, BREAKER.longestPauseMs);
  }

  /** Somebody saw that the line is back: a probe may go now. A pause that the region asked for still holds. */
  hurry(now: number): void {
    this.#until = Math.min(this.#until, now);
  }

  /** Nothing is left to do: no more gaps between jobs. */
  drained(): void {
    this.#draining = false;
  }

  /** The wall clock was set forward (positive) or back by so many milliseconds. */
  shift(ms: number): void {
    this.#until += ms;
    this.#pausedUntil += ms;
    this.#lastAt += ms;
  }
}
