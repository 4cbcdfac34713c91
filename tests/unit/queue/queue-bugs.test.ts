import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { Queue } from '../../../electron/queue/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { countingRandom, testDatabase, testSealer } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let log: string[];
let queue: Queue;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-queue-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(1_000_000);
  log = [];
  queue = new Queue({
    db,
    sealer: testSealer(),
    clock,
    random: countingRandom('jitter'),
    events: {
      done: (job, attempts) => log.push(`done ${job.idem} ${attempts}`),
      failed: (job, code) => log.push(`failed ${job.idem} ${code}`),
      dead: (job, code) => log.push(`dead ${job.idem} ${code}`),
      stalled: (lane, reason) => log.push(`stalled ${lane} ${reason}`),
    },
  });
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const put = (kind: string) =>
  db.transaction(() => queue.enqueue({ lane: '120000', kind, idem: kind, caseId: null, payload: { a: 1 } }));

describe('a job that this program has no handler for', () => {
  it('is laid on the dead shelf with its payload, and the lane goes on', async () => {
    queue.handle('case', async () => ({ kind: 'done' }));
    put('of-a-newer-program');
    put('case');
    queue.start();
    await clock.advance(0);
    expect(log).toEqual(['dead of-a-newer-program no-handler:of-a-newer-program', 'done case 1']);
    expect(queue.payloadOf('of-a-newer-program')).toEqual({ a: 1 });
  });
});

describe('a handler that throws something that is no error', () => {
  it('has its job tried again', async () => {
    let calls = 0;
    queue.handle('case', () =>
      ++calls === 1 ? Promise.reject('a text') : Promise.resolve({ kind: 'done' }),
    );
    put('case');
    queue.start();
    await clock.advance(60_000);
    expect(log).toEqual(['failed case bug:unknown', 'done case 2']);
  });
});

describe('a page that the disk does not give any more, met while the kiosk works', () => {
  it.each([
    ['SQLITE_IOERR_READ', true],
    ['SQLITE_CORRUPT', true],
    ['SQLITE_IOERR_FSYNC', false],
    ['SQLITE_FULL', false],
  ])('is told apart from a disk that refuses to write (%s)', async (code, damage) => {
    put('case');
    const watching = new Queue({
      db: {
        ...db,
        prepare: (sql) => {
          if (sql.includes('as job indexed by')) throw Object.assign(new Error('disk'), { code });
          return db.prepare(sql);
        },
      },
      sealer: testSealer(),
      clock,
      random: countingRandom('jitter'),
      events: {
        done() {},
        failed() {},
        dead() {},
        stalled: (lane) => log.push(`stalled ${lane}`),
        damaged: (lane) => log.push(`damaged ${lane}`),
      },
    });
    watching.start();
    await clock.advance(0);
    expect(log).toEqual(damage ? ['stalled 120000', 'damaged 120000'] : ['stalled 120000']);
    await watching.stop();
  });
});
