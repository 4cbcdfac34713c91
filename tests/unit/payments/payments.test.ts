import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import { createPayments, type PaymentHeard, type Payments } from '../../../electron/payments/index.ts';
import {
  incapable,
  NO_CAPABILITIES,
  type Payment,
  type RegionAdapter,
  type RegionFailure,
  regionFailure,
} from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

const CASE = '01938e2c-0000-7000-8000-000000000001';
const LIFE_MS = 900_000;

/** A region's payment system: one payment a key, and it never forgets what it said. */
class Bank {
  readonly made = new Map<string, Payment>();
  readonly asked: string[] = [];
  failure: RegionFailure | null = null;
  /** Does the work and loses the answer. */
  cut = 0;
  refunds = true;
  returns: RegionFailure | null = null;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get only(): Payment {
    return [...this.made.values()].at(-1) as Payment;
  }

  put(state: Payment['state']): void {
    const key = [...this.made.keys()].at(-1) as string;
    this.made.set(key, { ...this.only, state });
  }

  adapter(): RegionAdapter {
    const seen = (payment: Payment): Payment =>
      payment.state === 'open' && this.#clock.now() >= payment.expiresAt
        ? { ...payment, state: 'expired', payUrl: null }
        : payment;
    const answer = (payment: Payment): Result<Payment, RegionFailure> =>
      this.cut-- > 0 ? err(down) : ok(seen(payment));
    return {
      ...incapable('bank'),
      ...new MemoryRegion(),
      region: '120000',
      capabilities: { ...NO_CAPABILITIES, payments: true, refunds: this.refunds },
      requestPayment: async ({ idempotencyKey: key }: { idempotencyKey: string }) => {
        this.asked.push(key);
        if (this.failure) return err(this.failure);
        const payment = this.made.get(key) ?? {
          paymentNumber: `P${this.made.size + 1}`,
          amountFen: 1_000,
          state: 'open' as const,
          payUrl: 'https://pay.region.example/p',
          expiresAt: this.#clock.now() + LIFE_MS,
        };
        this.made.set(key, payment);
        return answer(payment);
      },
      paymentState: async () => (this.failure ? err(this.failure) : answer(this.only)),
      returnPayment: async () => {
        if (this.failure ?? this.returns) return err((this.failure ?? this.returns) as RegionFailure);
        const before = seen(this.only).state;
        this.put(before === 'paid' || before === 'refunding' ? 'refunding' : 'cancelled');
        return answer(this.only);
      },
    } as unknown as RegionAdapter;
  }
}

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let bank: Bank;
let heard: PaymentHeard[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-payments-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(Date.parse('2026-11-20T18:17:00Z'));
  bank = new Bank(clock);
  heard = [];
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Another call on the same database is a restart. */
function boot() {
  let payments: Payments | undefined;
  const { cases, queue } = bootCases(db, clock, () => bank.adapter() as never, {
    start: false,
    prepare: (queue) => {
      payments = createPayments({
        db,
        queue,
        clock,
        adapter: (region) => (region === '120000' ? bank.adapter() : undefined),
        taskCode: () => 'T',
      });
    },
  });
  payments?.recover();
  queue.start();
  return { payments: payments as Payments, cases, queue };
}

const order = (round = 1) => ({ caseKey: CASE, round, region: '120000', matter: 'XT-GA-010' });
const kinds = () => heard.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1]);
const note = (news: PaymentHeard) => void heard.push(news);

