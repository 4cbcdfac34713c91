import { err, ok, type Result } from '../../core/index.ts';
import type { Sealer, SqlDatabase } from '../../store/index.ts';
import { type Complaint, complain } from './types.ts';

/** Names of the outbox's states; the place in the list is the number in the database. */
export const STATES = ['ready', 'held', 'done', 'dead'] as const;
export type StateName = (typeof STATES)[number];
export const READY = 0;
export const HELD = 1;
export const DONE = 2;
export const DEAD = 3;

/** What a job that left in a sealed file has in the place of its last error, before the file's id. */
const EXPORTED = 'exported:';

export interface JobRow {
  readonly id: number;
  readonly lane: string;
  readonly kind: string;
  readonly idem: string;
  readonly case_id: string | null;
  readonly payload: Uint8Array | null;
  readonly key_id: number;
  readonly schema: number;
  readonly state: number;
  readonly run_at: number;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: number;
  readonly receipt_number: string | null;
  readonly region: string | null;
  readonly matter: string | null;
  readonly case_state: string | null;
  readonly submitted_at: number | null;
  readonly withdrawal: string | null;
  /** Whether nothing but the queue's own order keeps this job from being sent. */
  readonly blocked: 'in-withdrawal' | 'replaces-another' | 'follows-dead' | null;
}

/**
 * A job and its case. `blocked`: to send it might make two live applications (its case is withdrawn, or stands in for one
 * that is not withdrawn yet), or it would come before one that a person must look at first.
 */
const SELECT = `
  select job.*, c.receipt_number, c.region, c.matter, c.state as case_state, c.submitted_at, c.withdrawal,
    case
      when job.kind = 'withdrawal' then null
      when c.withdrawal in ('asked', 'done') then 'in-withdrawal'
      when before.id is not null and before.withdrawal is not 'done' then 'replaces-another'
      when exists (select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
        and earlier.state = ${DEAD} and earlier.kind not in ('progress', 'withdrawal')) then 'follows-dead'
    end as blocked
  from outbox as job left join cases as c on c.id = job.case_id left join cases as before on before.id = c.replaces`;

export interface Filter {
  readonly lane?: string | undefined;
  /** Default: every state but done. */
  readonly state?: StateName | undefined;
}

/** Jobs in the order in which they were written, one in memory at a time. */
export function* jobs(db: SqlDatabase, { lane, state }: Filter): Generator<JobRow> {
  const next = db.prepare<JobRow>(
    `${SELECT} where job.id > ? and (? is null or job.lane = ?) and (job.state = ? or (? is null and job.state <> ${DONE}))
     order by job.id limit 1`,
  );
  const number = state ? STATES.indexOf(state) : null;
  for (let after = 0; ; ) {
    const row = next.get(after, lane ?? null, lane ?? null, number, number);
    if (!row) return;
    after = row.id;
    yield row;
  }
}

export function jobById(db: SqlDatabase, word: string | undefined): Result<JobRow, Complaint> {
  if (!word || !/^\d{1,15}$/.test(word))
    return complain('the id of a job is a number: "npm run queue -- list" shows it', 2);
  const row = db.prepare<JobRow>(`${SELECT} where job.id = ?`).get(Number(word));
  return row ? ok(row) : complain(`there is no job ${word}: "npm run queue -- list" shows those there are`);
}

/** Id of the sealed file in which the job left, or null. */
export function exportOf(row: JobRow): string | null {
  return row.state === HELD && row.last_error?.startsWith(EXPORTED)
    ? row.last_error.slice(EXPORTED.length)
    : null;
}

export function exportMark(fileId: string): string {
  return EXPORTED + fileId;
}

export function payloadOf(row: JobRow, sealer: Sealer): Result<unknown, string> {
  if (!row.payload) return err('shredded');
  const plain = sealer.open({ bytes: row.payload, keyId: row.key_id }, row);
  return plain.ok ? ok(JSON.parse(Buffer.from(plain.value).toString('utf8'))) : plain;
}

/** A job in clear: nothing personal. */
export function jobView(row: JobRow) {
  return {
    id: row.id,
    lane: row.lane,
    kind: row.kind,
    receiptNumber: row.receipt_number,
    state: STATES[row.state] as StateName,
    attempts: row.attempts,
    createdAt: instant(row.created_at),
    nextTryAt: row.state === READY ? instant(row.run_at) : null,
    lastError: row.last_error,
    exportedIn: exportOf(row),
  };
}

export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
