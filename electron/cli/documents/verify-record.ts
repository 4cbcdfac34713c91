import { join } from 'node:path';
import { ok, type Result } from '../../core/index.ts';
import type { Digests, VerificationText } from '../../documents/index.ts';
import { openExisting, type SqlDatabase } from '../../store/index.ts';
import { sealerOf } from '../queue/types.ts';
import { contradicted, type Findings, open, proven, together } from './findings.ts';
import { type Complaint, complain, type World } from './types.ts';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly sha256: string;
  readonly at: number;
}

/** Whether a case of this machine has the file's digest. Only reads, also beside a running kiosk; tells nothing personal. */
export function recordFindings(
  world: World,
  dataDir: string,
  digests: Digests,
  text: VerificationText | null,
): Result<Findings, Complaint> {
  const opened = openExisting(join(dataDir, 'kiosk.db'), world.open, 'read');
  if (!opened.ok) return complain(opened.error.message, 2);
  const db = opened.value;
  try {
    const rows = db
      .prepare<Row>(
        'select id, receipt_number as number, document_sha256 as sha256, submitted_at as at from cases where document_sha256 = ? or receipt_number = ? order by submitted_at',
      )
      .all(digests.sha256, text?.number ?? '');
    const same = rows.filter(({ sha256 }) => sha256 === digests.sha256);
    const other = rows.find(({ number, sha256 }) => number === text?.number && sha256 !== digests.sha256);
    if (other && text?.sha256 !== null)
      return ok(contradicted(`the machine took in another document under ${other.number}`));
    if (same.length === 0) return ok(open('no case of this machine has the SHA-256 of the file'));
    return ok(together(...same.map((row) => caseFindings(world, dataDir, db, row, digests))));
  } finally {
    db.close();
  }
}

function caseFindings(
  world: World,
  dataDir: string,
  db: SqlDatabase,
  { id, number, at }: Row,
  digests: Digests,
): Findings {
  const when = new Date(at).toISOString().replace(/\.\d+/, '');
  const record = proven(`the machine took this very file in as ${number} at ${when}: SHA-256 agrees`);
  const kept = keptSm3(world, dataDir, db, id);
  if (kept === null) return record;
  return kept === digests.sm3
    ? together(record, proven(`the sealed copy of ${number} names the same SM3`))
    : together(record, contradicted(`the sealed copy of ${number} names another SM3`));
}

interface Job {
  readonly bytes: Uint8Array | null;
  readonly keyId: number;
  readonly idem: string;
  readonly kind: string;
  readonly schema: number;
}

/** The SM3 in a case's sealed submission; null where it is gone, cannot be opened, or is from before SM3 was kept. */
function keptSm3(world: World, dataDir: string, db: SqlDatabase, caseId: string): string | null {
  const job = db
    .prepare<Job>(
      "select payload as bytes, key_id as keyId, idem, kind, schema from outbox where case_id = ? and kind = 'case' and payload is not null limit 1",
    )
    .get(caseId);
  if (!job?.bytes) return null;
  const sealer = sealerOf(world, dataDir);
  if (!sealer.ok) return null;
  const plain = sealer.value.open({ bytes: job.bytes, keyId: job.keyId }, job);
  if (!plain.ok) return null;
  try {
    const { document } = JSON.parse(Buffer.from(plain.value).toString('utf8')) as {
      document?: { sm3?: unknown };
    };
    return typeof document?.sm3 === 'string' ? document.sm3 : null;
  } finally {
    plain.value.fill(0);
  }
}
