import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result, uuidV7 } from '../../core/index.ts';
import {
  type KeyPair,
  loadKeyPair,
  loadPublicKey,
  type PublicKey,
  type SealedEntry,
  writeSealedFile,
} from '../../sealed-file/index.ts';
import type { Sealer, SqlDatabase } from '../../store/index.ts';
import { JOB_FORMAT, type JobFile } from './job-file.ts';
import { exportMark, exportOf, HELD, instant, type JobRow, jobs, payloadOf, READY } from './jobs.ts';
import {
  type Complaint,
  type Context,
  complain,
  needed,
  type Outcome,
  sealerOf,
  withDatabase,
} from './types.ts';

interface Parties {
  readonly to: PublicKey<'recipient'>;
  readonly key: KeyPair<'sender'>;
}

interface LeftOut {
  readonly id: number;
  readonly why: string;
}

/**
 * `export FILE --to RECIPIENT.pem --key SENDER.pem`: the waiting and held jobs of one lane into a sealed file, for carrying
 * them by hand. They are held from then on. Looks at progress stay: they are questions to the region's line.
 *
 * The file comes into being as FILE.part, is synced, the jobs are marked in one transaction, and only then it gets its
 * name: a power cut in between leaves jobs that are sent, or jobs that are held, never jobs in a finished file that are
 * also sent.
 */
export function exportJobs(context: Context): Outcome {
  const [file] = context.words;
  if (!file) return complain('export needs a file: export FILE --to RECIPIENT.pub.pem --key SENDER.pem', 2);
  const parties = loadParties(context);
  if (!parties.ok) return parties;
  if (existsSync(file)) return complain(`${file} is there already: take another name`);
  // What a running queue has in its hands would be sent and carried.
  return withDatabase(context, ['alone'], (db, dataDir) => {
    const sealer = sealerOf(context.world, dataDir);
    if (!sealer.ok) return sealer;
    const lane = laneOf(db, context.options.lane);
    if (!lane.ok) return lane;
    const machine = machineOf(db, context.options.machine);
    if (!machine.ok) return machine;
    return writeOut(context, db, {
      file,
      sealer: sealer.value,
      lane: lane.value,
      machine: machine.value,
      ...parties.value,
    });
  });
}

function writeOut(
  { world }: Context,
  db: SqlDatabase,
  plan: Parties & { file: string; sealer: Sealer; lane: string; machine: string },
): Outcome {
  const now = world.clock.now();
  const id = uuidV7(now, world.random);
  const leftOut: LeftOut[] = [];
  const part = `${plan.file}.part`;
  const opened = create(part);
  if (!opened.ok) return opened;
  const exported: number[] = [];
  try {
    try {
      writeSealedFile(
        (bytes) => writeWhole(opened.value, bytes),
        entries(db, plan.lane, plan.sealer, exported, leftOut),
        { purpose: 'queue-export', sender: plan.machine, createdAt: now, random: world.random, id, ...plan },
      );
      fsyncSync(opened.value);
    } finally {
      closeSync(opened.value);
    }
    if (exported.length === 0) {
      rmSync(part);
      return complain(
        ['nothing to export', ...leftOut.map(({ id: job, why }) => `job ${job}: ${why}`)].join('; '),
      );
    }
  } catch (error) {
    rmSync(part, { force: true });
    return complain(`${part} cannot be written (${(error as Error).message}): nothing was exported`);
  }
  try {
    db.transaction(() => {
      const mark = db.prepare(`update outbox set state = ${HELD}, last_error = ? where id = ?`);
      for (const job of exported) mark.run(exportMark(id), job);
    });
  } catch (error) {
    rmSync(part, { force: true });
    return complain(
      `the jobs cannot be marked (${(error as Error).message}): nothing was exported; if they are held all the same: release --export ${id}`,
    );
  }
  renameSync(part, plan.file);
  syncFolder(plan.file);
  return ok({
    lines: [
      `${exported.length} jobs of lane ${plan.lane} are in ${plan.file} and held here`,
      `file ${id}, from ${plan.machine} (key ${plan.key.public.id}), for key ${plan.to.id}`,
      `if it is never delivered: npm run queue -- release --export ${id}`,
      ...leftOut.map(({ id: job, why }) => `left out: job ${job}, ${why}`),
    ],
    data: {
      file: plan.file,
      id,
      lane: plan.lane,
      exported,
      leftOut,
      sender: plan.machine,
      recipientKey: plan.to.id,
    },
  });
}

