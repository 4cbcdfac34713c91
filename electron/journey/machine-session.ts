import { assign, fromCallback, fromPromise, type NonReducibleUnknown, setup } from 'xstate';
import type {
  CaseView,
  CopiesLeft,
  Delivery,
  Drawn,
  Failure,
  FingerFeedback,
  Guide,
  HelperRole,
  JourneyEvent,
  Language,
  MatterComparison,
  PaperName,
  PrintState,
  ShownLicence,
  StaffCall,
  Strokes,
  TicketShown,
  Withdrawing,
} from '../contract/index.ts';
import {
  type CompiledForm,
  type FormContext,
  type FormProblem,
  type FormValues,
  type IdentityDocument,
  localDate,
  type PostalAddress,
  type PrefillSources,
  type Result,
} from '../core/index.ts';
import type { FeeNews, FeeOrder, FeeStanding } from './delivery-types.ts';
import { failure } from './failures.ts';
import type { Assistance, CallNews, VideoNews } from './help-types.ts';
import type { PrintDoor, PrintOffer, PrintOpened, PrintRun, PrintWish } from './print-types.ts';
import type {
  AtLocker,
  AuthorisationOrder,
  Batch,
  BatchDraft,
  CameLicence,
  CameraPage,
  Commitment,
  Correcting,
  CorrectionDraft,
  DoorOrder,
  Draft,
  DraftOrder,
  FingerNews,
  Fingerprint,
  ForWhom,
  HandedIn,
  IdentityClaim,
  JourneyFacts,
  LicenceOrder,
  LockerNews,
  LockerThing,
  MaterialFile,
  MissingCharacter,
  OrganisationQuestion,
  PadNews,
  Person,
  PhoneNews,
  PhoneOrder,
  Prepared,
  PreparedDocument,
  PrintOrder,
  RatingGiven,
  RatingOrder,
  ReadPassport,
  Report,
  ReportToFile,
  SignedAuthorisation,
  WardQuestion,
} from './types.ts';

/** Nothing written on a pad for so long: the screen is offered in its place, in milliseconds. */
export const PAD_QUIET_MS = 30_000;
/** Writing a draft is a matter of milliseconds; after this long (ms) it counts as not kept. */
const KEEPING_MS = 10_000;

