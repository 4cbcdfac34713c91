import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../core/index.ts';
import {
  fileSource,
  loadKeyPair,
  loadPublicKey,
  type OpenedSealedFile,
  openSealedFile,
  sealedFileAdvice,
} from '../../sealed-file/index.ts';
import { syncFolder } from './export.ts';
import { type ImportReceipt, type JobFile, jobFileSchema } from './job-file.ts';
import { type Context, complain, needed, type Outcome } from './types.ts';

/**
 * `import FILE --key RECIPIENT.pem --from SENDER.pub.pem --out DIR`: the other end of `export`. Checks the file, writes each
 * job as JSON (mode 0600) under its idempotency key, and a receipt with all keys. What is there already is not written
 * again, so importing twice is harmless.
 */
export function importJobs({ options, words }: Context): Outcome {
  const [path] = words;
  if (!path)
    return complain(
      'import needs a file: import FILE --key RECIPIENT.pem --from SENDER.pub.pem --out DIR',
      2,
    );
  const [keyPath, fromPath, dir] = [needed(options, 'key'), needed(options, 'from'), needed(options, 'out')];
  if (!keyPath.ok) return keyPath;
  if (!fromPath.ok) return fromPath;
  if (!dir.ok) return dir;
  const key = loadKeyPair(keyPath.value, 'recipient');
  if (!key.ok) return complain(key.error.message);
  const from = loadPublicKey(fromPath.value, 'sender');
  if (!from.ok) return complain(from.error.message);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return complain(`${path} cannot be read (${(error as { code?: string }).code})`);
  }
  try {
    const opened = openSealedFile(fileSource(file), {
      purpose: 'queue-export',
      key: key.value,
      from: from.value,
    });
    return opened.ok
      ? writeJobs(opened.value, dir.value)
      : complain(`${path}: ${sealedFileAdvice(opened.error)}`);
  } catch (error) {
    return complain(`${path} could not be imported whole (${(error as Error).message}): import it again`);
  } finally {
    closeSync(file);
  }
}

function writeJobs(opened: OpenedSealedFile, dir: string): Outcome {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const jobs: ImportReceipt['jobs'][number][] = [];
  const conflicts: string[] = [];
  let written = 0;
  for (const { name: entry, bytes } of opened.entries()) {
    const job = readJob(bytes);
    if (!job)
      return complain(`${entry} in the file is no job that this program knows: use the version of the kiosk`);
    const name = `job-${encodeURIComponent(job.idempotencyKey)}.json`;
    const known = existing(join(dir, name));
    if (known === null) {
      writeDurably(join(dir, name), bytes);
      written++;
    } else if (!sameJob(known, job)) {
      conflicts.push(name);
      continue;
    }
    jobs.push({
      idempotencyKey: job.idempotencyKey,
      kind: job.kind,
      receiptNumber: job.case?.receiptNumber ?? null,
      name,
    });
  }
  const { header } = opened;
  const receipt: ImportReceipt = {
    format: 'tongban-import-receipt',
    version: 1,
    file: header.id,
    sender: header.sender,
    senderKey: header.senderKey,
    createdAt: header.createdAt,
    jobs,
  };
  const receiptName = `receipt-${header.id}.json`;
  writeDurably(join(dir, receiptName), Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`));
  syncFolder(join(dir, receiptName));
  const alreadyThere = jobs.length - written;
  return ok({
    lines: [
      `${written} jobs of machine ${header.sender} are in ${dir}, ${alreadyThere} were there already; see ${receiptName}`,
      ...conflicts.map(
        (name) => `${name} is there with other contents and was left: compare it with the sender`,
      ),
    ],
    data: { file: header.id, sender: header.sender, written, alreadyThere, conflicts, receipt: receiptName },
    ...(conflicts.length > 0 ? { exitCode: 1 as const } : {}),
  });
}

function readJob(bytes: Uint8Array): JobFile | null {
  try {
    const parsed = jobFileSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Null when there is no such file; a job that says nothing when it cannot be understood. */
function existing(path: string): JobFile | 'unreadable' | null {
  try {
    return readJob(readFileSync(path)) ?? 'unreadable';
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** The same job may come with another file later, with more attempts. */
function sameJob(known: JobFile | 'unreadable', job: JobFile): boolean {
  const told = (one: JobFile) => JSON.stringify([one.lane, one.kind, one.case, one.payload]);
  return known !== 'unreadable' && told(known) === told(job);
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const part = `${path}.part`;
  writeFileSync(part, bytes, { mode: 0o600, flush: true });
  renameSync(part, path);
}