function* entries(
  db: SqlDatabase,
  lane: string,
  sealer: Sealer,
  exported: number[],
  leftOut: LeftOut[],
): Generator<SealedEntry> {
  for (const row of jobs(db, { lane })) {
    if ((row.state !== READY && row.state !== HELD) || row.kind === 'progress') continue;
    const file = exportOf(row);
    const why = file === null ? row.blocked : `it left in file ${file}`;
    const payload = why === null ? payloadOf(row, sealer) : err(why);
    if (!payload.ok) {
      leftOut.push({ id: row.id, why: payload.error });
      continue;
    }
    exported.push(row.id);
    yield { name: `job-${row.id}.json`, bytes: Buffer.from(JSON.stringify(jobFile(row, payload.value))) };
  }
}

function jobFile(row: JobRow, payload: unknown): JobFile {
  return {
    format: JOB_FORMAT,
    version: 1,
    idempotencyKey: row.idem,
    lane: row.lane,
    kind: row.kind,
    createdAt: instant(row.created_at),
    attempts: row.attempts,
    case:
      row.case_id === null
        ? null
        : {
            id: row.case_id,
            receiptNumber: row.receipt_number ?? '',
            region: row.region ?? '',
            matter: row.matter ?? '',
          },
    payload,
  };
}

function loadParties({ options }: Context): Result<Parties, Complaint> {
  const toPath = needed(options, 'to');
  if (!toPath.ok) return toPath;
  const keyPath = needed(options, 'key');
  if (!keyPath.ok) return keyPath;
  const to = loadPublicKey(toPath.value, 'recipient');
  if (!to.ok) return complain(to.error.message);
  const key = loadKeyPair(keyPath.value, 'sender');
  return key.ok ? ok({ to: to.value, key: key.value }) : complain(key.error.message);
}

/** A file is for one recipient, and so for one lane: no region is given what is meant for another. */
function laneOf(db: SqlDatabase, asked: string | undefined): Result<string, Complaint> {
  if (asked !== undefined) return ok(asked);
  const lanes = db
    .prepare<{ lane: string }>(
      `select distinct lane from outbox where kind <> 'progress'
         and (state = ${READY} or (state = ${HELD} and (last_error is null or last_error not like '${exportMark('%')}')))
       order by lane`,
    )
    .all()
    .map(({ lane }) => lane);
  if (lanes.length > 1)
    return complain(`jobs wait in the lanes ${lanes.join(', ')}: name one with --lane`, 2);
  return lanes[0] === undefined ? complain('nothing to export') : ok(lanes[0]);
}

/** The machine code stands at the beginning of every receipt number. */
function machineOf(db: SqlDatabase, asked: string | undefined): Result<string, Complaint> {
  const newest = db
    .prepare<{ number: string }>(
      'select receipt_number as number from cases order by submitted_at desc limit 1',
    )
    .get();
  const code = asked ?? newest?.number.slice(0, 4) ?? '';
  return /^[0-9A-Z]{4}$/.test(code)
    ? ok(code)
    : complain('--machine is needed: the code of this machine, four characters of 0-9 A-Z', 2);
}

function create(part: string): Result<number, Complaint> {
  try {
    return ok(openSync(part, 'wx', 0o600));
  } catch (error) {
    const { code } = error as { code?: string };
    return complain(
      code === 'EEXIST'
        ? `${part} is there from an export that was cut off: when "list --state held" shows jobs that were exported just then, take away the ".part", otherwise remove the file`
        : `${part} cannot be written (${code})`,
    );
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Makes a new name in its folder durable, where the file system can: Windows and some memory sticks know no such call. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The bytes are synced; at worst the file is found under its name with ".part".
  }
}
