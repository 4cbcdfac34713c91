import type * as front from '../front-end.ts';

export { type Complaint, complain, counted, type Outcome } from '../front-end.ts';

/** What the commands need of the world outside. */
export interface World extends front.Voice {
  /** The assets of this package, unless `--assets` names others. */
  readonly assetsDir: string;
}

export interface Options {
  readonly assets?: string;
  readonly code?: string;
  readonly out?: string;
  readonly against?: string;
  readonly secret?: string;
  readonly people?: string;
  readonly json?: boolean;
}

export type Context = front.Context<World, Options>;
