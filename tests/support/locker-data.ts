import type {
  Cabinet,
  JourneyEvent,
  JourneyEventName,
  LockerThing,
  ScreenData,
} from '../../electron/contract/index.ts';
import { instantOf, receiptNumber } from '../../electron/core/index.ts';

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** Twelve doors in three columns; the third row is low. */
export const CABINET: Cabinet = {
  cells: Array.from({ length: 12 }, (_, at) => ({
    name: String(at + 1),
    column: (at % 3) + 1,
    row: Math.floor(at / 3) + 1,
    rows: 1,
    low: Math.floor(at / 3) === 2,
  })),
};

export function makeThing(over: Partial<LockerThing> = {}): LockerThing {
  return {
    cell: '7',
    what: 'result',
    receiptNumber: receiptNumber('B017', '261121', 42),
    matter: both('开具临时身份证明', 'Temporary identity certificate'),
    since: instantOf('2026-11-20', '10:00'),
    until: instantOf('2026-11-27', '10:00'),
    state: 'ready',
    ...over,
  };
}

const PHONE = '010-0000 0000';

type LockerScreen = 'collect' | 'collectCard' | 'collectCode' | 'collectList' | 'cell';

/** Data of the locker's screens in an ordinary moment. */
export const LOCKER_DATA: { readonly [N in LockerScreen]: ScreenData<N> } = {
  collect: { ready: true, phone: PHONE, problem: null },
  collectCard: { phase: 'consent', problem: null },
  collectCode: { digits: 8, lockedUntil: null, left: null, phone: PHONE, problem: null },
  collectList: {
    things: [makeThing(), makeThing({ cell: '2', what: 'originals', until: null })],
    ready: true,
    phone: PHONE,
  },
  cell: {
    act: 'collect',
    phase: 'open',
    cell: '7',
    cabinet: CABINET,
    matter: makeThing().matter,
    receiptNumber: makeThing().receiptNumber,
    items: [],
    item: 'present',
    leftOpen: false,
    low: { wished: false, any: true },
    outcome: null,
    slip: 'none',
    more: 0,
    phone: PHONE,
    problem: null,
  },
};

export const LOCKER_EVENTS: { readonly [N in LockerScreen]: readonly JourneyEventName[] } = {
  collect: ['withCard', 'withCode', 'report', 'back', 'leave', 'setLanguage'],
  collectCard: ['consent', 'back', 'leave', 'setLanguage'],
  collectCode: ['giveCode', 'withCard', 'back', 'leave', 'setLanguage'],
  collectList: ['openCell', 'report', 'back', 'done', 'leave', 'setLanguage'],
  cell: ['leave', 'setLanguage'],
};

/** One of each of the locker's answers. */
export const LOCKER_ANSWERS = {
  collect: { type: 'collect' },
  withCard: { type: 'withCard' },
  withCode: { type: 'withCode' },
  giveCode: { type: 'giveCode', code: '12345678' },
  openCell: { type: 'openCell', cell: '7' },
  toLocker: { type: 'toLocker', material: 'licence' },
  depositNow: { type: 'depositNow', low: false },
  cellSaid: { type: 'cellSaid', inside: true },
} as const satisfies Partial<Record<JourneyEventName, JourneyEvent>>;
