import type {
  Cabinet,
  Failure,
  Language,
  LockerAct,
  LockerOutcome,
  LockerThing,
  PrintState,
} from '../contract/index.ts';
import type { Result } from '../core/index.ts';

/** What the journey may ask of the locker (智能流转柜) without waiting. */
export interface LockerFacts {
  /** Whether doors can be opened now. */
  ready(): boolean;
  /** Free cells of at least that size; none while no door can be opened. */
  free(): Readonly<Record<'small' | 'medium' | 'large', number>>;
  cabinet(): Cabinet;
  /** What lies here for a person, by the number of the document. */
  lying(number: string): LockerThing[];
  codes(): { readonly digits: number; readonly lockedUntil: number | null; readonly left: number | null };
}

/** A door is to be opened. */
export interface DoorOrder {
  readonly act: LockerAct;
  /** Null: a free one, for a deposit. */
  readonly cell: string | null;
  readonly receiptNumber: string;
  /** Codes of the materials that go in. */
  readonly items: readonly string[];
  readonly low: boolean;
  readonly language: Language;
}

export type LockerNews =
  /** The cell that was chosen. */
  | { readonly kind: 'cell'; readonly cell: string }
  | { readonly kind: 'slip'; readonly state: PrintState }
  | {
      readonly kind: 'door';
      readonly phase: 'opening' | 'open' | 'asking';
      readonly item: 'present' | 'absent' | 'unknown';
      readonly leftOpen: boolean;
    }
  | { readonly kind: 'over'; readonly outcome: LockerOutcome }
  | { readonly kind: 'failed'; readonly problem: Failure };

/** A door that somebody stands at. */
export interface DoorWork {
  /** Nobody looks any more; the door is still looked after until it is closed. */
  stop(): void;
  say(inside: boolean): void;
}

export interface LockerEffects {
  /** What was typed or scanned: the thing that it opens. Counts wrong ones. */
  findByCode(code: string): Promise<Result<LockerThing, Failure>>;
  openDoor(order: DoorOrder, heard: (news: LockerNews) => void): DoorWork;
}

/** What the machine remembers of the locker. */
export interface AtLocker {
  readonly act: LockerAct;
  readonly cell: string | null;
  readonly receiptNumber: string;
  readonly matter: LockerThing['matter'];
  readonly items: readonly { readonly id: string; readonly name: NonNullable<LockerThing['matter']> }[];
  readonly low: boolean;
  readonly phase: 'opening' | 'open' | 'asking';
  readonly item: 'present' | 'absent' | 'unknown';
  readonly leftOpen: boolean;
  readonly slip: PrintState;
  readonly outcome: LockerOutcome | null;
}
