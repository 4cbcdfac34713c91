import type {
  CaseView,
  Failure,
  Guide,
  JourneyEventName,
  JourneyView,
  MachineInfo,
  MachineStatus,
  MatterCard,
  MatterComparison,
  Overlay,
  Place,
  ScreenData,
  ScreenName,
  Text,
  TicketShown,
} from '../../electron/contract/index.ts';
import { instantOf, PAGE, partOfForm, receiptNumber } from '../../electron/core/index.ts';
import { batchAnswers, batchData } from './batch-samples.ts';
import { makeForeign2023 } from './cards.ts';
import { DELIVERY_DATA, DELIVERY_EVENTS } from './delivery-data.ts';
import { DOOR_DATA, DOOR_EVENTS } from './door-data.ts';
import { shortForm } from './forms.ts';
import { LOCKER_DATA, LOCKER_EVENTS } from './locker-data.ts';
import { makePerson } from './people.ts';

/** Saturday, when offices are closed: the hardest moment for true sentences. */
export const SATURDAY_NIGHT = instantOf('2026-11-21', '02:17');

export const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

export function makeInfo(over: Partial<MachineInfo> = {}): MachineInfo {
  return {
    machineCode: 'B017',
    demo: true,
    brand: {
      region: '120000',
      name: both('天津政务 · 跨省通办', 'Tianjin Government Services · Cross-Province'),
      mark: '津',
    },
    site: {
      region: '110115-bda',
      name: both('北京经开区政务服务中心（演示）', 'Beijing E-Town Government Service Centre (demo)'),
      address: both(
        '北京经济技术开发区示例路 1 号一层 24 小时自助区',
        '24-hour self-service area, ground floor, 1 Example Road, Beijing E-Town',
      ),
      phone: '010-0000 0000',
      hours: both(
        '自助区全天开放；人工窗口工作日 9:00–17:00',
        'Self-service: day and night. Counter: working days 9:00–17:00',
      ),
    },
    screen: { widthMm: 398, heightMm: 708 },
    documentCamera: 'any',
    ...over,
  };
}

export function makeStatus(over: Partial<MachineStatus> = {}): MachineStatus {
  return {
    idReader: 'ready',
    printer: 'ready',
    now: SATURDAY_NIGHT,
    regions: [{ code: '120000', line: 'up', since: SATURDAY_NIGHT - 3_600_000 }],
    waiting: 0,
    ...over,
  };
}

export function makeFailure(key: string, over: Partial<Failure> = {}): Failure {
  return { kind: key, citizenMessageKey: key, technicianCode: 'T-00', retryable: true, ...over };
}

export const REGION = { code: '120000', short: both('天津', 'Tianjin') };

/** As many as a machine of an alliance has. */
export function makeRegions(): { code: string; short: Text }[] {
  return [
    REGION,
    { code: '110000', short: both('北京', 'Beijing') },
    { code: '440100', short: both('广州', 'Guangzhou') },
    { code: '130100', short: both('石家庄', 'Shijiazhuang') },
    { code: '130700', short: both('张家口', 'Zhangjiakou') },
    { code: '131000', short: both('廊坊', 'Langfang') },
    { code: '370100', short: both('济南', 'Jinan') },
  ];
}

export function makePlaces(): Place[] {
  return [
    {
      name: both('天津市各公安派出所户籍窗口', 'Household window of any police station in Tianjin'),
      address: both('地址可拨打 022-0000 0000 查询', 'Call 022-0000 0000 for the address'),
      phone: '022-0000 0000',
      hours: both('各窗口不同，去之前请先打电话', 'Hours differ; please call before you go'),
    },
    {
      name: both('火车站公安制证窗口', 'Police ID window at the railway station'),
      address: both('天津站进站口旁', 'Beside the entrance of Tianjin station'),
      phone: '022-0000 0001',
      hours: both('每天 6:00–22:00', 'Every day 6:00–22:00'),
    },
  ];
}

