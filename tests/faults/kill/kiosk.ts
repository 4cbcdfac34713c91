/**
 * The program that is killed: the kiosk's own store, queue and cases, which send over HTTP. It says each step on its
 * standard output and goes on when a byte comes back, so it can be killed at exactly that step. Promises are said
 * after the commit that backs them: `taken ACT ID` (the screen says "received").
 *
 *   node kiosk.ts FOLDER PORT FIRST-ACT LAST-ACT EPOCH honest|…
 *
 * Acts from FIRST to LAST are taken in; some are taken back, some handed in anew in another way. When nothing is left
 * to send, it says `idle`, and ends when it is let go on.
 */
import { randomBytes } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Clock, err, ok, type Result, sleep } from '../../../electron/core/index.ts';
import {
  type CaseLine,
  type CaseProgress,
  type RegionFailure,
  regionFailure,
  type Submission,
  type Withdrawal,
} from '../../../electron/regions/index.ts';
import { type OpenDatabase, openStore, type Statement } from '../../../electron/store/index.ts';
import { application, bootCases, makeResult } from '../../support/cases-bench.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { isReplaced, isTakenBack, SPEED, type Step } from './steps.ts';

const [folder = '', port = '', first = '', last = '', epoch = '', kiosk = 'honest'] = process.argv.slice(2);

const go = Buffer.alloc(1);
/** Says a line, and goes on when the other side says so. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
  if (readSync(0, go) === 0) process.exit(1); // nobody is there any more
}
const step = (name: Step) => say(`step ${name}`);

const fastClock: Clock = {
  now: () => Number(epoch) + Math.floor((Date.now() - Number(epoch)) * SPEED),
  setTimeout: (fn, ms) => setTimeout(fn, ms / SPEED),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

/** What is being written, for the names of the steps. */
let taking = false;
let inTransaction = false;

/** The database, with a step before and after everything that changes it. */
const stepping: OpenDatabase = (path, options) => {
  const db = openTestDatabase(path, options);
  return {
    ...db,
    prepare<Row>(sql: string): Statement<Row> {
      const raw = db.prepare<Row>(sql);
      return {
        ...raw,
        run(...values) {
          if (!inTransaction) step('write:begin');
          const info = raw.run(...values);
          step(!inTransaction ? 'write:done' : taking ? 'take:written' : 'note:written');
          return info;
        },
      };
    },
    transaction(work) {
      if (inTransaction) return db.transaction(work);
      inTransaction = true;
      try {
        const done = db.transaction(() => {
          const value = work();
          step(taking ? 'take:commit' : 'note:commit');
          return value;
        });
        step(taking ? 'take:committed' : 'note:committed');
        return done;
      } finally {
        inTransaction = false;
      }
    },
  };
};

interface Heard {
  readonly status: number;
  readonly json: unknown;
}
const UNREACHABLE: RegionFailure = regionFailure('unreachable', 'network');

/** One call; the body goes in two halves. */
function call(method: string, path: string, body?: unknown): Promise<Result<Heard, RegionFailure>> {
  return new Promise((resolve) => {
    const lost = () => resolve(err(UNREACHABLE));
    const line = request({ host: '127.0.0.1', port: Number(port), method, path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', lost);
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        if (status >= 500) return lost();
        resolve(ok({ status, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown }));
      });
    });
    line.on('error', lost);
    if (body === undefined) return void line.end();
    const bytes = Buffer.from(JSON.stringify(body));
    line.write(bytes.subarray(0, bytes.length / 2), () => {
      step('send:half');
      line.end(bytes.subarray(bytes.length / 2), () => step('send:whole'));
    });
  });
}

/** A key under which this start of the kiosk knows a case: the planted fault is that it is not always the same. */
const keyOf = (id: string) => (kiosk === 'new-key-each-start' ? `${id}-${process.pid}` : id);

const region: CaseLine = {
  region: '120000',
  capabilities: { checkPersonWithoutCard: true, fetchResult: true, withdraw: true },
  ping: async () => ok(),
  checkPerson: async () => ok({ match: true }),
  async submit(submission: Submission) {
    step('send:begin');
    const heard = await call('POST', `/cases/${keyOf(submission.idempotencyKey)}`, submission);
    if (!heard.ok) return heard;
    step('send:answered');
    if (heard.value.status !== 200) return err(regionFailure('rejected', 'refused'));
    return ok(heard.value.json as CaseProgress);
  },
  async progress(id: string) {
    step('ask:begin');
    const heard = await call('GET', `/cases/${keyOf(id)}`);
    if (!heard.ok) return heard;
    step('ask:answered');
    return ok(heard.value.status === 404 ? null : (heard.value.json as CaseProgress));
  },
  async fetchResult() {
    step('fetch:answered');
    return ok(makeResult());
  },
  async withdraw(id: string) {
    step('withdraw:send');
    const heard = await call('POST', `/cases/${keyOf(id)}/withdrawal`, {});
    if (!heard.ok) return heard;
    step('withdraw:answered');
    return ok((heard.value.json as { outcome: Withdrawal }).outcome);
  },
};

const opened = openStore(join(folder, 'kiosk.db'), stepping, fastClock.now());
if (!opened.ok) throw new Error(opened.error.message);
const { db } = opened.value;
step('boot:opened');
const { cases, queue } = bootCases(db, fastClock, region, { random: (count) => randomBytes(count) });
step('boot:started');
cases.sweep();

const wanted = (act: number) => application({ form: { purpose: 'train', act: String(act) } });
function take(act: number): string {
  step('take:begin');
  if (kiosk === 'says-received-too-early') say(`taken ${act} -`);
  taking = true;
  const { id } = cases.submit(wanted(act));
  taking = false;
  if (kiosk !== 'says-received-too-early') say(`taken ${act} ${id}`);
  step('take:said');
  return id;
}

for (let act = Number(first); act <= Number(last); act++) {
  const id = take(act);
  // Every second time the case has had time to arrive.
  if (act % 8 < 4) await sleep(fastClock, 600);
  if (isTakenBack(act)) {
    step('withdraw:begin');
    cases.withdraw(id);
    step('withdraw:committed');
  } else if (isReplaced(act)) {
    step('withdraw:begin');
    cases.changeWay(id, wanted(-act));
    step('withdraw:committed');
  }
  await sleep(fastClock, 200);
}
const left = db.prepare<{ n: number }>(
  `select count(*) as n from outbox where state in (0, 1) and kind in ('case', 'withdrawal')`,
);
while ((left.get()?.n ?? 0) > 0) await sleep(fastClock, 400);
step('idle');
await queue.stop();
db.close();
