import type { Clock, RandomBytes } from '../../core/index.ts';
import type { OpenDatabase } from '../../store/index.ts';
import type * as front from '../front-end.ts';

export { type Answer, type Complaint, complain, counted, type Outcome } from '../front-end.ts';

/** What the commands need of the world outside. */
export interface World extends front.Voice {
  /** The assets of this package. */
  readonly assetsDir: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly open: OpenDatabase;
  /** `$CREDENTIALS_DIRECTORY` of systemd, where the machine's keys may be. */
  readonly credentials: string | undefined;
}

export interface Options {
  readonly data?: string;
  readonly text?: string;
  readonly key?: string;
  readonly trust?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

export type Context = front.Context<World, Options>;