/** One that may follow, one that is only for some, one that is on paper alone. */
export function makeMaterials(): ScreenData<'materials'>['materials'] {
  return [
    {
      id: 'business-licence',
      name: both('营业执照正、副本。', 'The business licence and its duplicate.'),
      required: true,
      ways: ['camera', 'phone', 'later', 'window'],
      laterBy: '2026-12-04',
      given: null,
    },
    {
      id: 'bank-card',
      name: both('本人一类银行卡。', 'Your own first-class bank card.'),
      required: true,
      ways: ['camera', 'phone', 'window'],
      laterBy: null,
      given: null,
    },
    {
      id: 'address-documents',
      name: both('变更经营场所的，交新场所文件。', 'For a new place of business: its papers.'),
      required: false,
      ways: ['phone', 'window'],
      laterBy: null,
      given: null,
    },
  ];
}

export function makeMatter(over: Partial<MatterCard> = {}): MatterCard {
  return {
    code: 'XT-GA-020',
    name: both('开具临时身份证明', 'Temporary identity proof'),
    plain: both(
      '身份证不在手边，又要乘火车、住宿或考试时，开一张纸质证明。',
      'A paper proof for a train, a hotel or an exam when your ID card is not at hand.',
    ),
    category: both('户籍身份', 'Identity and household'),
    depth: 'full',
    isNew: false,
    ...over,
  };
}

export function makeMatters(): MatterCard[] {
  return [
    makeMatter(),
    makeMatter({
      code: 'XT-GA-001',
      isNew: true,
      name: both('开具无犯罪记录证明', 'Certificate of no criminal record'),
      plain: both(
        '求职、出国等需要时，证明本人没有犯罪记录。',
        'Shows that you have no criminal record, for work or travel abroad.',
      ),
      depth: 'guide',
    }),
    makeMatter({
      code: 'XT-SB-010',
      name: both('社会保障卡补领、换领、换发', 'Replacing a social security card'),
      plain: both(
        '卡丢了、坏了或信息变了，补一张。',
        'A new card when the old one is lost, broken or out of date.',
      ),
      category: both('社会保障', 'Social security'),
      depth: 'guide',
    }),
    makeMatter({
      code: 'XT-GJJ-004',
      name: both('住房公积金单位及个人缴存信息变更', 'Change of housing fund contribution data'),
      plain: both(
        '手机号、婚姻状况等变了，改公积金登记。',
        'When your phone number or marital status changed.',
      ),
      category: both('住房公积金', 'Housing fund'),
      depth: 'guide',
    }),
    makeMatter({
      code: 'XT-QY-002',
      name: both('企业登记档案查询', 'Company register records'),
      plain: both('查企业设立、变更的档案。', 'Look up how a company was set up and changed.'),
      category: both('企业', 'Companies'),
      depth: 'guide',
    }),
  ];
}

export function makeGuide(over: Partial<Guide> = {}): Guide {
  return {
    matter: makeMatter(),
    region: {
      code: '120000',
      name: both('天津市', 'Tianjin Municipality'),
      short: both('天津', 'Tianjin'),
      phone: '022-0000 0000',
    },
    sample: true,
    authority: both('天津市公安局', 'Tianjin Public Security Bureau'),
    conditions: [
      both(
        '姓名和公民身份号码与公安机关登记的一致。',
        'Your name and citizen number agree with the police register.',
      ),
      both('由本人办理，不能代办。', 'You must apply in person. Nobody can apply for you.'),
    ],
    materials: [
      both(
        '居民身份证原件。没带的，可以输入姓名和公民身份号码，由天津核对。',
        'Your resident ID card. Without it, you can enter your name and citizen number for Tianjin to check.',
      ),
    ],
    steps: [
      both('核对身份', 'Show who you are'),
      both('选择用途', 'Choose what it is for'),
      both('核对申请表并签名', 'Check the form and sign it'),
      both('提交，等待办理地受理', 'Send it and wait for the region to accept it'),
      both('领取证明', 'Collect the proof'),
    ],
    fee: both('不收费', 'Free of charge'),
    promisedWorkingDays: 1,
    statutoryWorkingDays: 3,
    result: both('临时身份证明，纸质一份', 'Temporary identity proof, one sheet of paper'),
    deliveries: ['print-here', 'window'],
    caution: both(
      '临时身份证明不等于临时居民身份证，能否使用以查验单位的要求为准。',
      'This is not a temporary resident ID card. Whoever checks it decides whether to take it.',
    ),
    places: makePlaces(),
    withoutCard: true,
    identity: { accepts: ['resident-card', 'no-card'], agents: [] },
    handling: 'ordinary',
    modes: ['online', 'collect'],
    hindrances: [],
    ...over,
  };
}

