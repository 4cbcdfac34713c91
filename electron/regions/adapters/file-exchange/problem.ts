import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';

/** What stops an operation on the box. Thrown within this folder; the channel makes a failure of it. */
export class BoxProblem extends Error {
  readonly kind: RegionFailure['kind'];
  /** The end of the technician code. */
  readonly reason: string;
  /** The connection is gone, so a new one may help at once. */
  readonly cut: boolean;

  constructor(kind: RegionFailure['kind'], reason: string, cut = false) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
    this.cut = cut;
  }

  failureOf(where: string): RegionFailure {
    return failure(this.kind, `${where}.${this.reason}`);
  }
}
