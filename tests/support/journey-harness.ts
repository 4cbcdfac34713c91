import type {
  AskedMaterial,
  CaseView,
  CopiesLeft,
  Delivery,
  Failure,
  Guide,
  JourneyEvent,
  JourneyView,
  LockerPlace,
  LockerThing,
  PaperName,
  ReturnedFee,
  Strokes,
  TicketShown,
} from '../../electron/contract/index.ts';
import {
  type CompiledForm,
  citizenNumberCheck,
  citizenNumberProblem,
  compileForm,
  ok,
  organisationCodeCheck,
  partOfForm,
  type Result,
  VirtualClock,
} from '../../electron/core/index.ts';
import {
  type BatchCity,
  type BatchDraft,
  type CameLicence,
  type CorrectionAsked,
  type CorrectionDraft,
  createJourney,
  type DoorOrder,
  type Draft,
  type DraftOrder,
  type FeeNews,
  type FeeOrder,
  type FingerNews,
  failure,
  type IdentityClaim,
  type Journey,
  type JourneyEffects,
  type JourneyFacts,
  type LockerFacts,
  type LockerNews,
  type MaterialFile,
  type MissingCharacter,
  type PadNews,
  type Person,
  type PhoneNews,
  type PhoneOrder,
  type Prepared,
  type PreparedDocument,
  type RatingOrder,
  type ReadPassport,
  type ReportToFile,
  type SessionMarker,
} from '../../electron/journey/index.ts';
import type { PrintOffer, PrintOpened } from '../../electron/journey/print-types.ts';
import { companyForm } from './batch-samples.ts';
import { type DoorBench, doorBench } from './door-harness.ts';
import { richForm, shortForm } from './forms.ts';
import { CABINET } from './locker-data.ts';
import { makePerson } from './people.ts';
import { makeComparison } from './views.ts';

const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });

/** An effect that the test ends by hand. */
export class Held<T> {
  readonly #waiting: PromiseWithResolvers<T>[] = [];
  calls = 0;
  signal: AbortSignal | null = null;

  call(signal?: AbortSignal): Promise<T> {
    this.calls++;
    this.signal = signal ?? null;
    const asked = Promise.withResolvers<T>();
    this.#waiting.push(asked);
    return asked.promise;
  }

  answer(value: T): void {
    this.#oldest().resolve(value);
  }

  /** Ends the effect as a bug does: it throws. */
  fail(error: Error = new Error('a bug in an effect')): void {
    this.#oldest().reject(error);
  }

  #oldest(): PromiseWithResolvers<T> {
    const asked = this.#waiting.shift();
    if (!asked) throw new Error('nobody waits for this answer');
    return asked;
  }
}

export function personOf(seed: number): Person {
  const { name, number, sex, birthDate, address } = makePerson(seed);
  return { name, number, ...RESIDENT, sex, birthDate, ethnicGroup: '汉', address, source: 'card' };
}

const RESIDENT = { document: 'resident-card', chineseName: null, nationality: null } as const;

/** A made-up foreigner, with a name as long as a card takes. 999 and XZZ are no country. */
export function foreigner(): Person {
  const first17 = '91199919000102000';
  return {
    name: 'SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES',
    number: first17 + citizenNumberCheck(first17),
    document: 'foreign-pr-card',
    chineseName: '样玛丽',
    nationality: 'XZZ',
    sex: 'female',
    birthDate: '19000102',
    ethnicGroup: null,
    address: null,
    source: 'card',
  };
}

export function caseView(over: Partial<CaseView> = {}): CaseView {
  return {
    receiptNumber: 'B017-261121-0001-N',
    matter: text('开具临时身份证明'),
    region: { code: '120000', short: text('天津'), phone: '022-0000 0000' },
    state: 'waiting',
    regionNumber: null,
    withdrawal: null,
    canWithdraw: false,
    delivery: 'print-here',
    submittedAt: 0,
    acceptedAt: null,
    officeOpensAt: 0,
    promisedBy: '2026-11-24',
    promiseIsEstimate: true,
    holidaysKnown: true,
    promisedWorkingDays: 1,
    callAfter: 0,
    resultReady: false,
    retentionDays: 3,
    resultDays: 30,
    ...over,
  };
}

