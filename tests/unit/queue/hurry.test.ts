import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { Queue } from '../../../electron/queue/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { countingRandom, testDatabase, testSealer } from '../../support/memory-store.ts';

const LANE = '120000';
const BATCH = 100;
const HOUR_MS = 3_600_000;

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let stalled: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-hurry-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(1_000_000);
  stalled = [];
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function makeQueue(on: SqlDatabase = db): Queue {
  const queue = new Queue({
    db: on,
    sealer: testSealer(),
    clock,
    random: countingRandom('jitter'),
    events: { done() {}, failed() {}, dead() {}, stalled: (_, reason) => stalled.push(reason) },
  });
  // What is taken up stays under way: this is about what waits.
  queue.handle('case', () => new Promise(() => {}));
  return queue;
}

/** Jobs that were tried, and whose next try is hours away; in two priorities. */
function waiting(queue: Queue, count: number, lane = LANE): void {
  db.transaction(() => {
    for (let n = 0; n < count; n++)
      queue.enqueue({
        lane,
        kind: 'case',
        idem: `${lane} ${n}`,
        caseId: null,
        payload: {},
        priority: n % 2 === 0 ? 3 : 5,
      });
    db.prepare('update outbox set attempts = 4, run_at = ? + id where lane = ?').run(
      clock.now() + HOUR_MS,
      lane,
    );
  });
}

const due = (lane = LANE) =>
  db
    .prepare<{ n: number }>('select count(*) as n from outbox where lane = ? and run_at <= ?')
    .get(lane, clock.now())?.n;

describe('a line that is back after a long outage', () => {
  it('hurries what waits a batch at a time, the loop free between', async () => {
    const queue = makeQueue();
    waiting(queue, 5 * BATCH + 7);
    queue.start();
    await clock.advance(0);
    expect(due()).toBe(0);
    queue.wake(LANE, true);
    expect(due()).toBe(BATCH);
    // Each timer is a turn of the loop in which others have their say.
    const seen: (number | undefined)[] = [];
    const look = () => {
      seen.push(due());
      if (seen.length < 6) clock.setTimeout(look, 0);
    };
    clock.setTimeout(look, 0);
    await clock.advance(0);
    expect(seen).toEqual([200, 300, 400, 500, 507, 507]);
  });

  it('leaves alone what waits because it is meant to, other lanes, and what was given another time meanwhile', async () => {
    const queue = makeQueue();
    waiting(queue, 2 * BATCH);
    waiting(queue, 3, '440100');
    db.prepare('update outbox set attempts = 0 where idem = ?').run(`${LANE} 1`);
    queue.wake(LANE, true);
    const later = clock.now() + 2 * HOUR_MS;
    db.prepare('update outbox set run_at = ? where idem = ?').run(later, `${LANE} ${2 * BATCH - 1}`);
    await clock.advance(0);
    expect(due()).toBe(2 * BATCH - 2);
    expect(due('440100')).toBe(0);
  });

  it('begins anew when the line comes and goes, and ends with the queue', async () => {
    const queue = makeQueue();
    waiting(queue, 4 * BATCH);
    queue.wake(LANE, true);
    queue.wake(LANE, true);
    expect(due()).toBe(2 * BATCH);
    await queue.stop();
    await clock.advance(60_000);
    expect(due()).toBe(2 * BATCH);
  });

  it('lets the lane rest when the disk refuses a batch; what was not hurried keeps its time', async () => {
    let refuse = false;
    const queue = makeQueue({
      ...db,
      transaction: (work) => {
        if (refuse) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
        return db.transaction(work);
      },
    });
    waiting(queue, 3 * BATCH);
    queue.start();
    queue.wake(LANE, true);
    refuse = true;
    await clock.advance(0);
    expect(stalled).toEqual(['disk I/O error']);
    expect(due()).toBe(BATCH);
    refuse = false;
    queue.wake(LANE, true);
    await clock.advance(0);
    expect(due()).toBe(3 * BATCH);
  });
});
