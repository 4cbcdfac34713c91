import type { SqlDatabase } from './driver.ts';
import type { SealContext, Sealer } from './seal.ts';

/** A column with sealed bytes; `idem`, `kind` and `schema` are SQL expressions for what the seal is bound to. */
export interface SealedColumn {
  readonly table: string;
  /** The table's primary key. */
  readonly key: string;
  readonly bytes: string;
  readonly keyId: string;
  readonly idem: string;
  readonly kind: string;
  readonly schema: string;
}

/** Every sealed column of the database. A migration that adds one adds it here. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'outbox',
    key: 'id',
    bytes: 'payload',
    keyId: 'key_id',
    idem: 'idem',
    kind: 'kind',
    schema: 'schema',
  },
  {
    table: 'cases',
    key: 'id',
    bytes: 'result',
    keyId: 'result_key_id',
    idem: 'id',
    kind: "'result'",
    schema: '1',
  },
  {
    table: 'cases',
    key: 'id',
    bytes: 'asked',
    keyId: 'asked_key_id',
    idem: 'id',
    kind: "'asked'",
    schema: '1',
  },
  {
    table: 'tickets',
    key: 'id',
    bytes: 'answer',
    keyId: 'answer_key_id',
    idem: 'id',
    kind: "'ticket-answer'",
    schema: '1',
  },
];

interface SealedRow extends SealContext {
  readonly key: string | number;
  readonly bytes: Uint8Array;
  readonly keyId: number;
}

/** Rows that are resealed in one transaction: some milliseconds of work, so that a citizen notices nothing. */
const BATCH = 20;

/** How many rows each key seals, by its id. */
export function keysInUse(db: SqlDatabase, columns = SEALED_COLUMNS): Map<number, number> {
  const rows = new Map<number, number>();
  for (const { table, bytes, keyId } of columns) {
    const counts = db
      .prepare<{ id: number; n: number }>(
        `select ${keyId} as id, count(*) as n from ${table} where ${bytes} is not null group by ${keyId}`,
      )
      .all();
    for (const { id, n } of counts) rows.set(id, (rows.get(id) ?? 0) + n);
  }
  return rows;
}

/**
 * Seals under the current key what other keys seal, a small batch a step, each step one transaction: wait a little
 * between steps, break off whenever needed and begin again. What does not open is left as it is and counted.
 */
export function* reseal(
  db: SqlDatabase,
  sealer: Sealer,
  columns = SEALED_COLUMNS,
): Generator<{ readonly moved: number; readonly unreadable: number }, void> {
  for (const column of columns) {
    let after: string | number | null = null;
    for (;;) {
      const step: { moved: number; unreadable: number; last: string | number | null } = db.transaction(() =>
        resealBatch(db, sealer, column, after),
      );
      if (step.last === null) break;
      after = step.last;
      yield { moved: step.moved, unreadable: step.unreadable };
    }
  }
}

function resealBatch(db: SqlDatabase, sealer: Sealer, column: SealedColumn, after: string | number | null) {
  const { table, key, bytes, keyId } = column;
  const rows = sealedRows(
    db,
    column,
    `${keyId} <> ? and (? is null or ${key} > ?) order by ${key} limit ${BATCH}`,
    [sealer.currentKey, after, after],
  );
  let moved = 0;
  for (const row of rows) {
    const plain = sealer.open({ bytes: row.bytes, keyId: row.keyId }, row);
    if (!plain.ok) continue;
    const sealed = sealer.seal(plain.value, row);
    plain.value.fill(0);
    db.prepare(`update ${table} set ${bytes} = ?, ${keyId} = ? where ${key} = ?`).run(
      sealed.bytes,
      sealed.keyId,
      row.key,
    );
    moved++;
  }
  return { moved, unreadable: rows.length - moved, last: rows.at(-1)?.key ?? null };
}

/** So many rows of a key are tried before it is said not to belong: one alone may be damaged. */
const SAMPLES = 8;

/** The keys under which rows are sealed that these keys cannot open; empty when keys and database belong together. */
export function foreignKeys(db: SqlDatabase, sealer: Sealer, columns = SEALED_COLUMNS): number[] {
  const opens = (keyId: number) =>
    columns.some((column) =>
      sealedRows(db, column, `${column.keyId} = ? order by ${column.key} desc limit ${SAMPLES}`, [
        keyId,
      ]).some((row) => sealer.open(row, row).ok),
    );
  return [...keysInUse(db, columns).keys()].filter((keyId) => !opens(keyId)).sort((a, b) => a - b);
}

function sealedRows(
  db: SqlDatabase,
  { table, key, bytes, keyId, idem, kind, schema }: SealedColumn,
  where: string,
  values: (string | number | null)[],
): SealedRow[] {
  return db
    .prepare<SealedRow>(
      `select ${key} as key, ${bytes} as bytes, ${keyId} as keyId, ${idem} as idem, ${kind} as kind, ${schema} as schema
       from ${table} where ${bytes} is not null and ${where}`,
    )
    .all(...values);
}
