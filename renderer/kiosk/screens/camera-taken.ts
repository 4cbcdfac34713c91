import type { Corners, Seen, TakenPage } from '../../camera/index.ts';

/** A photograph that is being made into a page. */
export interface Taken {
  /** To show, as an address of our own page. */
  readonly photograph: string;
  readonly seen: Seen;
  /** Null: the whole photograph. */
  readonly corners: Corners | null;
  /** Quarters, clockwise. */
  readonly turns: number;
  readonly page: TakenPage;
  readonly url: string;
}