const place = { name: text('窗口'), address: text('某路1号'), phone: '022-0000 0000', hours: text('工作日') };

function guideOf(code: string, depth: 'full' | 'guide', withoutCard: boolean): Guide {
  return {
    matter: { code, name: text(code), plain: text('一句话'), category: text('户籍'), depth, isNew: false },
    region: { code: '120000', name: text('天津市'), short: text('天津'), phone: '022-0000 0000' },
    sample: false,
    authority: text('公安机关'),
    conditions: [],
    materials: [],
    steps: [],
    fee: text('不收费'),
    promisedWorkingDays: 1,
    statutoryWorkingDays: 5,
    result: text('证明'),
    deliveries: ['print-here', 'window'],
    caution: null,
    places: [place],
    withoutCard,
    identity: { accepts: ['resident-card'], agents: [] },
    handling: 'ordinary',
    modes: ['online'],
    hindrances: [],
  };
}

export const REPORT = {
  type: 'fileReport',
  kind: 'not-done',
  text: '窗口不受理',
  phone: '13900000000',
  name: '',
  wishedBy: null,
} as const satisfies JourneyEvent;

export const RATING: Extract<JourneyEvent, { type: 'giveRating' }> = {
  type: 'giveRating',
  satisfaction: 'dissatisfied',
  remarks: ['S301'],
  words: '等了很久',
  phone: '13900000000',
};

export const TICKET: TicketShown = {
  number: 'B017-261121-0002-K',
  kind: 'not-done',
  region: { code: '120000', short: text('天津') },
  matter: null,
  state: 'filed',
  regionNumber: null,
  filedAt: 0,
  wishedBy: null,
  referBy: 0,
  answerBy: 0,
  referralLate: false,
  answerLate: false,
  ring: false,
  route: {
    desk: text('综合窗口'),
    leader: text('值班领导'),
    hotline: '022-0000 0000',
    window: null,
    answerWorkingDays: 3,
  },
  answers: [],
  closing: null,
};

/** A passport as its zone says, with all of the name. */
export function readPassport(over: Partial<ReadPassport> = {}): ReadPassport {
  return {
    names: { primary: 'SAMPLE', secondary: 'ANNA MARIA', truncated: false },
    number: 'U99C7O1B4',
    nationality: 'UTO',
    sex: 'female',
    birthDate: '19950730',
    validTo: '20310729',
    ...over,
  };
}

