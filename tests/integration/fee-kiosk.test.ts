import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DockState } from '../../electron/contract/index.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { SIGNATURE } from '../support/steps.ts';

/** The fee over the whole product: host, queue, adapter over real sockets, the sandbox's own payment page. */
let kiosk: Kiosk;
let citizen: Citizen;

beforeAll(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterAll(async () => {
  citizen.close();
  await kiosk.stop();
});

const ADDRESS = {
  name: '样本',
  phone: '13800000000',
  province: '120000',
  city: '天津市',
  county: '和平区',
  street: '示例路1号',
};

async function toFee(): Promise<void> {
  await citizen.on('home');
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseMatter', matter: 'XT-GA-010' });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person: 'ouyang' });
  await citizen.on('details');
  await citizen.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'ems' });
  await citizen.on('mailAddress');
  await citizen.say({ type: 'giveAddress', values: ADDRESS });
  await citizen.until((view) => view.screen === 'fee' && view.data.state === 'open', 'a payment code');
}

const payments = async () => (await kiosk.dock.state()).payments;
const inState = (state: DockState['payments'][number]['state'], count: number) => (dock: DockState) =>
  dock.payments.length === count && dock.payments[0]?.state === state;

describe('a matter with a fee', () => {
  it('is paid at the region’s page and handed in by post; the receipt’s case names the payment, and the parcel', async () => {
    await toFee();
    const [payment] = await payments();
    expect(payment).toMatchObject({ region: '120000', amountFen: 1_000, state: 'open' });
    const page = await (await fetch(payment?.url ?? '')).text();
    expect(page).toContain(payment?.number);
    await kiosk.dock.call.pay({ region: '120000', number: payment?.number ?? '' });
    await citizen.until((view) => view.screen === 'fee' && view.data.state === 'paid', 'that it is paid');
    await citizen.say({ type: 'feePaid' });
    await citizen.on('review');
    await citizen.say({ type: 'toSign' });
    await citizen.on('sign');
    await citizen.say(SIGNATURE);
    await citizen.until(
      (view) =>
        view.screen === 'submitted' &&
        view.data.case.payment?.number === payment?.number &&
        view.data.case.payment?.invoice !== undefined &&
        view.data.case.mail?.state === 'ordered',
      'the payment and the number of the parcel',
    );
    expect(await payments()).toHaveLength(1);
    await citizen.until((view) => view.events.includes('done'), 'a way out');
    await citizen.say({ type: 'done' });
    const { data } = await citizen.on('farewell');
    expect(data.fees).toBeUndefined();
    await kiosk.dock.call.removeCard();
    await citizen.say({ type: 'done' });
  });

  it('that is paid when the host dies comes back by itself: one payment, and the screen says so', async () => {
    await toFee();
    const [{ number } = { number: '' }] = await payments();
    await kiosk.dock.call.pay({ region: '120000', number });
    citizen.close();
    await kiosk.killHost();
    citizen = await kiosk.citizen();
    await citizen.until(
      (view) =>
        view.screen === 'recovered' &&
        view.data.fees?.[0]?.state === 'returning' &&
        view.data.fees[0].number === number,
      'that the money comes back',
    );
    await kiosk.dock.until(inState('refunding', 2), 'the refund');
    await citizen.say({ type: 'done' });
  });

  it('that is open when its citizen leaves can be paid no more', async () => {
    await citizen.on('farewell');
    await citizen.say({ type: 'done' });
    await toFee();
    const [payment] = await payments();
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await citizen.until(
      (view) => view.screen === 'farewell' && view.data.fees?.[0]?.state === 'cancelled',
      'that the code is cancelled',
    );
    await kiosk.dock.until(inState('cancelled', 3), 'the cancelled payment');
    const late = await fetch(payment?.url ?? '', { method: 'POST' });
    expect(await late.text()).toContain('已作废');
  });
});
