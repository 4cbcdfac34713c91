/**
 * P1 and P2: durable enqueue, dequeue and complete of 1 KB jobs, against plain better-sqlite3 (WAL, FULL), plainjob as
 * shipped and forced to FULL, and the disk itself (append 4 KiB, fdatasync). Rounds of all of them in turn, in random
 * order, in one folder; medians of the rounds, ratios taken within a round. Tongban's log has its full size from the start
 * (store/log-room.ts); what the peers would do with such a log is measured, too, and printed beside.
 * P3: 10,000 cases that wait are sent over 8 lanes to a backend that takes 50 ms.
 * `node tests/bench/queue.ts [--quick]`: quick only looks whether every part works and the counts agree.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { type Clock, ok, systemClock, uuidV7 } from '../../electron/core/index.ts';
import { Queue } from '../../electron/queue/index.ts';
import type { CaseLine, CaseProgress } from '../../electron/regions/index.ts';
import { openStore, SQLITE_DRIVERS } from '../../electron/store/index.ts';
import { LOG_ROOM } from '../../electron/store/log-room.ts';
import { Random } from '../fuzz/random.ts';
import { application, bootCases, makeResult } from '../support/cases-bench.ts';
import { testSealer } from '../support/memory-store.ts';
import { type Figure, percentile, quick, report } from './support.ts';

// Many short rounds: what else the machine does hits all contenders alike.
const ROUNDS = quick ? 1 : 41;
const JOBS = quick ? 40 : 400;
const DRAIN = quick ? { cases: 160, lanes: 8, backendMs: 5 } : { cases: 10_000, lanes: 8, backendMs: 50 };
const TARGETS = { ofPlain: 0.85, ofPlainjob: 1.0, completeOfPlainjob: 1.5, ofLimit: 0.9, loopDelayMs: 20 };

/** The part of plainjob that is used; it is a dependency of this benchmark alone. */
interface Plainjob {
  better(db: Database.Database): unknown;
  defineQueue(options: { connection: unknown; logger: Record<string, () => void> }): {
    add(type: string, data: unknown): { id: number };
    getAndMarkJobAsProcessing(type: string): { id: number } | undefined;
    getJobById(id: number): { data: string } | undefined;
    markJobAsDone(id: number): void;
    countJobs(which: { status: number }): number;
    close(): void;
  };
}

function loadPlainjob(): Plainjob | null {
  try {
    return createRequire(import.meta.url)('plainjob') as Plainjob;
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    return null;
  }
}

/** One fresh queue of a kind. Both return after the last job's commit. */
interface Contender {
  enqueue(payloads: readonly string[]): void;
  /** Absent for what has no queue. Returns how many jobs are noted as done. */
  complete?(): Promise<number>;
  close(): void;
}

const LANE = '120000';
const PLAIN = 'better-sqlite3, FULL';
const PLAIN_ROOM = `${PLAIN}, log of full size`;
const FULL = 'plainjob forced to FULL';
const FULL_ROOM = `${FULL}, log of full size`;
/** Made beforehand: what is measured is the queue. */
const payloads = Array.from({ length: JOBS }, () => randomBytes(750).toString('base64'));
const names = () => payloads.map(() => uuidV7(Date.now(), randomBytes));

function tongban(folder: string): Contender {
  const opened = openStore(join(folder, 'kiosk.db'), SQLITE_DRIVERS['better-sqlite3'], 0);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db } = opened.value;
  const idems = names();
  let done = 0;
  let finished = () => {};
  const queue = new Queue({
    db,
    sealer: testSealer((count) => randomBytes(count)),
    clock: systemClock,
    random: (count) => randomBytes(count),
    events: {
      done: () => ++done === JOBS && finished(),
      failed() {},
      dead() {},
      stalled(_, reason) {
        throw new Error(reason);
      },
    },
  });
  queue.handle('case', async () => ({ kind: 'done' }));
  return {
    enqueue(all) {
      for (const [index, data] of all.entries()) {
        const idem = idems[index] as string;
        db.transaction(() =>
          queue.enqueue({ lane: LANE, kind: 'case', idem, caseId: null, payload: { data } }),
        );
      }
    },
    async complete() {
      const end = new Promise<void>((resolve) => (finished = resolve));
      queue.start();
      await end;
      return db.prepare<{ n: number }>('select count(*) as n from outbox where state = 2').get()?.n ?? 0;
    },
    close() {
      void queue.stop().then(() => db.close());
    },
  };
}

