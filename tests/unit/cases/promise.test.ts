import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../../electron/cases/index.ts';
import { caseViewSchema } from '../../../electron/contract/index.ts';
import { ok, VirtualClock } from '../../../electron/core/index.ts';
import type { CaseProgress } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, MemoryRegion } from '../../support/cases-bench.ts';
import { at } from '../../support/holidays.ts';
import { testDatabase } from '../../support/memory-store.ts';

/** A region that accepts on Friday, 2026-11-20 10:00, and then does what the test says. */
class OfficeRegion extends MemoryRegion {
  finishedAt: number | null = null;
  override async progress(): ReturnType<MemoryRegion['progress']> {
    const progress: CaseProgress = {
      caseNumber: 'R-1',
      state: this.state,
      acceptedAt: this.state === 'received' ? null : at('2026-11-20 10:00'),
      finishedAt: this.finishedAt,
      resultReady: false,
    };
    return ok(progress);
  }
}

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: OfficeRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-promise-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(at('2026-11-20 09:30'));
  region = new OfficeRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const until = async (when: string) => clock.advance(at(when) - clock.now());
function begin() {
  const { cases } = bootCases(db, clock, region);
  const record = cases.submit(application());
  const now = () => cases.byReceipt(record.receiptNumber) as CaseRecord;
  return { now, view: () => caseViewSchema.parse(cases.view(now())) };
}

describe('the promise of a case', () => {
  it('is an estimate until the region accepts it, then has its warning and its end', async () => {
    const { view } = begin();
    await until('2026-11-20 09:40');
    expect(view()).toMatchObject({ promiseIsEstimate: true, promisedBy: '2026-11-23' });
    region.state = 'accepted';
    await until('2026-11-20 10:30');
    expect(view()).toMatchObject({
      promiseIsEstimate: false,
      promisedBy: '2026-11-23',
      promise: { warnAt: at('2026-11-23 15:24'), overdue: false, pausedSince: null },
    });
    await until('2026-11-23 17:01');
    expect(view().promise?.overdue).toBe(true);
  });

  it('stands while the region waits for a correction, over a restart too, and goes on afterwards', async () => {
    const { now, view } = begin();
    region.state = 'correction';
    await until('2026-11-20 11:00');
    const since = view().promise?.pausedSince as number;
    expect(since).toBeLessThan(at('2026-11-20 10:00'));
    expect(view()).toMatchObject({
      state: 'correction',
      promiseIsEstimate: true,
      promise: { overdue: false },
    });
    await until('2026-11-25 10:00');
    expect(view()).toMatchObject({
      promisedBy: '2026-11-26',
      promise: { pausedSince: since, overdue: false },
    });
    region.state = 'accepted';
    await until('2026-11-25 10:10');
    expect(now().stops).toEqual([{ reason: 'correction', since, until: expect.any(Number) }]);
    expect(view()).toMatchObject({
      promisedBy: '2026-11-26',
      promiseIsEstimate: false,
      promise: { pausedSince: null },
    });
    // A second notice, and a second stop.
    region.state = 'correction';
    await until('2026-11-25 10:20');
    expect(now().stops).toHaveLength(2);
  });

  it('is judged by the moment at which the case was finished', async () => {
    const { view } = begin();
    region.state = 'finished';
    region.finishedAt = at('2026-11-23 16:00');
    await until('2026-12-01 10:00');
    expect(view()).toMatchObject({ state: 'finished', promise: { overdue: false } });
  });

  it('counts for a refused case no more', async () => {
    const { view } = begin();
    region.state = 'refused';
    await until('2026-11-20 11:00');
    expect(view().state).toBe('refused');
    expect(view().promise).toBeUndefined();
  });
});
