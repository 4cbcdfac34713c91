import type { JourneyView, ReturnedFee, ScreenData } from '../../electron/contract/index.ts';
import { both, makeCase, makeFailure, makeView, SATURDAY_NIGHT } from './views.ts';

const ALWAYS = ['back', 'leave', 'setLanguage'] as const;
const FIFTEEN_MINUTES = 15 * 60_000;

const PLACE = {
  name: both('天津市各公安派出所户籍窗口', 'Household window of any police station in Tianjin'),
  address: both('地址可拨打 022-12345 查询', 'Call 022-12345 for the address'),
  phone: '022-12345',
  hours: both('各窗口不同，去之前请先打电话', 'Hours differ; please call before you go'),
};

const LOCKERS = [
  {
    id: 'B017',
    name: both('北京经开区政务服务中心（演示）', 'Beijing E-Town Government Service Centre (demo)'),
    address: both('示例路 1 号一层', 'Ground floor, 1 Example Road'),
    here: true,
  },
  {
    id: 'tianjin-hall',
    name: both(
      '天津市政务服务中心 24 小时取件柜（演示）',
      'Tianjin Government Service Centre, 24-hour locker (demo)',
    ),
    address: both('天津市示例区示例路 1 号', '1 Example Road, Example District, Tianjin'),
    here: false,
  },
];

export const FEE: ScreenData<'fee'> = {
  matter: both('临时居民身份证办理', 'Temporary resident ID card'),
  region: both('天津', 'Tianjin'),
  phone: '022-12345',
  fee: {
    amountFen: 1_000,
    text: both('每证 10 元', '10 yuan a card'),
    basis: both('国家规定的证照工本费标准（示例）', 'The national rates for cards (sample)'),
    freeWhen: both(
      '领取最低生活保障金的，凭证明到窗口办理（示例）',
      'On minimum living allowance: at a window (sample)',
    ),
    sample: true,
  },
  state: 'open',
  number: 'P2026112100001',
  amountFen: 1_000,
  url: 'https://pay.region.example/p/P2026112100001',
  endsAt: SATURDAY_NIGHT + FIFTEEN_MINUTES,
  invoice: null,
  refundDays: 7,
  takesBack: true,
  problem: null,
};
const NO_CODE = { number: null, amountFen: null, url: null, endsAt: null } as const;

const returned = (over: Partial<ReturnedFee>): ReturnedFee => ({
  region: both('天津', 'Tianjin'),
  phone: '022-12345',
  number: 'P2026112100001',
  amountFen: 1_000,
  state: 'returning',
  endsAt: null,
  refundDays: 7,
  ...over,
});

const DIVISIONS = [
  { code: '130000', name: '河北省' },
  { code: '130100', name: '石家庄市' },
  { code: '130200', name: '唐山市' },
  { code: '130700', name: '张家口市' },
];

/** Delivery, its address and the fee, to every end. */
export function deliveryViews(): [string, JourneyView][] {
  const fee = (
    name: string,
    over: Partial<ScreenData<'fee'>>,
    ...more: JourneyView['events']
  ): [string, JourneyView] => [
    name,
    makeView(
      'fee',
      { ...FEE, ...over },
      { events: [...more, ...(more.includes('feePaid') ? [] : (['report'] as const)), ...ALWAYS] },
    ),
  ];
  return [
    [
      'delivery-every',
      makeView('delivery', {
        options: ['print-here', 'e-document', 'locker', 'ems', 'window'],
        chosen: 'locker',
        places: [PLACE],
        lockers: LOCKERS,
        locker: 'B017',
        paidBy: 'receiver',
        notNow: [],
        phone: '022-12345',
      }),
    ],
    [
      'delivery-few',
      makeView('delivery', {
        options: ['ems', 'window'],
        chosen: 'window',
        places: [PLACE],
        lockers: [],
        locker: null,
        paidBy: null,
        notNow: ['print-here', 'e-document', 'locker'],
        phone: '022-12345',
      }),
    ],
    [
      'mail-address',
      makeView('mailAddress', {
        values: {
          name: '样本',
          phone: '13800000000',
          province: '130000',
          city: '张家口市',
          county: '桥东区',
          street: '示例路 12 号',
        },
        problems: [],
        today: '2026-11-21',
        divisions: DIVISIONS,
        region: both('天津', 'Tianjin'),
        phone: '022-12345',
        paidBy: 'receiver',
      }),
    ],
    [
      'mail-address-wrong',
      makeView('mailAddress', {
        values: { name: '样本', phone: '13800000000', province: '130000' },
        problems: [{ field: 'city', row: null, part: null, kind: 'missing', limit: null }],
        today: '2026-11-21',
        divisions: DIVISIONS,
        region: both('天津', 'Tianjin'),
        phone: '022-12345',
        paidBy: null,
      }),
    ],
    fee('fee-asking', { state: 'asking', ...NO_CODE }),
    fee('fee-open', {}),
    fee('fee-differs', { amountFen: 2_000, takesBack: false }),
    fee('fee-unsure', { state: 'unsure', url: null }),
    fee('fee-unreached', { state: 'unreached', ...NO_CODE }),
    fee('fee-expired', { state: 'expired', url: null }, 'retry'),
    fee('fee-refused', { state: 'refused', ...NO_CODE, problem: makeFailure('feeRefused') }, 'retry'),
    fee(
      'fee-paid',
      {
        state: 'paid',
        url: null,
        invoice: { number: 'E2026112100001', checkCode: '100001' },
      },
      'feePaid',
    ),
    [
      'farewell-fee',
      makeView('farewell', {
        cardOnReader: false,
        paperToTake: false,
        stored: false,
        retentionDays: 3,
        fees: [returned({})],
      }),
    ],
    [
      'recovered-fee',
      makeView('recovered', {
        receiptNumber: null,
        receipt: 'none',
        fees: [returned({ state: 'asking', number: null })],
      }),
    ],
    [
      'submitted-mail',
      makeView('submitted', {
        case: makeCase({
          delivery: 'ems',
          mail: { state: 'waiting', number: null },
          payment: { number: 'P2026112100001', amountFen: 1_000 },
        }),
        receipt: 'printed',
        result: 'none',
        problem: null,
      }),
    ],
    [
      'cases-mail',
      makeView('cases', {
        cases: [
          makeCase({
            state: 'finished',
            delivery: 'ems',
            mail: { state: 'ordered', number: 'EM20261121CN' },
            payment: {
              number: 'P2026112100001',
              amountFen: 1_000,
              invoice: { number: 'E2026112100001', checkCode: '100001' },
            },
          }),
          makeCase({
            state: 'withdrawn',
            delivery: 'locker',
            payment: { number: 'P2026112100002', amountFen: 1_000, refund: 'asked' },
          }),
        ],
        printing: null,
        result: 'none',
        tickets: [],
        withdrawing: null,
        problem: null,
      }),
    ],
    [
      'leaving-fee',
      {
        ...makeView('fee', FEE),
        overlay: {
          kind: 'leave',
          fee: { state: 'open', amountFen: 1_000, takesBack: true, endsAt: FEE.endsAt, refundDays: 7 },
        },
        events: ['stay', 'leaveNow', 'setLanguage'],
      } as JourneyView,
    ],
  ];
}
