import { localDate } from '../../../core/index.ts';

/**
 * The codes that a sandbox region speaks. They are its own, written from the standards and not shared with the adapters, so
 * that a wrong mapping is found out. Code → what the region understands by it.
 */
export interface Dialect {
  readonly dates: 'rfc3339' | 'basic-t' | 'basic' | 'spaced';
  /** Length of an implementation code (实施编码); null: codes of the region's own, up to 50 characters. */
  readonly taskCodeLength: 24 | 31 | null;
  readonly residentId: string;
  /** 居住证, of residents of Hong Kong, Macao and Taiwan. */
  readonly residencePermit: string;
  /** 外国人永久居留身份证. */
  readonly foreignResident: string;
  /** 普通护照. */
  readonly passport: string;
  readonly creditCode: string;
  /** Code → stars, 5 the best. */
  readonly stars: Readonly<Record<string, number>>;
  readonly raterKinds: Readonly<Record<string, 'person' | 'organisation'>>;
  /** 即办件, 承诺件, 其他. */
  readonly caseTypes: Readonly<Record<'instant' | 'promised' | 'other', string>>;
}

const STANDARD: Dialect = {
  dates: 'basic-t',
  taskCodeLength: 24,
  residentId: '111',
  residencePermit: '154',
  foreignResident: '553',
  passport: '414',
  creditCode: '001',
  stars: { '1': 5, '2': 4, '3': 3, '4': 2, '5': 1 },
  raterKinds: { '1': 'person', '2': 'organisation' },
  caseTypes: { instant: '1', promised: '2', other: '9' },
};
const RISING = { '5': 5, '4': 4, '3': 3, '2': 2, '1': 1 };

export const DIALECTS = {
  standard: STANDARD,
  tongban: { ...STANDARD, dates: 'rfc3339', taskCodeLength: 31 },
  local: { ...STANDARD, dates: 'rfc3339', taskCodeLength: null },
  guangdong: {
    ...STANDARD,
    dates: 'basic',
    taskCodeLength: 31,
    residentId: '10',
    stars: RISING,
    raterKinds: { '0': 'person', '1': 'organisation' },
  },
  zhejiang: {
    ...STANDARD,
    dates: 'spaced',
    taskCodeLength: 31,
    stars: RISING,
    caseTypes: { instant: '2', promised: '1', other: '9' },
  },
} as const satisfies Record<string, Dialect>;
export type DialectName = keyof typeof DIALECTS;

/** States of a case as every dialect counts them. */
export const STATE_CODES = {
  received: '01',
  accepted: '02',
  finished: '03',
  refused: '04',
  correction: '05',
  approved: '06',
  withdrawn: '07',
} as const;
export const PAYMENT_CODES = {
  open: '0',
  paid: '1',
  expired: '2',
  refunded: '3',
  refunding: '4',
  cancelled: '5',
} as const;
/** What comes by post has an address, what comes into a locker names it; nothing else does. */
export const DELIVERY_CODES = { window: '1', post: '2', file: '3', printed: '4', locker: '5' } as const;
export const TICKET_CODES = { received: '1', working: '2', answered: '3', closed: '4' } as const;
/** What is said when a ticket is closed: first digit what it was about, second how it ended. */
export const CLOSING_CODES = { '1': '11', '2': '22' } as const;

const PATTERNS = {
  rfc3339: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/,
  'basic-t': /^\d{8}T\d{6}$/,
  basic: /^\d{14}$/,
  spaced: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
} as const;

export function writeDate({ dates }: Dialect, ms: number): string {
  const time = new Date(ms + 8 * 3_600_000).toISOString().slice(11, 19);
  const text = `${localDate(ms)}T${time}`;
  if (dates === 'rfc3339') return `${text}+08:00`;
  if (dates === 'spaced') return text.replace('T', ' ');
  const basic = text.replaceAll(/[-:]/g, '');
  return dates === 'basic' ? basic.replace('T', '') : basic;
}

/** Milliseconds, or null: this region reads its own spelling alone. */
export function readDate({ dates }: Dialect, text: string): number | null {
  if (!PATTERNS[dates].test(text)) return null;
  const digits = text.replace('+08:00', '').replaceAll(/\D/g, '');
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6+08:00');
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}

/** Whether it is a day in this region's spelling. */
export function isDay({ dates }: Dialect, text: string): boolean {
  const dashes = dates === 'rfc3339' || dates === 'spaced';
  if (!(dashes ? /^\d{4}-\d\d-\d\d$/ : /^\d{8}$/).test(text)) return false;
  const day = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
