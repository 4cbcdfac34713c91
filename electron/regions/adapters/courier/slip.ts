import type { ItemCounts } from './package.ts';
import type { PackageRecord } from './shelf.ts';

/** What is printed and stuck on a package (交接单). Nothing personal, and nothing of what it is about. */
export interface SlipFacts {
  readonly packageNumber: string;
  readonly region: string;
  readonly machineCode: string;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
  /** Of the sealed file: SHA-256, lower-case hex. */
  readonly sha256: string;
  readonly counts: ItemCounts;
  readonly seal: string | null;
  /** Row of the custody ledger that says that it was sealed. */
  readonly ledgerRow: number;
  readonly ledgerHash: string;
}

/** Null for what was never sealed. */
export function slipOf(one: PackageRecord, region: string): SlipFacts | null {
  if (one.sha256 === null) return null;
  return {
    packageNumber: one.number,
    region,
    machineCode: one.machine,
    sealedAt: one.sealedAt,
    sha256: one.sha256,
    counts: one.counts,
    seal: one.seal,
    ledgerRow: one.anchor.seq,
    ledgerHash: one.anchor.hash,
  };
}

/** What whoever fetches a package from the locker (流转柜) needs. The code is nowhere but here: no ledger, no file, no log. */
export interface LockerHandOver {
  readonly packageNumber: string;
  readonly cell: string;
  readonly code: string;
  readonly seal: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Null for a package that lies in no cell. */
export function lockerHandOver(one: PackageRecord, code: string): LockerHandOver | null {
  if (one.place !== 'locker' || one.cell === null) return null;
  return { packageNumber: one.number, cell: one.cell, code, seal: one.seal, since: one.since };
}