/** Gives a peer's log the size that Tongban's has from the start. */
function logRoom(db: Database.Database): void {
  db.pragma(`journal_size_limit = ${LOG_ROOM}`);
  db.exec('begin immediate');
  const log = openSync(`${db.name}-wal`, 'r+');
  const { size } = fstatSync(log);
  writeSync(log, Buffer.alloc(LOG_ROOM - size), 0, LOG_ROOM - size, size);
  fdatasyncSync(log);
  closeSync(log);
  db.exec('commit');
}

/** What one would write by hand: a unique key, an index of what is ready, a claim and a completion. */
function plain(folder: string, room: boolean): Contender {
  const db = new Database(join(folder, 'plain.db'));
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`create table job (id integer primary key, kind text not null, idem text not null unique,
      payload text not null, status integer not null default 0, run_at integer not null) strict;
    create index job_ready on job (run_at, id) where status = 0`);
  if (room) logRoom(db);
  const insert = db.prepare(`insert into job (kind, idem, payload, run_at) values ('case', ?, ?, ?)`);
  const claim = db.prepare<[number], { id: number; payload: string }>(
    `update job set status = 1 where id = (select id from job where status = 0 and run_at <= ? order by run_at, id limit 1)
     returning id, payload`,
  );
  const complete = db.prepare('update job set status = 2 where id = ?');
  const idems = names();
  return {
    enqueue(all) {
      for (const [index, data] of all.entries())
        insert.run(idems[index], JSON.stringify({ data }), Date.now());
    },
    async complete() {
      for (let row = claim.get(Date.now()); row; row = claim.get(Date.now())) {
        JSON.parse(row.payload);
        complete.run(row.id);
      }
      return (db.prepare('select count(*) as n from job where status = 2').get() as { n: number }).n;
    },
    close: () => db.close(),
  };
}

const PLAINJOB_DONE = 2;
function plainjobAt(
  { better, defineQueue }: Plainjob,
  folder: string,
  full: boolean,
  room = false,
): Contender {
  const db = new Database(join(folder, 'plainjob.db'));
  const quiet = () => {};
  const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const queue = defineQueue({ connection: better(db), logger });
  if (full) db.pragma('synchronous = full');
  if (db.pragma('synchronous', { simple: true }) !== (full ? 2 : 1))
    throw new Error('plainjob is not in the mode that was meant');
  if (room) logRoom(db);
  return {
    enqueue(all) {
      for (const data of all) queue.add('case', { data });
    },
    async complete() {
      for (
        let job = queue.getAndMarkJobAsProcessing('case');
        job;
        job = queue.getAndMarkJobAsProcessing('case')
      ) {
        JSON.parse(queue.getJobById(job.id)?.data ?? '');
        queue.markJobAsDone(job.id);
      }
      return queue.countJobs({ status: PLAINJOB_DONE });
    },
    close: () => queue.close(),
  };
}

function disk(folder: string): Contender {
  const file = openSync(join(folder, 'raw'), 'w');
  const page = randomBytes(4_096);
  return {
    enqueue(all) {
      for (let n = all.length; n > 0; n--) {
        writeSync(file, page);
        fdatasyncSync(file);
      }
    },
    close: () => closeSync(file),
  };
}

const base = mkdtempSync(join(resultsFolder(), 'queue-'));
try {
  const figures = [...(await queues()), ...(await drain())];
  report('queue', figures);
} finally {
  rmSync(base, { recursive: true, force: true });
}