/** Three regions of which one differs in what matters to a citizen. */
export function makeComparison(): MatterComparison {
  const all = ['120000', '110000', '440100'];
  const same = (value: Text) => ({ groups: [{ regions: all, value }], differing: [], better: [] });
  return {
    matter: both('人力资源服务许可', 'Licence for human-resources services'),
    region: '120000',
    regions: [
      { code: '120000', short: both('天津', 'Tianjin') },
      { code: '110000', short: both('北京', 'Beijing') },
      { code: '440100', short: both('广州', 'Guangzhou') },
    ],
    unified: false,
    facts: [
      {
        aspect: 'promised',
        groups: [
          { regions: ['120000', '110000'], value: 5 },
          { regions: ['440100'], value: 3 },
        ],
        differing: ['440100'],
        better: ['440100'],
      },
      { aspect: 'statutory', groups: [{ regions: all, value: 20 }], differing: [], better: [] },
      { aspect: 'fee', ...same(both('不收费', 'Free of charge')) },
      {
        aspect: 'authority-level',
        groups: [
          { regions: ['120000', '110000'], value: both('省级', 'Province') },
          { regions: ['440100'], value: both('市级', 'City') },
        ],
        differing: ['440100'],
        better: [],
      },
    ],
    materials: [
      same(
        both(
          '许可申请表，法定代表人签字并加盖公章。',
          'The application form, signed by the legal representative and sealed.',
        ),
      ),
      same(
        both(
          '营业执照，能用电子证照的不再收复印件。',
          'The business licence; no copy where the electronic one can be used.',
        ),
      ),
      {
        groups: [
          {
            regions: ['120000', '110000'],
            value: both(
              '服务场所的产权证明或租赁合同，复印件一份。',
              'Deed or lease of the premises, one copy.',
            ),
          },
          { regions: ['440100'], value: null },
        ],
        differing: ['440100'],
        better: [],
      },
    ],
    conditions: [
      same(both('依法取得法人资格。', 'You are a legal person.')),
      {
        groups: [
          {
            regions: ['120000'],
            value: both('专职工作人员不少于 3 人。', 'At least three full-time staff.'),
          },
          { regions: ['110000'], value: both('专职工作人员不少于 5 人。', 'At least five full-time staff.') },
          { regions: ['440100'], value: null },
        ],
        differing: all,
        better: [],
      },
    ],
    sample: true,
  };
}

export function makeCase(over: Partial<CaseView> = {}): CaseView {
  return {
    receiptNumber: receiptNumber('B017', '261121', 42),
    matter: both('开具临时身份证明', 'Temporary identity proof'),
    region: { ...REGION, phone: '022-0000 0000' },
    state: 'sent',
    regionNumber: null,
    withdrawal: null,
    canWithdraw: false,
    delivery: 'print-here',
    submittedAt: SATURDAY_NIGHT - 120_000,
    acceptedAt: null,
    officeOpensAt: instantOf('2026-11-23', '09:00'),
    promisedBy: '2026-11-24',
    promiseIsEstimate: true,
    holidaysKnown: true,
    promisedWorkingDays: 1,
    callAfter: instantOf('2026-11-24', '17:00'),
    resultReady: false,
    retentionDays: 3,
    resultDays: 30,
    ...over,
  };
}

