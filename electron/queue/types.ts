import type { GateState } from './lane-gate.ts';

/** What became of one attempt. `commit` runs in the same transaction that notes the outcome. */
export type Outcome =
  | { readonly kind: 'done'; readonly commit?: () => void }
  /**
   * It failed and may work later: counted, backed off. With `lane` the region as a whole failed, not this job: after
   * some of these in a row the lane is left alone for a while, and `afterMs` (Retry-After) is a pause of the whole lane.
   */
  | { readonly kind: 'later'; readonly code: string; readonly afterMs?: number; readonly lane?: boolean }
  /** Nothing failed, there is only nothing to have yet: looked at again after `afterMs`. */
  | { readonly kind: 'wait'; readonly afterMs: number; readonly commit?: () => void }
  /** It will never work: kept on the dead-letter shelf, a person is told. */
  | { readonly kind: 'dead'; readonly code: string; readonly commit?: () => void };

export interface Job {
  readonly kind: string;
  readonly idem: string;
  readonly caseId: string | null;
  readonly payload: unknown;
  readonly attempts: number;
  readonly createdAt: number;
  /** An earlier attempt may have reached the region without our knowing: ask it first. */
  readonly maybeSent: boolean;
}

export type JobHandler = (job: Job, signal: AbortSignal) => Promise<Outcome>;

export interface NewJob {
  readonly lane: string;
  readonly kind: string;
  readonly idem: string;
  readonly caseId: string | null;
  /** JSON; sealed before it reaches the disk. */
  readonly payload: unknown;
  readonly runAt?: number;
  /** Lower goes first. Default 5. */
  readonly priority?: number;
  /** Written, but not to go before `release`. */
  readonly held?: boolean;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly dead: number;
}

/** How one lane stands, for the technician. */
export interface LaneHealth {
  readonly lane: string;
  readonly gate: GateState;
  /** Milliseconds until its next try is allowed. */
  readonly waitMs: number;
  readonly ready: number;
  readonly held: number;
  readonly dead: number;
  /** When the oldest job that waits was written, milliseconds since 1970. Looks at progress wait as they should, and so do parcels before the decision. */
  readonly oldestAt: number | null;
}

export interface QueueEvents {
  failed(
    job: { kind: string; idem: string; lane: string },
    code: string,
    attempts: number,
    nextAt: number,
  ): void;
  dead(job: { kind: string; idem: string; lane: string }, code: string): void;
  done(job: { kind: string; idem: string; lane: string }, attempts: number): void;
  /** The database refused to note an outcome (disk full, read-only): the lane rests a minute, nothing is lost. */
  stalled(lane: string, reason: string): void;
  /** The database gave a page back wrong or not at all: only a new start, which looks it through and salvages, mends that. */
  damaged?(lane: string): void;
  /** The lane's region as a whole does not answer (`open`), or answers again. */
  gate?(lane: string, state: GateState): void;
  /** The wall clock was set while the lane waited; its waiting times were moved along. */
  clockJumped?(lane: string, byMs: number): void;
}
