import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: MemoryRegion;
let courier: MemoryRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-other-way-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new MemoryRegion();
  courier = new MemoryRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const MINUTES_20 = 20 * 60_000;
const WAY = { kind: 'courier', consentedAt: 77 };
const otherWay = (code: string, kind: string) =>
  code === '120000' && kind === 'courier' ? courier : undefined;
const boot = () => bootCases(db, clock, region, { otherWay });
const live = () => region.books.size + courier.books.size;

describe('a case whose region cannot be reached', () => {
  it('goes by courier at once when nothing of it can have left the machine', async () => {
    const { cases } = boot();
    region.failure = down;
    for (let i = 0; i < 4; i++) cases.submit(application());
    await clock.advance(10);
    const old = cases.submit(application());
    const changed = cases.changeWay(old.id, application(), WAY);
    if (!changed.ok) throw new Error(changed.error);
    // The line that is down does not hold up the other way.
    await clock.advance(5_000);
    expect(courier.books.has(changed.value.id)).toBe(true);
    expect(cases.byReceipt(old.receiptNumber)?.state).toBe('withdrawn');
    expect(cases.byReceipt(changed.value.receiptNumber)).toMatchObject({
      state: 'sent',
      course: { way: WAY },
    });
  });

  it('waits for the region to close the first when that may have arrived: never two live applications', async () => {
    region.cutAfterCommit = 1;
    const { cases } = boot();
    const old = cases.submit(application());
    await clock.advance(10);
    region.failure = down;
    const changed = cases.changeWay(old.id, application(), WAY);
    if (!changed.ok) throw new Error(changed.error);
    for (let minute = 0; minute < 20; minute++) {
      await clock.advance(60_000);
      expect(live()).toBe(1);
      expect(courier.books.size).toBe(0);
    }
    region.failure = null;
    for (let step = 0; step < 600; step++) {
      await clock.advance(2_000);
      expect(live()).toBeLessThanOrEqual(1);
    }
    expect([...courier.books.keys()]).toEqual([changed.value.id]);
    expect(region.closed.has(old.id)).toBe(true);
  });

  it('stays on its way when the region has begun it: the courier is called off', async () => {
    const { cases } = boot();
    const old = cases.submit(application());
    await clock.advance(10);
    region.failure = down;
    region.state = 'accepted';
    const changed = cases.changeWay(old.id, application(), WAY);
    if (!changed.ok) throw new Error(changed.error);
    region.failure = null;
    await clock.advance(MINUTES_20);
    expect(courier.books.size).toBe(0);
    expect(cases.byReceipt(changed.value.receiptNumber)?.state).toBe('withdrawn');
    expect(cases.byReceipt(old.receiptNumber)).toMatchObject({ state: 'accepted', withdrawal: 'too-late' });
  });

  it('is followed and taken back on the way that it went, after a restart too', async () => {
    const first = boot();
    region.failure = down;
    for (let i = 0; i < 4; i++) first.cases.submit(application());
    await clock.advance(10);
    const old = first.cases.submit(application());
    const changed = first.cases.changeWay(old.id, application(), WAY);
    if (!changed.ok) throw new Error(changed.error);
    await clock.advance(5_000);
    await first.queue.stop();
    const { cases } = boot();
    expect(cases.withdraw(changed.value.id)).toEqual({ ok: true, value: 'asked' });
    await clock.advance(5_000);
    expect(cases.byReceipt(changed.value.receiptNumber)?.state).toBe('withdrawn');
    expect(courier.closed.has(changed.value.id)).toBe(true);
  });

  it('keeps the first when the machine has no such way', async () => {
    const { cases } = boot();
    region.failure = down;
    const old = cases.submit(application());
    expect(cases.changeWay(old.id, application(), { ...WAY, kind: 'pigeon' })).toEqual({
      ok: false,
      error: 'not-supported',
    });
    expect(cases.byReceipt(old.receiptNumber)).toMatchObject({ state: 'waiting', withdrawal: null });
  });
});
