import type { Guide, ReturnedFee, ScreenData } from '../contract/index.ts';
import type { FeeAsked, FeeStanding } from './delivery-types.ts';
import { deliveriesNow, mailValues } from './machine-delivery.ts';
import { askedFee } from './machine-fee.ts';
import { judgeOf, type SessionContext } from './machine-session.ts';

/** What stands on the screens between the materials and the document. */

export function deliveryOf(c: SessionContext): ScreenData<'delivery'> {
  const guide = c.guide as Guide;
  const options = deliveriesNow(c);
  return {
    options,
    chosen: c.delivery,
    places: guide.places,
    lockers: [...(c.facts.lockers?.() ?? [])],
    locker: c.resultLocker,
    paidBy: guide.postagePaidBy ?? null,
    notNow: guide.deliveries.filter((one) => !options.includes(one)),
    phone: guide.region.phone,
  };
}

export function mailOf(c: SessionContext): ScreenData<'mailAddress'> {
  const guide = c.guide as Guide;
  return {
    values: { ...mailValues(c) },
    problems: [...c.mailProblems],
    today: judgeOf(c).today,
    divisions: [...(c.facts.divisions?.() ?? [])],
    region: guide.region.short,
    phone: guide.region.phone,
    paidBy: guide.postagePaidBy ?? null,
  };
}

export function feeOf(c: SessionContext): ScreenData<'fee'> {
  const guide = c.guide as Guide;
  const { state, payment, problem } = c.fee as FeeStanding;
  const { refundDays, takesBack, ...fee } = askedFee(c) as FeeAsked;
  return {
    matter: guide.matter.name,
    region: guide.region.short,
    phone: guide.region.phone,
    fee,
    state,
    number: payment?.number ?? null,
    amountFen: payment?.amountFen ?? null,
    url: state === 'open' ? (payment?.url ?? null) : null,
    endsAt: payment?.endsAt ?? null,
    invoice: payment?.invoice ?? null,
    refundDays,
    takesBack,
    problem,
  };
}

/** What comes back of fees whose application was not handed in. */
export function returnedFees(c: SessionContext): { readonly fees?: ReturnedFee[] } {
  const fees = c.facts.returnedFees?.() ?? [];
  return fees.length > 0 ? { fees: [...fees] } : {};
}
