import { Smartphone } from 'lucide-react';
import type { DockState } from '../../electron/contract/index.ts';
import type { DockSession } from '../api/index.ts';
import { Button } from '../ui/index.ts';

const STATE = {
  open: '待付款 open',
  paid: '已付款 paid',
  expired: '已过期 run out',
  cancelled: '已作废 cancelled',
  refunding: '退款中 refunding',
  refunded: '已退款 refunded',
} as const satisfies Record<DockState['payments'][number]['state'], string>;

/** The citizen's phone pays at the sandbox's payment page. */
export function PaymentList(props: {
  readonly payments: DockState['payments'];
  readonly session: DockSession;
}) {
  const { payments, session } = props;
  if (payments.length === 0) return <p className="lead">还没有缴费 nothing to pay yet</p>;
  return (
    <ul className="people">
      {payments.map(({ region, number, amountFen, state, url }) => (
        <li key={`${region} ${number}`}>
          <div>
            <b>{(amountFen / 100).toFixed(2)} 元</b>
            <small className="digits">{number}</small>
            <small>{STATE[state]}</small>
          </div>
          {state === 'open' && (
            <>
              <a href={url} target="_blank" rel="noreferrer">
                付款页 page
              </a>
              <Button
                icon={Smartphone}
                onPress={() => session.act((client) => client.pay({ region, number }))}
                name={`pay-${number}`}
              >
                用手机付款 pay with the phone
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
