import { closeSync, copyFileSync, existsSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
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
  { table: 'tickets', keys: ['id', 'number'] },
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
    // One file, its log put in. Without the list of its tables there is nothing to go by, and this throws.
    source.pragma('journal_mode = delete');
    source.exec('pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on');
    const target = use(create(part));
    // A row may refer to one that is lost; that is settled at the end.
    target.exec('pragma foreign_keys = off');
    const salvaged = target.transaction(() => {
      const tables = TABLES.map(({ table, keys }) => takeTable(source, target, table, keys));
      source.close();
      opened.shift();
      for (const table of tables) takeBranches(copy, table, open);
      const orphans = cutLooseEnds(target);
      skipSerials(target, nowMs);
      const [, cases, jobs, tickets] = tables as [Taken, Taken, Taken, Taken];
      // A serial is made up for by the gap.
      const lost = cases.missing() + jobs.missing() + tickets.missing();
      return { cases: cases.rows, jobs: jobs.rows, orphans, lost };
    });
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

interface Taken {
  readonly table: string;
  readonly primary: string;
  /** Number of the page that the table's tree begins at. */
  readonly root: number;
  readonly columns: readonly string[];
  rows: number;
  /** How many rows are known and not taken. */
  missing(): number;
  /** Takes a row that is known and not taken yet. */
  take(row: Readonly<Record<string, SqlValue>>): void;
}

/** Takes what the table itself can still find by its keys. */
function takeTable(source: SqlDatabase, target: SqlDatabase, table: string, keys: readonly string[]): Taken {
  const wanted = columns(target, table);
  const names = columns(source, table).filter((name) => wanted.includes(name));
  const insert = `insert or ignore into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
  /** By key column: the values that are known and not taken. */
  const open = new Map<string, Set<SqlValue>>();
  const root = source
    .prepare<{ rootpage: number }>("select rootpage from sqlite_schema where type = 'table' and name = ?")
    .get(table);
  const taken: Taken = {
    table,
    primary: keys[0] as string,
    root: root?.rootpage ?? 0,
    columns: names,
    rows: 0,
    missing: () => Math.max(...[...open.values()].map((values) => values.size)),
    take(row) {
      if (![...open].some(([key, values]) => values.has(row[key] as SqlValue))) return;
      if (target.prepare(insert).run(...names.map((name) => row[name] as SqlValue)).changes === 0) return;
      taken.rows++;
      for (const [key, values] of open) values.delete(row[key] as SqlValue);
    },
  };
  for (const key of keys)
    open.set(key, new Set([...walk(source, table, key, true), ...walk(source, table, key, false)]));
  for (const [key, values] of open) {
    const select = `select ${names.join(', ')} from ${table} where ${key} = ?`;
    for (const value of [...values])
      unlessDamaged(() => {
        const row = source.prepare<Record<string, SqlValue>>(select).get(value);
        if (row) taken.take(row);
      });
  }
  return taken;
}

/**
 * Page types of tables: leaf and inner page of a table with rowid are 0x0d and 0x05, of one without 0x0a and 0x02. Inner
 * pages of the former hold no rows.
 */
const PAGES_WITH_ROWS: readonly unknown[] = [0x0d, 0x0a, 0x02];

/** Rows read at a time. */
const BATCH = 20;

/**
 * Takes rows whose way from the table's root is lost, though an index still knows them: each page of the file is laid in
 * the place of the root, in the copy, and read as if the table began there. Pages of other tables give rows that nobody is
 * looking for. (File format: sqlite.org/fileformat2.html, 1.3 and 1.6.)
 */
function takeBranches(copy: string, table: Taken, open: OpenDatabase): void {
  if (table.missing() === 0 || table.root < 2) return;
  const file = openSync(copy, 'r+');
  try {
    const header = Buffer.alloc(100);
    readSync(file, header, 0, header.length, 0);
    const size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    const page = Buffer.alloc(size);
    for (let at = size; table.missing() > 0 && readSync(file, page, 0, size, at) === size; at += size) {
      if (!PAGES_WITH_ROWS.includes(page[0]) || at === (table.root - 1) * size) continue;
      writeSync(file, page, 0, size, (table.root - 1) * size);
      takeBranch(copy, table, open);
    }
  } finally {
    closeSync(file);
  }
}

function takeBranch(copy: string, table: Taken, open: OpenDatabase): void {
  const { primary, columns: names } = table;
  const select = `select ${names.join(', ')} from ${table.table}`;
  const end = `order by ${primary} limit ${BATCH}`;
  const db = open(copy);
  const read = (where: string, ...values: SqlValue[]) =>
    unlessDamaged(() => db.prepare<Record<string, SqlValue>>(`${select} ${where} ${end}`).all(...values)) ??
    [];
  const seen = new Set<SqlValue>();
  try {
    let rows = read('');
    let last = rows.at(-1)?.[primary];
    while (last !== undefined && !seen.has(last)) {
      seen.add(last);
      for (const row of rows) unlessDamaged(() => table.take(row));
      rows = read(`where ${primary} > ?`, last);
      last = rows.at(-1)?.[primary];
    }
  } finally {
    db.close();
  }
}

/** Damage shows itself in many ways: a page, a value of the wrong type, a number out of range. A full disk is none of them. */
function unlessDamaged<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR')) throw error;
    return undefined;
  }
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
  let row = unlessDamaged(() => step(''));
  // A damaged page can lead in a circle.
  while (row && !seen.has(row.at)) {
    const { at } = row;
    seen.add(at);
    yield at;
    row = unlessDamaged(() => step(`where ${key} ${after} ?`, at));
  }
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
