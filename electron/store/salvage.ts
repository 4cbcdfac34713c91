import { copyFileSync, existsSync, rmSync } from 'node:fs';
import type { OpenDatabase, SqlDatabase, SqlValue } from './driver.ts';
import { codeOf } from './errors.ts';
import { DATABASE_PARTS, putInPlace } from './files.ts';
import { skipSerials } from './serials.ts';

/** What was taken over from a damaged database. */
export interface Salvaged {
  readonly cases: number;
  readonly jobs: number;
  /** Jobs among them whose case is lost: the queue lays them on the dead-letter shelf, where a person sees them. */
  readonly orphans: number;
  /** Rows that are known to have been there and cannot be read; those whose every trace is gone are not counted. */
  readonly lost: number;
}

/** What is taken over, with the columns that name each row: the primary key, then others that an index of its own knows. */
const TABLES = [
  { table: 'serials', keys: ['day'] },
  { table: 'cases', keys: ['id', 'receipt_number'] },
  { table: 'outbox', keys: ['id', 'idem'] },
] as const;

/**
 * Builds the database `to` from what can still be read of the damaged one, row by row; the damaged one is not touched,
 * it is read in a copy. `create` opens a new database with today's schema. Null when nothing can be made of it or the
 * disk has no room; then there is no `to`.
 */
export function salvage(
  damaged: string,
  to: string,
  open: OpenDatabase,
  create: (path: string) => SqlDatabase,
  nowMs: number,
): Salvaged | null {
  const copy = `${damaged}.copy`;
  const part = `${to}.part`;
  const opened: SqlDatabase[] = [];
  const use = (db: SqlDatabase) => {
    opened.push(db);
    return db;
  };
  const close = () => {
    for (const db of opened.splice(0)) db.close();
  };
  try {
    for (const end of DATABASE_PARTS) {
      rmSync(part + end, { force: true });
      rmSync(copy + end, { force: true });
      // Its index is made anew from the log.
      if (end !== '-shm' && existsSync(damaged + end)) copyFileSync(damaged + end, copy + end);
    }
    const source = use(open(copy));
    source.exec('pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on');
    // Without the list of its tables there is nothing to go by.
    source.prepare('select count(*) from sqlite_schema').get();
    const target = use(create(part));
    const salvaged = takeOver(source, target, nowMs);
    close();
    putInPlace(part, to);
    return salvaged;
  } catch {
    return null;
  } finally {
    try {
      close();
    } catch {
      // A damaged copy may refuse even that; it goes all the same.
    }
    for (const end of DATABASE_PARTS) {
      rmSync(copy + end, { force: true });
      rmSync(part + end, { force: true });
    }
  }
}

function takeOver(source: SqlDatabase, target: SqlDatabase, nowMs: number): Salvaged {
  // A row may refer to one that is lost; that is settled at the end.
  target.exec('pragma foreign_keys = off');
  return target.transaction(() => {
    const taken = new Map<string, number>();
    let lost = 0;
    for (const { table, keys } of TABLES) {
      const found = takeTable(source, target, table, keys);
      taken.set(table, found.rows);
      // A serial is made up for by the gap.
      if (table !== 'serials') lost += found.lost;
    }
    const orphans = cutLooseEnds(target);
    skipSerials(target, nowMs);
    return { cases: taken.get('cases') ?? 0, jobs: taken.get('outbox') ?? 0, orphans, lost };
  });
}

function takeTable(source: SqlDatabase, target: SqlDatabase, table: string, keys: readonly string[]) {
  const wanted = columns(target, table);
  const names = columns(source, table).filter((name) => wanted.includes(name));
  const insert = `insert or ignore into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
  const read = new Map(keys.map((key) => [key, new Set<SqlValue>()]));
  let rows = 0;
  let lost = 0;
  for (const key of keys) {
    const seen = read.get(key) as Set<SqlValue>;
    const known = new Set([...walk(source, table, key, true), ...walk(source, table, key, false)]);
    const missing = [...known].filter((value) => !seen.has(value));
    for (const value of missing) {
      try {
        const row = source
          .prepare<Record<string, SqlValue>>(`select ${names.join(', ')} from ${table} where ${key} = ?`)
          .get(value);
        if (!row) continue;
        rows += target.prepare(insert).run(...names.map((name) => row[name] as SqlValue)).changes;
        for (const [other, values] of read) values.add(row[other] as SqlValue);
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
    }
    lost = Math.max(lost, missing.filter((value) => !seen.has(value)).length);
  }
  return { rows, lost };
}

/**
 * The values of one unique column, up or down, as far as the pages can be read. What lies between two damaged pages of
 * the table is found by the way along another column: its index is read alone, without the table.
 */
function* walk(db: SqlDatabase, table: string, key: string, up: boolean): Generator<SqlValue> {
  const [after, order] = up ? ['>', 'asc'] : ['<', 'desc'];
  const seen = new Set<SqlValue>();
  const step = (where: string, ...values: SqlValue[]) =>
    db
      .prepare<{ at: SqlValue }>(
        `select ${key} as at from ${table} ${where} order by ${key} ${order} limit 1`,
      )
      .get(...values);
  try {
    for (let row = step(''); row && !seen.has(row.at); row = step(`where ${key} ${after} ?`, row.at)) {
      // A damaged page can lead in a circle.
      seen.add(row.at);
      yield row.at;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

/** Damage shows itself in many ways: a page, a value of the wrong type, a number out of range. A full disk is none of them. */
function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return !code.startsWith('SQLITE_FULL') && !code.startsWith('SQLITE_READONLY');
}

function columns(db: SqlDatabase, table: string): string[] {
  return db
    .prepare<{ name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
}

/** Empties references to rows that are lost. Returns how many jobs have lost their case. */
function cutLooseEnds(db: SqlDatabase): number {
  let orphans = 0;
  for (const { table } of TABLES) {
    const references = db
      .prepare<{ from: string; table: string; to: string }>(
        'select "from", "table", "to" from pragma_foreign_key_list(?)',
      )
      .all(table);
    for (const { from, table: parent, to } of references) {
      const { changes } = db
        .prepare(
          `update ${table} set ${from} = null where ${from} is not null and ${from} not in (select ${to} from ${parent})`,
        )
        .run();
      if (table === 'outbox') orphans += changes;
    }
  }
  return orphans;
}
