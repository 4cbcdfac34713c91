import { ok, type Result } from '../../core/index.ts';
import type { SqlDatabase } from '../../store/index.ts';
import { DEAD, exportMark, exportOf, HELD, type JobRow, jobById, jobs, READY } from './jobs.ts';
import { type Answer, type Complaint, type Context, complain, type Outcome, withDatabase } from './types.ts';

const BESIDE =
  'another program has the database open: a running kiosk takes this up at its next look at the lane, after a restart at once';

/** `retry ID | --all-dead [--lane L]`: a dead or waiting job is ready now. */
export function retry(context: Context): Outcome {
  const { options, words, world } = context;
  if (words.length > 0 === (options['all-dead'] === true))
    return complain('retry needs the id of one job, or --all-dead', 2);
  return changing(context, (db) => {
    const now = world.clock.now();
    if (words.length > 0) {
      const row = jobById(db, words[0]);
      if (!row.ok) return row;
      const why = notToRetry(row.value);
      if (why) return complain(`job ${row.value.id} ${why}`);
      makeReady(db, row.value, now);
      return ok({ lines: [`job ${row.value.id} is ready`], data: { ready: [row.value.id], stay: [] } });
    }
    const ready: number[] = [];
    const stay: { id: number; why: string }[] = [];
    for (const row of jobs(db, { lane: options.lane, state: 'dead' })) {
      const why = notToRetry(row);
      if (why) stay.push({ id: row.id, why });
      else ready.push(row.id);
      if (!why) makeReady(db, row, now);
    }
    const lines = [`${ready.length} jobs are ready`, ...stay.map(({ id, why }) => `job ${id} ${why}`)];
    return ok({ lines, data: { ready, stay } });
  });
}

/** `hold ID`: a waiting job is not sent until it is released. */
export function hold(context: Context): Outcome {
  // A running queue may have the job in its hands already: then it would be sent although it is held.
  return withDatabase(context, ['alone'], (db) =>
    db.transaction(() => {
      const row = jobById(db, context.words[0]);
      if (!row.ok) return row;
      const { id, state } = row.value;
      if (state !== READY) return complain(`job ${id} does not wait: only a job that waits can be held`);
      db.prepare('update outbox set state = ? where id = ?').run(HELD, id);
      return ok({ lines: [`job ${id} is held`], data: { held: [id] } });
    }),
  );
}

/**
 * `release ID`: a held job is ready. `release --export FILE-ID`: so are the jobs that left in that sealed file, when it was
 * never delivered, or when the line is back: the region is asked for each of them by its key before it is sent.
 */
export function release(context: Context): Outcome {
  const { options, words, world } = context;
  if (words.length > 0 === (options.export !== undefined))
    return complain('release needs the id of one job, or --export with the id of a sealed file', 2);
  return changing(context, (db) => {
    const now = world.clock.now();
    const mark = options.export;
    if (mark === undefined) {
      const row = jobById(db, words[0]);
      if (!row.ok) return row;
      const { id, state, blocked } = row.value;
      if (state !== HELD) return complain(`job ${id} is not held`);
      const file = exportOf(row.value);
      if (file !== null)
        return complain(
          `job ${id} left in a sealed file: when that was never delivered, or its region enters by key, use release --export ${file}`,
        );
      if (sendsTwice(blocked)) return complain(`job ${id} ${WHY_HELD[blocked]}`);
      makeReady(db, row.value, now);
      return ok({ lines: [`job ${id} is ready`], data: { ready: [id], stay: [] } });
    }
    const ready: number[] = [];
    const stay: { id: number; why: string }[] = [];
    for (const row of jobs(db, { lane: options.lane, state: 'held' })) {
      if (row.last_error !== exportMark(mark)) continue;
      if (sendsTwice(row.blocked)) stay.push({ id: row.id, why: WHY_HELD[row.blocked] });
      else ready.push(row.id);
      if (!sendsTwice(row.blocked)) makeReady(db, row, now);
    }
    if (ready.length + stay.length === 0)
      return complain(
        `no held job left in a sealed file ${mark}: "npm run queue -- list --state held" shows the ids`,
      );
    const lines = [`${ready.length} jobs are ready`, ...stay.map(({ id, why }) => `job ${id} ${why}`)];
    return ok({ lines, data: { ready, stay } });
  });
}

type SendsTwice = 'in-withdrawal' | 'replaces-another';

const WHY_HELD: Readonly<Record<SendsTwice, string>> = {
  'in-withdrawal': 'stays: its case is withdrawn, or its region is being asked to',
  'replaces-another': 'stays: its case stands in for one that is not withdrawn yet',
};

/** What would make two live applications. That it follows a dead job is the queue's own to see to. */
function sendsTwice(blocked: JobRow['blocked']): blocked is SendsTwice {
  return blocked !== null && blocked !== 'follows-dead';
}

function notToRetry(row: JobRow): string | null {
  if (sendsTwice(row.blocked)) return WHY_HELD[row.blocked];
  if (row.state === HELD) return 'is held: release it';
  return row.state === READY || row.state === DEAD ? null : 'is done';
}

/**
 * What was tried, held or dead may have reached the region: with one attempt noted it is asked first. More are taken off,
 * or a job that died of many would die of the next one.
 */
function makeReady(db: SqlDatabase, row: JobRow, now: number): void {
  const attempts = row.state === READY ? Math.min(row.attempts, 1) : 1;
  db.prepare(
    `update outbox set state = ${READY}, run_at = ?, attempts = ?, done_at = null,
       last_error = case when state = ${HELD} then null else last_error end where id = ?`,
  ).run(now, attempts, row.id);
  // The case was called stopped when its job died.
  if (row.kind === 'case')
    db.prepare(`update cases set state = 'waiting' where id = ? and state = 'stopped'`).run(row.case_id);
}

/** Changes that a running kiosk can live with: nothing of them is in its memory. */
function changing(
  context: Context,
  work: (db: SqlDatabase) => Result<Answer, Complaint>,
): Result<Answer, Complaint> {
  return withDatabase(context, ['alone', 'write'], (db, _, access) => {
    const answer = db.transaction(() => work(db));
    if (!answer.ok || access === 'alone') return answer;
    const { lines, data } = answer.value;
    return ok({ lines: [...lines, BESIDE], data: { ...(data as object), beside: true } });
  });
}
