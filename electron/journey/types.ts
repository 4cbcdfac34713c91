import type {
  AskedMaterial,
  CaseView,
  CorrectionItem,
  Delivery,
  DraftView,
  Drawn,
  Failure,
  FingerFeedback,
  Found,
  GivenWords,
  Guide,
  Language,
  LockerPlace,
  LockerThing,
  MatterCard,
  MatterComparison,
  PaperName,
  PaperView,
  PaperWord,
  Place,
  PrintState,
  RatedAs,
  RatingRemark,
  ReturnedFee,
  ScreenData,
  ShownLicence,
  Strokes,
  Text,
  TicketShown,
} from '../contract/index.ts';
import type {
  CompiledForm,
  FormValues,
  PostalAddress,
  PrefillSources,
  Result,
  ZoneNames,
} from '../core/index.ts';
import type { OrganisationClaim } from '../regions/index.ts';
import type { BatchCity, BatchDraft } from './batch-types.ts';
import type { FeeAsked, FeeNews, FeeOrder, ShownPayment } from './delivery-types.ts';
import type { Fingerprint, MaterialFile, PreparedDocument, SettledMaterial } from './document-types.ts';
import type { DraftOrder, KeptAnswers } from './draft-types.ts';
import type { Assistance, HelpEffects, HelpFacts } from './help-types.ts';
import type { LockerEffects, LockerFacts } from './locker-types.ts';
import type { Person } from './person-types.ts';
import type { PrintEffects, PrintFacts } from './print-types.ts';

export type { Fingerprint, HandedIn, MaterialFile, PreparedDocument } from './document-types.ts';
export type { Person } from './person-types.ts';

/** Who somebody says to be, for the region to check. */
export interface IdentityClaim {
  readonly name: string;
  readonly number: string;
  /** Of who has shown a passport: `number` is the passport's. */
  readonly passport?: Pick<Person, 'birthDate' | 'sex'> & { readonly nationality: string };
}

/** A passport that is valid, as its machine-readable zone says. Lives in memory only. */
export interface ReadPassport {
  readonly names: ZoneNames;
  readonly number: string;
  readonly nationality: string;
  readonly sex: Person['sex'];
  /** YYYYMMDD */
  readonly birthDate: string;
  readonly validTo: string;
}

/** A character that no font has, and where it stands. */
export type MissingCharacter = Omit<ScreenData<'character'>, 'at' | 'of'>;

/** The document cannot be made before these are drawn or gone. At least one. */
export interface Unprintable {
  readonly missing: readonly MissingCharacter[];
}

export type Prepared = PreparedDocument | Unprintable;

