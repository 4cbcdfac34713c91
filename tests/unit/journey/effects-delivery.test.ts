import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import type { Delivery, LockerPlace } from '../../../electron/contract/index.ts';
import type { FeeNews } from '../../../electron/journey/delivery-types.ts';
import {
  deliveryFacts,
  deliveryOf,
  deliveryOnForm,
  deliveryOnReceipt,
  feeEffects,
} from '../../../electron/journey/effects-delivery.ts';
import { type Draft, failure } from '../../../electron/journey/index.ts';
import type { PaymentHeard, PaymentOrder, Payments, Unused } from '../../../electron/payments/index.ts';
import type { MailAddress, RegionAdapter, Submission } from '../../../electron/regions/index.ts';

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const REGION = '120000';
const MATTER = 'XT-GA-020';
const KEY = '01938e2c-0000-7000-8000-000000000001';

const RECEIVER: MailAddress = {
  name: '样本',
  phone: '13900001234',
  province: '河北省',
  city: '张家口市',
  county: '桥东区',
  street: '和平路12号',
  postcode: null,
};
const LOCKER: LockerPlace = {
  id: 'L-7',
  name: text('东站柜', 'East Station locker'),
  address: text('站前路1号', '1 Station Road'),
  here: false,
};
const PAID = { number: 'P-1', amountFen: 1_005, url: null, endsAt: 9, caseKey: KEY };
const INVOICE = { number: 'E-5', checkCode: '123456' };
const draft = (delivery: Delivery, over: Partial<Draft> = {}) => ({ delivery, ...over }) as Draft;
const WAYS: readonly Delivery[] = ['print-here', 'e-document', 'locker', 'ems', 'window'];

describe('what goes with an application', () => {
  it('is the receiver of a parcel, and nobody of anything else', () => {
    const given = { receiver: RECEIVER };
    expect(deliveryOf(draft('ems', given))).toEqual(given);
    for (const way of WAYS) if (way !== 'ems') expect(deliveryOf(draft(way, given))).toEqual({});
  });

  it('is the chosen locker as the owner counts it, and none of anything else', () => {
    const given = { locker: LOCKER };
    expect(deliveryOf(draft('locker', given))).toEqual({ locker: { id: 'L-7', name: '东站柜' } });
    for (const way of WAYS) if (way !== 'locker') expect(deliveryOf(draft(way, given))).toEqual({});
  });

  it('is nothing where nothing was chosen or paid', () => {
    for (const way of WAYS)
      expect(deliveryOf(draft(way, { receiver: null, locker: null, fee: null }))).toEqual({});
  });

  it('is the payment, under the very key under which it was paid', () => {
    const payment = { number: 'P-1', amountFen: 1_005 };
    expect(deliveryOf(draft('window', { fee: PAID }))).toEqual({ key: KEY, payment });
    expect(deliveryOf(draft('window', { fee: { ...PAID, invoice: INVOICE } }))).toEqual({
      key: KEY,
      payment,
      invoice: INVOICE,
    });
  });
});

describe('the form that is signed', () => {
  it('has the whole address of the parcel', () => {
    expect(deliveryOnForm(draft('ems', { receiver: RECEIVER })).delivery).toEqual({
      'zh-CN': '邮寄（EMS）：河北省张家口市桥东区和平路12号，样本，13900001234',
      en: 'By post (EMS): 河北省张家口市桥东区和平路12号，样本，13900001234',
    });
  });

  it('has the name of the locker in each language', () => {
    expect(deliveryOnForm(draft('locker', { locker: LOCKER })).delivery).toEqual({
      'zh-CN': '放入取件柜：东站柜',
      en: 'Put into a locker: East Station locker',
    });
  });

  it.each(WAYS)('names the way %s alone where there is no more to say', (way) => {
    const form = deliveryOnForm(draft(way));
    expect(form).toEqual({ delivery: deliveryOnReceipt(way, {}, null).delivery });
    expect(form.delivery['zh-CN']).not.toContain('：');
  });

  it('does not name an address or a locker that was chosen before another way', () => {
    const given = { receiver: RECEIVER, locker: LOCKER };
    expect(deliveryOnForm(draft('window', given))).toEqual(deliveryOnForm(draft('window')));
  });

  it('says what was paid, to the fen', () => {
    expect(deliveryOnForm(draft('window', { fee: PAID })).fee).toEqual({
      'zh-CN': '已缴 10.05 元，缴费单号 P-1',
      en: 'CNY 10.05 paid, payment number P-1',
    });
  });
});

