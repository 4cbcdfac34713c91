import type { Language, Text } from '../contract/index.ts';
import type { Brand } from './types.ts';

/** One case of a batch (批量办理) on its receipt. */
export interface PackageRow {
  readonly receiptNumber: string;
  /** Of the company. */
  readonly name: string;
  readonly region: Text;
  /** At the moment of printing. `stopped`: the region did not take it. */
  readonly state: 'sent' | 'waiting' | 'stopped';
  /** Of the region. */
  readonly phone: string;
}

/** The receipt of a batch: every case with its number, on one paper. */
export interface PackageReceipt {
  /** Default: the first region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly language: Language;
  readonly matter: Text;
  readonly site: Text;
  readonly machineCode: string;
  /** Masked before it comes here. */
  readonly applicantName: string;
  readonly applicantNumber: string;
  readonly submittedAt: number;
  /** At least one. */
  readonly rows: readonly PackageRow[];
  /** Of the one document that was signed for all of them. */
  readonly documentSha256: string;
  readonly documentSm3?: string;
  readonly delivery: Text;
  readonly retentionDays: number;
  /** Of the site. */
  readonly phone: string;
  readonly caution: Text | null;
  readonly statement: Text;
}
