import type { Application } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Delivery, LockerPlace, ReturnedFee, Text } from '../contract/index.ts';
import { mailLine } from '../core/index.ts';
import type { ApplicationForm, Receipt } from '../documents/index.ts';
import type { PaymentHeard, Payments } from '../payments/index.ts';
import type { MailAddress, RegionAdapter, Submission } from '../regions/index.ts';
import type { FeeAsked, FeeNews } from './delivery-types.ts';
import { failure } from './failures.ts';
import { DELIVERY_TEXT } from './texts.ts';
import type { Draft, JourneyEffects, JourneyFacts } from './types.ts';

/** Delivery and fee as they go with an application, stand on paper, and are asked of the other rooms. */

export interface DeliveryDeps {
  readonly catalogue: Catalogue;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly payments: Payments;
  readonly lockers: readonly LockerPlace[];
  readonly phoneReady: () => boolean;
}

/** What is sealed with the application and sent. */
export function deliveryOf({
  delivery,
  receiver,
  locker,
  fee,
}: Draft): Pick<Application, 'receiver' | 'locker' | 'payment' | 'invoice' | 'key'> {
  return {
    ...(delivery === 'ems' && receiver ? { receiver } : {}),
    ...(delivery === 'locker' && locker ? { locker: { id: locker.id, name: locker.name['zh-CN'] } } : {}),
    ...(fee
      ? {
          key: fee.caseKey,
          payment: { number: fee.number, amountFen: fee.amountFen },
          ...(fee.invoice ? { invoice: fee.invoice } : {}),
        }
      : {}),
  };
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

function feeText({ number, amountFen }: { readonly number: string; readonly amountFen: number }): Text {
  return {
    'zh-CN': `已缴 ${yuan(amountFen)} 元，缴费单号 ${number}`,
    en: `CNY ${yuan(amountFen)} paid, payment number ${number}`,
  };
}

/** On the form that is signed: the whole address, for a wrong one is found here or nowhere. */
export function deliveryOnForm({
  delivery,
  receiver,
  locker,
  fee,
}: Draft): Pick<ApplicationForm, 'delivery' | 'fee'> {
  const way = DELIVERY_TEXT[delivery];
  const to = delivery === 'ems' && receiver ? mailLine(receiver) : null;
  const text =
    to !== null
      ? named(way, { 'zh-CN': to, en: to })
      : delivery === 'locker' && locker
        ? named(way, locker.name)
        : way;
  return { delivery: text, ...(fee ? { fee: feeText(fee) } : {}) };
}

/** On the receipt, which anybody may find: where to, no street, no whole number. */
export function deliveryOnReceipt(
  delivery: Delivery,
  course: { readonly locker?: string; readonly payment?: PaidFee },
  submission: Submission | null,
): Pick<Receipt, 'delivery' | 'fee'> {
  const way = DELIVERY_TEXT[delivery];
  const to = submission?.receiver;
  const { payment, locker } = course;
  const { invoice } = payment ?? {};
  const paid = payment && feeText(payment);
  return {
    delivery: to ? named(way, placeOf(to)) : locker ? named(way, { 'zh-CN': locker, en: locker }) : way,
    ...(paid
      ? {
          fee: invoice
            ? {
                'zh-CN': `${paid['zh-CN']}；电子票据号 ${invoice.number}，校验码 ${invoice.checkCode}`,
                en: `${paid.en}; electronic invoice ${invoice.number}, check code ${invoice.checkCode}`,
              }
            : paid,
        }
      : {}),
  };
}

function placeOf({ province, city, county, phone }: MailAddress): Text {
  const place = [...new Set([province, city, county])].join('');
  const end = phone.slice(-4);
  return { 'zh-CN': `${place}，电话尾号 ${end}`, en: `${place}, phone ending in ${end}` };
}

interface PaidFee {
  readonly number: string;
  readonly amountFen: number;
  readonly invoice?: { readonly number: string; readonly checkCode: string };
}

const named = (way: Text, name: Text): Text => ({
  'zh-CN': `${way['zh-CN']}：${name['zh-CN']}`,
  en: `${way.en}: ${name.en}`,
});

export function deliveryFacts(
  deps: DeliveryDeps,
): Required<Pick<JourneyFacts, 'lockers' | 'canDeliver' | 'divisions' | 'fee' | 'returnedFees'>> {
  const { catalogue, adapter, payments } = deps;
  return {
    lockers: () => deps.lockers,
    canDeliver: (region, delivery) => {
      if (delivery === 'e-document')
        return deps.phoneReady() && adapter(region)?.capabilities.fetchResult === true;
      return true;
    },
    divisions: () => catalogue.divisions().map(({ code, name }) => ({ code, name: name['zh-CN'] })),
    fee(region, matter): FeeAsked | null {
      const charge = catalogue.guide(region, matter)?.charge;
      const capabilities = adapter(region)?.capabilities;
      if (!charge?.here || !capabilities?.payments) return null;
      const { here: _, ...fee } = charge;
      return { ...fee, takesBack: capabilities.refunds };
    },
    returnedFees: () =>
      payments.unused().flatMap(({ region: code, matter, ...rest }): ReturnedFee[] => {
        const region = catalogue.region(code);
        const charge = catalogue.guide(code, matter)?.charge;
        if (!region) return [];
        const { short, phone } = region;
        return [
          {
            ...rest,
            region: short,
            phone,
            amountFen: rest.amountFen ?? charge?.amountFen ?? null,
            refundDays: charge?.refundDays ?? null,
          },
        ];
      }),
  };
}

export function feeEffects(payments: Payments): Required<Pick<JourneyEffects, 'payFee'>> {
  return { payFee: (order, heard) => payments.pay(order, (news) => heard(newsOf(news))) };
}

function newsOf(heard: PaymentHeard): FeeNews {
  return heard.kind === 'refused' ? { kind: heard.kind, problem: failure('feeRefused', heard.code) } : heard;
}
