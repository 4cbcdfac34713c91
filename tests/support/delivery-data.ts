import type { JourneyEventName, ScreenData } from '../../electron/contract/index.ts';

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** What stands on the screens of delivery and fee when a test says nothing else. */
export const DELIVERY_DATA: Pick<{ [N in 'mailAddress' | 'fee']: ScreenData<N> }, 'mailAddress' | 'fee'> = {
  mailAddress: {
    values: { name: '样本' },
    problems: [],
    today: '2026-11-21',
    divisions: [],
    region: both('天津', 'Tianjin'),
    phone: '022-12345',
    paidBy: null,
  },
  fee: {
    matter: both('临时居民身份证办理', 'Temporary resident ID card'),
    region: both('天津', 'Tianjin'),
    phone: '022-12345',
    fee: {
      amountFen: 1_000,
      text: both('每证 10 元', '10 yuan a card'),
      basis: null,
      freeWhen: null,
      sample: true,
    },
    state: 'asking',
    number: null,
    amountFen: null,
    url: null,
    endsAt: null,
    invoice: null,
    refundDays: 7,
    takesBack: true,
    problem: null,
  },
};

export const DELIVERY_EVENTS = {
  mailAddress: ['giveAddress', 'back', 'leave', 'setLanguage'],
  fee: ['report', 'back', 'leave', 'setLanguage'],
} as const satisfies Record<string, readonly JourneyEventName[]>;
