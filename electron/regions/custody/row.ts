import { createHash } from 'node:crypto';

/**
 * Custody ledger (交接台账): who had a package from when on. Each row carries the hash of the row before it, so a row that
 * is edited, dropped, put in or moved is found by anyone who has the rows, with SHA-256 and nothing of this program.
 *
 * A file of rows is JSON in UTF-8, one row a line (`\n`). `hash` is SHA-256, lower-case hex, over ASCII "tongban custody 1", a
 * zero byte, and the JSON text (no spaces) of the array
 * `[seq, at, event, package, sha256, seal, from, to, by, facts, previous]`, where `facts` is an array of `[name, value]` in the
 * order of the names' code points. `seq` counts from 1; `previous` of the first row is 64 zeros.
 */
export interface CustodyEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: CustodyEvent;
  /** Package number. */
  readonly package: string;
  /** Of the sealed file: SHA-256, lower-case hex; null when there is none. */
  readonly sha256: string | null;
  /** Number on the seal (封签号) of bag or box, null when it has none. */
  readonly seal: string | null;
  /** Custodians; null: it was nobody's before, or is nobody's from now on. */
  readonly from: string | null;
  readonly to: string | null;
  /** Who wrote it down. */
  readonly by: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export interface CustodyRow extends CustodyEntry {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
}

export const CUSTODY_EVENTS = [
  'sealed' /** put into its sealed file */,
  'resealed' /** the same content for another key of the region */,
  'into-locker',
  'handed-over',
  'received' /** the region has it, its seal whole */,
  'seal-broken' /** the region has it, its seal broken */,
  'lost',
  'readied' /** after a loss or a broken seal: goes out once more */,
  'answered' /** the region said something on the case */,
  'destroyed' /** taken back before it left */,
  'closed' /** taken back before it was there: never to be sealed */,
] as const;
export type CustodyEvent = (typeof CUSTODY_EVENTS)[number];

export const FIRST_PREVIOUS = '0'.repeat(64);

/**
 * A custodian or a writer: a role, and its number within the role: `kiosk:B017`, `staff:0042`, `carrier:EMS`,
 * `region:130700`, `locker:12`. Never a name; a run of eleven digits or more could be a telephone or a citizen number.
 */
export const CUSTODIAN = /^(?!.*\d{11})[a-z][a-z-]{0,19}(:[0-9A-Za-z._-]{1,40})?$/;
export const SEAL_NUMBER = /^(?!.*\d{15})[0-9A-Z-]{3,40}$/;

const CONTEXT = 'tongban custody 1\0';

export function hashOfRow(row: Omit<CustodyRow, 'hash'>): string {
  const facts = Object.entries(row.facts).sort(([a], [b]) => (a < b ? -1 : 1));
  const { seq, at, event, sha256, seal, from, to, by, previous } = row;
  const text = JSON.stringify([seq, at, event, row.package, sha256, seal, from, to, by, facts, previous]);
  return createHash('sha256')
    .update(CONTEXT + text)
    .digest('hex');
}

/** The row that comes after `last`. */
export function nextRow(last: Pick<CustodyRow, 'seq' | 'hash'> | null, entry: CustodyEntry): CustodyRow {
  const row = { ...entry, seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? FIRST_PREVIOUS };
  return { ...row, hash: hashOfRow(row) };
}
