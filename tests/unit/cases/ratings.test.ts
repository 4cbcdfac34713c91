import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GivenRating } from '../../../electron/cases/index.ts';
import { caseViewSchema } from '../../../electron/contract/index.ts';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { type Rating, regionFailure } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion, person } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

/** A region that takes ratings, one a key. */
class RatedRegion extends MemoryRegion {
  override readonly capabilities = {
    checkPersonWithoutCard: true,
    fetchResult: true,
    withdraw: true as boolean,
    ratings: true as boolean,
  };
  readonly ratings: Rating[] = [];
  refuses = false;
  async rate(rating: Rating) {
    if (this.failure) return err(this.failure);
    if (this.refuses) return err(regionFailure('rejected', 'RATING_CLOSED'));
    this.ratings.push(rating);
    return ok();
  }
}

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: RatedRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-ratings-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new RatedRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const given = (over: Partial<GivenRating> = {}): GivenRating => ({
  satisfaction: 'satisfied',
  remarks: ['S101'],
  comment: '很快',
  rater: { holder: 'person', name: person.name, number: person.number },
  ...over,
});

function start() {
  const { cases, queue } = bootCases(db, clock, region);
  const { id, receiptNumber } = cases.submit(application());
  const view = () => caseViewSchema.parse(cases.view(cases.byReceipt(receiptNumber) as never));
  return { cases, queue, id, view };
}

describe('a rating', () => {
  it('goes with the number that the region gave, the stage and the round', async () => {
    const { cases, id, view } = start();
    expect(view().rating).toEqual({ stage: 'accepted', round: 1 });
    expect(cases.rate(id, given()).ok).toBe(true);
    await clock.advance(10_000);
    expect(region.ratings).toEqual([
      {
        ...given(),
        caseNumber: 'R-1',
        taskCode: 'T',
        machineCode: 'B017',
        stage: 'accepted',
        round: 1,
        ratedAt: expect.any(Number),
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });

  it('is given once and once more of each stage, and then no more', async () => {
    const { cases, id, view } = start();
    cases.rate(id, given());
    expect(view().rating).toEqual({ stage: 'accepted', round: 2 });
    cases.rate(id, given());
    expect(view().rating).toBeUndefined();
    expect(cases.rate(id, given())).toEqual({ ok: false, error: 'not-taken' });
    region.state = 'finished';
    await clock.advance(10_000);
    expect(view().rating).toEqual({ stage: 'finished', round: 1 });
    cases.rate(id, given({ satisfaction: 'very-satisfied' }));
    await clock.advance(1_000);
    expect(region.ratings.map(({ stage, round }) => [stage, round])).toEqual([
      ['accepted', 1],
      ['accepted', 2],
      ['finished', 1],
    ]);
    expect(new Set(region.ratings.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
  });

  it('waits for its case, and stands before no other', async () => {
    const { cases, id } = start();
    region.failure = down;
    cases.rate(id, given());
    await clock.advance(60_000);
    expect(region.ratings).toEqual([]);
    region.failure = null;
    await clock.advance(20 * 60_000);
    expect(region.books.size).toBe(1);
    expect(region.ratings).toHaveLength(1);
  });

  it('is kept sealed, and survives a restart', async () => {
    const { cases, queue, id } = start();
    region.failure = down;
    cases.rate(id, given({ comment: 'CANARY-4711' }));
    await queue.stop();
    const rows = db.prepare<Record<string, unknown>>('select * from outbox').all();
    expect(JSON.stringify(rows.map((row) => Object.values(row).map(String)))).not.toContain('CANARY');
    region.failure = null;
    bootCases(db, clock, region);
    await clock.advance(20 * 60_000);
    expect(region.ratings).toMatchObject([{ comment: 'CANARY-4711' }]);
  });

  it('that the region refuses is a matter for a person, and the case goes on', async () => {
    const { cases, queue, id, view } = start();
    region.refuses = true;
    cases.rate(id, given());
    region.state = 'finished';
    await clock.advance(20_000);
    expect(view().state).toBe('finished');
    expect(queue.depth.value).toMatchObject({ dead: 1 });
  });

  it('of a case that was taken back goes nowhere', async () => {
    const { cases, id, view } = start();
    cases.rate(id, given());
    cases.withdraw(id);
    await clock.advance(10_000);
    expect(view().state).toBe('withdrawn');
    expect(view().rating).toBeUndefined();
    expect(region.ratings).toEqual([]);
  });

  it('is not asked for where the region takes none, nor taken of a case that is not here', () => {
    region.capabilities.ratings = false;
    const { cases, id, view } = start();
    expect(view().rating).toBeUndefined();
    expect(cases.rate(id, given())).toEqual({ ok: false, error: 'not-taken' });
    expect(cases.rate('nobody', given())).toEqual({ ok: false, error: 'unknown-case' });
  });

  it('is given up when its case has no number after a month', async () => {
    region.submit = async () => err(regionFailure('rejected', 'NO'));
    const { cases, queue, id } = start();
    cases.rate(id, given());
    await clock.advance(10_000);
    // The case itself lies on the shelf: it has no number, and never will.
    expect(queue.depth.value.dead).toBe(1);
    await queue.stop();
    const later = new VirtualClock(clock.now() + 31 * 86_400_000);
    const again = bootCases(db, later, region).queue;
    await later.advance(10_000);
    expect(region.ratings).toEqual([]);
    expect(again.depth.value.dead).toBe(2);
  });
});
