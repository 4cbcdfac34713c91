import type * as front from '../front-end.ts';

export { type Complaint, complain, type Outcome } from '../front-end.ts';

/** What the commands need of the world outside. */
export interface World extends front.Voice {
  /** The assets of this package, unless `--assets` names others. */
  readonly assetsDir: string;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Options {
  readonly assets?: string;
  readonly region?: string;
  /** Local date of which versions in force are meant; today unless told. */
  readonly on?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export type Context = front.Context<World, Options>;
