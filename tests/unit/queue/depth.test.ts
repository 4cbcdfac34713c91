import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { type Outcome, Queue } from '../../../electron/queue/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { Random } from '../../fuzz/random.ts';
import { countingRandom, openTestDatabase, testDatabase, testSealer } from '../../support/memory-store.ts';

const LANE = '120000';

let dir: string;
let path: string;
let db: SqlDatabase;
let clock: VirtualClock;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-depth-'));
  path = join(dir, 'kiosk.db');
  db = testDatabase(path);
  clock = new VirtualClock(1_000_000);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function makeQueue(handler: () => Promise<Outcome>): Queue {
  const queue = new Queue({
    db,
    sealer: testSealer(),
    clock,
    random: countingRandom('jitter'),
    events: { done() {}, failed() {}, dead() {}, stalled() {} },
  });
  for (const kind of ['case', 'progress']) queue.handle(kind, handler);
  return queue;
}

/** What the rows themselves say. */
const counted = () =>
  db
    .prepare(
      "select count(*) filter (where state = 0 and kind = 'case') as waiting, count(*) filter (where state = 3) as dead from outbox",
    )
    .get();

describe('how many wait and how many are dead', () => {
  it('is what the rows say, whatever is done to them, also when it was taken back', async () => {
    const seed = 20_261_121;
    const random = new Random(seed);
    const outcomes: readonly Outcome[] = [
      { kind: 'done' },
      { kind: 'dead', code: 'no' },
      { kind: 'wait', afterMs: 500 },
      { kind: 'later', code: 'down', afterMs: 1_000 },
    ];
    const queue = makeQueue(async () => outcomes[random.below(outcomes.length)] as Outcome);
    queue.start();
    const idems: string[] = [];
    const act = () => {
      const idem = idems[random.below(idems.length)] ?? '';
      switch (random.below(5)) {
        case 0:
          queue.hold(idem);
          break;
        case 1:
          queue.release(idem);
          break;
        case 2:
          queue.drop(idem);
          break;
        default:
          idems.push(`job ${idems.length}`);
          queue.enqueue({
            lane: LANE,
            kind: random.below(4) === 0 ? 'progress' : 'case',
            idem: idems.at(-1) as string,
            caseId: null,
            payload: {},
            held: random.below(6) === 0,
          });
      }
    };
    for (let round = 0; round < 300; round++) {
      const broken = random.below(3) === 0;
      try {
        db.transaction(() => {
          for (let n = random.below(4); n >= 0; n--) act();
          if (broken) throw new Error('taken back');
        });
      } catch {
        // The rows are as before.
      }
      queue.wake(LANE);
      if (random.below(2) === 0) await clock.advance(random.below(2_000));
      expect(queue.depth.value, `seed ${seed}, round ${round}`).toEqual(counted());
    }
    expect(queue.depth.value.dead).toBeGreaterThan(5);
    await queue.stop();
  });

  it('is counted anew when another program wrote, and from the start', () => {
    const queue = makeQueue(() => new Promise(() => {}));
    for (const idem of ['a', 'b', 'c'])
      db.transaction(() => queue.enqueue({ lane: LANE, kind: 'case', idem, caseId: null, payload: {} }));
    queue.wake(LANE);
    expect(queue.depth.value).toEqual({ waiting: 3, dead: 0 });
    const tool = openTestDatabase(path);
    tool.exec("update outbox set state = 3 where idem = 'b'");
    tool.close();
    queue.wake(LANE);
    expect(queue.depth.value).toEqual({ waiting: 2, dead: 1 });
    expect(makeQueue(() => new Promise(() => {})).depth.value).toEqual({ waiting: 2, dead: 1 });
  });

  it('and nothing else that the queue asks walks the whole outbox, which holds weeks of what is done', async () => {
    const asked = new Set<string>();
    const plain = db;
    db = {
      ...plain,
      prepare: (sql) => {
        asked.add(sql);
        return plain.prepare(sql);
      },
    };
    const outcomes: Outcome[] = [
      { kind: 'later', code: 'down', afterMs: 60_000 },
      { kind: 'wait', afterMs: 500 },
      { kind: 'dead', code: 'no' },
    ];
    const queue = makeQueue(async () => outcomes.shift() ?? { kind: 'done' });
    for (const idem of ['a', 'b', 'c'])
      db.transaction(() => queue.enqueue({ lane: LANE, kind: 'case', idem, caseId: null, payload: {} }));
    queue.start();
    await clock.advance(1_000);
    queue.wake(LANE, true);
    await clock.advance(1_000);
    queue.hold('a');
    queue.release('a');
    queue.drop('a');
    queue.lanes();
    queue.shred(clock.now());
    queue.surelyUnsent('b');
    await queue.stop();
    const plans = [...asked]
      .filter((sql) => /outbox/.test(sql))
      .flatMap((sql) =>
        plain.prepare<{ detail: string }>(`explain query plan ${sql.replaceAll('?', '1')}`).all(),
      )
      .map(({ detail }) => detail);
    expect(plans.length).toBeGreaterThan(15);
    expect(plans.filter((plan) => /^SCAN (outbox|job|earlier)$/.test(plan))).toEqual([]);
  });
});
