/**
 * `npm run soak -- queue [--quick]`: 90 days without a line, 20,000 cases taken in meanwhile, every tenth corrected
 * before it could go; then the line returns. Time is a clock that the soak moves. Everything must arrive exactly once
 * and in order within a case, in bounded memory and file size; how long it took is only printed. Quick: 3 days, 300 cases.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, VirtualClock } from '../../electron/core/index.ts';
import {
  type CaseLine,
  type CaseProgress,
  type RegionFailure,
  regionFailure,
} from '../../electron/regions/index.ts';
import { openStore, SQLITE_DRIVERS } from '../../electron/store/index.ts';
import { application, bootCases, makeResult } from '../support/cases-bench.ts';

const quick = process.argv.includes('--quick');
const DAY_MS = 86_400_000;
const OFFLINE = quick ? { days: 3, cases: 300 } : { days: 90, cases: 20_000 };
/** Regions, each with a lane of its own; all of them are away. */
const REGIONS = ['120000', '440100', '370100', '110115-bda'];
/** Every so many cases one is corrected: a second job of the same case, which must not go before the first. */
const CORRECTED = 10;
const DOCUMENT = randomBytes(1_500).toString('base64');
const LIMITS = {
  /** Over what the process holds at the start. What waits is on the disk. */
  heapGrowthMb: 48,
  rssMb: 400,
  /** For each case while all wait: sealed payload, rows, indexes. Twice the payload. */
  fileBytesPerCase: 2 * 2 * DOCUMENT.length,
  walMb: 16,
} as const;

const folder = mkdtempSync(join(tmpdir(), 'tongban-soak-'));
const path = join(folder, 'kiosk.db');
const opened = openStore(path, SQLITE_DRIVERS['better-sqlite3'], 0);
if (!opened.ok) throw new Error(opened.error.message);
const { db } = opened.value;
const clock = new VirtualClock();
const began = performance.now();

const DOWN: RegionFailure = regionFailure('unreachable', 'down');
let lineUp = false;
let probes = 0;
/** What arrived at the regions, by case, in its order. */
const arrived = new Map<string, string[]>();
/** When each arrived, virtual: how hard the backend was hit. */
const moments: number[] = [];
const arrive = (id: string, what: string) => {
  arrived.set(id, [...(arrived.get(id) ?? []), what]);
  moments.push(clock.now());
};
const finished = (id: string): CaseProgress => ({
  caseNumber: `R-${id.slice(-6)}`,
  state: 'finished',
  acceptedAt: 5,
  finishedAt: clock.now(),
  resultReady: true,
});
const region: CaseLine = {
  region: 'all',
  capabilities: { checkPersonWithoutCard: true, fetchResult: true, withdraw: true },
  ping: async () => (lineUp ? ok() : err(DOWN)),
  checkPerson: async () => ok({ match: true }),
  async submit({ idempotencyKey }) {
    if (!lineUp) {
      probes++;
      return err(DOWN);
    }
    arrive(idempotencyKey, 'case');
    return ok({
      ...finished(idempotencyKey),
      state: 'received' as const,
      finishedAt: null,
      resultReady: false,
    });
  },
  async progress(id) {
    if (!lineUp) {
      probes++;
      return err(DOWN);
    }
    return ok(arrived.has(id) ? finished(id) : null);
  },
  fetchResult: async () => (lineUp ? ok(makeResult()) : err(DOWN)),
  withdraw: async () => err(DOWN),
};

const problems: string[] = [];
const mustBe = (right: boolean, what: string) => {
  if (!right) problems.push(what);
};
const { cases, queue } = bootCases(db, clock, region, {
  regions: REGIONS,
  random: (count) => randomBytes(count),
  events: {
    dead: ({ idem }, code) => problems.push(`${idem} is dead: ${code}`),
    stalled: (lane, reason) => problems.push(`${lane} stalled: ${reason}`),
  },
  prepare: (made) =>
    made.handle('correction', async (job) => {
      if (!lineUp) {
        probes++;
        return { kind: 'later', code: 'down', lane: true };
      }
      arrive(job.caseId as string, 'correction');
      return { kind: 'done' };
    }),
});

const MB = 1_048_576;
const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
let [rss, wal] = [0, 0];
const measure = () => {
  rss = Math.max(rss, process.memoryUsage.rss());
  wal = Math.max(wal, size(`${path}-wal`));
};
/** Bytes that are still in use. */
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const heapAtStart = heap();

