import type { Locker } from '../../native-bridge/index.ts';
import type { Clock, RandomBytes } from '../core/index.ts';
import type { Sealer, SqlDatabase } from '../store/index.ts';
import type { CellAct, CellFault, CellLife, CellState, Sensed } from './cell.ts';

export const CELL_SIZES = ['small', 'medium', 'large'] as const;
export type CellSize = (typeof CELL_SIZES)[number];

/** One cell as the profile describes it. */
export interface CellPlan {
  /** What stands on its door. */
  readonly name: string;
  readonly board: number;
  /** Number on its board, from 1. */
  readonly cell: number;
  readonly size: CellSize;
  /** Can be reached from a wheelchair. */
  readonly low: boolean;
  /** Where its door is, seen from the front: from 1, left to right and top to bottom. */
  readonly column: number;
  readonly row: number;
  /** Rows that its door covers. */
  readonly rows: number;
}

/** Who did it. Staff are named by a keyed hash; which of them it was, the desk knows. */
export interface By {
  readonly role: 'citizen' | 'clerk' | 'supervisor' | 'machine';
  readonly hmac?: Uint8Array;
}

/** A cell as it stands in the books. */
export interface CellRecord extends CellLife {
  readonly cell: string;
  readonly what: 'originals' | 'result' | null;
  readonly receiptNumber: string | null;
  /** Keyed HMAC of whose it is. */
  readonly person: Uint8Array | null;
  /** Codes of the materials that lie there, or are to. */
  readonly items: readonly string[];
  readonly since: number;
  /** Instant (ms) until which it is to be collected. */
  readonly dueAt: number | null;
}

/** A line of the ledger. Lines are added and never changed; each holds the hash of the one before. */
export interface LedgerEvent {
  readonly id: number;
  readonly at: number;
  readonly cell: string;
  /** A kind of the cell's table, or one of its own (`left-open`, `code-wrong`, …). */
  readonly kind: string;
  readonly state: CellState;
  readonly act: CellAct | null;
  readonly role: By['role'];
  readonly by: Uint8Array | null;
  readonly receiptNumber: string | null;
  /** A code, e.g. of a fault; nothing personal. */
  readonly detail: string | null;
  readonly hash: Uint8Array;
}

/** What is seen of a cell while its door is opened for somebody. */
export interface CellNews {
  readonly cell: string;
  readonly act: CellAct;
  /** `asking`: closed, and nothing feels what lies inside. `over`: the act is in the books. */
  readonly phase: 'opening' | 'open' | 'asking' | 'over';
  readonly item: Sensed['item'];
  /** The door has been open for too long. */
  readonly leftOpen: boolean;
  /** With `over`: where the cell stands now. */
  readonly state: CellState;
  /** With `over`: why the door did not open. */
  readonly problem: LockerProblem | null;
}

export interface LockerProblem {
  readonly kind:
    | 'no-locker' /** none, or it does not answer */
    | 'no-cell' /** none is free, or none of the size */
    | 'refused' /** the cell's books do not allow it, or somebody is at it */
    | 'not-opened' /** surely nothing moved: it may be tried again */
    | 'stuck' /** the door did not open */
    | 'unknown' /** the line broke: sensors will tell */;
  /** For the technician. */
  readonly code: string;
}

export type CodeProblem =
  | { readonly kind: 'wrong'; readonly left: number }
  /** Too many wrong ones: `until` in ms. */
  | { readonly kind: 'locked'; readonly until: number }
  | { readonly kind: 'expired' };

export interface LockerAlarm {
  readonly kind: 'fault' | 'forced' | 'left-open' | 'locked-out' | 'overdue';
  readonly cell: string;
  readonly code: CellFault | null;
}

export interface LockerDeps {
  readonly db: SqlDatabase;
  readonly sealer: Pick<Sealer, 'personHmac'>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Null: there is none. */
  readonly device: Locker | null;
  readonly cells: readonly CellPlan[];
  readonly machineCode: string;
  /** Days that a result waits. */
  readonly collectDays: number;
  /** For the log and for whoever is on duty. */
  readonly onAlarm?: (alarm: LockerAlarm) => void;
  readonly onEvent?: (event: LedgerEvent) => void;
  /** For the log: looking at the doors failed (a disk that takes nothing, say). They are looked at again at the next start. */
  readonly onFailure?: (error: unknown) => void;
}
