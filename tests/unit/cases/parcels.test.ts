import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseRegion } from '../../../electron/cases/index.ts';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import {
  type MailOrder,
  type Payment,
  type RegionFailure,
  regionFailure,
} from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

const ADDRESS = {
  name: '样本',
  phone: '13800000000',
  province: '示例省',
  city: '样本市',
  county: '测试区',
  street: 'CANARY-4711',
  postcode: null,
};

/** A region that takes parcels and gives fees back, once a key. */
class PostRegion extends MemoryRegion {
  override readonly capabilities = {
    checkPersonWithoutCard: true,
    fetchResult: true,
    withdraw: true as boolean,
    mail: true as boolean,
    refunds: true as boolean,
  };
  readonly orders = new Map<string, MailOrder>();
  readonly returned: string[] = [];
  mailFailure: RegionFailure | null = null;
  returnFailure: RegionFailure | null = null;

  async orderMail(order: MailOrder) {
    if (this.failure ?? this.mailFailure) return err((this.failure ?? this.mailFailure) as RegionFailure);
    this.orders.set(order.idempotencyKey, order);
    return ok({ mailNumber: `EM${this.orders.size}CN` });
  }

  async returnPayment({ paymentNumber }: { paymentNumber: string }) {
    if (this.returnFailure) return err(this.returnFailure);
    this.returned.push(paymentNumber);
    return ok({ paymentNumber, state: 'refunding' } as Payment);
  }
}

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: PostRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-parcels-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(Date.parse('2026-11-20T18:17:00Z'));
  region = new PostRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const boot = (sender: typeof ADDRESS | undefined = ADDRESS, start = true) =>
  bootCases(db, clock, region as CaseRegion, { ...(sender ? { sender } : {}), start });
const byPost = () => application({ delivery: 'ems', receiver: ADDRESS });
const PAID = { key: '01938e2c-0000-7000-8000-000000000001', payment: { number: 'P1', amountFen: 1_000 } };

describe('a parcel', () => {
  it('is ordered once the case is decided, long after its application was deleted here, and shows its number', async () => {
    const { cases, queue } = boot();
    const { receiptNumber } = cases.submit(byPost());
    const view = () => cases.view(cases.byReceipt(receiptNumber) as never);
    await clock.advance(1_000);
    expect(view().mail).toEqual({ state: 'waiting', number: null });
    queue.shred(clock.now() + 1);
    expect(cases.submission((cases.byReceipt(receiptNumber) as { id: string }).id)).toBeNull();
    expect(region.orders.size).toBe(0);
    region.state = 'finished';
    await clock.advance(600_000);
    expect([...region.orders.values()]).toMatchObject([
      { caseNumber: 'R-1', sentBy: 'centre', carries: 'result', receiver: ADDRESS, sender: ADDRESS },
    ]);
    expect(view().mail).toEqual({ state: 'ordered', number: 'EM1CN' });
  });

  it('keeps the address from whoever reads the disk', async () => {
    const { cases } = boot();
    cases.submit(byPost());
    expect(JSON.stringify(db.prepare('select * from outbox').all())).not.toContain('CANARY-4711');
    expect(JSON.stringify(db.prepare('select course from cases').all())).not.toContain('CANARY-4711');
  });

  it('waits while the line is down, and is one parcel when it is back', async () => {
    const { cases } = boot();
    const { receiptNumber } = cases.submit(byPost());
    region.state = 'finished';
    region.mailFailure = down;
    await clock.advance(60_000);
    region.mailFailure = null;
    await clock.advance(600_000);
    expect(region.orders.size).toBe(1);
    expect(cases.view(cases.byReceipt(receiptNumber) as never).mail?.number).toBe('EM1CN');
  });

  it.each(['refused', 'withdrawn'] as const)('is not ordered for a case that is %s', async (state) => {
    const { cases, queue } = boot();
    cases.submit(byPost());
    await clock.advance(1_000);
    region.state = state;
    await clock.advance(600_000);
    expect(region.orders.size).toBe(0);
    expect(queue.openOf('mail')).toEqual([]);
  });

  it('is the region’s own affair where it refuses the order, or has no sender', async () => {
    const { cases } = boot();
    const { receiptNumber } = cases.submit(byPost());
    region.mailFailure = regionFailure('rejected', 'NO');
    region.state = 'finished';
    await clock.advance(600_000);
    expect(cases.view(cases.byReceipt(receiptNumber) as never).mail).toEqual({
      state: 'by-region',
      number: null,
    });
    region.capabilities.mail = false;
    const second = cases.submit(byPost());
    expect(cases.view(second).mail).toEqual({ state: 'by-region', number: null });
    expect(cases.view(cases.submit(application())).mail).toBeUndefined();
  });
});

describe('the fee of a case', () => {
  it('stands on it, with the key under which it was paid', () => {
    const { cases } = boot();
    const record = cases.submit(
      application({
        ...PAID,
        invoice: { number: 'E1', checkCode: '123456' },
        delivery: 'locker',
        locker: { id: 'here', name: '取件柜' },
      }),
    );
    expect(record.id).toBe(PAID.key);
    expect(cases.view(record)).toMatchObject({
      locker: '取件柜',
      payment: { number: 'P1', amountFen: 1_000, invoice: { number: 'E1', checkCode: '123456' } },
    });
    expect(cases.submission(record.id)).not.toHaveProperty('invoice');
  });

  it('comes back when the case is taken back, sent or not', async () => {
    const { cases, queue } = boot(ADDRESS, false);
    const unsent = cases.submit(application(PAID));
    expect(cases.withdraw(unsent.id)).toEqual(ok('withdrawn'));
    queue.start();
    const sent = cases.submit(application({ payment: { number: 'P2', amountFen: 1_000 } }));
    await clock.advance(1_000);
    cases.withdraw(sent.id);
    await clock.advance(600_000);
    expect(region.returned.toSorted()).toEqual(['P1', 'P2']);
    expect(cases.view(cases.byReceipt(sent.receiptNumber) as never)).toMatchObject({
      state: 'withdrawn',
      payment: { refund: 'asked' },
    });
  });

  it('stays with the application that takes the place of another', async () => {
    const { cases } = boot();
    region.failure = down;
    const first = cases.submit(application(PAID));
    expect(cases.changeWay(first.id, application({ payment: PAID.payment })).ok).toBe(true);
    region.failure = null;
    await clock.advance(60_000);
    expect(region.returned).toEqual([]);
  });

  it('must be asked for by telephone where the line gives nothing back', async () => {
    const { cases } = boot();
    region.returnFailure = regionFailure('rejected', 'NO');
    const first = cases.submit(application(PAID));
    cases.withdraw(first.id);
    await clock.advance(60_000);
    region.capabilities.refunds = false;
    const second = cases.submit(application({ payment: { number: 'P2', amountFen: 1_000 } }));
    cases.withdraw(second.id);
    await clock.advance(60_000);
    for (const one of [first, second])
      expect(cases.view(cases.byReceipt(one.receiptNumber) as never).payment?.refund).toBe('by-phone');
  });
});