const expected = new Map<string, string[]>();
const gap = (OFFLINE.days * DAY_MS) / OFFLINE.cases;
for (let n = 0; n < OFFLINE.cases; n++) {
  const lane = REGIONS[n % REGIONS.length] as string;
  const record = cases.submit(
    application({ region: lane, document: { base64: DOCUMENT, sha256: 'a'.repeat(64) } }),
  );
  const corrected = n % CORRECTED === 0;
  if (corrected) {
    db.transaction(() =>
      queue.enqueue({
        lane,
        kind: 'correction',
        idem: `${record.id}:correction`,
        caseId: record.id,
        payload: {},
        priority: 1,
      }),
    );
  }
  expected.set(record.id, corrected ? ['case', 'correction'] : ['case']);
  await clock.advance(gap);
  if (n % 100 === 0) measure();
  if (n % 200 === 0) cases.sweep();
}
const offlineHeap = heap() - heapAtStart;
const offlineFile = size(path);
const offlineMs = performance.now() - began;
mustBe(arrived.size === 0, 'something arrived over a line that was down');
mustBe(queue.depth.value.waiting === OFFLINE.cases, `${queue.depth.value.waiting} wait of ${OFFLINE.cases}`);
console.log(
  `offline: ${OFFLINE.days} days, ${OFFLINE.cases} cases, ${probes} probes, ${seconds(offlineMs)} s of real time`,
);

lineUp = true;
const upAt = clock.now();
for (const lane of REGIONS) queue.wake(lane, true);
const left = db.prepare<{ n: number }>(
  `select count(*) as n from outbox where state <> 2 and kind <> 'progress'`,
);
while ((left.get()?.n ?? 0) > 0 && clock.now() - upAt < 30 * DAY_MS) {
  await clock.advance(60_000);
  measure();
}
const drainMs = clock.now() - upAt;
const drainRealMs = performance.now() - began - offlineMs;
const perMinute = new Map<number, number>();
for (const at of moments)
  perMinute.set(Math.floor((at - upAt) / 60_000), (perMinute.get(Math.floor((at - upAt) / 60_000)) ?? 0) + 1);
// Their results come, and what is personal is shredded.
await clock.advance(DAY_MS);
await clock.advance(31 * DAY_MS);
cases.sweep();
measure();

for (const [id, want] of expected) {
  const got = arrived.get(id) ?? [];
  mustBe(got.join() === want.join(), `${id}: arrived ${got.join() || 'never'}, not ${want.join()}`);
}
mustBe(arrived.size === expected.size, `${arrived.size} cases arrived of ${expected.size}`);
const kept = db.prepare<{ n: number }>('select count(*) as n from outbox where payload is not null').get()?.n;
mustBe(kept === 0, `${kept} payloads are still there after retention`);
const unfinished = db
  .prepare<{ n: number }>(`select count(*) as n from cases where state <> 'finished'`)
  .get()?.n;
mustBe(unfinished === 0, `${unfinished} cases never heard their result`);
mustBe(db.pragma('integrity_check') === 'ok', 'the database is damaged');
await queue.stop();
db.close();

const rows: readonly (readonly [string, number, string, number?])[] = [
  ['memory in use while all wait, over the start', offlineHeap / MB, 'MB', LIMITS.heapGrowthMb],
  ['memory of the process, most', rss / MB, 'MB', LIMITS.rssMb],
  ['database while all wait', offlineFile / MB, 'MB', (LIMITS.fileBytesPerCase * OFFLINE.cases) / MB + 1],
  ['database at the end', size(path) / MB, 'MB'],
  ['WAL, most', wal / MB, 'MB', LIMITS.walMb],
  ['to the last case, after the line returned', drainMs / 60_000, 'min of virtual time'],
  ['arrivals in the busiest minute', Math.max(...perMinute.values()), ''],
  ['offline', offlineMs / 1_000, 's of real time'],
  ['draining', drainRealMs / 1_000, 's of real time'],
];
console.table(
  rows.map(([what, value, unit, limit]) => ({
    what,
    figure: `${value.toFixed(1)} ${unit}`,
    limit: limit === undefined ? '' : `≤ ${limit.toFixed(0)} ${unit}`,
  })),
);
for (const [what, value, unit, limit] of rows)
  mustBe(limit === undefined || value <= limit, `${what}: ${value.toFixed(1)} ${unit}, more than ${limit}`);
rmSync(folder, { recursive: true, force: true });
for (const problem of problems.slice(0, 20)) console.log(`  ${problem}`);
console.log(
  problems.length === 0 ? 'everything arrived once and in order' : `FAILED: ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