export interface Harness {
  readonly clock: VirtualClock;
  readonly journey: Journey;
  readonly held: {
    findPrints: Held<Result<PrintOffer, Failure>>;
    openPrint: Held<Result<PrintOpened, Failure>>;
    printOut: Held<Result<CopiesLeft, Failure>>;
    readHelper: Held<Result<Person, Failure>>;
    read: Held<Result<Person, Failure>>;
    check: Held<Result<Person, Failure>>;
    zone: Held<Result<ReadPassport, Failure>>;
    organisation: Held<Result<{ known: boolean }, Failure>>;
    ward: Held<Result<void, Failure>>;
    authorisation: Held<Result<{ number: string; document: PreparedDocument }, Failure>>;
    prepare: Held<Result<Prepared, Failure>>;
    submit: Held<Result<CaseView, Failure>>;
    change: Held<Result<{ before: CaseView; now: CaseView }, Failure>>;
    keep: Held<Result<void, Failure>>;
    prepareBatch: Held<Result<PreparedDocument | { readonly missing: string }, Failure>>;
    submitBatch: Held<Result<CaseView[], Failure>>;
    find: Held<Result<CaseView[], Failure>>;
    /** A photographed page, and all of them as one file. */
    examine: Held<Result<Uint8Array, Failure>>;
    join: Held<Result<MaterialFile, Failure>>;
    licence: Held<Result<CameLicence, Failure>>;
    print: Held<Result<void, Failure>>;
    code: Held<Result<LockerThing, Failure>>;
    withdraw: Held<Result<CaseView, Failure>>;
    file: Held<Result<TicketShown, Failure>>;
    prepareCorrection: Held<Result<Prepared, Failure>>;
    sendCorrection: Held<Result<CaseView, Failure>>;
    rate: Held<Result<{ view: CaseView; ticket: TicketShown | null }, Failure>>;
  };
  readonly devices: {
    reader: boolean;
    card: boolean;
    printer: boolean;
    pad: boolean;
    finger: boolean;
    changed(): void;
  };
  /** The signature pad, and what the finger's reader says. */
  readonly pad: {
    opened: number;
    closed: number;
    cleared: number;
    strokes: Strokes | null;
    hear(news: PadNews): void;
  };
  readonly finger: { taken: number; closed: number; hear(news: FingerNews): void };
  /** Whether one more application fits. */
  readonly disk: { room: boolean };
  /** Whether the index of the search is built. */
  readonly search: { ready: boolean };
  /** How papers stand in the print service's book. */
  readonly papers: Map<PaperName, NonNullable<ReturnType<NonNullable<JourneyFacts['paper']>>>>;
  /** Whether paper lies in the tray; null without a sensor. */
  readonly tray: { waiting: boolean | null };
  readonly marks: string[];
  /** What was handed in as a report, and what this person has reported. */
  readonly filed: ReportToFile[];
  readonly reports: TicketShown[];
  /** What a case's region asks for, and every answer to it that was to be prepared or stored. */
  readonly correction: { ask: (who: Person | null) => CorrectionAsked | null };
  readonly corrections: CorrectionDraft[];
  /** Ratings that were handed in. */
  readonly ratings: RatingOrder[];
  /** What the matter `papers` wants, and whether its region takes files. */
  readonly line: {
    materials: readonly AskedMaterial[];
    takesFiles: boolean;
    takesSigners: boolean;
    phoneReady: boolean;
    passport: 'here' | 'unchecked' | 'no-camera';
    /** How often the reader of passports was let go. */
    passportsOver: number;
  };
  /** Who was asked about, in order. */
  readonly claims: IdentityClaim[];
  /** A frame of the document camera, and what is read in it. */
  picture(read: Result<ReadPassport, Failure>): Promise<void>;
  /** The print door and help. */
  readonly doors: DoorBench;
  /** The smart locker: what lies there, codes, and every door that was to be opened. */
  readonly locker: {
    ready: boolean;
    things: LockerThing[];
    codes: ReturnType<LockerFacts['codes']>;
    readonly opened: DoorOrder[];
    readonly said: boolean[];
    closed: number;
    hear(news: LockerNews): void;
  };
  /** The page for the citizen's phone. */
  /** The region's payment code, and what came back of fees that were not used. */
  readonly money: {
    orders: FeeOrder[];
    closed: number;
    unused: ReturnedFee[];
    broken: boolean;
    hear(news: FeeNews): void;
  };
  /** Lockers, and ways of delivery that do not work now. */
  readonly ways: { lockers: LockerPlace[]; cannot: Set<Delivery> };
  readonly page: { opened: PhoneOrder[]; given: string[]; closed: number; hear(news: PhoneNews): void };
  /** What effects threw. */
  readonly bugs: unknown[];
  /** Drafts by wish: whether any are kept here, and what was. */
  readonly shelf: { on: boolean; kept: DraftOrder[] };
  /** Batches that were to be prepared or handed in. */
  readonly batches: BatchDraft[];
  /** What was to be prepared, time after time. */
  readonly drafts: Draft[];
  /** What was to be submitted, time after time. */
  readonly submitted: Draft[];
  /** A bug in the pad: from now on `signOnPad` throws. */
  breakPad(): void;
  /** A bug in watching: from now on `watchCase` throws. */
  breakWatching(): void;
  /** Calls the reader's "card found". */
  cardFound(): void;
  caseChanges(view: CaseView): void;
  view(): JourneyView;
  screen(): string;
  /** Sends an answer to the present view; throws when it is not taken. */
  say(event: JourneyEvent): Promise<void>;
  settle(): Promise<void>;
}