describe('the receipt, which anybody may find', () => {
  const sent = (receiver: MailAddress) => ({ receiver }) as Submission;

  it('says where the parcel goes, without name, street or whole number', () => {
    const { delivery } = deliveryOnReceipt('ems', {}, sent(RECEIVER));
    expect(delivery).toEqual({
      'zh-CN': '邮寄（EMS）：河北省张家口市桥东区，电话尾号 1234',
      en: 'By post (EMS): 河北省张家口市桥东区, phone ending in 1234',
    });
    for (const hidden of [RECEIVER.name, RECEIVER.street, RECEIVER.phone])
      expect(JSON.stringify(delivery)).not.toContain(hidden);
  });

  it('names a city that is its own province once', () => {
    const receiver = { ...RECEIVER, province: '北京市', city: '北京市', county: '大兴区' };
    expect(deliveryOnReceipt('ems', {}, sent(receiver)).delivery['zh-CN']).toContain('：北京市大兴区，');
  });

  it('says of a parcel whose sealed copy is shredded only that it goes by post', () => {
    expect(deliveryOnReceipt('ems', {}, null)).toEqual({ delivery: text('邮寄（EMS）', 'By post (EMS)') });
  });

  it('names the locker', () => {
    expect(deliveryOnReceipt('locker', { locker: '东站柜' }, {} as Submission).delivery).toEqual({
      'zh-CN': '放入取件柜：东站柜',
      en: 'Put into a locker: 东站柜',
    });
  });

  it('says what was paid, with the invoice where the region gave one', () => {
    const payment = { number: 'P-1', amountFen: 100 };
    expect(deliveryOnReceipt('window', { payment }, null).fee).toEqual({
      'zh-CN': '已缴 1.00 元，缴费单号 P-1',
      en: 'CNY 1.00 paid, payment number P-1',
    });
    expect(deliveryOnReceipt('window', { payment: { ...payment, invoice: INVOICE } }, null).fee).toEqual({
      'zh-CN': '已缴 1.00 元，缴费单号 P-1；电子票据号 E-5，校验码 123456',
      en: 'CNY 1.00 paid, payment number P-1; electronic invoice E-5, check code 123456',
    });
  });
});

const CHARGE = {
  here: true,
  amountFen: 1_000,
  text: text('每证 10 元', '10 yuan a card'),
  basis: null,
  freeWhen: null,
  sample: true,
  refundDays: 7,
};
interface World {
  readonly charge?: Partial<typeof CHARGE> | null;
  /** Null: no such region. */
  readonly can?: Partial<RegionAdapter['capabilities']> | null;
  readonly phone?: boolean;
  readonly unused?: readonly Partial<Unused>[];
}

function facts({ charge = {}, can = {}, phone = true, unused = [] }: World = {}) {
  return deliveryFacts({
    catalogue: {
      divisions: () => [{ code: '120100', name: text('天津市', 'Tianjin'), parent: REGION }],
      guide: (region: string, matter: string) =>
        region === REGION && matter === MATTER
          ? { ...(charge && { charge: { ...CHARGE, ...charge } }) }
          : null,
      region: (code: string) =>
        code === REGION ? { short: text('天津', 'Tianjin'), phone: '022-0000 0000' } : null,
    } as unknown as Catalogue,
    adapter: () => (can ? ({ capabilities: can } as RegionAdapter) : undefined),
    payments: { unused: () => unused.map(unusedOf) } as unknown as Payments,
    lockers: [LOCKER],
    phoneReady: () => phone,
  });
}

const unusedOf = (over: Partial<Unused>): Unused => ({
  region: REGION,
  matter: MATTER,
  number: 'P-1',
  amountFen: 800,
  state: 'returning',
  endsAt: null,
  ...over,
});

describe('how a result can come', () => {
  it.each<[string, World, boolean]>([
    ['when phones reach this machine and the region gives results', { can: { fetchResult: true } }, true],
    ['not while no phone reaches it', { can: { fetchResult: true }, phone: false }, false],
    ['not from a region that gives none over the line', { can: { fetchResult: false } }, false],
    ['not from a region that is not there', { can: null }, false],
  ])('as a file, %s', (_, world, can) => {
    expect(facts(world).canDeliver(REGION, 'e-document')).toBe(can);
  });

  it('in every other way whatever phone and line do', () => {
    const { canDeliver } = facts({ phone: false, can: null });
    for (const way of WAYS) if (way !== 'e-document') expect(canDeliver(REGION, way)).toBe(true);
  });

  it('into the lockers of the profile, to the divisions of the catalogue', () => {
    expect(facts().lockers()).toEqual([LOCKER]);
    expect(facts().divisions()).toEqual([{ code: '120100', name: '天津市' }]);
  });
});

