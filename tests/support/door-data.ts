import type {
  HelpView,
  JourneyEventName,
  Overlay,
  PrintItem,
  ScreenData,
} from '../../electron/contract/index.ts';
import { instantOf } from '../../electron/core/index.ts';

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const REGION = { code: '120000', short: both('天津', 'Tianjin') };

export function makePrintItem(over: Partial<PrintItem> = {}): PrintItem {
  return {
    id: '120000:no-offence',
    kind: 'certificate',
    title: both('无犯罪记录证明', 'Certificate of no criminal record'),
    region: REGION,
    receiptNumber: null,
    ...over,
  };
}

export const ARCHIVE_ITEM = makePrintItem({
  id: '120000:archive',
  kind: 'archive',
  title: both('企业登记档案', 'Company registration archive'),
});

const RESULT_ITEM = makePrintItem({
  id: 'result:B017-261121-0007-7',
  kind: 'result',
  title: both('开具临时身份证明', 'Temporary identity certificate'),
  receiptNumber: 'B017-261121-0007-7',
});

type DoorScreen = 'prints' | 'archive' | 'printOne';

/** Data of each screen of the print door in an ordinary moment. */
export const DOOR_DATA: { readonly [N in DoorScreen]: ScreenData<N> } = {
  prints: {
    items: [RESULT_ITEM, makePrintItem(), ARCHIVE_ITEM],
    unheard: [],
    printerReady: true,
    problem: null,
  },
  archive: {
    item: ARCHIVE_ITEM,
    purposes: [
      { id: 'own', text: both('公司自用', 'own use') },
      { id: 'bank', text: both('银行贷款', 'bank loan') },
      { id: 'notary', text: both('公证', 'notary') },
      { id: 'tender', text: both('招标投标', 'tender') },
    ],
    phone: '022-12345',
    problem: null,
  },
  printOne: {
    item: makePrintItem(),
    phase: 'choose',
    state: 'none',
    pages: 2,
    copies: { used: 1, left: 4, period: 'year' },
    chosen: 1,
    duplex: true,
    price: null,
    marked: false,
    printerReady: true,
    paper: null,
    problem: null,
  },
};

export const DOOR_EVENTS: { readonly [N in DoorScreen]: readonly JourneyEventName[] } = {
  prints: ['choosePrint', 'report', 'back', 'done', 'leave', 'setLanguage', 'help'],
  archive: ['giveArchive', 'report', 'back', 'leave', 'setLanguage', 'help'],
  printOne: ['printNow', 'report', 'back', 'leave', 'setLanguage', 'help'],
};

export function makeHelp(over: Partial<HelpView> = {}): Extract<Overlay, { kind: 'help' }> {
  return {
    kind: 'help',
    help: {
      step: 'ways',
      desk: {
        phone: '010-0000 0000',
        hours: both('工作日 9:00–17:00', 'Working days 9:00–17:00'),
        open: false,
        opensAt: instantOf('2026-11-23', '09:00'),
      },
      call: null,
      assisted: null,
      canHandOver: true,
      canReadCard: true,
      cardInTheWay: false,
      hasVideo: true,
      video: null,
      problem: null,
      ...over,
    },
  };
}

export const HELP_EVENTS: readonly JourneyEventName[] = [
  'toHandOver',
  'callVideo',
  'report',
  'helpBack',
  'leave',
  'setLanguage',
];