export const SIGNATURE = [
  [
    { x: 0.1, y: 0.1, t: 0 },
    { x: 0.9, y: 0.5, t: 300 },
  ],
];
/** Nobody's finger. */
export const PRINT = { png: new Uint8Array([7, 7, 7]), sha256: 'f'.repeat(64) };
/** A character of an old card. */
export function missingCharacter(over: Partial<MissingCharacter> = {}): MissingCharacter {
  return {
    character: '\ue863',
    codePoint: 'U+E863',
    kind: 'private',
    where: { label: text('姓名'), text: '张\ue863' },
    typed: false,
    drawable: true,
    ...over,
  };
}

/** A region that asks for the purpose once more; with `over` for something else too. */
export function correctionAsked(
  over: Partial<CorrectionAsked> = {},
  who: Person | null = null,
): CorrectionAsked {
  const file = partOfForm(shortForm(), ['purpose']);
  return {
    person: who ?? personOf(1),
    region: '120000',
    matter: 'full',
    items: [
      { kind: 'field', name: 'purpose', note: '请重新选择用途', label: text('用途', 'Purpose'), here: true },
    ],
    form: file && compileForm(file),
    values: { purpose: 'train' },
    places: [place],
    ...over,
  };
}

/** A case that its region asks for a correction. */
export function askedCase(over: Partial<CaseView> = {}): CaseView {
  return caseView({
    state: 'correction',
    regionNumber: 'R-1',
    correction: {
      round: 'round-1',
      until: null,
      items: [{ kind: 'field', name: 'purpose', note: '请重新选择用途' }],
      answer: 'open',
    },
    ...over,
  });
}

const FEE = {
  amountFen: 1_000,
  text: text('每证 10 元'),
  basis: null,
  freeWhen: null,
  sample: true,
  refundDays: 7,
  takesBack: true,
};

export const PAYMENT = {
  number: 'P1',
  amountFen: 1_000,
  url: 'https://pay.region.example/p/P1',
  endsAt: 900_000,
};

export const DOCUMENT = {
  bytes: new Uint8Array([1, 2, 3]),
  sha256: 'a'.repeat(64),
  pages: 1,
  title: text('申请表'),
};

export const MATERIALS: readonly AskedMaterial[] = [
  {
    id: 'licence',
    name: text('营业执照'),
    required: true,
    ways: ['phone', 'later', 'window'],
    laterBy: '2026-11-27',
  },
  { id: 'referral', name: text('转诊意见'), required: false, ways: ['window'], laterBy: null },
];

/** A file as it comes from a phone. */
export function materialFile(over: Partial<MaterialFile> = {}): MaterialFile {
  return {
    bytes: new Uint8Array([9, 9, 9]),
    sha256: 'b'.repeat(64),
    mediaType: 'image/jpeg',
    pages: 1,
    ...over,
  };
}

const COMPANY_17 = '91990000MA00TB001';
export const COMPANY = {
  name: '样本科技有限公司',
  creditCode: COMPANY_17 + organisationCodeCheck(COMPANY_17),
};
export const AUTHORISATION = {
  number: 'W-B017-261121-102000',
  document: { ...DOCUMENT, sha256: 'b'.repeat(64), title: text('授权委托书') },
};

const COMPANY_FORM = compileForm(companyForm());
const CITIES: Readonly<Record<string, BatchCity>> = {
  天津: { region: '120000', short: text('天津'), why: null },
  '120000': { region: '120000', short: text('天津'), why: null },
  广州: { region: '440100', short: text('广州'), why: null },
  '440100': { region: '440100', short: text('广州'), why: null },
  唐山: { region: null, short: text('唐山'), why: 'city-not-here' },
  济南: { region: '370100', short: text('济南'), why: 'not-offered' },
};

/** A form that names shareholders. */
const SHARED_FORM = compileForm(richForm());
const SHORT_FORM = compileForm(shortForm());

