import { ok } from '../../core/index.ts';
import {
  SEALED_COLUMNS,
  type SealContext,
  type SealedColumn,
  type Sealer,
  type SqlDatabase,
} from '../../store/index.ts';
import { DONE, STATES } from './jobs.ts';
import { type Context, type Outcome, sealerOf, withDatabase } from './types.ts';

/**
 * `verify`: whether the database is whole, everything sealed opens, and every case that waits has its job. Only reads,
 * also beside a running kiosk; each look is one statement, so that what the kiosk does meanwhile is no finding.
 */
export function verify(context: Context): Outcome {
  return withDatabase(context, ['read'], (db, dataDir) => {
    const findings: string[] = [];
    const look = (what: string, work: () => Iterable<string>) => {
      try {
        for (const finding of work()) findings.push(`${what}: ${finding}`);
      } catch (error) {
        findings.push(`${what}: cannot be looked at (${(error as Error).message})`);
      }
    };
    look('database', () => integrity(db));
    look('references', () => references(db));
    look('journal', () => journal(db));
    look('cases', () => cases(db));
    const sealer = sealerOf(context.world, dataDir);
    let unsealed = 0;
    if (!sealer.ok) findings.push(`keys: ${sealer.error.message}`);
    else
      look('sealed', function* () {
        for (const column of SEALED_COLUMNS)
          for (const finding of sealed(db, sealer.value, column)) {
            if (finding === null) unsealed++;
            else yield finding;
          }
      });
    const data = { findings, unsealed, schema: 0, jobs: {}, cases: {} };
    look('counts', function* () {
      data.schema = Number(db.pragma('user_version'));
      data.jobs = counts(db, 'outbox', (state) => STATES[Number(state)] ?? state);
      data.cases = counts(db, 'cases', (state) => state);
      yield* [];
    });
    const text = (of: object) =>
      Object.entries(of)
        .map(([state, n]) => `${n} ${state}`)
        .join(', ') || 'none';
    return ok({
      lines: [
        ...findings,
        `schema ${data.schema}; jobs: ${text(data.jobs)}; cases: ${text(data.cases)}; ${unsealed} sealed values open`,
        findings.length === 0 ? 'all is well' : `${findings.length} findings`,
      ],
      data,
      ...(findings.length > 0 ? { exitCode: 1 as const } : {}),
    });
  });
}

function integrity(db: SqlDatabase): string[] {
  return db
    .prepare<{ integrity_check: string }>('pragma integrity_check')
    .all()
    .map((row) => row.integrity_check)
    .filter((text) => text !== 'ok');
}

function references(db: SqlDatabase): string[] {
  return db
    .prepare<{ table: string; rowid: number | null; parent: string }>('pragma foreign_key_check')
    .all()
    .map(
      ({ table, rowid, parent }) => `${table} ${rowid ?? ''} points to a row of ${parent} that is not there`,
    );
}

function journal(db: SqlDatabase): string[] {
  const mode = db.pragma('journal_mode');
  return mode === 'wal' ? [] : [`journal_mode is ${String(mode)}, not wal: it was opened by another program`];
}

function cases(db: SqlDatabase): string[] {
  return [
    ...db
      .prepare<{ number: string }>(
        `select receipt_number as number from cases as c where state = 'waiting' and withdrawal is not 'done'
           and not exists (select 1 from outbox where case_id = c.id and kind = 'case' and state <> ${DONE})`,
      )
      .all()
      .map(({ number }) => `${number} waits and has no job`),
    ...db
      .prepare<{ id: number }>(`select id from outbox where state <> ${DONE} and payload is null`)
      .all()
      .map(({ id }) => `job ${id} is not done and has no payload`),
    ...db
      .prepare<{ number: string }>(
        `select receipt_number as number from cases as c where withdrawal = 'asked'
           and not exists (select 1 from outbox where case_id = c.id and kind = 'withdrawal' and state <> ${DONE})`,
      )
      .all()
      .map(({ number }) => `${number} is to be withdrawn and has no job for it`),
  ];
}

/** One value a sealed row, in the order of its key: null when it opens. */
function* sealed(db: SqlDatabase, sealer: Sealer, column: SealedColumn): Generator<string | null> {
  const { table, key, bytes, keyId, idem, kind, schema } = column;
  const next = db.prepare<SealContext & { key: string | number; bytes: Uint8Array; keyId: number }>(
    `select ${key} as key, ${bytes} as bytes, ${keyId} as keyId, ${idem} as idem, ${kind} as kind, ${schema} as schema
     from ${table} where ${bytes} is not null and (? is null or ${key} > ?) order by ${key} limit 1`,
  );
  for (let after: string | number | null = null; ; ) {
    const row: ReturnType<typeof next.get> = next.get(after, after);
    if (!row) return;
    after = row.key;
    const plain = sealer.open(row, row);
    if (plain.ok) plain.value.fill(0);
    yield plain.ok ? null : `${table} ${row.key} does not open (${plain.error})`;
  }
}

function counts(db: SqlDatabase, table: 'outbox' | 'cases', name: (state: string) => string) {
  return Object.fromEntries(
    db
      .prepare<{ state: string | number; n: number }>(
        `select state, count(*) as n from ${table} group by state order by state`,
      )
      .all()
      .map(({ state, n }) => [name(String(state)), n]),
  );
}