async function queues(): Promise<Figure[]> {
  const plainjob = loadPlainjob();
  if (!plainjob) {
    console.log(
      'plainjob is not installed: P1 and P2 are not held against it (npm install --save-dev plainjob@0.0.14)',
    );
  }
  const contenders: Record<string, (folder: string) => Contender> = {
    Tongban: tongban,
    [PLAIN]: (folder) => plain(folder, false),
    [PLAIN_ROOM]: (folder) => plain(folder, true),
    'the disk, append 4 KiB + fdatasync': disk,
    ...(plainjob && {
      'plainjob as shipped, NORMAL': (folder: string) => plainjobAt(plainjob, folder, false),
      [FULL]: (folder: string) => plainjobAt(plainjob, folder, true),
      [FULL_ROOM]: (folder: string) => plainjobAt(plainjob, folder, true, true),
    }),
  };
  const rates = new Map<string, { enqueue: number[]; complete: number[] }>();
  for (const name of Object.keys(contenders)) rates.set(name, { enqueue: [], complete: [] });
  const order = new Random(Date.now());
  // The first round only warms up.
  for (let round = quick ? 1 : 0; round <= ROUNDS; round++) {
    const names = Object.keys(contenders).sort(() => order.below(3) - 1);
    for (const name of names) {
      const folder = mkdtempSync(join(base, 'round-'));
      const one = (contenders[name] as (folder: string) => Contender)(folder);
      const enqueued = await rateOf(async () => one.enqueue(payloads));
      let done = JOBS;
      const completed = one.complete && (await rateOf(async () => (done = (await one.complete?.()) ?? 0)));
      if (done !== JOBS) throw new Error(`${name}: ${done} of ${JOBS} jobs were done`);
      one.close();
      if (round === 0) continue;
      rates.get(name)?.enqueue.push(enqueued);
      if (completed !== undefined) rates.get(name)?.complete.push(completed);
    }
  }
  const median = (name: string, what: 'enqueue' | 'complete') =>
    percentile(rates.get(name)?.[what] ?? [], 0.5);
  const table = Object.fromEntries(
    [...rates].map(([name, { enqueue, complete }]) => [
      name,
      { 'enqueue/s': spread(enqueue), 'dequeue + complete/s': spread(complete) },
    ]),
  );
  console.table(table);
  /** The median of what it was in each round. */
  const ratio = (what: 'enqueue' | 'complete', name: string) => {
    const theirs = rates.get(name)?.[what] ?? [];
    const ours = rates.get('Tongban')?.[what] ?? [];
    return percentile(
      ours.map((value, round) => value / (theirs[round] as number)),
      0.5,
    );
  };
  const least = (label: string, value: number, target: number): Figure => ({
    what: label,
    value,
    unit: '×',
    target,
    atLeast: true,
  });
  /** Explains, and has no target. */
  const same = (label: string, value: number): Figure => ({ what: label, value, unit: '×' });
  return [
    { what: 'P1 enqueue, Tongban', value: median('Tongban', 'enqueue'), unit: '/s' },
    { what: 'P2 dequeue + complete, Tongban', value: median('Tongban', 'complete'), unit: '/s' },
    least('P1 enqueue, of better-sqlite3 FULL', ratio('enqueue', PLAIN), TARGETS.ofPlain),
    same('P1 enqueue, of better-sqlite3 FULL given such a log', ratio('enqueue', PLAIN_ROOM)),
    same('P1 enqueue, of the disk', ratio('enqueue', 'the disk, append 4 KiB + fdatasync')),
    ...(plainjob
      ? [
          least('P1 enqueue, of plainjob FULL', ratio('enqueue', FULL), TARGETS.ofPlainjob),
          same('P1 enqueue, of plainjob FULL given such a log', ratio('enqueue', FULL_ROOM)),
          least(
            'P2 dequeue + complete, of plainjob FULL',
            ratio('complete', FULL),
            TARGETS.completeOfPlainjob,
          ),
          same('P2 dequeue + complete, of plainjob FULL given such a log', ratio('complete', FULL_ROOM)),
          same('P1 of plainjob as shipped', ratio('enqueue', 'plainjob as shipped, NORMAL')),
          same('P2 of plainjob as shipped', ratio('complete', 'plainjob as shipped, NORMAL')),
        ]
      : []),
  ];
}