/** The real journey service and machine over facts and effects that the test holds in its hand. */
export function journeyHarness(
  recovered: { receiptNumber: string | null } | null = null,
  form: CompiledForm | null = SHORT_FORM,
): Harness {
  const clock = new VirtualClock();
  const held: Harness['held'] = {
    read: new Held(),
    check: new Held(),
    zone: new Held(),
    organisation: new Held(),
    ward: new Held(),
    authorisation: new Held(),
    prepare: new Held(),
    submit: new Held(),
    change: new Held(),
    keep: new Held(),
    prepareBatch: new Held(),
    submitBatch: new Held(),
    find: new Held(),
    examine: new Held(),
    join: new Held(),
    licence: new Held(),
    print: new Held(),
    findPrints: new Held(),
    openPrint: new Held(),
    printOut: new Held(),
    readHelper: new Held(),
    code: new Held(),
    withdraw: new Held(),
    file: new Held(),
    prepareCorrection: new Held(),
    sendCorrection: new Held(),
    rate: new Held(),
  };
  const doors = doorBench(clock, held);
  const disk = { room: true };
  const search = { ready: true };
  const papers: Harness['papers'] = new Map();
  const tray: Harness['tray'] = { waiting: null };
  const marks: string[] = [];
  const bugs: unknown[] = [];
  const drafts: Draft[] = [];
  const batches: BatchDraft[] = [];
  const shelf: Harness['shelf'] = { on: true, kept: [] };
  const submitted: Draft[] = [];
  const filed: ReportToFile[] = [];
  const line: Harness['line'] = {
    materials: MATERIALS,
    takesFiles: true,
    takesSigners: true,
    phoneReady: true,
    passport: 'here',
    passportsOver: 0,
  };
  const claims: IdentityClaim[] = [];
  const locker: Harness['locker'] = {
    ready: true,
    things: [],
    codes: { digits: 8, lockedUntil: null, left: null },
    opened: [],
    said: [],
    closed: 0,
    hear: () => undefined,
  };
  const money: Harness['money'] = {
    orders: [],
    closed: 0,
    unused: [],
    broken: false,
    hear: () => undefined,
  };
  const ways: Harness['ways'] = {
    lockers: [{ id: 'here', name: text('取件柜'), address: text('某路1号'), here: true }],
    cannot: new Set(['e-document']),
  };
  const page: Harness['page'] = { opened: [], given: [], closed: 0, hear: () => undefined };
  const reports: TicketShown[] = [];
  const corrections: CorrectionDraft[] = [];
  const ratings: RatingOrder[] = [];
  const correction: Harness['correction'] = { ask: (who) => correctionAsked({}, who) };
  const watchers = new Set<() => void>();
  const devices = {
    reader: true,
    card: false,
    printer: true,
    pad: false,
    finger: false,
    changed: () => watchers.forEach((fn) => void fn()),
  };
  const pad: Harness['pad'] = { opened: 0, closed: 0, cleared: 0, strokes: null, hear: () => undefined };
  const finger: Harness['finger'] = { taken: 0, closed: 0, hear: () => undefined };
  let reading = () => {};
  let caseChanged: (view: CaseView) => void = () => {};
  let watchingBroken = false;
  let padBroken = false;
  const guides = new Map<string, Guide>([
    ['full', guideOf('full', 'full', true)],
    ['card-only', guideOf('card-only', 'full', false)],
    ['papers', guideOf('papers', 'full', true)],
    [
      'shared',
      {
        ...guideOf('shared', 'full', true),
        signers: {
          who: text('全体股东'),
          people: [{ table: 'shareholders', name: 'name', number: 'number' }],
          inOrder: false,
          quorum: null,
          days: 15,
        },
      },
    ],
    [
      'promised',
      {
        ...guideOf('promised', 'full', true),
        handling: 'commitment',
        commitment: { promises: [text('场所真实')], untrue: text('撤销登记'), ordinary: text('按一般程序') },
      },
    ],
    ['read-only', guideOf('read-only', 'guide', true)],
    [
      'for-others',
      {
        ...guideOf('for-others', 'full', true),
        identity: {
          accepts: ['resident-card', 'no-card', 'business-licence'],
          agents: [
            { who: 'anyone', proof: text('授权委托书和双方身份证件'), here: true },
            { who: 'family', proof: text('户口簿') },
          ],
        },
      },
    ],
    [
      'for-children',
      {
        ...guideOf('for-children', 'full', true),
        identity: {
          accepts: ['resident-card'],
          agents: [{ who: 'guardian', proof: text('出生医学证明'), here: true }],
        },
      },
    ],
    [
      'for-many',
      {
        ...guideOf('for-many', 'full', true),
        deliveries: ['print-here', 'locker', 'ems', 'window'],
        identity: { accepts: ['resident-card', 'business-licence'], agents: [] },
        batch: { max: 3, perRow: ['copies'] },
      },
    ],
    [
      'many-with-fee',
      {
        ...guideOf('many-with-fee', 'full', true),
        identity: { accepts: ['resident-card', 'business-licence'], agents: [] },
        batch: { max: 3, perRow: ['copies'] },
        charge: {
          amountFen: 1000,
          text: text('10 元'),
          basis: null,
          freeWhen: null,
          sample: true,
          here: true,
          refundDays: 5,
        },
      },
    ],
    [
      'many-papers',
      {
        ...guideOf('many-papers', 'full', true),
        identity: { accepts: ['resident-card', 'business-licence'], agents: [] },
        batch: { max: 3, perRow: ['copies'] },
      },
    ],
    [
      'with-passport',
      {
        ...guideOf('with-passport', 'full', true),
        identity: { accepts: ['resident-card', 'no-card', 'passport'], agents: [] },
      },
    ],
    [
      'passport-only',
      {
        ...guideOf('passport-only', 'full', false),
        identity: { accepts: ['resident-card', 'passport'], agents: [] },
      },
    ],
    [
      'with-fee',
      {
        ...guideOf('with-fee', 'full', true),
        deliveries: ['print-here', 'e-document', 'locker', 'ems', 'window'],
        postagePaidBy: 'receiver',
      },
    ],
    [
      'family-only',
      {
        ...guideOf('family-only', 'full', true),
        identity: { accepts: ['resident-card'], agents: [{ who: 'family', proof: text('户口簿') }] },
      },
    ],
    [
      'any-card',
      {
        ...guideOf('any-card', 'full', true),
        identity: { accepts: ['resident-card', 'foreign-pr-card'], agents: [] },
      },
    ],
  ]);
  const facts: JourneyFacts = {
    ...doors.facts,
    regions: () => [
      { code: '120000', short: text('天津') },
      { code: '440100', short: text('广州') },
    ],
    brandRegion: () => '120000',
    checksGuardians: (region) => region === '120000',
    matters: () => [...guides.values()].map((g) => g.matter),
    search: (region, query) =>
      search.ready
        ? {
            region: query.includes('广州') ? '440100' : region,
            found: {
              hits: [...guides.values()]
                .filter((g) => g.matter.code === query)
                .map(({ matter }) => ({ matter, marks: [] })),
              total: 0,
              elsewhere: [],
            },
          }
        : null,
    guide: (_, matter) => guides.get(matter) ?? null,
    service: () => ({ open: false, movesAt: clock.now() + 3_600_000 }),
    comparison: (_, matter) => (matter === 'full' ? makeComparison() : null),
    materials: (_, matter) => (matter.endsWith('papers') ? [...line.materials] : []),
    takesFiles: () => line.takesFiles,
    phoneReady: () => line.phoneReady,
    lockers: () => ways.lockers,
    canDeliver: (_, delivery) => !ways.cannot.has(delivery),
    divisions: () => [{ code: '120101', name: '天津市和平区' }],
    fee: (_, matter) => (matter === 'with-fee' ? FEE : null),
    returnedFees: () => money.unused,
    locker: {
      ready: () => locker.ready,
      free: () => ({ small: 2, medium: 1, large: 0 }),
      cabinet: () => CABINET,
      lying: () => locker.things,
      codes: () => locker.codes,
    },
    form: (_, matter) => (matter.includes('many') ? COMPANY_FORM : matter === 'shared' ? SHARED_FORM : form),
    keepsDrafts: () => shelf.on,
    drafts: () =>
      shelf.kept.map(({ region, matter }) => ({
        region: { code: region, short: text('天津') },
        matter: { code: matter, name: text(matter) },
        until: clock.now() + 86_400_000,
      })),
    draftAnswers: (_, region, matter) =>
      shelf.kept.find((one) => one.region === region && one.matter === matter)?.answers ?? null,
    batchCity: (word) => CITIES[word] ?? { region: null, short: null, why: 'city-unknown' },
    batchRegions: () => [
      { code: '120000', short: text('天津') },
      { code: '440100', short: text('广州') },
    ],
    sources: (person) => ({
      card: { values: person, by: person.source },
      case: person.source === 'card' ? { phone: '13900000000' } : null,
    }),
    obstacles: () => [],
    hasRoom: () => disk.room,
    readerReady: () => devices.reader,
    passport: () => line.passport,
    printerReady: () => devices.printer,
    cardOnReader: () => devices.card,
    signing: () => ({ pad: devices.pad, fingerprint: devices.finger }),
    padStrokes: () => pad.strokes,
    takesSigners: () => line.takesSigners,
    paper: (what) => papers.get(what) ?? null,
    paperWaiting: () => tray.waiting,
    numberProblem: (number) =>
      citizenNumberProblem(number, '20261121') ? failure('identityNumberWrong') : null,
    receiptProblem: (receipt) => (receipt.startsWith('B017') ? null : failure('receiptUnknown')),
    correction: (_, who) => correction.ask(who),
    ticketDesk: () => ({ route: TICKET.route, referBy: clock.now(), answerBy: clock.now() + 86_400_000 }),
    tickets: () => reports,
    newId: () => '01938e2c-0000-7000-8000-000000000001',
    now: () => clock.now(),
    sitePhone: () => '010-0000 0000',
    retentionDays: () => 3,
    timing: () => ({
      idleWarning: 60,
      idleWarningWhileSigning: 180,
      idleCountdown: 20,
      longestSession: 1200,
      farewell: 8,
    }),
  };
  const effects: JourneyEffects = {
    ...doors.effects,
    readPerson: (signal, found) => {
      reading = found;
      return held.read.call(signal);
    },
    readPassport: () => held.zone.call(),
    passportOver: () => {
      line.passportsOver++;
    },
    checkPerson: (_, claim, signal) => {
      claims.push(claim);
      return held.check.call(signal);
    },
    checkOrganisation: (_, signal) => held.organisation.call(signal),
    checkWard: (_, signal) => held.ward.call(signal),
    prepareAuthorisation: () => held.authorisation.call(),
    prepare: (draft, signal) => {
      drafts.push(draft);
      return held.prepare.call(signal);
    },
    submit: (draft) => {
      submitted.push(draft);
      return held.submit.call();
    },
    changeWay: (receiptNumber) => {
      marks.push(`change ${receiptNumber}`);
      return held.change.call();
    },
    keepDraft: (order) => {
      shelf.kept.push(order);
      return held.keep.call();
    },
    dropDraft: async ({ region, matter }) => {
      shelf.kept.splice(
        0,
        shelf.kept.length,
        ...shelf.kept.filter((one) => one.region !== region || one.matter !== matter),
      );
      return ok();
    },
    prepareBatch: (draft) => {
      batches.push(draft);
      return held.prepareBatch.call();
    },
    submitBatch: (draft) => {
      batches.push(draft);
      return held.submitBatch.call();
    },
    giveTemplate: ({ csv }, heard) => {
      page.given.push(csv);
      page.hear = heard;
      return () => {
        page.closed++;
        page.hear = () => undefined;
      };
    },
    findByPerson: () => held.find.call(),
    findByReceipt: () => held.find.call(),
    rate: (order) => {
      ratings.push(order);
      return held.rate.call();
    },
    prepareCorrection: (given) => {
      corrections.push(given);
      return held.prepareCorrection.call();
    },
    sendCorrection: (given) => {
      corrections.push(given);
      return held.sendCorrection.call();
    },
    fileTicket: (report) => {
      filed.push(report);
      return held.file.call();
    },
    payFee: (order, heard) => {
      if (money.broken) throw new Error('a bug in an effect');
      money.orders.push(order);
      money.hear = heard;
      return () => {
        money.closed++;
        money.hear = () => undefined;
      };
    },
    giveToPhone: ({ receiptNumber }, heard) => {
      page.given.push(receiptNumber);
      page.hear = heard;
      return () => {
        page.closed++;
        page.hear = () => undefined;
      };
    },
    locker: {
      findByCode: () => held.code.call(),
      openDoor: (order, heard) => {
        locker.opened.push(order);
        locker.hear = heard;
        return {
          stop: () => {
            locker.closed++;
            locker.hear = () => undefined;
          },
          say: (inside) => void locker.said.push(inside),
        };
      },
    },
    examinePage: () => held.examine.call(),
    joinPages: () => held.join.call(),
    fetchLicence: () => held.licence.call(),
    receiveFromPhone: (order, heard) => {
      page.opened.push(order);
      page.hear = heard;
      return () => {
        page.closed++;
        page.hear = () => undefined;
      };
    },
    signOnPad: (heard) => {
      if (padBroken) throw new Error('a bug in an effect');
      pad.opened++;
      pad.hear = heard;
      return {
        clear: () => {
          pad.cleared++;
          pad.strokes = null;
          heard('empty');
        },
        close: () => {
          pad.closed++;
          pad.strokes = null;
          pad.hear = () => undefined;
        },
      };
    },
    takeFingerprint: (heard) => {
      finger.taken++;
      finger.hear = heard;
      return () => {
        finger.closed++;
        finger.hear = () => undefined;
      };
    },
    withdraw: (receiptNumber, signal) => {
      marks.push(`withdraw ${receiptNumber}`);
      return held.withdraw.call(signal);
    },
    print: ({ what, known, came }) => {
      const word = came ? ` after ${came.word}${came.lastPage === undefined ? '' : ` ${came.lastPage}`}` : '';
      marks.push(`print ${what}${known ? '' : ' for nobody known'}${word}`);
      return held.print.call();
    },
    watchCase: (_, changed) => {
      if (watchingBroken) throw new Error('a bug in an effect');
      caseChanged = changed;
      return () => {
        caseChanged = () => {};
      };
    },
  };
  const marker: SessionMarker = {
    read: () => recovered,
    begin: () => void marks.push('begin'),
    received: (number) => void marks.push(`received ${number}`),
    end: () => void marks.push('end'),
  };
  const journey = createJourney({
    facts,
    effects,
    marker,
    clock,
    boot: 'boot-1',
    devices: {
      subscribe: (fn) => {
        watchers.add(fn);
        return () => watchers.delete(fn);
      },
    },
    onScreen: () => {},
    onBug: (error) => void bugs.push(error),
  });
  const settle = () => clock.advance(0);
  return {
    clock,
    journey,
    held,
    devices,
    doors,
    disk,
    search,
    papers,
    tray,
    pad,
    finger,
    marks,
    bugs,
    drafts,
    claims,
    async picture(read) {
      const seen = journey.passport(journey.view.value.boot, new Uint8Array(1));
      await settle();
      held.zone.answer(read);
      await seen;
      await settle();
    },
    batches,
    shelf,
    submitted,
    filed,
    reports,
    line,
    locker,
    page,
    correction,
    corrections,
    money,
    ways,
    ratings,
    breakPad: () => {
      padBroken = true;
    },
    breakWatching: () => {
      watchingBroken = true;
    },
    cardFound: () => reading(),
    caseChanges: (view) => caseChanged(view),
    view: () => journey.view.value,
    screen: () => journey.view.value.screen,
    settle,
    async say(event) {
      const { boot, seq } = journey.view.value;
      const answer = journey.send(boot, seq, event);
      if (!answer.ok)
        throw new Error(`${event.type} was not taken on ${journey.view.value.screen}: ${answer.error.kind}`);
      await settle();
    },
  };
}
