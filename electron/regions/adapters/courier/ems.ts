import type { MailAddress, MailOrder } from '../../requests.ts';

/** Order data of EMS as the interfaces of government service centres have it. */
export interface EmsOrder {
  /** Number of the order (寄递订单号). */
  readonly ems_ord_no: string;
  /** Case number (办件编号); the package's where the case has none yet. */
  readonly internal_no: string;
  /** 1 sent by the centre (政务中心寄), 2 by the applicant (相对人寄). */
  readonly post_type: '1' | '2';
  /** 01 application materials (申请材料), 02 result (审批结果). */
  readonly net_type: '01' | '02';
  readonly item: string;
  readonly [party: `send_${string}` | `rcv_${string}`]: string;
}

const POST_TYPE = { centre: '1', applicant: '2' } as const;
const NET_TYPE = { materials: '01', result: '02' } as const;

/** Full of personal data: it goes into a sealed file, or to the carrier. */
export function emsOrder(order: Omit<MailOrder, 'idempotencyKey'>, orderNumber: string): EmsOrder {
  return {
    ems_ord_no: orderNumber,
    internal_no: order.caseNumber,
    post_type: POST_TYPE[order.sentBy],
    net_type: NET_TYPE[order.carries],
    ...party('send', order.sender),
    ...party('rcv', order.receiver),
    item: order.item,
  };
}

/** The order that carries a package to its region's desk. */
export function packageOrder(
  one: { readonly number: string; readonly caseNumber: string | null },
  from: MailAddress,
  desk: MailAddress,
): EmsOrder {
  const facts = { sentBy: 'centre', carries: 'materials', item: '申请材料' } as const;
  const caseNumber = one.caseNumber ?? one.number;
  return emsOrder({ ...facts, caseNumber, sender: from, receiver: desk }, one.number);
}

function party<P extends 'send' | 'rcv'>(prefix: P, one: MailAddress): Record<`${P}_${string}`, string> {
  const { name, province, city, county, street, phone, postcode } = one;
  const fields = { name, prov: province, city, county, street, phone, postcode: postcode ?? '' };
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [`${prefix}_${field}`, value]),
  ) as Record<`${P}_${string}`, string>;
}