/** What the machine remembers of one session. A wipe replaces the whole of it. */
export interface SessionContext {
  readonly facts: JourneyFacts;
  readonly language: Language;
  readonly purpose: 'apply' | 'track' | 'print';
  readonly region: string;
  /** What stands in the search field. */
  readonly query: string;
  readonly guide: Guide | null;
  readonly person: Person | null;
  /** A card that the matter does not take; the person on it is forgotten. */
  readonly refusedCard: IdentityDocument | null;
  readonly claim: IdentityClaim | null;
  /** What was read of a passport, and how many pictures in a row held none. */
  readonly passport: { readonly read: ReadPassport | null; readonly misses: number } | null;
  /** On whose behalf; null: for oneself. */
  readonly forWhom: ForWhom | null;
  readonly receiptClaim: { receiptNumber: string; number: string } | null;
  /** Answers to the form; those to hidden questions wait here and go no further. */
  readonly values: FormValues;
  /** The page of the form, null before it was opened for this person. */
  readonly page: string | null;
  /** What the form was filled in from. */
  readonly sources: PrefillSources;
  readonly formProblems: readonly FormProblem[];
  /** The citizen came back from the last page to change something, and returns there. */
  readonly toCheck: boolean;
  /** Settled materials, by their id. */
  readonly materials: Readonly<Record<string, HandedIn>>;
  /** The material that comes from the phone: the page that is open for it, and what came. */
  readonly coming: {
    readonly material: string;
    readonly page: { readonly url: string; readonly endsAt: number } | null;
    readonly file: MaterialFile | null;
    /** Of an electronic licence; null before it has come; absent: it comes from a phone. */
    readonly licence?: ShownLicence | null;
  } | null;
  /** Several companies at once (批量办理); null: one application. */
  readonly batch: Batch | null;
  /** The material that is photographed: the picture that is being examined, and the pages so far. */
  readonly photographed: {
    readonly material: string;
    readonly picture: { readonly id: string; readonly instead: string | null } | null;
    readonly pages: readonly CameraPage[];
  } | null;
  /** The result that goes to the phone: of which case, and the page that is open for it. */
  readonly giving: {
    readonly receiptNumber: string;
    readonly page: { readonly url: string; readonly endsAt: number } | null;
  } | null;
  /** The cell that somebody stands at. */
  readonly locker: AtLocker | null;
  readonly delivery: Delivery | null;
  /** Which locker the result comes into, by its id. */
  readonly resultLocker: string | null;
  /** Whom the parcel goes to, as far as it was said; `mailKnown`: it is whole and right. */
  readonly receiver: PostalAddress | null;
  readonly mailKnown: boolean;
  readonly mailProblems: readonly FormProblem[];
  readonly fee: FeeStanding | null;
  readonly document: PreparedDocument | null;
  readonly strokes: Strokes | null;
  /** Of who cannot write, in place of strokes. */
  readonly fingerprint: Fingerprint | null;
  /** 承诺 of the prepared document: signed, or refused for the ordinary way; null: not said yet. */
  readonly commitment: Commitment | 'refused' | null;
  /** Who else has signed the document here, by number; and who stands here to do so. */
  readonly coSigned: readonly { readonly number: string; readonly mark: Commitment }[];
  readonly signer: Person | null;
  /** A fingerprint that was taken and waits for the citizen's word; and what the finger must do. */
  readonly print: Fingerprint | null;
  readonly feedback: FingerFeedback | null;
  /** The citizen wants to write on the screen, whatever there is. */
  readonly onScreen: boolean;
  /** Characters that the citizen drew, and those that are still to be settled, the first of them on the screen. */
  readonly drawn: Drawn;
  readonly missing: readonly MissingCharacter[];
  /** How many there were to settle. */
  readonly lacking: number;
  readonly current: CaseView | null;
  readonly cases: readonly CaseView[];
  readonly printing: string | null;
  /** Which paper of a found case `result` speaks of. */
  readonly what: PaperName;
  readonly withdrawing: Withdrawing | null;
  /** The correction that is being answered. */
  readonly correcting: Correcting | null;
  readonly rating: RatingGiven | null;
  readonly report: Report | null;
  readonly reportProblem: Failure | null;
  /** What the print door has open; null: it was not used. */
  readonly prints: PrintDoor | null;
  /** A call for staff that is open, or was answered. */
  readonly call: StaffCall | null;
  /** Who goes on at the machine for the citizen. */
  readonly assisted: Assistance | null;
  /** As whom the helper said to help whose card is awaited. */
  readonly helperRole: HelperRole | null;
  readonly helpProblem: Failure | null;
  readonly video: VideoNews | null;
  readonly ticket: TicketShown | null;
  readonly receipt: PrintState;
  readonly result: PrintState;
  /** What the citizen saw in the tray, until the print that it is about goes on. */
  readonly came: PrintOrder['came'];
  /** How often the farewell has waited for paper to be taken. */
  readonly reminded: number;
  readonly problem: Failure | null;
  /** What became of a draft that was to be kept. */
  readonly kept: 'kept' | 'failed' | null;
  /** A case was taken in during this session. */
  readonly stored: boolean;
  /** Receipt number of a session that a restart cut off. */
  readonly recovered: { receiptNumber: string | null } | null;
  readonly warningEndsAt: number | null;
  readonly sessionEndsAt: number | null;
}

/** What the host itself tells the machine. */
export type InternalEvent =
  | { type: 'ACTIVITY' }
  | { type: 'TYPED'; page: string; values: FormValues }
  | { type: 'WIPE' }
  | { type: 'READING' }
  | { type: 'PERSON'; result: Result<Person, Failure> }
  | { type: 'CASE'; view: CaseView }
  | { type: 'PHONE'; news: PhoneNews }
  | { type: 'FEE'; news: FeeNews }
  /** Something was seen at the cell that is open. */
  | { type: 'LOCKER'; news: LockerNews }
  | { type: 'CALL'; news: CallNews }
  | { type: 'VIDEO'; news: VideoNews }
  | { type: 'PAD'; news: PadNews }
  | { type: 'FINGER'; news: FingerNews }
  | { type: 'ZONE'; result: Result<ReadPassport, Failure> }
  | { type: 'DEVICES' }
  /** Storing has ended, well or not: whoever stands there is asked again. */
  | { type: 'ANSWERED' };

export type MachineEvent = JourneyEvent | InternalEvent;

export interface MachineInput {
  readonly facts: JourneyFacts;
  readonly recovered: { receiptNumber: string | null } | null;
}

