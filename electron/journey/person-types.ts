import type { IdentityDocument } from '../core/index.ts';

/** Who stands at the machine, from the card or typed. Lives in memory only. */
export interface Person {
  /** As it stands on the card; of a foreigner the Latin name. */
  readonly name: string;
  readonly number: string;
  /** Which card, read or by the number that was typed. */
  readonly document: IdentityDocument;
  /** Of a foreigner, where the card has one. */
  readonly chineseName: string | null;
  /** Three letters, ISO 3166-1; of a foreigner. */
  readonly nationality: string | null;
  readonly sex: 'male' | 'female' | 'other';
  /** YYYYMMDD */
  readonly birthDate: string;
  readonly ethnicGroup: string | null;
  readonly address: string | null;
  readonly source: 'card' | 'typed';
}