export function makeTicket(over: Partial<TicketShown> = {}): TicketShown {
  return {
    number: receiptNumber('B017', '261121', 43),
    kind: 'not-done',
    region: { code: '120000', short: REGION.short },
    matter: both('社会保险关系转移接续', 'Transfer of social insurance'),
    state: 'filed',
    regionNumber: null,
    filedAt: SATURDAY_NIGHT - 60_000,
    wishedBy: null,
    referBy: instantOf('2026-11-23', '09:00'),
    answerBy: instantOf('2026-11-26', '17:00'),
    referralLate: false,
    answerLate: false,
    ring: false,
    route: {
      desk: both('天津市政务服务中心综合窗口', 'Tianjin Government Service Centre, general window'),
      leader: both('当日值班领导', 'the leader on duty that day'),
      hotline: '022-0000 0000',
      window: null,
      answerWorkingDays: 3,
    },
    answers: [],
    closing: null,
    ...over,
  };
}

export function makePersonView(seed: number, name?: string): ScreenData<'details'>['person'] {
  const { name: given, number, sex, birthDate, address } = makePerson(seed, name);
  const document = { document: 'resident-card', chineseName: null, nationality: null } as const;
  return { name: given, number, ...document, sex, birthDate, ethnicGroup: '汉', address, source: 'card' };
}

/** Someone whose name is as long as a card takes. */
export function makeForeignerView(): ScreenData<'details'>['person'] {
  const { englishName, chineseName, number, sex, birthDate, nationality } = makeForeign2023({
    englishName: 'SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES',
  });
  return {
    name: englishName,
    number,
    document: 'foreign-pr-card',
    chineseName,
    nationality,
    sex,
    birthDate,
    ethnicGroup: null,
    address: null,
    source: 'card',
  };
}

/** A case whose region asks for a correction (补正). */
export function makeAskedCase(over: Partial<NonNullable<CaseView['correction']>> = {}): CaseView {
  return makeCase({
    state: 'correction',
    regionNumber: '120000202611210042',
    correction: {
      round: 'r-1',
      until: instantOf('2026-11-30', '17:00'),
      items: [{ kind: 'field', name: 'purpose', note: '用途与所附说明不一致，请重新选择。' }],
      answer: 'open',
      ...over,
    },
  });
}

const makeRemarks = (): ScreenData<'rate'>['remarks'] => [
  { code: 'S101', levels: ['very-satisfied', 'satisfied'], text: both('办得快', 'It was quick') },
  { code: 'S102', levels: ['satisfied'], text: both('指南写得清楚', 'The guide was clear') },
];

/** A form's question asked once more, or with `form: null` a material that goes to a window. */
export function makeCorrect(over: Partial<ScreenData<'correct'>> = {}): ScreenData<'correct'> {
  return {
    case: makeAskedCase(),
    items: [
      {
        kind: 'field',
        name: 'purpose',
        note: '用途与所附说明不一致，请重新选择。',
        label: both('用途', 'Purpose'),
        here: true,
      },
    ],
    canAnswer: true,
    form: partOfForm(shortForm(), ['purpose']),
    values: { purpose: 'train' },
    problems: [],
    today: '2026-11-21',
    places: makePlaces(),
    problem: null,
    ...over,
  };
}

