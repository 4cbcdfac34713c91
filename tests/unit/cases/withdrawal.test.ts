import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { regionFailure } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: MemoryRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-withdrawal-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new MemoryRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const boot = () => bootCases(db, clock, region);
const MINUTES_20 = 20 * 60_000;

describe('taking a case back', () => {
  it('is done at once, without the region, while nothing of it can have left the machine', async () => {
    const { cases, queue } = boot();
    // The lane is at rest: a first case has shown that the region is down.
    region.failure = down;
    cases.submit(application());
    await clock.advance(10);
    for (let i = 0; i < 3; i++) cases.submit(application());
    await clock.advance(10);
    const record = cases.submit(application());
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'withdrawn' });
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({ state: 'withdrawn', withdrawal: 'done' });
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'withdrawn' });
    region.failure = null;
    queue.wake('120000', true);
    await clock.advance(MINUTES_20);
    expect(region.books.size).toBe(4);
    expect(region.books.has(record.id)).toBe(false);
  });

  it('asks the region when a try has been made, and sends nothing meanwhile', async () => {
    const { cases } = boot();
    region.failure = down;
    const record = cases.submit(application());
    await clock.advance(10);
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({ state: 'waiting', withdrawal: 'asked' });
    region.failure = null;
    await clock.advance(MINUTES_20);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
    expect(region.books.size).toBe(0);
    expect(region.closed.has(record.id)).toBe(true);
  });

  it('takes back what had arrived although its answer was lost', async () => {
    region.cutAfterCommit = 1;
    const { cases } = boot();
    const record = cases.submit(application());
    await clock.advance(10);
    expect(region.books.has(record.id)).toBe(true);
    cases.withdraw(record.id);
    await clock.advance(MINUTES_20);
    expect(region.books.size).toBe(0);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
  });

  it('takes back what is being sent at this moment', async () => {
    const { cases } = boot();
    let answer: () => void = () => undefined;
    const submit = region.submit.bind(region);
    region.submit = (submission) =>
      new Promise((resolve) => {
        answer = () => resolve(submit(submission));
      });
    const record = cases.submit(application());
    await clock.advance(0);
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    answer();
    await clock.advance(MINUTES_20);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
    expect(region.books.size).toBe(0);
    // Nobody looks after it any more.
    expect(db.prepare('select * from outbox where state = 0').all()).toEqual([]);
  });

  it('takes back what an earlier run of the program may have sent', async () => {
    const first = boot();
    region.failure = down;
    const record = first.cases.submit(application());
    await first.queue.stop();
    const second = boot();
    expect(second.cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    region.failure = null;
    await clock.advance(MINUTES_20);
    expect(second.cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
  });

  it('is remembered over a restart before the region has answered', async () => {
    const first = boot();
    region.failure = down;
    const record = first.cases.submit(application());
    await clock.advance(10);
    first.cases.withdraw(record.id);
    await first.queue.stop();
    region.failure = null;
    const second = boot();
    await clock.advance(MINUTES_20);
    expect(second.cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
    expect(region.books.size).toBe(0);
  });

  it('takes back what was sent and not yet begun, and is too late once it is', async () => {
    const { cases } = boot();
    const sent = cases.submit(application());
    const accepted = cases.submit(application());
    await clock.advance(1_000);
    expect(cases.withdraw(sent.id)).toEqual({ ok: true, value: 'asked' });
    await clock.advance(1_000);
    expect(cases.byReceipt(sent.receiptNumber)?.state).toBe('withdrawn');
    region.state = 'accepted';
    await clock.advance(10_000);
    expect(cases.withdraw(accepted.id)).toEqual({ ok: false, error: 'too-late' });
    expect(cases.withdraw('no such case')).toEqual({ ok: false, error: 'unknown-case' });
  });

  it('lets the case go on when the region says that it is too late', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    await clock.advance(100);
    region.state = 'accepted';
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    await clock.advance(60_000);
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({
      state: 'accepted',
      withdrawal: 'too-late',
    });
    expect(cases.withdraw(record.id)).toEqual({ ok: false, error: 'too-late' });
  });

  it('says that a region knows no withdrawal, unless it needs none', async () => {
    region.capabilities.withdraw = false;
    const { cases, queue } = boot();
    const record = cases.submit(application());
    await clock.advance(1_000);
    expect(cases.withdraw(record.id)).toEqual({ ok: false, error: 'not-supported' });
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({ state: 'sent', withdrawal: null });
    await queue.stop();
    const fresh = cases.submit(application());
    expect(cases.withdraw(fresh.id)).toEqual({ ok: true, value: 'withdrawn' });
  });

  it('waits for a person when the region refuses to be asked', async () => {
    const { cases, queue } = boot();
    const record = cases.submit(application());
    await clock.advance(100);
    region.failure = regionFailure('rejected', 'NO');
    cases.withdraw(record.id);
    await clock.advance(1_000);
    expect(queue.depth.value.dead).toBe(1);
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({ state: 'sent', withdrawal: 'asked' });
  });

  it('takes back a case that was laid on the shelf', async () => {
    const { cases } = boot();
    region.failure = regionFailure('rejected', 'R-422');
    const record = cases.submit(application());
    await clock.advance(100);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('stopped');
    region.failure = null;
    expect(cases.withdraw(record.id)).toEqual({ ok: true, value: 'asked' });
    await clock.advance(1_000);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('withdrawn');
  });
});

