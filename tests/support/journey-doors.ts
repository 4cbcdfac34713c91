import type { JourneyEvent, PrintItem } from '../../electron/contract/index.ts';
import { organisationCodeCheck } from '../../electron/core/index.ts';

const COMPANY_17 = '91990000MA00TB001';

/** Every answer that the print door and help take. */
export const DOOR_ANSWERS = {
  print: { type: 'print' },
  choosePrint: { type: 'choosePrint', item: 'certificate' },
  giveArchive: {
    type: 'giveArchive',
    name: '样本科技有限公司',
    creditCode: COMPANY_17 + organisationCodeCheck(COMPANY_17),
    as: 'legal-representative',
    authority: null,
    purpose: 'own',
  },
  printNow: { type: 'printNow', copies: 1, duplex: false },
  printRest: { type: 'printRest' },
  printCame: { type: 'printCame', word: 'part', lastPage: 1 },
  help: { type: 'help' },
  helpBack: { type: 'helpBack' },
  callStaff: { type: 'callStaff' },
  endCall: { type: 'endCall' },
  toHandOver: { type: 'toHandOver' },
  handOver: { type: 'handOver', role: 'family', withCard: false },
  endHandOver: { type: 'endHandOver' },
  callVideo: { type: 'callVideo' },
  endVideo: { type: 'endVideo' },
} as const satisfies Partial<Record<JourneyEvent['type'], JourneyEvent>>;

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
const region = { code: '120000', short: text('天津') };

export const PRINT_ITEMS: readonly PrintItem[] = [
  { id: 'certificate', kind: 'certificate', title: text('证明'), region, receiptNumber: null },
  { id: 'archive', kind: 'archive', title: text('企业档案'), region, receiptNumber: null },
  { id: 'result', kind: 'result', title: text('结果'), region, receiptNumber: 'B017-261121-0001-N' },
];