/** The kiosk's own cases, sent by its own queue. */
async function drain(): Promise<Figure[]> {
  const folder = mkdtempSync(join(base, 'drain-'));
  const opened = openStore(join(folder, 'kiosk.db'), SQLITE_DRIVERS['better-sqlite3'], 0);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db } = opened.value;
  const regions = Array.from({ length: DRAIN.lanes }, (_, lane) => `${110_000 + lane}`);
  const arrived = new Set<string>();
  let arrivals = 0;
  const progress: CaseProgress = {
    caseNumber: 'R-1',
    state: 'received',
    acceptedAt: null,
    finishedAt: null,
    resultReady: false,
  };
  const backend: CaseLine = {
    region: 'all',
    capabilities: { checkPersonWithoutCard: true, fetchResult: true, withdraw: true },
    ping: async () => ok(),
    checkPerson: async () => ok({ match: true }),
    async submit(submission) {
      arrived.add(submission.idempotencyKey);
      arrivals++;
      await new Promise((resolve) => setTimeout(resolve, DRAIN.backendMs));
      return ok(progress);
    },
    async progress() {
      await new Promise((resolve) => setTimeout(resolve, DRAIN.backendMs));
      return ok(progress);
    },
    fetchResult: async () => ok(makeResult({ bytes: new Uint8Array() })),
    withdraw: async () => ok('withdrawn' as const),
  };
  let sent = 0;
  let finished = () => {};
  // A day has no more than 9,999 receipt numbers: half of the cases are taken in a day earlier.
  let earlierMs = 86_400_000;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() - earlierMs };
  const { cases, queue } = bootCases(db, clock, backend, {
    regions,
    start: false,
    random: (count) => randomBytes(count),
    events: { done: ({ kind }) => kind === 'case' && ++sent === DRAIN.cases && finished() },
  });
  const document = { base64: randomBytes(600).toString('base64'), sha256: 'a'.repeat(64) };
  db.transaction(() => {
    for (let n = 0; n < DRAIN.cases; n++) {
      if (n === DRAIN.cases / 2) earlierMs = 0;
      cases.submit(application({ region: regions[n % regions.length] as string, document }));
    }
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const end = new Promise<void>((resolve) => (finished = resolve));
  loop.enable();
  const rate = await rateOf(async () => {
    queue.start();
    await end;
  }, DRAIN.cases);
  loop.disable();
  await queue.stop();
  const left = db
    .prepare<{ n: number }>(`select count(*) as n from outbox where kind = 'case' and state <> 2`)
    .get();
  db.close();
  if (arrived.size !== DRAIN.cases || arrivals !== DRAIN.cases || left?.n !== 0)
    throw new Error(`${arrivals} arrivals of ${arrived.size} cases, ${left?.n} not noted, of ${DRAIN.cases}`);
  const limit = DRAIN.lanes / (DRAIN.backendMs / 1_000);
  return [
    { what: `P3 draining ${DRAIN.cases} cases over ${DRAIN.lanes} lanes`, value: rate, unit: '/s' },
    { what: 'P3 of lanes ÷ latency', value: rate / limit, unit: '×', target: TARGETS.ofLimit, atLeast: true },
    {
      what: 'P3 event-loop delay meanwhile, p99',
      value: loop.percentile(99) / 1e6,
      unit: 'ms',
      target: TARGETS.loopDelayMs,
    },
    { what: 'P3 event-loop delay meanwhile, longest', value: loop.max / 1e6, unit: 'ms' },
  ];
}

async function rateOf(work: () => Promise<unknown>, count = JOBS): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - start);
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const round = (value: number) => String(Math.round(value));
  return `${round(percentile(values, 0.5))} [${round(Math.min(...values))}-${round(Math.max(...values))}]`;
}

function resultsFolder(): string {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  return folder;
}