/** Nothing was said yet in this matter, whoever stands here. */
export const NO_ANSWERS = {
  forWhom: null,
  values: {},
  page: null,
  sources: {},
  formProblems: [],
  toCheck: false,
  materials: {},
  coming: null,
  photographed: null,
  batch: null,
  delivery: null,
  resultLocker: null,
  receiver: null,
  mailKnown: false,
  mailProblems: [],
  fee: null,
  document: null,
  strokes: null,
  fingerprint: null,
  commitment: null,
  coSigned: [],
  signer: null,
  print: null,
  feedback: null,
  onScreen: false,
  drawn: {},
  missing: [],
  lacking: 0,
} as const satisfies Partial<SessionContext>;

/** Nothing is known of anybody, and nothing that hangs on a person is left. */
export const NOBODY = {
  ...NO_ANSWERS,
  person: null,
  refusedCard: null,
  claim: null,
  passport: null,
  receiptClaim: null,
  correcting: null,
  rating: null,
  locker: null,
} as const satisfies Partial<SessionContext>;

export function fresh(facts: JourneyFacts): SessionContext {
  return {
    facts,
    language: 'zh-CN',
    purpose: 'apply',
    region: facts.brandRegion(),
    query: '',
    guide: null,
    ...NOBODY,
    giving: null,
    current: null,
    cases: [],
    printing: null,
    what: 'result',
    withdrawing: null,
    report: null,
    reportProblem: null,
    prints: null,
    call: null,
    assisted: null,
    helperRole: null,
    helpProblem: null,
    video: null,
    ticket: null,
    receipt: 'none',
    result: 'none',
    came: null,
    reminded: 0,
    problem: null,
    kept: null,
    stored: false,
    recovered: null,
    warningEndsAt: null,
    sessionEndsAt: null,
  };
}

/** Settled materials in the order of the guide; of another matter none are left. */
export function settledMaterials(c: SessionContext): Draft['materials'] {
  const asked = (c.guide && c.facts.materials?.(c.region, c.guide.matter.code)) ?? [];
  return asked.flatMap(({ id, name }) => {
    const given = c.materials[id];
    return given ? [{ id, name, given }] : [];
  });
}

/** The draft as far as it goes. Throws when a state asks for it too early: a bug of the machine. */
export function draftOf(c: SessionContext): Draft {
  // coverage-defer: no state asks for it too early
  /* v8 ignore next -- @preserve */
  if (!c.guide || !c.person || !c.delivery) throw new Error('the draft is not complete');
  return {
    region: c.region,
    matter: c.guide.matter.code,
    person: c.person,
    forWhom: c.forWhom,
    values: c.values,
    materials: settledMaterials(c),
    delivery: c.delivery,
    receiver: c.delivery === 'ems' ? c.receiver : null,
    locker: c.facts.lockers?.().find(({ id }) => id === c.resultLocker) ?? null,
    fee: c.fee?.state === 'paid' && c.fee.payment ? { caseKey: c.fee.caseKey, ...c.fee.payment } : null,
    document: c.document,
    strokes: c.strokes,
    fingerprint: c.fingerprint,
    commitment: c.commitment,
    drawn: c.drawn,
    assisted: c.assisted,
  };
}

export const internalFailure: Failure = failure('internal');

type Work<In, Out> = { input: In; output: Result<Out, Failure> };
const work = <W extends Work<unknown, unknown>>() =>
  fromPromise<W['output'], W['input']>(() => Promise.reject(new Error('effect not provided')));