describe('handing in in another way', () => {
  const other = () => application({ delivery: 'window' });

  it('sends only the new application when the old one had not left', async () => {
    const { cases } = boot();
    const old = cases.submit(application());
    const changed = cases.changeWay(old.id, other());
    if (!changed.ok) throw new Error(changed.error);
    await clock.advance(MINUTES_20);
    expect([...region.books.keys()]).toEqual([changed.value.id]);
    expect(changed.value.replaces).toBe(old.id);
    expect(cases.byReceipt(old.receiptNumber)?.state).toBe('withdrawn');
  });

  it('never has two live applications, also when the old one may have arrived', async () => {
    region.cutAfterCommit = 1;
    const { cases } = boot();
    const old = cases.submit(application());
    await clock.advance(10);
    const live: number[] = [];
    const submit = region.submit.bind(region);
    region.submit = async (submission) => {
      const answer = await submit(submission);
      live.push(region.books.size);
      return answer;
    };
    const changed = cases.changeWay(old.id, other());
    if (!changed.ok) throw new Error(changed.error);
    await clock.advance(MINUTES_20);
    expect([...region.books.keys()]).toEqual([changed.value.id]);
    expect(Math.max(...live)).toBe(1);
    expect(cases.byReceipt(changed.value.receiptNumber)?.state).toBe('sent');
  });

  it('leaves the old one alone and the new one unsent when it is too late', async () => {
    const { cases } = boot();
    const old = cases.submit(application());
    await clock.advance(100);
    region.state = 'accepted';
    const changed = cases.changeWay(old.id, other());
    if (!changed.ok) throw new Error(changed.error);
    await clock.advance(MINUTES_20);
    expect([...region.books.keys()]).toEqual([old.id]);
    expect(cases.byReceipt(old.receiptNumber)?.state).toBe('accepted');
    expect(cases.byReceipt(changed.value.receiptNumber)?.state).toBe('withdrawn');
  });

  it('does nothing at all when the old one cannot be taken back', async () => {
    const { cases } = boot();
    const old = cases.submit(application());
    await clock.advance(100);
    region.state = 'finished';
    await clock.advance(10_000);
    expect(cases.changeWay(old.id, other())).toEqual({ ok: false, error: 'too-late' });
    expect(db.prepare<{ n: number }>('select count(*) as n from cases').get()?.n).toBe(1);
  });
});
