import type { FormValues } from '../core/index.ts';
import type { OrganisationClaim } from '../regions/index.ts';
import type { Batch } from './batch-types.ts';

/** What is kept of an application (草稿): what was typed, and nothing that was handed in or signed. */
export interface KeptAnswers {
  readonly values: FormValues;
  /** The page of the form. */
  readonly page: string | null;
  readonly organisation: OrganisationClaim | null;
  readonly batch: Pick<Batch, 'rows' | 'common' | 'answered'> | null;
}

/** A draft to be kept, of the holder of this card number. */
export interface DraftOrder {
  readonly number: string;
  readonly region: string;
  readonly matter: string;
  readonly answers: KeptAnswers;
}
