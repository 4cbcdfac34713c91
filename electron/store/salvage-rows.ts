import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { OpenDatabase, SqlDatabase, SqlValue } from './driver.ts';
import { codeOf, isUnreadable } from './errors.ts';

/** A table that is taken over, and the columns that name each row: the primary key, then others that an index of its own knows. */
export interface TableKeys {
  readonly table: string;
  /** None where nothing names a row: what can be read in one go is taken. */
  readonly keys: readonly string[];
}

type Row = Readonly<Record<string, SqlValue>>;

/** How far the taking over of one table has come. */
export interface Taken {
  readonly table: string;
  readonly primary: string;
  /** Number of the page that the table's tree begins at. */
  readonly root: number;
  readonly columns: readonly string[];
  /** Types of the pages that hold its rows. */
  readonly pageTypes: readonly number[];
  rows: number;
  /** Names of the rows that are known and not taken. */
  missing(): SqlValue[];
  /** Whether there may be more of its rows in other places. */
  wantsMore: () => boolean;
  /** Takes a row, if it is one that is looked for. */
  take(row: Row): void;
}

/**
 * Begins with a table: `known` rows are looked for and no others. Without such a list (`null`) every row is taken that the
 * table's own rules let in: what is no row of it lacks a column or has one of the wrong type.
 */
export function beginTable(
  source: SqlDatabase,
  target: SqlDatabase,
  { table, keys }: TableKeys,
  known: Map<string, Set<SqlValue>> | null,
): Taken {
  const wanted = columnsOf(target, table);
  const names = columnsOf(source, table).filter((name) => wanted.includes(name));
  const insert = `insert or ignore into "${table}" (${quotedList(names)}) values (${names.map(() => '?').join(', ')})`;
  const schema = source
    .prepare<{ rootpage: number; sql: string }>(
      "select rootpage, sql from sqlite_schema where type = 'table' and name = ?",
    )
    .get(table);
  const taken: Taken = {
    table,
    primary: keys[0] ?? 'rowid',
    root: schema?.rootpage ?? 0,
    columns: names,
    pageTypes: /without\s+rowid/i.test(schema?.sql ?? '') ? INDEX_PAGES : TABLE_PAGES,
    rows: 0,
    missing() {
      const sets = [...(known?.values() ?? [])];
      const most = Math.max(0, ...sets.map(({ size }) => size));
      // The last of them that knows as many: a receipt number says more than the number of a row.
      return [...(sets.findLast(({ size }) => size === most) ?? [])];
    },
    wantsMore: () => known === null || taken.missing().length > 0,
    take(row) {
      if (known && ![...known].some(([key, values]) => values.has(row[key] as SqlValue))) return;
      if (target.prepare(insert).run(...names.map((name) => row[name] as SqlValue)).changes === 0) return;
      taken.rows++;
      for (const [key, values] of known ?? []) values.delete(row[key] as SqlValue);
    },
  };
  return taken;
}

/** Takes what the table itself can still find by its keys. */
export function takeTable(source: SqlDatabase, target: SqlDatabase, keys: TableKeys): Taken {
  const known = new Map<string, Set<SqlValue>>();
  const taken = beginTable(source, target, keys, keys.keys.length > 0 ? known : null);
  if (keys.keys.length === 0) {
    const list = quotedList(taken.columns);
    const all = unlessDamaged(() => source.prepare<Row>(`select ${list} from "${keys.table}"`).all()) ?? [];
    for (const row of all) unlessDamaged(() => taken.take(row));
    taken.wantsMore = () => false;
    return taken;
  }
  for (const key of keys.keys)
    known.set(
      key,
      new Set([...walk(source, keys.table, key, true), ...walk(source, keys.table, key, false)]),
    );
  for (const [key, values] of known) {
    const select = `select ${selected(taken)} from "${keys.table}" where ${key} = ?`;
    for (const value of [...values])
      unlessDamaged(() => {
        const row = source.prepare<Row>(select).get(value);
        if (row) taken.take(row);
      });
  }
  return taken;
}

const quotedList = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** What is read of a row; its number, too, where nothing else names it. */
const selected = ({ columns, primary }: Taken) =>
  `${quotedList(columns)}${primary === 'rowid' ? ', rowid' : ''}`;

/** Page types: leaf of a table with rowid; leaf and inner page of one without, or of an index. Inner pages of the former hold no rows. */
const TABLE_PAGES: readonly number[] = [0x0d];
const INDEX_PAGES: readonly number[] = [0x0a, 0x02];

/** Rows read at a time. */
const BATCH = 20;

/**
 * Takes rows whose way from the table's root is lost: each page of the file is laid in the place of the root, in the copy,
 * and read as if the table began there. Pages of other tables give rows that nobody is looking for, or that the table does
 * not let in. (File format: sqlite.org/fileformat2.html, 1.3 and 1.6.)
 */
export function takeBranches(copy: string, table: Taken, open: OpenDatabase): void {
  if (!table.wantsMore() || table.root < 2) return;
  const file = openSync(copy, 'r+');
  try {
    const header = Buffer.alloc(100);
    readSync(file, header, 0, header.length, 0);
    const size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    const page = Buffer.alloc(size);
    for (let at = size; table.wantsMore() && readSync(file, page, 0, size, at) === size; at += size) {
      if (!table.pageTypes.includes(page[0] as number) || at === (table.root - 1) * size) continue;
      writeSync(file, page, 0, size, (table.root - 1) * size);
      takeBranch(copy, table, open);
    }
  } finally {
    closeSync(file);
  }
}

function takeBranch(copy: string, table: Taken, open: OpenDatabase): void {
  const { primary } = table;
  const select = `select ${selected(table)} from "${table.table}"`;
  const end = `order by ${primary} limit ${BATCH}`;
  const db = open(copy);
  const read = (where: string, ...values: SqlValue[]) =>
    unlessDamaged(() => db.prepare<Row>(`${select} ${where} ${end}`).all(...values)) ?? [];
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

/**
 * Damage shows itself in many ways: a page that the disk does not give, a value of the wrong type, a number out of range. A
 * full disk, or one that takes no writing, is none of them.
 */
export function unlessDamaged<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    const refused = code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR');
    if (refused && !isUnreadable(error, 'surely')) throw error;
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
        `select ${key} as at from "${table}" ${where} order by ${key} ${order} limit 1`,
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

export function columnsOf(db: SqlDatabase, table: string): string[] {
  return db
    .prepare<{ name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
}
