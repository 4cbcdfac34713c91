import type {
  CaseView,
  Delivery,
  Drawn,
  Failure,
  Found,
  Guide,
  Language,
  MatterCard,
  MatterComparison,
  PaperName,
  PaperView,
  PaperWord,
  PrintState,
  ScreenData,
  Strokes,
  Text,
  TicketShown,
} from '../contract/index.ts';
import type { CompiledForm, FormValues, PrefillSources, Result } from '../core/index.ts';

/** Who stands at the machine, from the card or typed. Lives in memory only. */
export interface Person {
  readonly name: string;
  readonly number: string;
  readonly sex: 'male' | 'female' | 'other';
  /** YYYYMMDD */
  readonly birthDate: string;
  readonly ethnicGroup: string | null;
  readonly address: string | null;
  readonly source: 'card' | 'typed';
}

export interface PreparedDocument {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly pages: number;
  readonly title: Text;
}

/** A character that no font has, and where it stands. */
export type MissingCharacter = Omit<ScreenData<'character'>, 'at' | 'of'>;

/** The document cannot be made before these are drawn or gone. At least one. */
export interface Unprintable {
  readonly missing: readonly MissingCharacter[];
}

export type Prepared = PreparedDocument | Unprintable;

/** Everything that is decided so far; the input of preparing and of submitting. */
export interface Draft {
  readonly region: string;
  readonly matter: string;
  readonly person: Person;
  readonly values: FormValues;
  readonly delivery: Delivery;
  readonly document: PreparedDocument | null;
  readonly strokes: Strokes | null;
  /** Characters that the citizen drew. */
  readonly drawn: Drawn;
}

/** What someone reports, and from which screen it was opened. */
export interface Report {
  /** Made when the screen was opened: however often it is handed in, it is one ticket. */
  readonly id: string;
  readonly from: 'home' | 'search' | 'guide' | 'cardNeeded' | 'stuck' | 'cases';
  readonly kind: TicketShown['kind'];
  readonly region: string;
  readonly matter: { readonly code: string; readonly name: Text } | null;
  readonly receiptNumber: string | null;
  readonly technicianCode: string | null;
  /** What was looked for in vain. */
  readonly query: string;
  readonly said: {
    readonly text: string;
    readonly phone: string;
    readonly name: string;
    readonly wishedBy: string | null;
  } | null;
}

/** `number`: of the document of who stands here, where that is proven. */
export type ReportToFile = Report & { readonly number: string | null };

/** What the machine may ask without waiting: data that the host has at hand. */
export interface JourneyFacts {
  regions(): ScreenData<'home'>['regions'];
  brandRegion(): string;
  matters(region: string): MatterCard[];
  /** Matters for what a citizen typed; a region that the words name wins. Null while the search is not ready. */
  search(region: string, query: string): { readonly region: string; readonly found: Found } | null;
  guide(region: string, matter: string): Guide | null;
  /** Whether the office behind a matter works now, and when what is handed in now moves. */
  service(region: string, matter: string): ScreenData<'guide'>['service'];
  /** The matter in all regions that have it, or null when no other has. */
  comparison(region: string, matter: string): MatterComparison | null;
  /** The form of a matter, or null when it cannot be applied for. */
  form(region: string, matter: string): CompiledForm | null;
  /** What a form may be filled in from for this person. */
  sources(person: Person): PrefillSources;
  /** Why this machine could not finish a matter now; empty when all is well. */
  obstacles(region: string): Failure[];
  /** Whether one more application can be taken in: asked before a citizen begins, not after the form is filled in. */
  hasRoom(): boolean;
  readerReady(): boolean;
  printerReady(): boolean;
  cardOnReader(): boolean;
  /** How a paper of a case stands here; null when nobody has asked for it. */
  paper?(what: PaperName, receiptNumber: string): (PaperView & { readonly state: PrintState }) | null;
  /** Whether paper lies in the output tray; null where no sensor says so. */
  paperWaiting?(): boolean | null;
  numberProblem(number: string): Failure | null;
  receiptProblem(receiptNumber: string): Failure | null;
  /** Regions that did not say which cases of this citizen they have. */
  unheard?(): { code: string; short: Text }[];
  /** Who answers what is reported about a region now, and by when. Instants in ms. */
  ticketDesk(region: string): Pick<ScreenData<'report'>, 'route' | 'referBy' | 'answerBy'>;
  /** What this person has reported; by the number of a ticket only that one. */
  tickets(number: string, ticketNumber?: string): TicketShown[];
  /** A new UUID. */
  newId(): string;
  now(): number;
  sitePhone(): string;
  retentionDays(): number;
  timing(): {
    idleWarning: number;
    idleWarningWhileSigning: number;
    idleCountdown: number;
    longestSession: number;
    farewell: number;
  };
}

/** One print as the journey asks for it. */
export interface PrintOrder {
  readonly what: PaperName;
  readonly receiptNumber: string;
  readonly language: Language;
  /** Who stands here has shown to be the person of this case. */
  readonly known: boolean;
  /** The citizen's answer when nobody else knows what came out. */
  readonly came: { readonly word: PaperWord; readonly lastPage?: number | undefined } | null;
}

/** What takes time or touches the world. Each gets an abort signal from the machine: a screen that is left stops its work. */
export interface JourneyEffects {
  readPerson(signal: AbortSignal, reading: () => void): Promise<Result<Person, Failure>>;
  checkPerson(
    region: string,
    claim: { name: string; number: string },
    signal: AbortSignal,
  ): Promise<Result<Person, Failure>>;
  prepare(draft: Draft, signal: AbortSignal): Promise<Result<Prepared, Failure>>;
  submit(draft: Draft): Promise<Result<CaseView, Failure>>;
  findByPerson(person: Person): Promise<Result<CaseView[], Failure>>;
  findByReceipt(receiptNumber: string, number: string): Promise<Result<CaseView[], Failure>>;
  /** Prints a paper or what is missing of it. */
  print(order: PrintOrder): Promise<Result<void, Failure>>;
  /** Takes a report in. Nobody waits for a region. */
  fileTicket(report: ReportToFile): Promise<Result<TicketShown, Failure>>;
  /** Takes a case back, and waits a moment for the region's word. The case as it stands then. */
  withdraw(receiptNumber: string, signal: AbortSignal): Promise<Result<CaseView, Failure>>;
  /** Calls `changed` with the case at each change. Returns how to stop. */
  watchCase(receiptNumber: string, changed: (view: CaseView) => void): () => void;
}

export type { CaseView, Failure, PrintState };
