import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok, VirtualClock } from '../../../electron/core/index.ts';
import type { CaseProgress, Submission } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

/** A region that takes packages in and answers later. */
class LaterRegion extends MemoryRegion {
  number: string | null = null;

  override async submit(submission: Submission) {
    return this.#unnumbered(await super.submit(submission));
  }
  override async progress(key: string) {
    const known = await super.progress(key);
    return known.ok && known.value ? this.#unnumbered(ok(known.value)) : known;
  }
  #unnumbered<E>(answer: { ok: true; value: CaseProgress } | { ok: false; error: E }) {
    return answer.ok ? ok({ ...answer.value, caseNumber: this.number }) : answer;
  }
}

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: LaterRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-unnumbered-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new LaterRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const MINUTES_20 = 20 * 60_000;

describe('a case without a number', () => {
  it('is sent, and has its number when the region gives it', async () => {
    const { cases } = bootCases(db, clock, region);
    const { receiptNumber } = cases.submit(application());
    await clock.advance(10);
    expect(cases.byReceipt(receiptNumber)).toMatchObject({ state: 'sent', regionNumber: null });
    region.number = 'R-1';
    await clock.advance(5_000);
    expect(cases.byReceipt(receiptNumber)).toMatchObject({ state: 'sent', regionNumber: 'R-1' });
  });

  it('is handed in again under its key when the region lost it', async () => {
    const { cases } = bootCases(db, clock, region);
    const { id, receiptNumber } = cases.submit(application());
    await clock.advance(10);
    region.books.clear();
    await clock.advance(MINUTES_20);
    expect([...region.books.keys()]).toEqual([id]);
    region.number = 'R-1';
    await clock.advance(MINUTES_20);
    expect(cases.byReceipt(receiptNumber)).toMatchObject({ regionNumber: 'R-1' });
    expect(region.books.get(id)?.copies).toBe(1);
  });

  it('is not handed in again once it has a number', async () => {
    region.number = 'R-1';
    const { cases } = bootCases(db, clock, region);
    cases.submit(application());
    await clock.advance(10);
    region.books.clear();
    await clock.advance(MINUTES_20);
    expect(region.books.size).toBe(0);
  });

  it('is not handed in again once the citizen takes it back', async () => {
    const { cases } = bootCases(db, clock, region);
    const { id } = cases.submit(application());
    await clock.advance(10);
    expect(cases.withdraw(id).ok).toBe(true);
    await clock.advance(MINUTES_20);
    expect(region.books.size).toBe(0);
    expect(region.closed.has(id)).toBe(true);
  });
});