/** A page that was photographed: a JPEG, examined. Lives in memory until its material is whole. */
export interface CameraPage {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** `room`: bytes that the file may have at most. */
export interface LicenceOrder {
  readonly region: string;
  readonly matter: string;
  readonly material: string;
  readonly person: Person;
  readonly room: number;
}

export interface CameLicence {
  readonly file: MaterialFile;
  readonly licence: ShownLicence;
}

/** What is heard of the page that the citizen's phone opens. */
export type PhoneNews =
  | { readonly kind: 'open'; readonly url: string; readonly endsAt: number }
  | { readonly kind: 'file'; readonly file: MaterialFile }
  /** A list, as it came. */
  | { readonly kind: 'list'; readonly bytes: Uint8Array }
  /** What was offered is on the phone. */
  | { readonly kind: 'taken' }
  /** A file was not taken; the page waits for another. */
  | { readonly kind: 'refused'; readonly problem: Failure }
  /** Nothing comes any more. */
  | { readonly kind: 'closed'; readonly problem: Failure };

/** `room`: bytes that the file may have at most. */
export interface PhoneOrder {
  readonly name: Text;
  readonly language: Language;
  readonly room: number;
  /** A list of companies instead of a material. */
  readonly list?: true;
}

/** 承诺, signed by itself. */
export interface Commitment {
  readonly strokes: Strokes | null;
  readonly fingerprint: Fingerprint | null;
  readonly signedAt: number;
}

/** Somebody else who must sign (股东签名), and what they signed with here; null: not here, or not yet. */
export interface CoSigner {
  readonly name: string;
  readonly number: string;
  readonly given: Commitment | null;
}

/** What is heard of the signature pad. `ink`: somebody writes; `lost`: what was written there is gone. */
export type PadNews = 'empty' | 'written' | 'ink' | 'lost';

/** What is heard of the finger that is to be taken. */
export type FingerNews =
  | { readonly kind: 'feedback'; readonly feedback: FingerFeedback }
  | { readonly kind: 'taken'; readonly print: Fingerprint }
  | { readonly kind: 'failed'; readonly problem: Failure };

/** What the principal (委托人) read and signed here. */
export interface SignedAuthorisation {
  readonly number: string;
  readonly document: PreparedDocument;
  /** Null before it is signed. */
  readonly strokes: Strokes | null;
  readonly fingerprint?: Fingerprint | null;
  readonly signedAt: number;
}

/** On whose behalf somebody acts: a company, or a person who authorised it here. */
export interface ForWhom {
  readonly organisation: OrganisationClaim | null;
  /** The region said that name, code and legal representative belong together. */
  readonly known: boolean;
  readonly principal: Person | null;
  readonly authorisation: SignedAuthorisation | null;
  /** The principal is a minor, and by the region's register who stands here is the guardian (监护人). */
  readonly guardian?: true;
}

export interface OrganisationQuestion {
  readonly region: string;
  readonly matter: string;
  readonly organisation: OrganisationClaim;
  readonly representative: Person;
}

export interface WardQuestion {
  readonly region: string;
  readonly matter: string;
  readonly ward: Person;
  readonly guardian: Person;
}

export interface AuthorisationOrder {
  readonly region: string;
  readonly matter: string;
  readonly agent: Person;
  readonly principal: Person;
}

/** Everything that is decided so far; the input of preparing and of submitting. */
export interface Draft {
  readonly region: string;
  readonly matter: string;
  readonly person: Person;
  /** Absent or null: for oneself. */
  readonly forWhom?: ForWhom | null;
  readonly values: FormValues;
  /** Settled materials in the order of the guide. */
  readonly materials: readonly SettledMaterial[];
  readonly delivery: Delivery;
  /** With delivery `ems`, `locker`; and the fee that was paid. Absent or null: none. */
  readonly receiver?: PostalAddress | null;
  readonly locker?: LockerPlace | null;
  readonly fee?: (ShownPayment & { readonly caseKey: string }) | null;
  readonly document: PreparedDocument | null;
  readonly strokes: Strokes | null;
  /** Of who cannot write, in place of strokes. */
  readonly fingerprint?: Fingerprint | null;
  /** Of a matter by commitment (承诺制); null: not given yet, `refused`: it goes the ordinary way. */
  readonly commitment?: Commitment | 'refused' | null;
  /** Everybody else who must sign, where several must; by when, and how many of them. */
  readonly signers?: readonly CoSigner[];
  readonly signaturesDue?: {
    readonly quorum: number;
    readonly inOrder: boolean;
    readonly until: number;
  } | null;
  /** Characters that the citizen drew. */
  readonly drawn: Drawn;
  /** Who goes on for the citizen, where somebody does. */
  readonly assisted?: Assistance | null;
}

/** What a region asks for (补正) and what it can be answered with here. */
export interface CorrectionAsked {
  /** Who answers, as the case or the card has them. */
  readonly person: Person;
  readonly region: string;
  readonly matter: string;
  readonly items: readonly CorrectionItem[];
  /** Only the questions that are asked once more; null when there are none. */
  readonly form: CompiledForm | null;
  /** As they were answered, where this machine still knows it. */
  readonly values: FormValues;
  readonly places: readonly Place[];
}

/** The answer to a round of correction as far as it goes. */
export interface CorrectionDraft {
  readonly receiptNumber: string;
  readonly round: string;
  readonly asked: CorrectionAsked;
  readonly values: FormValues;
  readonly document: PreparedDocument | null;
  readonly strokes: Strokes | null;
  /** Of who cannot write, in place of strokes. */
  readonly fingerprint?: Fingerprint | null;
}

/** A rating (好差评) as it is handed in. */
export interface RatingOrder {
  readonly receiptNumber: string;
  readonly ticketId: string;
  /** Who laid down a card, where somebody did. */
  readonly who: Person | null;
  readonly words: GivenWords;
}

/** What someone reports, and from which screen it was opened. */
export interface Report {
  /** Made when the screen was opened: however often it is handed in, it is one ticket. */
  readonly id: string;
  readonly from:
    | 'home'
    | 'search'
    | 'guide'
    | 'cardNeeded'
    | 'fee'
    | 'stuck'
    | 'cases'
    | 'correct'
    | 'prints'
    | 'collect'
    | 'cell';
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

/** What is being answered, until the session ends or another round is opened. */
export interface Correcting {
  readonly receiptNumber: string;
  readonly round: string;
  readonly asked: CorrectionAsked;
  readonly values: FormValues;
}

/** A rating that is being given. */
export interface RatingGiven {
  readonly receiptNumber: string;
  readonly from: 'submitted' | 'cases';
  /** Of the ticket that a low rating with a telephone number becomes: however often it is handed in, it is one. */
  readonly ticketId: string;
  readonly words: GivenWords | null;
  readonly given: { readonly satisfaction: RatedAs; readonly ticket: TicketShown | null } | null;
}

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
  /** What a matter wants besides its form, with the ways that are open now. */
  materials?(region: string, matter: string): readonly AskedMaterial[];
  /** Where a city's companies are handed in, in words of whoever wrote the list; `like`: as that region's guide says. */
  batchCity?(word: string, matter: string, like: string): BatchCity;
  /** Regions of this machine that take the matter for several at once. */
  batchRegions?(matter: string, like: string): { readonly code: string; readonly short: Text }[];
  /** The smart locker (智能流转柜); absent where there is none. */
  readonly locker?: LockerFacts;
  /** Whether this machine keeps drafts for who wishes it, what it keeps for this person, and the answers in one. */
  keepsDrafts?(): boolean;
  drafts?(number: string): DraftView[];
  draftAnswers?(number: string, region: string, matter: string): KeptAnswers | null;
  /** Whether phones reach this machine now. */
  phoneReady?(): boolean;
  /** Lockers that a result can come into. */
  lockers?(): readonly LockerPlace[];
  /** Whether the region and this machine can do it now, beyond printer and locker. */
  canDeliver?(region: string, delivery: Delivery): boolean;
  divisions?(): readonly { readonly code: string; readonly name: string }[];
  /** What is paid here before the application is handed in; null: nothing. */
  fee?(region: string, matter: string): FeeAsked | null;
  /** Fees of this session, or of one that a restart cut off, whose application was not handed in. */
  returnedFees?(): ReturnedFee[];
  /** Whether files of a matter can go over the region's line. */
  takesFiles?(region: string): boolean;
  /** What a form may be filled in from for this person. */
  sources(person: Person): PrefillSources;
  /** Why this machine could not finish a matter now; empty when all is well. */
  obstacles(region: string): Failure[];
  /** Whether the region's register can be asked who is whose guardian. */
  checksGuardians?(region: string): boolean;
  /** Whether one more application can be taken in: asked before a citizen begins, not after the form is filled in. */
  hasRoom(): boolean;
  readerReady(): boolean;
  /** Whether a passport can be read here and checked by the region. */
  passport?(region: string): 'here' | 'unchecked' | 'no-camera';
  printerReady(): boolean;
  cardOnReader(): boolean;
  /** Whether a region takes an application that several people sign. */
  takesSigners?(region: string): boolean;
  /** With what documents can be signed now, besides the screen. */
  signing?(): { readonly pad: boolean; readonly fingerprint: boolean };
  /** What stands on the signature pad; null: nothing that is a signature. */
  padStrokes?(): Strokes | null;
  /** How a paper of a case stands here; null when nobody has asked for it. */
  paper?(what: PaperName, receiptNumber: string): (PaperView & { readonly state: PrintState }) | null;
  /** Whether paper lies in the output tray; null where no sensor says so. */
  paperWaiting?(): boolean | null;
  numberProblem(number: string): Failure | null;
  receiptProblem(receiptNumber: string): Failure | null;
  /** What the case's region asks for, to be answered by this person or by whom the case is of; null when it is not known. */
  correction(receiptNumber: string, person: Person | null): CorrectionAsked | null;
  /** Ready remarks of a rating; none where no list is agreed. */
  ratingRemarks?(): readonly RatingRemark[];
  /** Regions that did not say which cases of this citizen they have. */
  unheard?(): { code: string; short: Text }[];
  /** Who answers what is reported about a region now, and by when. Instants in ms. */
  ticketDesk(region: string): Pick<ScreenData<'report'>, 'route' | 'referBy' | 'answerBy'>;
  /** What this person has reported; by the number of a ticket only that one. */
  tickets(number: string, ticketNumber?: string): TicketShown[];
  /** A new UUID. */
  newId(): string;
  /** The print door; absent: this machine has none. */
  readonly prints?: PrintFacts;
  /** Absent: nobody can be called from here. */
  readonly help?: HelpFacts;
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
export interface JourneyEffects extends Partial<PrintEffects>, Partial<HelpEffects> {
  readPerson(signal: AbortSignal, reading: () => void): Promise<Result<Person, Failure>>;
  /** Reads the passport in a picture (JPEG or PNG), which is kept nowhere. */
  readPassport?(picture: Uint8Array): Promise<Result<ReadPassport, Failure>>;
  /** No more pictures come: what was needed to read them is let go. */
  passportOver?(): void;
  checkPerson(region: string, claim: IdentityClaim, signal: AbortSignal): Promise<Result<Person, Failure>>;
  /** Whether a company is what its representative says; `known` is false where the region cannot tell now. */
  checkOrganisation(
    question: OrganisationQuestion,
    signal: AbortSignal,
  ): Promise<Result<{ readonly known: boolean }, Failure>>;
  /** Whether the region knows who stands here as the guardian of this minor. */
  checkWard(question: WardQuestion, signal: AbortSignal): Promise<Result<void, Failure>>;
  prepareAuthorisation(
    order: AuthorisationOrder,
  ): Promise<Result<Pick<SignedAuthorisation, 'number' | 'document'>, Failure>>;
  prepare(draft: Draft, signal: AbortSignal): Promise<Result<Prepared, Failure>>;
  submit(draft: Draft): Promise<Result<CaseView, Failure>>;
  findByPerson(person: Person): Promise<Result<CaseView[], Failure>>;
  findByReceipt(receiptNumber: string, number: string): Promise<Result<CaseView[], Failure>>;
  /** Prints a paper or what is missing of it. */
  print(order: PrintOrder): Promise<Result<void, Failure>>;
  /** Takes a report in. Nobody waits for a region. */
  fileTicket(report: ReportToFile): Promise<Result<TicketShown, Failure>>;
  /** Stores a rating, and with a telephone number a ticket. Nobody waits for a region. */
  rate(order: RatingOrder): Promise<Result<{ view: CaseView; ticket: TicketShown | null }, Failure>>;
  /** Makes the answer to a correction, which the citizen reads and signs. */
  prepareCorrection(draft: CorrectionDraft): Promise<Result<Prepared, Failure>>;
  /** Takes the answer in. Nobody waits for a region. The case as it stands then. */
  sendCorrection(draft: CorrectionDraft): Promise<Result<CaseView, Failure>>;
  /** Takes a case back, and waits a moment for the region's word. The case as it stands then. */
  withdraw(receiptNumber: string, signal: AbortSignal): Promise<Result<CaseView, Failure>>;
  /** One document for every row; the names of what no font here has. */
  prepareBatch?(draft: BatchDraft): Promise<Result<PreparedDocument | { readonly missing: string }, Failure>>;
  /** Takes every row in, or none. In the order of the rows. */
  submitBatch?(draft: BatchDraft): Promise<Result<CaseView[], Failure>>;
  /** Keeps what was typed for a day, by the citizen's wish. */
  keepDraft?(order: DraftOrder): Promise<Result<void, Failure>>;
  dropDraft?(which: Omit<DraftOrder, 'answers'>): Promise<Result<void, Failure>>;
  /** Offers the empty list to the citizen's phone. Returns how to close the page. */
  giveTemplate?(
    order: { readonly csv: string; readonly language: Language },
    heard: (news: PhoneNews) => void,
  ): () => void;
  /** Looks a photographed page over; the same bytes when it may be kept. */
  examinePage?(picture: Uint8Array): Promise<Result<Uint8Array, Failure>>;
  /** Makes one PDF of photographed pages, of at most `room` bytes. */
  joinPages?(pages: readonly CameraPage[], room: number): Promise<Result<MaterialFile, Failure>>;
  /** Fetches the electronic licence that stands for a material. Who calls it has the holder's consent. */
  fetchLicence?(order: LicenceOrder, signal: AbortSignal): Promise<Result<CameLicence, Failure>>;
  /** Takes a case back and hands it in on paper in its place. The case before, and the one that is to go. */
  changeWay?(
    receiptNumber: string,
  ): Promise<Result<{ readonly before: CaseView; readonly now: CaseView }, Failure>>;
  /** Opens a page for the citizen's phone and says what is heard of it. Returns how to close it. */
  receiveFromPhone?(order: PhoneOrder, heard: (news: PhoneNews) => void): () => void;
  /** Asks for the region's payment code, or goes on with it, and says what is heard. Returns how to stop listening. */
  payFee?(order: FeeOrder, heard: (news: FeeNews) => void): () => void;
  /** Offers the file of a case's result to the citizen's phone. Returns how to close the page. */
  giveToPhone?(
    order: { readonly receiptNumber: string; readonly language: Language },
    heard: (news: PhoneNews) => void,
  ): () => void;
  /** Has the pad take ink, and says what is heard of it. */
  signOnPad?(heard: (news: PadNews) => void): { clear(): void; close(): void };
  /** Waits for a finger and takes its image. Returns how to end it. */
  takeFingerprint?(heard: (news: FingerNews) => void): () => void;
  /** The smart locker's doors and codes; absent where there is none. */
  readonly locker?: LockerEffects;
  /** Calls `changed` with the case at each change. Returns how to stop. */
  watchCase(receiptNumber: string, changed: (view: CaseView) => void): () => void;
}

export type { Batch, BatchCity, BatchDraft, BatchRow } from './batch-types.ts';
export type { DraftOrder, KeptAnswers } from './draft-types.ts';
export type { AtLocker, DoorOrder, DoorWork, LockerNews } from './locker-types.ts';
export type { CaseView, Failure, LockerThing, PrintState };
