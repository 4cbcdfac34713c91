import type { IdentityDocument } from '../../core/index.ts';
import type { CaseState, Payment, RegionMatter, TicketClosing, TicketProgress } from '../port.ts';
import type {
  AuthorityProof,
  Login,
  MailOrder,
  Material,
  Rating,
  Satisfaction,
  Submission,
  Ticket,
} from '../requests.ts';

type Table<W extends string> = Readonly<Record<W, string>>;

/** Our words → a region's codes, one table a code set of the field. */
export interface CodeTables {
  /** 申报来源 / 办理形式: the kiosk. GB/T 39046 has no value for self-service: 9 other. */
  readonly channel: Table<'self-service'>;
  /** 证件类型. */
  readonly certificate: Table<IdentityDocument | 'credit-code'>;
  /** 服务对象. */
  readonly holder: Table<Login['holder']>;
  readonly delivery: Table<Submission['delivery']>;
  readonly source: Table<Submission['applicant']['source']>;
  /** 跨域类型. */
  readonly mode: Table<NonNullable<Submission['mode']>>;
  readonly materialFrom: Table<Material['from']>;
  readonly proof: Table<AuthorityProof['kind']>;
  readonly state: Table<CaseState>;
  /** 办件类型. */
  readonly caseType: Table<RegionMatter['caseType']>;
  /** 满意度. */
  readonly satisfaction: Table<Satisfaction>;
  /** 评价渠道 (pf). */
  readonly ratingChannel: Table<'self-service'>;
  /** 评价环节. */
  readonly ratingStage: Table<Rating['stage']>;
  /** 用户属性 (userProp). */
  readonly raterKind: Table<Rating['rater']['holder']>;
  readonly paymentState: Table<Payment['state']>;
  readonly ticketAbout: Table<Ticket['about']>;
  readonly ticketState: Table<TicketProgress['state']>;
  /** 特事特办, 集中创新, 解释; 可办, 引导, 不可办. */
  readonly ticketClosing: Table<TicketClosing>;
  /** EMS post_type. */
  readonly mailSentBy: Table<MailOrder['sentBy']>;
  /** EMS net_type. */
  readonly mailCarries: Table<MailOrder['carries']>;
}

/**
 * How an instant is written, always in Chinese local time: `rfc3339` 2026-11-20T10:00:00+08:00 · `basic-t`
 * 20261120T100000 · `basic` 20261120100000 · `spaced` 2026-11-20 10:00:00.
 */
export const DATE_STYLES = ['rfc3339', 'basic-t', 'basic', 'spaced'] as const;
export type DateStyle = (typeof DATE_STYLES)[number];

/** Lengths of 实施编码: 31 (GB/T 39554.1, 12-digit 基本编码) or 24 (GB/T 39046, 10-digit). `any`: not looked at. */
export const TASK_CODE_SCHEMES = ['31', '24', 'any'] as const;
export type TaskCodeScheme = (typeof TASK_CODE_SCHEMES)[number];

export interface CodeSet {
  readonly dates: DateStyle;
  readonly taskCodes: TaskCodeScheme;
  readonly tables: CodeTables;
}

/** GB/T 39046-2020 annex A, and observed interfaces where it has no code. */
const GB_39046: CodeSet = {
  dates: 'basic-t',
  taskCodes: '24',
  tables: {
    channel: { 'self-service': '9' },
    // GA/T 2000.156. It is older than the permits of Hong Kong, Macao and Taiwan residents and counts them as 居住证.
    certificate: {
      'resident-card': '111',
      'hmt-residence-permit': '154',
      'foreign-pr-card': '553',
      passport: '414',
      'credit-code': '001',
    },
    holder: { person: '1', organisation: '2' },
    delivery: { window: '1', ems: '2', 'e-document': '3', 'print-here': '4', locker: '5' },
    source: { card: '1', typed: '2' },
    mode: { online: '0', collect: '1', delegated: '2', joint: '3' },
    materialFrom: { camera: '1', phone: '2', licence: '3', 'earlier-case': '4', original: '5' },
    proof: { registered: '1', paper: '2', 'legal-representative': '3', guardian: '4' },
    state: {
      received: '01',
      accepted: '02',
      finished: '03',
      refused: '04',
      correction: '05',
      approved: '06',
      withdrawn: '07',
    },
    caseType: { instant: '1', promised: '2', other: '9' },
    // A.8 counts down: 1 is the best. Live interfaces count up.
    satisfaction: {
      'very-satisfied': '1',
      satisfied: '2',
      'fairly-satisfied': '3',
      dissatisfied: '4',
      'very-dissatisfied': '5',
    },
    ratingChannel: { 'self-service': '5' },
    ratingStage: { accepted: '1', finished: '2' },
    raterKind: { person: '1', organisation: '2' },
    paymentState: { open: '0', paid: '1', expired: '2', refunded: '3', refunding: '4', cancelled: '5' },
    ticketAbout: { 'not-done': '1', 'off-list': '2' },
    ticketState: { received: '1', working: '2', answered: '3', closed: '4' },
    ticketClosing: {
      'special-handling': '11',
      'common-obstacle': '12',
      explained: '13',
      'can-be-done': '21',
      guided: '22',
      'cannot-be-done': '23',
    },
    mailSentBy: { centre: '1', applicant: '2' },
    mailCarries: { materials: '01', result: '02' },
  },
};

const COUNTING_UP: CodeTables['satisfaction'] = {
  'very-satisfied': '5',
  satisfied: '4',
  'fairly-satisfied': '3',
  dissatisfied: '2',
  'very-dissatisfied': '1',
};

/** The code sets by the name that a region file uses. A region's own deviations stand in its `mappings`. */
export const CODE_SETS = {
  'gb-39046': GB_39046,
  /** This house's own protocol: the standard's codes, RFC 3339, 31-digit implementation codes. */
  tongban: { ...GB_39046, dates: 'rfc3339', taskCodes: '31' },
  guangdong: {
    dates: 'basic',
    taskCodes: '31',
    tables: {
      ...GB_39046.tables,
      certificate: { ...GB_39046.tables.certificate, 'resident-card': '10' },
      satisfaction: COUNTING_UP,
      raterKind: { person: '0', organisation: '1' },
    },
  },
  zhejiang: {
    dates: 'spaced',
    taskCodes: '31',
    tables: {
      ...GB_39046.tables,
      // The other way round than the standard: 承诺件 1, 即办件 2.
      caseType: { instant: '2', promised: '1', other: '9' },
      satisfaction: COUNTING_UP,
    },
  },
} as const satisfies Record<string, CodeSet>;

export type CodeSetName = keyof typeof CODE_SETS;
export const CODE_SET_NAMES = Object.keys(CODE_SETS) as CodeSetName[];
