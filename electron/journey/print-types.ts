import type {
  ArchiveRole,
  CopiesLeft,
  Failure,
  Language,
  PaperView,
  PaperWord,
  PrintItem,
  PrintState,
  Text,
} from '../contract/index.ts';
import type { Result } from '../core/index.ts';
import type { OrganisationClaim } from '../regions/index.ts';
import type { Person } from './person-types.ts';

/** For whose company somebody wants its archive (企业档案), as whom and for what. */
export interface ArchiveClaim {
  readonly organisation: OrganisationClaim;
  readonly as: ArchiveRole;
  /** Number of an agent's registered authority (委托登记号). */
  readonly authority: string | null;
  readonly purpose: string;
}

/** What the regions and this machine offer to somebody. */
export interface PrintOffer {
  readonly items: readonly PrintItem[];
  /** Codes of regions that were asked for cases and have not answered. */
  readonly unheard: readonly string[];
}

export interface PrintWish {
  readonly item: PrintItem;
  readonly person: Person;
  /** Of an archive. */
  readonly claim: ArchiveClaim | null;
}

/** A paper that is here and may be printed. Lives in memory, in this session alone. */
export interface PrintOpened {
  /** Names this printing; new for each opening. */
  readonly id: string;
  readonly pdf: Uint8Array;
  /** Of one copy. */
  readonly pages: number;
  readonly copies: CopiesLeft;
  readonly price: Text | null;
  /** Purpose, time and machine are printed across each page. */
  readonly marked: boolean;
}

export interface PrintRun extends PrintWish {
  readonly opened: PrintOpened;
  readonly copies: number;
  readonly duplex: boolean;
  readonly language: Language;
  readonly came: { readonly word: PaperWord; readonly lastPage?: number | undefined } | null;
}

/** What the machine may ask about printing without waiting. */
export interface PrintFacts {
  /** What an archive may be wanted for, by the region's data; the first is usual. */
  purposes(item: PrintItem): readonly { readonly id: string; readonly text: Text }[];
  /** Who answers for a region. */
  phone(region: string): string;
  /** The printer prints both sides of a sheet. */
  duplex(): boolean;
  /** How far the paper is that is being printed; null before it is asked for. */
  paper(opened: PrintOpened, item: PrintItem): (PaperView & { readonly state: PrintState }) | null;
}

export interface PrintEffects {
  findPrints(person: Person): Promise<Result<PrintOffer, Failure>>;
  /** Fetches what is to be printed, after the region has said that this person may have it. */
  openPrint(wish: PrintWish, signal: AbortSignal): Promise<Result<PrintOpened, Failure>>;
  /** Prints it, or what is missing of it. How many copies are left then. */
  printOut(run: PrintRun): Promise<Result<CopiesLeft, Failure>>;
}

/** What the print door holds of a session. */
export interface PrintDoor {
  readonly offer: PrintOffer;
  readonly item: PrintItem | null;
  readonly claim: ArchiveClaim | null;
  readonly opened: PrintOpened | null;
  readonly copies: number;
  readonly duplex: boolean;
  readonly state: PrintState;
  readonly came: PrintRun['came'];
}
