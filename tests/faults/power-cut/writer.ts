/**
 * The program whose disk is cut off: the kiosk's own store, queue and cases, taking cases in, sending them, noting what
 * became of them, with checkpoints and a restart in between. Says on its standard output what it has promised, each
 * promise after the commit that backs it: `taken ID` (the screen says "received"), `done ID` (a job is noted as done).
 *
 *   node writer.ts FOLDER CASES full|normal
 *
 * `normal` is the planted bad one: its driver sets synchronous=NORMAL and lies about it.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import {
  type CaseLine,
  type CaseProgress,
  regionFailure,
  type Submission,
} from '../../../electron/regions/index.ts';
import { type OpenDatabase, openStore } from '../../../electron/store/index.ts';
import { application, bootCases, makeResult } from '../../support/cases-bench.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { makePerson } from '../../support/people.ts';

const [folder = '', count = '40', sync = 'full'] = process.argv.slice(2);

const forgetful: OpenDatabase = (path) => {
  const db = openTestDatabase(path);
  return {
    ...db,
    exec: (sql) => db.exec(sql.replace('synchronous = full', 'synchronous = normal')),
    pragma: (text) => (text === 'synchronous' ? 2 : db.pragma(text)),
  };
};

const say = (line: string) => writeSync(1, `${line}\n`);
const clock = new VirtualClock();

/** A region that fails now and then, takes cases, and finishes them at the second look. */
class Region implements CaseLine {
  readonly region = '120000';
  readonly capabilities = { checkPersonWithoutCard: true, fetchResult: true, withdraw: true };
  #calls = 0;
  readonly #looks = new Map<string, number>();
  async ping() {
    return ok();
  }
  async checkPerson() {
    return ok({ match: true });
  }
  async submit(submission: Submission) {
    this.#calls++;
    if (this.#calls % 5 === 0) return err(regionFailure('unreachable', 'down'));
    return ok(this.#progress(submission.idempotencyKey, 'received'));
  }
  async progress(id: string) {
    const looks = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, looks);
    return ok(this.#progress(id, looks > 1 ? 'finished' : 'accepted'));
  }
  async fetchResult() {
    return ok(makeResult({ bytes: new Uint8Array(6_000).fill(0x25) }));
  }
  async withdraw() {
    return ok('withdrawn' as const);
  }
  #progress(id: string, state: CaseProgress['state']): CaseProgress {
    return {
      caseNumber: `R-${id.slice(-6)}`,
      state,
      acceptedAt: state === 'received' ? null : clock.now(),
      finishedAt: state === 'finished' ? clock.now() : null,
      resultReady: state === 'finished',
    };
  }
}

const region = new Region();

function boot() {
  const opened = openStore(join(folder, 'kiosk.db'), sync === 'normal' ? forgetful : openTestDatabase, 0);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db } = opened.value;
  // Small, so that checkpoints happen by themselves, too.
  db.pragma('wal_autocheckpoint = 60');
  const booted = bootCases(db, clock, region, { events: { done: (job) => say(`done ${job.idem}`) } });
  return { db, ...booted };
}

let host = boot();
for (let i = 0; i < Number(count); i++) {
  const { name, number } = makePerson(i);
  const record = host.cases.submit(
    application({
      applicant: { name, number, source: 'card', address: null, phone: null },
      document: { base64: 'JVBERg=='.repeat(200), sha256: 'a'.repeat(64) },
    }),
  );
  say(`taken ${record.id}`);
  await clock.advance(3_000);
  if (i % 15 === 14) host.db.pragma('wal_checkpoint(truncate)');
  if (i % 20 === 19) {
    await host.queue.stop();
    host.db.close();
    host = boot();
  }
}
await clock.advance(20 * 60_000);
host.cases.sweep();
await host.queue.stop();
host.db.close();
