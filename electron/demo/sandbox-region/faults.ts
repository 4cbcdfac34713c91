/**
 * What can go wrong at a region. `server-error` 5xx before anything is done · `too-many` 429 · `slow` done at once, answered
 * late · `cut` done, then the line breaks · `drift` an answer whose first key has another name · `duplicate` a submission is
 * booked and called "already received" · `partial-batch` of a package every second item comes later and the last is left out
 * of the answer · `wrong-digest`, `no-digest`: what is said of a result does not fit, or nothing is said. The rest is the front's: `expired-token`, `wrong-signature` (ours is refused), `forged-answer` (theirs is
 * wrong), `clock-skew`. On a box for files: `cut-write` half a package is written, `cut-rename` it is in its place and nobody
 * hears of it, `rename-refused`, `disk-full`, `partial-answer` half an answer lies there, `garbage` something else does.
 */
export type Fault =
  | 'server-error'
  | 'too-many'
  | 'slow'
  | 'cut'
  | 'drift'
  | 'duplicate'
  | 'partial-batch'
  | 'wrong-digest'
  | 'no-digest'
  | 'expired-token'
  | 'wrong-signature'
  | 'forged-answer'
  | 'clock-skew'
  | 'cut-write'
  | 'cut-rename'
  | 'rename-refused'
  | 'disk-full'
  | 'partial-answer'
  | 'garbage';

export interface FaultDetails {
  /** Of one operation alone. */
  readonly operation?: string;
  /** `too-many`, `server-error`: what the region asks for; none when absent. */
  readonly retryAfterSeconds?: number;
  /** `Retry-After` as a date instead of seconds. */
  readonly retryAsDate?: boolean;
  /** `slow`: milliseconds. */
  readonly slowMs?: number;
  /** `clock-skew`: region minus machine, milliseconds. */
  readonly skewMs?: number;
}

interface Planned extends FaultDetails {
  readonly fault: Fault;
  left: number;
}

/** The switches of a sandbox region's faults. */
export class FaultDesk {
  #planned: Planned[] = [];

  /** The next `count` requests (of the operation, if one is named) meet the fault. */
  failNext(fault: Fault, details: FaultDetails & { readonly count?: number } = {}): void {
    const { count = 1, ...rest } = details;
    if (count > 0) this.#planned.push({ ...rest, fault, left: count });
  }

  /** Every request meets the fault, until `clear`. */
  failRepeatedly(fault: Fault, details: FaultDetails = {}): void {
    this.#planned.push({ ...details, fault, left: Number.POSITIVE_INFINITY });
  }

  /** Ends one fault, or all. */
  clear(fault?: Fault): void {
    this.#planned = fault === undefined ? [] : this.#planned.filter((one) => one.fault !== fault);
  }

  /** Whether this request meets the fault; counts it down. */
  take(fault: Fault, operation: string): FaultDetails | null {
    const one = this.#planned.find(
      (planned) =>
        planned.fault === fault && (planned.operation === undefined || planned.operation === operation),
    );
    if (!one) return null;
    one.left--;
    if (one.left <= 0) this.#planned = this.#planned.filter((planned) => planned !== one);
    return one;
  }

  /** Whether the fault is set, without counting. */
  pending(fault: Fault): boolean {
    return this.#planned.some((one) => one.fault === fault);
  }
}