describe('a payment', () => {
  it('is shown, looked after and paid', async () => {
    const { payments } = boot();
    payments.pay(order(), note);
    await clock.advance(4_100);
    expect(heard[0]).toEqual({
      kind: 'open',
      payment: {
        number: 'P1',
        amountFen: 1_000,
        url: 'https://pay.region.example/p',
        endsAt: expect.any(Number),
      },
    });
    bank.put('paid');
    await clock.advance(2_000);
    expect(kinds()).toEqual(['open', 'paid']);
    await clock.advance(60_000);
    expect(kinds()).toEqual(['open', 'paid']);
  });

  it('is one, however often it is asked for', async () => {
    const { payments } = boot();
    payments.pay(order(), note)();
    payments.pay(order(), note)();
    bank.cut = 1;
    payments.pay(order(), note);
    await clock.advance(6_000);
    expect(bank.made.size).toBe(1);
    expect(kinds()).toEqual(['unreached', 'open']);
  });

  it('runs out, and a new code is another payment with another key', async () => {
    const { payments } = boot();
    payments.pay(order(), note);
    await clock.advance(LIFE_MS + 2_000);
    expect(kinds()).toEqual(['open', 'expired']);
    payments.pay(order(2), note);
    await clock.advance(100);
    expect(bank.made.size).toBe(2);
    payments.giveBack();
    await clock.advance(1_000);
    // Of the first there is nothing to take back any more.
    expect(payments.unused()).toMatchObject([{ number: 'P2', state: 'cancelled' }]);
  });

  it('that the region refuses was never made: nothing is left to be taken back', async () => {
    bank.failure = regionFailure('rejected', 'NO_FEE');
    const { payments, queue } = boot();
    payments.pay(order(), note);
    await clock.advance(10_000);
    expect(heard).toEqual([{ kind: 'refused', code: 'NO_FEE' }]);
    expect(queue.openOf('payment-return')).toEqual([]);
    payments.giveBack();
    expect(payments.unused()).toEqual([]);
  });

  it('is not sure while the line is cut, whatever the line says then, and known when it is back', async () => {
    const { payments } = boot();
    payments.pay(order(), note);
    await clock.advance(100);
    bank.failure = down;
    await clock.advance(10_000);
    bank.failure = regionFailure('schema', 'drift');
    bank.put('paid');
    await clock.advance(10_000);
    expect(kinds()).toEqual(['open', 'unsure']);
    bank.failure = null;
    await clock.advance(5_000);
    expect(kinds()).toEqual(['open', 'unsure', 'paid']);
  });

  it('belongs to its application once that is taken in: nothing comes back, not after a restart either', async () => {
    const { payments, cases } = boot();
    payments.pay(order(), note);
    await clock.advance(100);
    bank.put('paid');
    await clock.advance(2_000);
    cases.submit(application({ key: CASE, payment: { number: 'P1', amountFen: 1_000 } }), () =>
      payments.settle(CASE),
    );
    await clock.advance(0);
    payments.giveBack();
    await clock.advance(60_000);
    const again = boot();
    await clock.advance(60_000);
    expect(bank.only.state).toBe('paid');
    expect([payments.unused(), again.payments.unused()]).toEqual([[], []]);
  });

  it('stays to be given back when the application could not be stored', async () => {
    const { payments, cases } = boot();
    payments.pay(order(), note);
    await clock.advance(100);
    bank.put('paid');
    expect(() =>
      cases.submit(application({ key: CASE }), () => {
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    payments.giveBack();
    await clock.advance(1_000);
    expect(payments.unused()).toMatchObject([{ number: 'P1', amountFen: 1_000, state: 'returning' }]);
  });

  it.each([
    ['open', 'cancelled'],
    ['paid', 'returning'],
  ] as const)('that was %s when the citizen left is %s', async (state, end) => {
    const { payments } = boot();
    const told: string[] = [];
    payments.subscribe(() => told.push(payments.unused()[0]?.state ?? ''));
    const stop = payments.pay(order(), note);
    await clock.advance(100);
    bank.put(state);
    stop();
    payments.giveBack();
    expect(payments.unused()).toMatchObject([{ state: 'asking', number: null }]);
    await clock.advance(1_000);
    expect(payments.unused()).toMatchObject([{ state: end, number: 'P1' }]);
    expect(told).toEqual(['asking', end]);
    payments.forget();
    expect(payments.unused()).toEqual([]);
  });

  it('that a restart cut off is taken back by the next run, though its number was never heard', async () => {
    const first = boot();
    bank.cut = 1;
    first.payments.pay(order(), note);
    await clock.advance(100);
    first.payments.stop();
    await first.queue.stop();
    bank.put('paid');
    bank.failure = down;
    const { payments } = boot();
    await clock.advance(1_000);
    expect(payments.unused()).toMatchObject([{ state: 'asking', number: null }]);
    bank.failure = null;
    await clock.advance(3_600_000);
    expect(bank.made.size).toBe(1);
    expect(new Set(bank.asked).size).toBe(1);
    expect(bank.only.state).toBe('refunding');
    expect(payments.unused()).toMatchObject([{ state: 'returning', number: 'P1' }]);
  });

  it('the next citizen hears nothing of what becomes of it', async () => {
    const { payments } = boot();
    payments.pay(order(), note)();
    bank.failure = down;
    payments.giveBack();
    await clock.advance(1_000);
    payments.forget();
    bank.failure = null;
    await clock.advance(3_600_000);
    expect(payments.unused()).toEqual([]);
    expect(bank.only.state).toBe('cancelled');
  });

  it('where nothing can be returned over the line it runs out, or somebody has to ring', async () => {
    bank.refunds = false;
    const { payments } = boot();
    payments.pay(order(), note)();
    await clock.advance(100);
    payments.giveBack();
    await clock.advance(1_000);
    expect(payments.unused()).toMatchObject([{ state: 'open', endsAt: expect.any(Number) }]);
    bank.put('paid');
    await clock.advance(LIFE_MS + 2_000);
    expect(payments.unused()).toMatchObject([{ state: 'by-phone', number: 'P1' }]);
  });

  it('that the region will not return is said to need a call', async () => {
    bank.returns = regionFailure('rejected', 'NO');
    const { payments, queue } = boot();
    payments.pay(order(), note)();
    await clock.advance(100);
    bank.put('paid');
    payments.giveBack();
    await clock.advance(1_000);
    expect(payments.unused()).toMatchObject([{ state: 'by-phone' }]);
    expect(queue.depth.value.dead).toBe(1);
  });

  it('of a region that this machine does not serve is refused', async () => {
    const { payments } = boot();
    payments.pay({ ...order(), region: '990000' }, note);
    await clock.advance(100);
    expect(heard).toMatchObject([{ kind: 'refused', code: 'payments.not-served' }]);
  });
});
