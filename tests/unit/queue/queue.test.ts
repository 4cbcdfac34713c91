import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { type JobHandler, type Outcome, Queue } from '../../../electron/queue/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { countingRandom, testDatabase, testSealer } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let log: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-queue-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(1_000_000);
  log = [];
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function makeQueue(handler: JobHandler, sealer = testSealer()): Queue {
  const queue = new Queue({
    db,
    sealer,
    clock,
    random: countingRandom('jitter'),
    events: {
      done: (job, attempts) => log.push(`done ${job.idem} ${attempts}`),
      failed: (job, code) => log.push(`failed ${job.idem} ${code}`),
      dead: (job, code) => log.push(`dead ${job.idem} ${code}`),
      stalled: (lane, reason) => log.push(`stalled ${lane} ${reason}`),
    },
  });
  queue.handle('case', handler);
  return queue;
}
const put = (queue: Queue, idem: string, lane = '120000') =>
  db.transaction(() =>
    queue.enqueue({ lane, kind: 'case', idem, caseId: null, payload: { secret: `body of ${idem}` } }),
  );
const states = () =>
  db.prepare<{ idem: string; state: number }>('select idem, state from outbox order by id').all();

describe('the queue', () => {
  it('hands a job its payload and notes it done, once', async () => {
    const seen: unknown[] = [];
    const queue = makeQueue(async (job) => {
      seen.push(job.payload);
      return { kind: 'done' };
    });
    put(queue, 'a');
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    expect(seen).toEqual([{ secret: 'body of a' }]);
    expect(log).toEqual(['done a 1']);
    await clock.advance(3_600_000);
    expect(seen).toHaveLength(1);
  });

  it('keeps no payload in clear on the disk', async () => {
    const queue = makeQueue(async () => ({ kind: 'done' }));
    put(queue, 'a');
    const disk =
      readFileSync(join(dir, 'kiosk.db-wal'), 'latin1') + readFileSync(join(dir, 'kiosk.db'), 'latin1');
    expect(disk).toContain('120000');
    expect(disk).not.toContain('body of');
  });

  it('tries again with growing delays until it works', async () => {
    let failures = 5;
    const times: number[] = [];
    const queue = makeQueue(async () => {
      times.push(clock.now());
      return failures-- > 0 ? { kind: 'later', code: 'down' } : { kind: 'done' };
    });
    put(queue, 'a');
    queue.start();
    await clock.advance(120_000);
    expect(times).toHaveLength(6);
    expect(log.at(-1)).toBe('done a 6');
    expect(queue.depth.value).toEqual({ waiting: 0, dead: 0 });
  });

  it('waits as long as the region asks', async () => {
    const times: number[] = [];
    const queue = makeQueue(async () => {
      times.push(clock.now());
      return times.length === 1 ? { kind: 'later', code: '429', afterMs: 40_000 } : { kind: 'done' };
    });
    put(queue, 'a');
    queue.start();
    await clock.advance(39_999);
    expect(times).toHaveLength(1);
    await clock.advance(1);
    expect(times).toHaveLength(2);
  });

  it('sends at once what waits for a retry when the line is back', async () => {
    let up = false;
    const queue = makeQueue(async () =>
      up ? { kind: 'done' } : { kind: 'later', code: 'down', afterMs: 900_000 },
    );
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    up = true;
    queue.wake('120000', true);
    await clock.advance(0);
    expect(log.at(-1)).toBe('done a 2');
  });

  it('shelves what will never work, and keeps it', async () => {
    const queue = makeQueue(async () => ({ kind: 'dead', code: 'rejected' }));
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    expect(states()).toEqual([{ idem: 'a', state: 3 }]);
    expect(queue.depth.value).toEqual({ waiting: 0, dead: 1 });
    expect(queue.payloadOf('a')).toEqual({ secret: 'body of a' });
  });

  it('does not let one lane wait for another', async () => {
    const done: string[] = [];
    const queue = makeQueue(async (job): Promise<Outcome> => {
      if (job.idem === 'stuck') return new Promise(() => undefined);
      done.push(job.idem);
      return { kind: 'done' };
    });
    put(queue, 'stuck', '440100');
    put(queue, 'free', '120000');
    queue.start();
    await clock.advance(0);
    expect(done).toEqual(['free']);
  });

  it('takes a job up again after its process died in the middle', async () => {
    const first = makeQueue(() => new Promise(() => undefined));
    put(first, 'a');
    first.start();
    await clock.advance(0);
    const second = makeQueue(async () => ({ kind: 'done' }));
    second.start();
    await clock.advance(0);
    expect(log).toEqual(['done a 1']);
  });

  it('notes an outcome and what follows from it together, or neither', async () => {
    let broken = true;
    const queue = makeQueue(async () => ({
      kind: 'done',
      commit: () => {
        db.prepare('insert into serials (day, last) values (?, 1)').run('effect');
        if (broken) throw new Error('disk full');
      },
    }));
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['stalled 120000 disk full']);
    expect(db.prepare('select * from serials').all()).toEqual([]);
    expect(states()).toEqual([{ idem: 'a', state: 0 }]);
    broken = false;
    await clock.advance(60_000);
    expect(log.at(-1)).toBe('done a 1');
    expect(db.prepare('select * from serials').all()).toHaveLength(1);
  });

  it('counts a bug in a handler as a failure that may pass', async () => {
    const queue = makeQueue(async () => {
      throw new TypeError('oops');
    });
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['failed a bug:TypeError']);
  });

  it('shelves a payload that cannot be unsealed, untouched', async () => {
    put(
      makeQueue(async () => ({ kind: 'done' })),
      'a',
    );
    const other = makeQueue(async () => ({ kind: 'done' }), testSealer(countingRandom('other')));
    other.start();
    await clock.advance(0);
    expect(log).toEqual(['dead a unreadable:not-authentic']);
    expect(db.prepare<{ n: number }>('select length(payload) as n from outbox').get()?.n).toBeGreaterThan(0);
  });

  it('shreds the payloads of what was done long enough ago, not of what waits', async () => {
    const queue = makeQueue(async (job) =>
      job.idem === 'a' ? { kind: 'done' } : { kind: 'later', code: 'down' },
    );
    put(queue, 'a');
    put(queue, 'b');
    queue.start();
    await clock.advance(0);
    expect(queue.shred(clock.now())).toBe(0);
    expect(queue.shred(clock.now() + 1)).toBe(1);
    expect(queue.payloadOf('a')).toBeNull();
    expect(queue.payloadOf('b')).not.toBeNull();
  });

  it('stops without counting its own abort as a failure', async () => {
    const queue = makeQueue(
      (_, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ kind: 'later', code: 'aborted' })),
        ),
    );
    put(queue, 'a');
    queue.start();
    await clock.advance(0);
    await queue.stop();
    expect(log).toEqual([]);
    expect(db.prepare<{ attempts: number }>('select attempts from outbox').get()?.attempts).toBe(0);
  });
});
