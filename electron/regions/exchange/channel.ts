import type { Result } from '../../core/index.ts';
import type { RegionFailure } from '../port.ts';
import type { Operation } from './operations.ts';
import type { HeardResult } from './result.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** One operation as it leaves the exchange: neutral field names, the region's codes, no envelope. */
export interface ChannelRequest {
  readonly operation: Operation;
  /** Idempotency key of what changes something, otherwise null. The same key always comes with the same fields. */
  readonly key: string | null;
  /** Token of whoever is logged in, for operations on a person's own things, otherwise null. Never logged. */
  readonly session: string | null;
  /** Keys with an undefined value are not there. */
  readonly fields: JsonObject;
  /** Aborts at the operation's deadline and when the caller gives up; the exchange answers at that moment by itself. */
  readonly signal: AbortSignal;
}

/**
 * What came back. `refused` is the region's own word (upper snake case), not a gateway's: bad signatures and expired
 * tokens a channel settles itself or answers as a failure. `binary` answers `fetchResult` alone.
 */
export type ChannelAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly code: string }
  | ({ readonly kind: 'binary' } & HeardResult)
  /**
   * Handed over where it cannot be lost, and not answered yet. A submission is then `received` without a number, and so is its
   * progress; anything else fails as pending.
   */
  | { readonly kind: 'later' }
  /** Answers `progress` alone: what was handed over was refused before it became a case. */
  | { readonly kind: 'turned-away' };

/** A way to a region's backend: authentication, envelope, signature. All the rest of an adapter is the exchange's. */
export interface Channel {
  /**
   * Carries one operation there and its answer back. Failures are values with the code `<kind>.<operation>.<reason>`;
   * what it throws counts as `unreachable` with the reason `channel`.
   */
  send(request: ChannelRequest): Promise<Result<ChannelAnswer, RegionFailure>>;
}