export const base = setup({
  types: {
    context: {} as SessionContext,
    events: {} as MachineEvent,
    input: {} as MachineInput,
  },
  actors: {
    /** Waits for a card and sends READING, then PERSON. */
    readCard: fromCallback<MachineEvent>(() => undefined),
    /** Sends CASE whenever the current case changes. */
    watchCase: fromCallback<MachineEvent, { receiptNumber: string }>(() => undefined),
    /** Sends CASE whenever one of these cases changes. */
    watchCases: fromCallback<MachineEvent, { receiptNumbers: readonly string[] }>(() => undefined),
    /** Sends PHONE whenever something is heard of the page that the phone opens. */
    receiveFromPhone: fromCallback<MachineEvent, PhoneOrder>(() => undefined),
    /** Asks for the region's payment code and sends FEE whenever something is heard of it. */
    payFee: fromCallback<MachineEvent, FeeOrder>(() => undefined),
    giveToPhone: fromCallback<MachineEvent, { receiptNumber: string; language: Language }>(() => undefined),
    /** Sends PAD; takes `clearPad`. */
    signOnPad: fromCallback<MachineEvent>(() => undefined),
    /** Sends FINGER. */
    takeFingerprint: fromCallback<MachineEvent>(() => undefined),
    giveTemplate: fromCallback<MachineEvent, { csv: string; language: Language }>(() => undefined),
    changeWay: work<Work<{ receiptNumber: string }, { readonly before: CaseView; readonly now: CaseView }>>(),
    keepDraft: work<Work<DraftOrder, void>>(),
    dropDraft: work<Work<Omit<DraftOrder, 'answers'>, void>>(),
    prepareBatch: work<Work<BatchDraft, PreparedDocument | { readonly missing: string }>>(),
    submitBatch: work<Work<BatchDraft, CaseView[]>>(),
    /** Opens a door and sends LOCKER; hears `cellSaid`. */
    openDoor: fromCallback<MachineEvent, DoorOrder>(() => undefined),
    findByCode: work<Work<string, LockerThing>>(),
    examinePage: work<Work<{ picture: string }, Uint8Array>>(),
    fetchLicence: work<Work<LicenceOrder, CameLicence>>(),
    joinPages: work<Work<{ pages: readonly CameraPage[]; room: number }, MaterialFile>>(),
    checkPerson: work<Work<{ region: string; claim: IdentityClaim }, Person>>(),
    checkOrganisation: work<Work<OrganisationQuestion, { readonly known: boolean }>>(),
    checkWard: work<Work<WardQuestion, void>>(),
    prepareAuthorisation: work<Work<AuthorisationOrder, Pick<SignedAuthorisation, 'number' | 'document'>>>(),
    prepare: work<Work<Draft, Prepared>>(),
    submit: work<Work<Draft, CaseView>>(),
    findCases:
      work<
        Work<
          { person: Person | null; receiptClaim: { receiptNumber: string; number: string } | null },
          CaseView[]
        >
      >(),
    rate: work<Work<RatingOrder, { view: CaseView; ticket: TicketShown | null }>>(),
    prepareCorrection: work<Work<CorrectionDraft, Prepared>>(),
    sendCorrection: work<Work<CorrectionDraft, CaseView>>(),
    fileTicket: work<Work<ReportToFile, TicketShown>>(),
    withdraw: work<Work<{ receiptNumber: string }, CaseView>>(),
    print: work<Work<PrintOrder, void>>(),
    findPrints: work<Work<Person, PrintOffer>>(),
    openPrint: work<Work<PrintWish, PrintOpened>>(),
    printOut: work<Work<PrintRun, CopiesLeft>>(),
    /** Sends CALL once the call is written down, and when somebody answers it. */
    callStaff: fromCallback<MachineEvent, { language: Language }>(() => undefined),
    /** Sends VIDEO whenever the call stands otherwise. */
    callVideo: fromCallback<MachineEvent, { language: Language }>(() => undefined),
    readHelper: work<Work<NonReducibleUnknown, Person>>(),
  },
  actions: {
    /** Everything about the citizen goes; the language stays until the session is over. */
    wipe: assign(({ context }) => ({ ...fresh(context.facts), language: context.language })),
    defaultLanguage: assign({ language: 'zh-CN' }),
    clearProblem: assign({ problem: null }),
    internalProblem: assign({ problem: internalFailure }),
    internalHelpProblem: assign({ helpProblem: internalFailure }),
    internalReportProblem: assign({ reportProblem: internalFailure }),
    /** How the receipt of a session that a restart cut off stands by now. */
    learnReceipt: assign(({ context }) => {
      const number = context.recovered?.receiptNumber;
      const paper = number ? context.facts.paper?.('receipt', number) : null;
      return paper ? { receipt: paper.state } : {};
    }),
    noteWhatCame: assign(({ event }) =>
      event.type === 'paperCame' ? { came: { word: event.word, lastPage: event.lastPage } } : {},
    ),
    forgetPerson: assign(NOBODY),
    keepBatchPage: assign(({ context, event }) =>
      context.batch && event.type === 'PHONE' && event.news.kind === 'open'
        ? { batch: { ...context.batch, page: { url: event.news.url, endsAt: event.news.endsAt } } }
        : {},
    ),
    forgetBatchPage: assign({ batch: ({ context }) => context.batch && { ...context.batch, page: null } }),
    /** Why nothing comes, or not this. */
    noteNewsProblem: assign(({ event }) =>
      event.type === 'PHONE' && 'problem' in event.news ? { problem: event.news.problem } : {},
    ),
    forgetComing: assign({
      coming: ({ context }) => context.coming && { ...context.coming, page: null, file: null },
    }),
    /** The same door once more; for a deposit any that is free. */
    doorAgain: assign(({ context: { locker } }) => ({
      locker: locker && {
        ...locker,
        cell: locker.act === 'deposit' ? null : locker.cell,
        phase: 'opening' as const,
        leftOpen: false,
        outcome: null,
      },
      problem: null,
    })),
    feeBroke: assign(({ context }) =>
      context.fee ? { fee: { ...context.fee, state: 'refused', problem: internalFailure } } : {},
    ),
    forgetDocument: assign({
      document: null,
      strokes: null,
      fingerprint: null,
      commitment: null,
      coSigned: [],
      signer: null,
    }),
    padProblem: assign({ problem: failure('padLost') }),
  },
  guards: {
    readerReady: ({ context }) => context.facts.readerReady(),
    /** A delivery is chosen for a known person only; who forgets the person forgets both. */
    hasDraft: ({ context }) => context.delivery !== null,
    receiptAsked: ({ context, event }) =>
      event.type === 'paperCame' && event.what === 'receipt' && context.receipt === 'asking',
    resultAsked: ({ context, event }) =>
      event.type === 'paperCame' && event.what === context.what && context.result === 'asking',
    knowsSomeone: ({ context }) =>
      context.person !== null ||
      context.claim !== null ||
      context.receiptClaim !== null ||
      context.report?.said != null ||
      context.stored ||
      context.locker !== null ||
      context.recovered !== null,
  },
  delays: {
    idle: ({ context }) => {
      const timing = context.facts.timing();
      const open = context.document ?? context.forWhom?.authorisation ?? null;
      const signing = open !== null && context.current === null;
      // Who is busy with a phone touches no screen.
      const elsewhere =
        (context.coming !== null && context.coming.licence === undefined) ||
        context.photographed !== null ||
        context.giving !== null ||
        (context.fee !== null && context.fee.state !== 'paid') ||
        (context.batch?.page ?? null) !== null ||
        context.video !== null ||
        context.call !== null ||
        context.locker !== null;
      return 1000 * (signing || elsewhere ? timing.idleWarningWhileSigning : timing.idleWarning);
    },
    padQuiet: PAD_QUIET_MS,
    keeping: KEEPING_MS,
    countdown: ({ context }) => 1000 * context.facts.timing().idleCountdown,
    longest: ({ context }) => 1000 * context.facts.timing().longestSession,
    farewell: ({ context }) => 1000 * context.facts.timing().farewell,
  },
});

