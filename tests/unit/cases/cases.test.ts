import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDate, parseReceiptNumber, VirtualClock } from '../../../electron/core/index.ts';
import { regionFailure } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion, person } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';
import { makePerson } from '../../support/people.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: MemoryRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-cases-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  // Saturday, 2026-11-21 02:17 in China.
  clock = new VirtualClock(Date.parse('2026-11-20T18:17:00Z'));
  region = new MemoryRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const boot = () => bootCases(db, clock, region);

describe('a case', () => {
  it('is taken in with a receipt number that counts up by the day, and sent once', async () => {
    const { cases } = boot();
    const first = cases.submit(application());
    const second = cases.submit(application());
    expect([first, second].map((c) => parseReceiptNumber(c.receiptNumber)?.slice(0, 16))).toEqual([
      'B017-261121-0001',
      'B017-261121-0002',
    ]);
    await clock.advance(1_000);
    expect([...region.books.values()].map((b) => b.copies)).toEqual([1, 1]);
    expect(cases.byReceipt(first.receiptNumber)).toMatchObject({ state: 'sent', regionNumber: 'R-1' });
    await clock.advance(86_400_000);
    expect(cases.submit(application()).receiptNumber).toContain('261122-0001');
  });

  it('tells the answers of the newest application of a person, and nobody else', async () => {
    const { cases } = boot();
    expect(cases.lastAnswers(person.number)).toBeNull();
    cases.submit({ ...application(), form: { phone: '13800000000' } });
    await clock.advance(1_000);
    cases.submit({ ...application(), form: { phone: '13900000000', shares: [{ share: 1 }] } });
    expect(cases.lastAnswers(person.number)).toEqual({ phone: '13900000000', shares: [{ share: 1 }] });
    expect(cases.lastAnswers(makePerson(6).number)).toBeNull();
  });

  it('is not taken in at all when a part of the transaction fails', () => {
    const { cases } = boot();
    expect(() =>
      cases.submit(application(), () => {
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(cases.ofPerson(person.number)).toEqual([]);
    expect(db.prepare('select * from outbox').all()).toEqual([]);
    expect(cases.submit(application()).receiptNumber).toContain('-0001-');
  });

  it('waits while the line is down and arrives once when it is back', async () => {
    const { cases } = boot();
    region.failure = down;
    const record = cases.submit(application());
    await clock.advance(60_000);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('waiting');
    region.failure = null;
    await clock.advance(15 * 60_000);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('sent');
    expect([...region.books.values()].map((b) => b.copies)).toEqual([1]);
  });

  it('is one case at the region even when the answer was cut and the host died', async () => {
    region.cutAfterCommit = 1;
    const first = boot();
    const record = first.cases.submit(application());
    await clock.advance(0);
    await first.queue.stop();
    const second = boot();
    await clock.advance(15 * 60_000);
    expect(region.books.size).toBe(1);
    // Asked first, not sent again.
    expect(region.books.get(record.id)?.copies).toBe(1);
    expect(second.cases.byReceipt(record.receiptNumber)).toMatchObject({
      state: 'sent',
      regionNumber: 'R-1',
    });
  });

  it('is shelved when the region refuses it for good, and a person is told so', async () => {
    const { cases, queue } = boot();
    region.failure = regionFailure('rejected', 'R-422');
    const record = cases.submit(application());
    await clock.advance(0);
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('stopped');
    expect(queue.depth.value.dead).toBe(1);
  });

  it('brings its result, sealed, and tells who watches', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    const seen: string[] = [];
    cases.subscribe(() => seen.push(cases.byReceipt(record.receiptNumber)?.state as string));
    await clock.advance(0);
    region.state = 'accepted';
    await clock.advance(2_000);
    region.state = 'finished';
    region.resultReady = true;
    await clock.advance(2_000);
    expect(seen).toEqual(['sent', 'accepted', 'finished']);
    const result = cases.result(record.id);
    expect(result.ok && Buffer.from(result.value).toString()).toBe('%PDF result');
    const row = db.prepare<{ result: Uint8Array }>('select result from cases').get();
    expect(Buffer.from(row?.result as Uint8Array).toString('latin1')).not.toContain('PDF');
    expect(cases.view(cases.byReceipt(record.receiptNumber) as never).resultReady).toBe(true);
  });

  it('that goes to a window does not fetch a paper for nobody', async () => {
    const { cases } = boot();
    region.state = 'finished';
    region.resultReady = true;
    const record = cases.submit(application({ delivery: 'window' }));
    await clock.advance(10_000);
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({ state: 'finished', hasResult: false });
    expect(cases.result(record.id)).toEqual({ ok: false, error: 'none' });
  });

  it('keeps its number and first times whatever the region says later', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    region.state = 'accepted';
    await clock.advance(2_000);
    region.lost = true;
    await clock.advance(10 * 60_000);
    expect(cases.byReceipt(record.receiptNumber)).toMatchObject({
      state: 'accepted',
      acceptedAt: 5,
      regionNumber: 'R-1',
    });
  });

  it('is found by its person only', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    expect(cases.ofPerson(person.number).map((c) => c.id)).toEqual([record.id]);
    expect(cases.ofPerson(makePerson(6).number)).toEqual([]);
    expect(cases.ofReceiptAndPerson(record.receiptNumber, person.number)?.id).toBe(record.id);
    expect(cases.ofReceiptAndPerson(record.receiptNumber, makePerson(6).number)).toBeNull();
  });

  it('leaves nothing personal in clear in any column', () => {
    const { cases } = boot();
    cases.submit(application());
    const rows = JSON.stringify(
      [db.prepare('select * from cases').all(), db.prepare('select * from outbox').all()],
      (_, v) =>
        v instanceof Uint8Array || v?.type === 'Buffer' ? Buffer.from(v.data ?? v).toString('latin1') : v,
    );
    expect(rows).not.toContain(person.number);
    expect(rows).not.toContain(Buffer.from(person.name).toString('latin1'));
    expect(rows).not.toContain(person.name);
  });

  it('keeps its result for its citizen for the days that were said, then shreds it', async () => {
    const { cases } = boot();
    region.state = 'finished';
    region.resultReady = true;
    const record = cases.submit(application());
    await clock.advance(5_000);
    db.prepare('update cases set finished_at = ?').run(clock.now());
    await clock.advance(30 * 86_400_000);
    cases.sweep();
    expect(cases.result(record.id).ok).toBe(true);
    await clock.advance(1);
    expect(cases.sweep().results).toBe(1);
    expect(cases.result(record.id)).toEqual({ ok: false, error: 'none' });
  });

  it('is shredded when the region has had it for the days that were promised', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    await clock.advance(1_000);
    expect(cases.submission(record.id)?.applicant.number).toBe(person.number);
    await clock.advance(3 * 86_400_000 - 1_000);
    cases.sweep();
    expect(cases.submission(record.id)).not.toBeNull();
    await clock.advance(2_000);
    cases.sweep();
    expect(cases.submission(record.id)).toBeNull();
    expect(cases.byReceipt(record.receiptNumber)?.state).toBe('sent');
  });
});

describe('what the screen is told', () => {
  it('counts the promise from the next opening, says estimate, and when to ring', () => {
    const { cases } = boot();
    region.failure = down;
    const view = cases.view(cases.submit(application()));
    expect(localDate(view.officeOpensAt)).toBe('2026-11-23');
    expect(view).toMatchObject({
      promisedBy: '2026-11-24',
      promiseIsEstimate: true,
      state: 'waiting',
      retentionDays: 3,
    });
    expect(new Date(view.callAfter).toISOString()).toBe('2026-11-23T09:00:00.000Z');
  });
});