/** Data of each screen in an ordinary moment. */
export const DATA: { readonly [N in ScreenName]: ScreenData<N> } = {
  ...DOOR_DATA,
  ...LOCKER_DATA,
  home: { fullMatters: 1, regions: [REGION] },
  matters: { region: '120000', regions: [REGION], matters: makeMatters() },
  search: { query: '', region: '120000', regions: [REGION], found: null, phone: '010-0000 0000' },
  guide: {
    guide: makeGuide(),
    canStart: true,
    service: { open: false, movesAt: instantOf('2026-11-23', '09:00') },
    canCompare: true,
    obstacles: [],
  },
  compare: makeComparison(),
  identify: { purpose: 'apply', phase: 'consent', withoutCard: true, problem: null },
  noCard: { purpose: 'apply', problem: null },
  cardNeeded: {
    matter: both('开具无犯罪记录证明', 'Certificate of no criminal record'),
    region: REGION.short,
    accepts: ['resident-card', 'business-licence'],
    given: null,
    places: makePlaces(),
  },
  otherProof: {
    matter: both('开具无犯罪记录证明', 'Certificate of no criminal record'),
    region: REGION.short,
    number: true,
    passport: 'here',
    places: makePlaces(),
  },
  passport: { phase: 'consent', problem: null, read: null, places: makePlaces() },
  forWhom: {
    matter: both('个体工商户变更登记', 'Change of a self-employed business'),
    ways: ['self', 'legal-representative', 'authorised'],
    elsewhere: [
      {
        who: 'family',
        proof: both(
          '双方身份证件和能证明亲属关系的材料',
          'Identity documents of both, and papers that show how you are related',
        ),
      },
      {
        who: 'employee',
        proof: both(
          '企业盖章的授权委托书和经办人身份证件',
          'Authorisation with the company seal, and the identity document of the staff member',
        ),
      },
    ],
    phone: '010-0000 0000',
  },
  company: { problem: null },
  ward: { problem: null },
  ...batchData(makeCase(), '2026-11-21'),
  principal: { phase: 'consent', problem: null },
  checking: { region: REGION.short },
  details: {
    person: makePersonView(3, '𠮷田明'),
    principal: null,
    form: shortForm(),
    page: PAGE.all,
    pages: [PAGE.all],
    values: {},
    notes: {},
    problems: [],
    today: '2026-11-21',
  },
  materials: {
    materials: makeMaterials(),
    settled: false,
    paperOnly: false,
    places: makePlaces(),
  },
  licence: {
    name: both('退休证或退休审批材料。', 'The retirement certificate or approval.'),
    region: both('天津', 'Tianjin'),
    matter: both('离退休提取住房公积金', 'Housing fund on retirement'),
    phase: 'consent',
    licence: null,
    problem: null,
  },
  camera: {
    name: both('营业执照正、副本。', 'The business licence and its duplicate.'),
    pages: [],
    most: 10,
    phase: 'taking',
    problem: null,
  },
  phone: {
    name: both('营业执照正、副本。', 'The business licence and its duplicate.'),
    url: 'http://192.0.2.17:8443/#Zm9yIG9uZSBtYXRlcmlhbCwgb25jZSwgMTAgbWlu',
    endsAt: SATURDAY_NIGHT + 9 * 60_000,
    file: null,
    problem: null,
  },
  resultPhone: {
    matter: both('开具临时身份证明', 'Temporary identity proof'),
    url: 'http://192.0.2.17:8443/#Zm9yIG9uZSBtYXRlcmlhbCwgb25jZSwgMTAgbWlu',
    endsAt: SATURDAY_NIGHT + 9 * 60_000,
    taken: false,
    problem: null,
  },
  delivery: { options: ['print-here', 'window'], chosen: null, places: makePlaces() },
  ...DELIVERY_DATA,
  preparing: {},
  character: {
    character: '\ue863',
    codePoint: 'U+E863',
    kind: 'private',
    where: { label: both('姓名', 'Name'), text: '张\ue863明' },
    typed: false,
    drawable: true,
    at: 1,
    of: 1,
  },
  review: {
    title: both('开具临时身份证明申请表', 'Application: temporary identity proof'),
    sha256: '0'.repeat(64),
    pages: 2,
  },
  sign: { sha256: '0'.repeat(64), problem: null },
  signers: {
    who: both('全体股东', 'All shareholders'),
    people: [
      { name: '样例一', signed: true, turn: false },
      { name: '样例二', signed: false, turn: false },
      { name: 'SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES', signed: false, turn: false },
    ],
    quorum: 3,
    inOrder: false,
    until: SATURDAY_NIGHT + 14 * 86_400_000,
    problem: null,
  },
  signerCard: { phase: 'consent', problem: null },
  commitment: {
    matter: both('个体工商户变更登记', 'Change of a sole trader'),
    region: both('天津', 'Tianjin'),
    promises: [
      both(
        '变更后的经营场所真实、合法，已取得使用权。',
        'The new place of business is real, lawful, and mine to use.',
      ),
      both(
        '提交的信息真实、准确、完整，愿意接受事后核查。',
        'What I hand in is true and may be checked afterwards.',
      ),
    ],
    untrue: both(
      '承诺不实的，撤销变更登记；情节严重的，记入信用记录。',
      'If untrue, the change is taken back; in grave cases it is entered in the credit record.',
    ),
    ordinary: both(
      '不承诺的，照样可以提交，按一般程序办理，办理时间较长。',
      'You may hand it in without a promise; it then takes longer.',
    ),
    sample: true,
  },
  fingerprint: {
    phase: 'consent',
    feedback: null,
    ready: true,
    places: [],
    phone: '010-0000 0000',
    retentionDays: 3,
    problem: null,
  },
  submitting: {},
  submitted: { case: makeCase(), receipt: 'printed', result: 'none', problem: null },
  cases: {
    cases: [makeCase()],
    printing: null,
    result: 'none',
    withdrawing: null,
    tickets: [],
    problem: null,
  },
  correct: makeCorrect(),
  corrected: { case: makeAskedCase({ answer: 'waiting' }) },
  rate: {
    case: makeCase({ rating: { stage: 'accepted', round: 1 } }),
    next: { stage: 'accepted', round: 1 },
    remarks: makeRemarks(),
    given: null,
    toCases: false,
    problem: null,
  },
  report: {
    kind: 'not-done',
    region: '120000',
    regions: [
      { code: '120000', short: REGION.short },
      { code: '110000', short: both('北京', 'Beijing') },
      { code: '440112', short: both('广州', 'Guangzhou') },
    ],
    matter: both('社会保险关系转移接续', 'Transfer of social insurance'),
    receiptNumber: null,
    technicianCode: null,
    query: '',
    known: false,
    route: makeTicket().route,
    referBy: instantOf('2026-11-23', '09:00'),
    answerBy: instantOf('2026-11-26', '17:00'),
    today: '2026-11-21',
    problem: null,
  },
  reported: { ticket: makeTicket(), known: true },
  stuck: { problem: makeFailure('identityCannotCheck'), places: makePlaces(), phone: '010-0000 0000' },
  recovered: { receiptNumber: receiptNumber('B017', '261121', 42), receipt: 'none' },
  farewell: { cardOnReader: true, paperToTake: true, stored: true, retentionDays: 3 },
};

