import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, VirtualClock } from '../../../electron/core/index.ts';
import {
  BREAKER,
  type JobHandler,
  type NewJob,
  type Outcome,
  Queue,
  STUCK_MS,
  stuckLanes,
} from '../../../electron/queue/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { countingRandom, testDatabase, testSealer } from '../../support/memory-store.ts';

/** A wall clock that can be set, over timers that go on evenly, as in a real machine. */
class SetClock implements Clock {
  readonly timers = new VirtualClock(1_790_000_000_000);
  offset = 0;
  now = () => this.timers.now() + this.offset;
  setTimeout = (fn: () => void, ms: number) => this.timers.setTimeout(fn, ms);
  clearTimeout = (handle: unknown) => this.timers.clearTimeout(handle);
  advance = (ms: number) => this.timers.advance(ms);
  /** Lets many jobs that need no time go, one after the other. */
  async pump(): Promise<void> {
    for (let i = 0; i < 40; i++) await this.timers.advance(0);
  }
}

let dir: string;
let db: SqlDatabase;
let clock: SetClock;
let log: string[];
const LANE = '120000';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-lanes-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new SetClock();
  log = [];
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function makeQueue(handler: JobHandler): Queue {
  const queue = new Queue({
    db,
    sealer: testSealer(),
    clock,
    random: countingRandom('jitter'),
    events: {
      done: (job) => log.push(`done ${job.idem}`),
      failed: (job, code) => log.push(`failed ${job.idem} ${code}`),
      dead: (job, code) => log.push(`dead ${job.idem} ${code}`),
      stalled: (_, reason) => log.push(`stalled ${reason}`),
      gate: (lane, state) => log.push(`${lane} ${state}`),
      clockJumped: (_, byMs) => log.push(`clock ${byMs}`),
    },
  });
  for (const kind of ['case', 'correction', 'withdrawal', 'progress']) queue.handle(kind, handler);
  return queue;
}
const caseRow = (id: string) =>
  db
    .prepare(
      `insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256, submitted_at)
       values (?, ?, '120000', 'm', x'00', 'window', 'waiting', '', 0)`,
    )
    .run(id, `receipt of ${id}`);
function put(queue: Queue, idem: string, over: Partial<NewJob> = {}) {
  if (over.caseId && !db.prepare('select 1 from cases where id = ?').get(over.caseId)) caseRow(over.caseId);
  db.transaction(() => queue.enqueue({ lane: LANE, kind: 'case', idem, caseId: null, payload: {}, ...over }));
}
const DOWN: Outcome = { kind: 'later', code: 'down', lane: true };

describe('a region that is down', () => {
  it('is left alone after some failures, whatever waits for it, and probed ever more seldom', async () => {
    let tries = 0;
    const queue = makeQueue(async () => {
      tries++;
      return DOWN;
    });
    for (let i = 0; i < 200; i++) put(queue, `c${i}`);
    queue.start();
    await clock.advance(0);
    expect(tries).toBe(BREAKER.failures);
    expect(log.at(-1)).toBe('failed c2 down');
    expect(log).toContain(`${LANE} open`);
    await clock.advance(24 * 3_600_000);
    // Four an hour at the least, and no more than one every tenth of a quarter of an hour.
    expect(tries).toBeGreaterThan(24 * 3);
    expect(tries).toBeLessThan(24 * 45);
    expect(queue.depth.value).toEqual({ waiting: 200, dead: 0 });
    expect(queue.lanes()).toMatchObject([{ lane: LANE, ready: 200, held: 0, dead: 0 }]);
  });

  it('gets what waited one by one with gaps when it is back, each once', async () => {
    let up = false;
    const times: number[] = [];
    const queue = makeQueue(async () => {
      if (!up) return DOWN;
      times.push(clock.now());
      return { kind: 'done' };
    });
    for (let i = 0; i < 50; i++) put(queue, `c${i}`);
    queue.start();
    await clock.advance(3_600_000);
    up = true;
    queue.wake(LANE, true);
    await clock.advance(50 * BREAKER.drainGapMs + 15 * 60_000);
    expect(times).toHaveLength(50);
    for (let i = 1; i < times.length; i++) {
      expect((times[i] as number) - (times[i - 1] as number)).toBeGreaterThanOrEqual(BREAKER.drainGapMs);
    }
    expect(new Set(log.filter((line) => line.startsWith('done'))).size).toBe(50);
    expect(log).toContain(`${LANE} closed`);
  });

  it('does not stop another region', async () => {
    const queue = makeQueue(async (job) => (job.idem.startsWith('a') ? DOWN : { kind: 'done' }));
    for (let i = 0; i < 5; i++) put(queue, `a${i}`);
    put(queue, 'b', { lane: '440100' });
    queue.start();
    await clock.advance(0);
    expect(log).toContain('done b');
  });

  it('pauses as a whole for as long as it asks (Retry-After)', async () => {
    const times: number[] = [];
    const queue = makeQueue(async () => {
      times.push(clock.now());
      return times.length === 1
        ? { kind: 'later', code: '429', lane: true, afterMs: 40_000 }
        : { kind: 'done' };
    });
    put(queue, 'a');
    put(queue, 'b');
    queue.start();
    const began = clock.now();
    await clock.advance(39_999);
    queue.wake(LANE, true);
    await clock.advance(0);
    expect(times).toEqual([began]);
    await clock.advance(1);
    expect(times.slice(1).every((at) => at >= began + 40_000)).toBe(true);
    expect(log.filter((line) => line.startsWith('done'))).toHaveLength(2);
  });

  it('is not taken for down because one application is refused for a while', async () => {
    const queue = makeQueue(async (job) =>
      job.idem === 'odd' ? { kind: 'later', code: 'not-yet' } : { kind: 'done' },
    );
    put(queue, 'odd');
    for (let i = 0; i < 10; i++) put(queue, `c${i}`);
    queue.start();
    await clock.pump();
    expect(log.filter((line) => line.startsWith('done'))).toHaveLength(10);
    expect(log.some((line) => line.includes('open'))).toBe(false);
  });
});

