import type { Clock, RandomBytes } from '../../core/index.ts';
import type { BackendReply, BackendRequest } from './backend/index.ts';
import type { FaultDesk } from './faults.ts';

/** What a front has to render. `down`: nothing was done; `cut`: break the connection without a word. */
export type Served =
  | BackendReply
  | { readonly kind: 'down'; readonly status: 500 | 503; readonly retryAfter: string | null }
  | { readonly kind: 'busy'; readonly retryAfter: string | null }
  | { readonly kind: 'cut' };

/** The region as a front sees it. */
export interface Desk {
  readonly region: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly faults: FaultDesk;
  /** Mode `refusing`: answer "unavailable" to everything, before any check. */
  readonly refusing: boolean;
  /** Call it when envelope, account and signature are in order. Knows every fault that is not the front's own. */
  serve(request: BackendRequest): Promise<Served>;
}

/** One protocol in front of a region. */
export interface Front {
  /** What an adapter of the kind must be told to reach it: keys over the region file's `adapter`. Known once it has started. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Rejects when it cannot listen. After a stop it listens at the same place. */
  start(): Promise<void>;
  /** Refuses new connections and breaks the present ones. */
  stop(): Promise<void>;
}

export type FrontFactory = (desk: Desk) => Front;