const EVENTS: { readonly [N in ScreenName]: readonly JourneyEventName[] } = {
  home: ['apply', 'track', 'collect', 'print', 'report', 'help', 'setLanguage'],
  ...DOOR_EVENTS,
  ...LOCKER_EVENTS,
  matters: ['chooseRegion', 'chooseMatter', 'openSearch', 'back', 'leave', 'setLanguage'],
  search: ['search', 'chooseRegion', 'chooseMatter', 'report', 'back', 'leave', 'setLanguage'],
  guide: ['start', 'compare', 'back', 'leave', 'setLanguage'],
  compare: ['back', 'leave', 'setLanguage'],
  identify: ['consent', 'withoutCard', 'back', 'leave', 'setLanguage'],
  noCard: ['giveIdentity', 'giveReceipt', 'back', 'leave', 'setLanguage'],
  cardNeeded: ['report', 'back', 'leave', 'setLanguage'],
  otherProof: ['withoutCard', 'showPassport', 'report', 'back', 'leave', 'setLanguage'],
  passport: ['back', 'leave', 'setLanguage'],
  forWhom: ['actFor', 'back', 'leave', 'setLanguage'],
  company: ['giveOrganisation', 'back', 'leave', 'setLanguage'],
  ward: ['giveWard', 'back', 'leave', 'setLanguage'],
  ...batchAnswers,
  principal: ['consent', 'back', 'leave', 'setLanguage'],
  checking: ['back', 'leave', 'setLanguage'],
  details: ['confirmDetails', 'answerPage', 'goToPage', 'back', 'leave', 'setLanguage'],
  materials: ['bringToWindow', 'handInLater', 'fromPhone', 'back', 'leave', 'setLanguage'],
  licence: ['consentLicence', 'back', 'leave', 'setLanguage'],
  camera: ['keepPage', 'back', 'leave', 'setLanguage'],
  phone: ['back', 'leave', 'setLanguage'],
  resultPhone: ['back', 'leave', 'setLanguage'],
  delivery: ['chooseDelivery', 'back', 'leave', 'setLanguage'],
  ...DELIVERY_EVENTS,
  preparing: ['leave', 'setLanguage'],
  character: ['drew', 'toStaff', 'back', 'leave', 'setLanguage'],
  review: ['toSign', 'back', 'leave', 'setLanguage'],
  sign: ['signed', 'back', 'leave', 'setLanguage'],
  signers: ['nextSigner', 'submitSigned', 'back', 'leave', 'setLanguage'],
  signerCard: ['back', 'leave', 'setLanguage'],
  commitment: ['promise', 'refusePromise', 'back', 'leave', 'setLanguage'],
  fingerprint: ['back', 'leave', 'setLanguage'],
  submitting: ['setLanguage'],
  submitted: ['printReceipt', 'done', 'leave', 'setLanguage'],
  cases: ['printResult', 'report', 'back', 'done', 'leave', 'setLanguage'],
  correct: ['giveCorrection', 'report', 'back', 'leave', 'setLanguage'],
  corrected: ['back', 'done', 'leave', 'setLanguage'],
  rate: ['giveRating', 'done', 'leave', 'setLanguage'],
  report: ['fileReport', 'chooseRegion', 'back', 'leave', 'setLanguage'],
  reported: ['done', 'back', 'leave', 'setLanguage'],
  stuck: ['retry', 'report', 'back', 'leave', 'setLanguage'],
  recovered: ['printReceipt', 'done', 'leave', 'setLanguage'],
  farewell: ['done', 'setLanguage'],
};