/** What a result holds, or `otherwise`. */
export function valueOr<T, O>(result: Result<T, unknown>, otherwise: O): T | O {
  // coverage-defer: guarded transitions ask good results only; the other half is for the types
  /* v8 ignore next -- @preserve */
  return result.ok ? result.value : otherwise;
}

/** What a result complains of, or null. */
export function problemIn(result: Result<unknown, Failure>): Failure | null {
  return result.ok ? null : result.error;
}

/** The form of the chosen matter, or null when there is none. */
export function formOf(context: SessionContext): CompiledForm | null {
  return context.guide && context.facts.form(context.region, context.guide.matter.code);
}

/** The chosen matter in all regions that have it, or null when no other has. */
export function comparisonOf(context: SessionContext): MatterComparison | null {
  return context.guide && context.facts.comparison(context.region, context.guide.matter.code);
}

/** What answers are judged by. */
export function judgeOf(context: SessionContext): FormContext {
  return { today: localDate(context.facts.now()), sources: context.sources };
}

/** The answers to the form of the chosen matter, checked; null when it has no form. */
export function checked(context: SessionContext, values: FormValues) {
  return formOf(context)?.validate(values, judgeOf(context)) ?? null;
}

/** Where a finished print leaves its state. */
export const printed = (result: Result<unknown, Failure>): PrintState =>
  result.ok ? 'printed' : result.error.kind === 'printUnknown' ? 'asking' : 'failed';