describe('the fee that is paid here', () => {
  it('is the one of the guide', () => {
    const { here: _, ...fee } = CHARGE;
    expect(facts({ can: { payments: true, refunds: true } }).fee(REGION, MATTER)).toEqual({
      ...fee,
      takesBack: true,
    });
  });

  it('says of a region that takes nothing back over the line that it does not', () => {
    const { fee } = facts({ can: { payments: true, refunds: false } });
    expect(fee(REGION, MATTER)).toMatchObject({ takesBack: false });
  });

  it.each<[string, World, string]>([
    ['is paid elsewhere', { charge: { here: false }, can: { payments: true } }, MATTER],
    ['has no charge', { charge: null, can: { payments: true } }, MATTER],
    ['is not there', { can: { payments: true } }, 'XT-GONE'],
    ['has a region that takes no payments', { can: { payments: false } }, MATTER],
    ['has a region without a line', { can: null }, MATTER],
  ])('is none of a matter that %s', (_, world, matter) => {
    expect(facts(world).fee(REGION, matter)).toBeNull();
  });
});

describe('fees that were not used', () => {
  it('are shown with the region, its telephone and the days within which it gives back', () => {
    expect(facts({ unused: [{}] }).returnedFees()).toEqual([
      {
        region: text('天津', 'Tianjin'),
        phone: '022-0000 0000',
        number: 'P-1',
        amountFen: 800,
        state: 'returning',
        endsAt: null,
        refundDays: 7,
      },
    ]);
  });

  it('have the amount of the guide while the region has not said it', () => {
    const [fee] = facts({ unused: [{ state: 'asking', amountFen: null }] }).returnedFees();
    expect(fee).toMatchObject({ amountFen: 1_000 });
  });

  it('say neither amount nor days where the guide is gone', () => {
    const [fee] = facts({ unused: [{ matter: 'XT-GONE', amountFen: null }] }).returnedFees();
    expect(fee).toMatchObject({ amountFen: null, refundDays: null, phone: '022-0000 0000' });
  });

  it('are left out of a region that this machine knows no more: it has no telephone to name', () => {
    expect(facts({ unused: [{ region: '999999' }, {}] }).returnedFees()).toHaveLength(1);
  });
});

describe('paying', () => {
  const order: PaymentOrder = { caseKey: KEY, round: 1, region: REGION, matter: MATTER };

  function paying() {
    const orders: PaymentOrder[] = [];
    const heard: FeeNews[] = [];
    let stopped = 0;
    let say: (news: PaymentHeard) => void = () => {};
    const { payFee } = feeEffects({
      pay(given: PaymentOrder, listener: (news: PaymentHeard) => void) {
        orders.push(given);
        say = listener;
        return () => {
          stopped++;
        };
      },
    } as Payments);
    const stop = payFee(order, (news) => heard.push(news));
    return { orders, heard, stop, say: (news: PaymentHeard) => say(news), stopped: () => stopped };
  }

  it('tells in its order whatever is heard of the payment', () => {
    const { orders, heard, say } = paying();
    const payment = { number: 'P-1', amountFen: 1_000, url: 'https://pay.example/1', endsAt: 9 };
    const news: PaymentHeard[] = [
      { kind: 'unreached' },
      { kind: 'open', payment },
      { kind: 'unsure' },
      { kind: 'expired' },
      { kind: 'paid', payment: { ...payment, url: null, invoice: INVOICE } },
    ];
    for (const one of news) say(one);
    expect(heard).toEqual(news);
    expect(orders).toEqual([order]);
  });

  it('says in words that the region takes none, with its code for the technician', () => {
    const { heard, say } = paying();
    say({ kind: 'refused', code: 'NO_SUCH_FEE' });
    expect(heard).toEqual([{ kind: 'refused', problem: failure('feeRefused', 'NO_SUCH_FEE') }]);
  });

  it('ends with its listener', () => {
    const { stop, stopped } = paying();
    expect(stopped()).toBe(0);
    stop();
    expect(stopped()).toBe(1);
  });
});