const STEP: { readonly [N in ScreenName]?: number } = {
  matters: 1,
  search: 1,
  guide: 1,
  compare: 1,
  identify: 2,
  noCard: 2,
  cardNeeded: 2,
  otherProof: 2,
  passport: 2,
  forWhom: 2,
  company: 2,
  ward: 2,
  principal: 2,
  checking: 2,
  resume: 2,
  batch: 3,
  batchRow: 3,
  batchPhone: 3,
  batchCommon: 3,
  details: 3,
  materials: 3,
  licence: 3,
  camera: 3,
  phone: 3,
  delivery: 4,
  mailAddress: 4,
  fee: 4,
  preparing: 5,
  character: 5,
  review: 5,
  sign: 6,
  signers: 6,
  signerCard: 6,
  commitment: 6,
  fingerprint: 6,
  submitting: 6,
  submitted: 7,
  batchProgress: 7,
};

export interface ViewOptions {
  readonly seq?: number;
  readonly boot?: string;
  readonly language?: JourneyView['language'];
  readonly events?: readonly JourneyEventName[];
  readonly overlay?: Overlay | null;
  readonly step?: JourneyView['step'];
}

/** A view of a screen; what is not said is an ordinary moment of an application. */
export function makeView<N extends ScreenName>(
  screen: N,
  data: Partial<ScreenData<N>> = {},
  options: ViewOptions = {},
): JourneyView {
  const at = STEP[screen];
  return {
    boot: options.boot ?? 'boot-1',
    seq: options.seq ?? 1,
    language: options.language ?? 'zh-CN',
    events: [...(options.events ?? EVENTS[screen])],
    overlay: options.overlay ?? null,
    step: options.step === undefined ? (at ? { at, of: 7 } : null) : options.step,
    screen,
    data: { ...DATA[screen], ...data },
  } as JourneyView;
}