describe('order', () => {
  it('is kept within a case, also while its first job fails, and not across cases', async () => {
    let failures = 3;
    const queue = makeQueue(async (job) => {
      if (job.idem === 'x1' && failures-- > 0) return { kind: 'later', code: 'odd' };
      return { kind: 'done' };
    });
    put(queue, 'x1', { caseId: 'x' });
    put(queue, 'x2', { caseId: 'x', kind: 'correction', priority: 1 });
    put(queue, 'y1', { caseId: 'y' });
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['failed x1 odd', 'done y1']);
    await clock.advance(120_000);
    expect(log.slice(-2)).toEqual(['done x1', 'done x2']);
  });

  it('holds what follows a dead job of the same case, and lets looks at progress hold up nothing', async () => {
    const queue = makeQueue(async (job) =>
      job.idem === 'x1'
        ? { kind: 'dead', code: 'rejected' }
        : job.kind === 'progress'
          ? { kind: 'wait', afterMs: 1_000 }
          : { kind: 'done' },
    );
    put(queue, 'x1', { caseId: 'x' });
    put(queue, 'x2', { caseId: 'x', kind: 'correction' });
    put(queue, 'y0', { caseId: 'y', kind: 'progress' });
    put(queue, 'y1', { caseId: 'y', kind: 'correction' });
    queue.start();
    await clock.advance(10_000);
    expect(log).toEqual(['dead x1 rejected', 'done y1']);
  });

  it('goes by priority, then by time', async () => {
    const queue = makeQueue(async () => ({ kind: 'done' }));
    put(queue, 'look', { priority: 5 });
    put(queue, 'late', { priority: 3 });
    put(queue, 'withdraw', { priority: 1 });
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['done withdraw', 'done late', 'done look']);
  });
});

describe('a job that was there before this start', () => {
  it('may have been sent already; a fresh one was not; one that failed may', async () => {
    const seen: [string, boolean][] = [];
    let failures = 1;
    const handler: JobHandler = async (job) => {
      seen.push([job.idem, job.maybeSent]);
      return job.idem === 'new' && failures-- > 0 ? { kind: 'later', code: 'x' } : { kind: 'done' };
    };
    put(makeQueue(handler), 'old');
    const queue = makeQueue(handler);
    queue.start();
    put(queue, 'new');
    queue.wake(LANE);
    await clock.advance(10_000);
    expect(seen).toEqual([
      ['old', true],
      ['new', false],
      ['new', true],
    ]);
  });
});

describe('a wall clock that is set', () => {
  const failing = () => makeQueue(async () => ({ kind: 'later', code: 'down', afterMs: 10 * 60_000 }));

  it('back by a day does not stall what waits', async () => {
    put(failing(), 'a');
    const queue = failing();
    queue.start();
    await clock.advance(1_000);
    clock.offset = -86_400_000;
    await clock.advance(11 * 60_000);
    expect(log.filter((line) => line.startsWith('failed'))).toHaveLength(2);
    expect(log).toContain('clock -86400000');
  });

  it('forward by a day does not send what waits all at once', async () => {
    const queue = failing();
    for (let i = 0; i < 20; i++) put(queue, `c${i}`);
    queue.start();
    await clock.pump();
    expect(log).toHaveLength(20);
    clock.offset = 86_400_000;
    await clock.advance(5 * 60_000);
    expect(log.filter((line) => line.startsWith('failed'))).toHaveLength(20);
    await clock.advance(6 * 60_000);
    await clock.pump();
    expect(log.filter((line) => line.startsWith('failed'))).toHaveLength(40);
  });

  it('to years ago by a dead battery does not make the next start wait for years', async () => {
    put(failing(), 'a');
    clock.offset = -20 * 365 * 86_400_000;
    const queue = failing();
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['failed a down']);
  });
});

describe('a lane that stands still', () => {
  it('is named after a day, for what waits or is held, not for looks at progress', async () => {
    const queue = makeQueue(async (job) =>
      job.kind === 'progress' ? { kind: 'wait', afterMs: 60_000 } : DOWN,
    );
    put(queue, 'look', { kind: 'progress', caseId: 'x' });
    put(queue, 'b', { lane: '440100', held: true });
    queue.start();
    await clock.advance(STUCK_MS - 60_000);
    put(queue, 'late', { lane: '110000' });
    expect(stuckLanes(queue.lanes(), clock.now())).toEqual([]);
    await clock.advance(120_000);
    expect(stuckLanes(queue.lanes(), clock.now())).toMatchObject([{ lane: '440100', held: 1, ready: 0 }]);
    queue.release('b');
    queue.wake('440100');
    await clock.advance(10);
    expect(queue.lanes().find(({ lane }) => lane === '440100')).toMatchObject({ ready: 1, held: 0 });
  });
});

describe('a job that breaks our own program every time', () => {
  it('is laid on the shelf after some tries, with its payload', async () => {
    const queue = makeQueue(async () => {
      throw new TypeError('oops');
    });
    put(queue, 'a');
    queue.start();
    await clock.advance(24 * 3_600_000);
    expect(log.filter((line) => line.startsWith('failed'))).toHaveLength(9);
    expect(log.at(-1)).toBe('dead a bug:TypeError');
    expect(queue.payloadOf('a')).toEqual({});
    expect(queue.lanes()).toMatchObject([{ ready: 0, dead: 1, oldestAt: null }]);
  });
});
