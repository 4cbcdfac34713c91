import type { CaseView, Delivery, Strokes, Text } from '../contract/index.ts';
import type { FormValues } from '../core/index.ts';
import type { Fingerprint, PreparedDocument, SettledMaterial } from './document-types.ts';
import type { Person } from './person-types.ts';

/** A row of a batch (批量办理) as it was given. */
export interface BatchRow {
  readonly id: number;
  readonly name: string;
  readonly creditCode: string;
  readonly city: string;
  /** Number of an authorisation in the region's register (授权书编号); empty: who stands here is its legal representative. */
  readonly authority: string;
  /** Answers that are this row's own. */
  readonly values: FormValues;
  /** The case of this row that its region did not take, where it is repeated. */
  readonly instead: string | null;
  readonly unprintable: boolean;
}

/** A batch while somebody makes it, and what became of it. */
export interface Batch {
  readonly rows: readonly BatchRow[];
  readonly nextId: number;
  /** The row on the screen; null: a new one. */
  readonly editing: number | null;
  /** What was typed for it, once it was found wrong. */
  readonly typed: FormValues | null;
  readonly common: FormValues;
  /** The common answers were given. */
  readonly answered: boolean;
  readonly page: { readonly url: string; readonly endsAt: number } | null;
  /** Cases by row, once they are taken in. */
  readonly handed: readonly { readonly row: BatchRow; readonly view: CaseView }[];
}

/** Where a city's company is handed in, or why nowhere here. */
export interface BatchCity {
  readonly region: string | null;
  readonly short: Text | null;
  readonly why: 'city-unknown' | 'city-not-here' | 'not-offered' | 'differs' | null;
}

/** A batch that is complete: each row with all of its answers. */
export interface BatchDraft {
  /** Whose guide was read. */
  readonly region: string;
  readonly matter: string;
  readonly person: Person;
  readonly rows: readonly (BatchRow & { readonly region: string; readonly answers: FormValues })[];
  readonly common: FormValues;
  readonly materials: readonly SettledMaterial[];
  readonly delivery: Delivery;
  readonly document: PreparedDocument | null;
  readonly strokes: Strokes | null;
  readonly fingerprint?: Fingerprint | null;
}
