import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  caseView,
  DOCUMENT,
  type Harness,
  journeyHarness,
  PAYMENT,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const ADDRESS = {
  name: '样本',
  phone: '13800000000',
  province: '120000',
  city: '天津市',
  county: '和平区',
  street: '示例路1号',
};

async function at(way: string): Promise<Harness> {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
}

const data = (h: Harness) => {
  const view = h.view();
  expect(journeyViewSchema.parse(view)).toEqual(view);
  return view.data as Record<string, unknown>;
};

async function paid(h: Harness): Promise<void> {
  h.money.hear({ kind: 'paid', payment: { ...PAYMENT, url: null } });
  await h.settle();
}

describe('the delivery', () => {
  it('offers what works now and says what does not', async () => {
    const h = await at('feeDelivery');
    expect(data(h)).toMatchObject({
      options: ['print-here', 'locker', 'ems', 'window'],
      notNow: ['e-document'],
    });
    h.ways.cannot.delete('e-document');
    h.ways.cannot.add('ems');
    h.ways.lockers.length = 0;
    h.devices.printer = false;
    h.devices.changed();
    await h.settle();
    expect(data(h)).toMatchObject({
      options: ['e-document', 'window'],
      notNow: ['print-here', 'locker', 'ems'],
    });
  });

  it('takes no locker that is not there, and no way that does not work now', async () => {
    const h = await at('feeDelivery');
    await h.say({ type: 'chooseDelivery', delivery: 'locker', locker: 'elsewhere' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'chooseDelivery', delivery: 'locker' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'chooseDelivery', delivery: 'e-document' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'chooseDelivery', delivery: 'locker', locker: 'here' });
    expect(h.screen()).toBe('fee');
  });

  it('by post begins with the address of the card, and goes on with a whole one', async () => {
    const h = await at('mailAddress');
    expect(data(h)).toMatchObject({
      values: { name: expect.any(String), phone: '13900000000' },
      problems: [],
    });
    await h.say({ type: 'giveAddress', values: { ...ADDRESS, phone: '12' } });
    expect(data(h)).toMatchObject({
      values: { street: '示例路1号', phone: '12' },
      problems: [{ field: 'phone' }],
    });
    await h.say({ type: 'giveAddress', values: ADDRESS });
    await paid(h);
    await h.say({ type: 'feePaid' });
    expect(h.drafts.at(-1)).toMatchObject({
      delivery: 'ems',
      receiver: { province: '天津市', street: '示例路1号', postcode: null },
      locker: null,
      fee: { caseKey: expect.any(String), number: 'P1', amountFen: 1_000 },
    });
  });

  it('can be changed until the signature: the address is asked once more, the fee is not', async () => {
    const h = await at('mailAddress');
    await h.say({ type: 'giveAddress', values: ADDRESS });
    await paid(h);
    await h.say({ type: 'feePaid' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseDelivery', delivery: 'ems' });
    expect(data(h)).toMatchObject({ values: ADDRESS });
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseDelivery', delivery: 'locker', locker: 'here' });
    expect(h.screen()).toBe('preparing');
    expect(h.drafts.at(-1)).toMatchObject({ receiver: null, locker: { id: 'here' }, fee: { number: 'P1' } });
    expect(h.money.orders).toHaveLength(1);
  });
});

describe('the fee', () => {
  it('is asked for once, shown, and paid; then comes the document', async () => {
    const h = await at('fee');
    expect(data(h)).toMatchObject({ state: 'asking', url: null, number: null });
    h.money.hear({ kind: 'open', payment: PAYMENT });
    await h.settle();
    expect(data(h)).toMatchObject({ state: 'open', url: PAYMENT.url, number: 'P1', amountFen: 1_000 });
    await paid(h);
    expect(data(h)).toMatchObject({ state: 'paid', url: null });
    expect(h.money.closed).toBe(1);
    await h.say({ type: 'feePaid' });
    expect(h.screen()).toBe('preparing');
    expect(h.money.orders).toMatchObject([{ round: 1, matter: 'with-fee' }]);
  });

  it('runs out; a new code is a new round of the same application', async () => {
    const h = await at('feeOpen');
    h.money.hear({ kind: 'expired' });
    await h.settle();
    expect(data(h)).toMatchObject({ state: 'expired', url: null });
    await h.say({ type: 'retry' });
    expect(data(h)).toMatchObject({ state: 'asking', number: null });
    const [first, second] = h.money.orders;
    expect(second).toEqual({ ...first, round: 2 });
  });

  it('is refused: nothing was made, so the same round is tried again, or it is reported', async () => {
    const h = await at('fee');
    h.money.hear({ kind: 'refused', problem: failure('feeRefused', 'x') });
    await h.settle();
    expect(data(h)).toMatchObject({ state: 'refused', problem: { kind: 'feeRefused' } });
    await h.say({ type: 'report' });
    expect(data(h)).toMatchObject({
      kind: 'not-done',
      technicianCode: 'R-FE-01:x',
      matter: { en: 'with-fee' },
    });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('fee');
    await h.say({ type: 'report' });
    await h.say({ type: 'back' });
    h.money.hear({ kind: 'refused', problem: failure('feeRefused') });
    await h.settle();
    await h.say({ type: 'retry' });
    expect(new Set(h.money.orders.map(({ round }) => round))).toEqual(new Set([1]));
  });

  it.each([
    ['unreached', 'fee'],
    ['unsure', 'feeOpen'],
  ] as const)('says what is safe while the line is cut (%s), and goes on by itself', async (kind, way) => {
    const h = await at(way);
    h.money.hear({ kind });
    await h.settle();
    expect(data(h)).toMatchObject({ state: kind, url: null });
    expect(h.view().events).toEqual(expect.arrayContaining(['report', 'back', 'leave']));
    await paid(h);
    expect(data(h)).toMatchObject({ state: 'paid' });
  });

  it('goes on after a look elsewhere with the same payment', async () => {
    const h = await at('feeOpen');
    await h.say({ type: 'back' });
    expect(h.money.closed).toBe(1);
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.money.orders[1]).toEqual(h.money.orders[0]);
  });

  it('warns whoever leaves, open or paid; nothing is at stake before a code or after the application', async () => {
    const none = await at('fee');
    await none.say({ type: 'leave' });
    expect(none.view().overlay).not.toHaveProperty('fee');
    const h = await at('feeOpen');
    await h.say({ type: 'leave' });
    expect(h.view().overlay).toMatchObject({
      kind: 'leave',
      fee: { state: 'open', takesBack: true, endsAt: 900_000 },
    });
    await h.say({ type: 'stay' });
    await paid(h);
    await h.clock.advance(61_000);
    expect(h.view().overlay).toMatchObject({
      kind: 'idle',
      fee: { state: 'paid', amountFen: 1_000, refundDays: 7, endsAt: null },
    });
    await h.say({ type: 'stay' });
    await h.say({ type: 'feePaid' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    await h.say({ type: 'leave' });
    expect(h.view().overlay).toMatchObject({ kind: 'leave' });
    expect(h.view().overlay).not.toHaveProperty('fee');
  });

  it('is gone with its citizen, and the farewell says what becomes of the money', async () => {
    const h = await at('feePaid');
    h.money.unused.push({
      region: { 'zh-CN': '天津', en: 'Tianjin' },
      phone: '022-0000 0000',
      number: 'P1',
      amountFen: 1_000,
      state: 'returning',
      endsAt: null,
      refundDays: 7,
    });
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.screen()).toBe('farewell');
    expect(data(h)).toMatchObject({ fees: [{ number: 'P1', state: 'returning' }] });
    await h.say({ type: 'done' });
    await WAYS.fee?.(h);
    expect(data(h)).toMatchObject({ state: 'asking', number: null });
    expect(h.money.orders[1]?.caseKey).toBeDefined();
  });

  it('a session that was cut off says so too', async () => {
    const h = journeyHarness({ receiptNumber: null });
    h.money.unused.push({
      region: { 'zh-CN': '天津', en: 'Tianjin' },
      phone: '022-0000 0000',
      number: null,
      amountFen: 1_000,
      state: 'asking',
      endsAt: null,
      refundDays: null,
    });
    h.devices.changed();
    await h.settle();
    expect(h.screen()).toBe('recovered');
    expect(data(h)).toMatchObject({ fees: [{ state: 'asking' }] });
  });

  it('a document that could not be made is tried again without another payment', async () => {
    const h = await at('feePaid');
    await h.say({ type: 'feePaid' });
    h.held.prepare.answer(err(failure('internal')));
    await h.settle();
    expect(h.screen()).toBe('stuck');
    await h.say({ type: 'retry' });
    expect(h.screen()).toBe('preparing');
    expect(h.money.orders).toHaveLength(1);
  });

  it('a bug in the effect is no dead end', async () => {
    const h = journeyHarness();
    h.money.broken = true;
    await WAYS.fee?.(h);
    expect(data(h)).toMatchObject({ state: 'refused', problem: { kind: 'internal' } });
    h.money.broken = false;
    await h.say({ type: 'retry' });
    expect(data(h)).toMatchObject({ state: 'asking' });
  });
});
